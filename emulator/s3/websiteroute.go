package s3

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"crossfront/emulator/s3/settings"
)

// A route is a routing rule that applies.
type route struct{ settings.RoutingRule }

// route is the first routing rule for the request's key: with status 0 among
// the rules that ask for no error code, else among those that ask for status.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-page-redirect.html#advanced-conditional-redirects
func (c *call) route(status int) *route {
	rules := c.bucket.Website.RoutingRules
	if rules == nil {
		return nil
	}
	for _, rule := range rules.Rules {
		code, prefix := "", ""
		if rule.Condition != nil {
			code = rule.Condition.ErrorCode
			if rule.Condition.KeyPrefix != nil {
				prefix = *rule.Condition.KeyPrefix
			}
		}
		asked := code == "" && status == 0 || code != "" && code == strconv.Itoa(status)
		if asked && strings.HasPrefix(c.address.key, prefix) {
			return &route{rule}
		}
	}
	return nil
}

// replace is the key that the rule makes of key.
func (r *route) replace(key string) string {
	switch {
	case r.Redirect.ReplaceKey != nil:
		return *r.Redirect.ReplaceKey
	case r.Redirect.ReplaceKeyPrefix == nil:
		return key
	}
	prefix := ""
	if r.Condition != nil && r.Condition.KeyPrefix != nil {
		prefix = *r.Condition.KeyPrefix
	}
	return *r.Redirect.ReplaceKeyPrefix + strings.TrimPrefix(key, prefix)
}

// redirect sends the browser to key, by another host, protocol or code where
// the rule names one. The query stays.
func (c *call) redirect(to settings.Redirect, key string) *answer {
	location := url.URL{Scheme: c.scheme(), Host: c.r.Host, Path: "/" + key, RawQuery: c.r.URL.RawQuery}
	if to.Protocol != "" {
		location.Scheme = to.Protocol
	}
	if to.HostName != "" {
		location.Host = to.HostName
	}
	status := http.StatusMovedPermanently
	if code, err := strconv.Atoi(to.Code); err == nil {
		status = code
	}
	return moved(status, location.String())
}

// moved is a redirect without a body.
func moved(status int, location string) *answer {
	a := empty(status)
	a.set("Location", location)
	a.set("Content-Length", "0")
	return a
}
