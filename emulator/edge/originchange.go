package edge

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
	"crossfront/emulator/hosts"
)

// changeOrigin applies what a viewer-request function asked for about the
// origin. The cache key stays what it is: requests for the same key with
// different origins share an entry, as was measured.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/helper-functions-origin-modification.html
func (x *visit) changeOrigin(c *function.OriginChange) error {
	switch {
	case c.Update != nil:
		o, err := updatedOrigin(x.behavior.Origin, c.Update, x.viewer.Header)
		if err != nil {
			return err
		}
		x.origin, x.failover, x.redirected = o, x.behavior.Failover, true
		x.ran().origin = "Origin changed to " + o.DomainName + o.Path
	case c.Select != nil:
		o, err := x.selectedOrigin(c.Select)
		if err != nil {
			return err
		}
		x.origin, x.redirected = o, true
		x.ran().origin = "Origin " + o.ID + " selected"
	case c.Group != nil:
		return x.groupOrigins(c.Group)
	}
	return nil
}

func (x *visit) selectedOrigin(s *function.OriginSelection) (*policy.Origin, error) {
	o := x.dist.Origins[s.ID]
	if o == nil {
		return nil, fmt.Errorf("the distribution has no origin %q", s.ID)
	}
	if s.Overrides.HostHeader == nil {
		return o, nil
	}
	changed := *o
	return &changed, setHostHeader(&changed, *s.Overrides.HostHeader)
}

// groupOrigins makes a group of two of the distribution's origins. A hostHeader
// among the overrides was refused whatever it was:
// https://github.com/aws-samples/amazon-cloudfront-functions/issues/56.
func (x *visit) groupOrigins(g *function.OriginGroup) error {
	switch g.Criteria {
	case "", "default", "media-quality-score":
	default:
		return fmt.Errorf("selectionCriteria %q is not one of default, media-quality-score", g.Criteria)
	}
	if len(g.StatusCodes) == 0 {
		return errors.New("failoverCriteria is required")
	}
	for _, code := range g.StatusCodes {
		if !policy.FailoverCode(code) {
			return fmt.Errorf("%d is no status to fail over on", code)
		}
	}
	var pair [2]*policy.Origin
	for i, s := range g.Origins {
		if s.Overrides.HostHeader != nil {
			return errors.New("hostHeader cannot be overridden in an origin group")
		}
		o, err := x.selectedOrigin(&s)
		if err != nil {
			return err
		}
		pair[i] = o
	}
	x.origin, x.redirected = pair[0], true
	x.failover = &policy.Failover{Group: "of the function", Origin: pair[1], Codes: g.StatusCodes}
	x.ran().origin = "Origins " + pair[0].ID + " and " + pair[1].ID + " made a group"
	return nil
}

// updatedOrigin is an origin with a function's changes; what it does not name
// is inherited.
func updatedOrigin(base *policy.Origin, u *function.OriginUpdate, incoming http.Header) (*policy.Origin, error) {
	o := *base
	steps := []func() error{
		func() error { return setDomain(&o, u.DomainName) },
		func() error { return setPath(&o, u.OriginPath) },
		func() error { return setAccessControl(&o, u.AccessControl) },
		func() error { return setCustomHeaders(&o, u.CustomHeaders, incoming) },
		func() error { return setConnection(&o, u) },
		func() error { return setCustom(&o, u.Custom) },
		func() error { return checkShield(u.OriginShield) },
		func() error {
			if u.HostHeader == nil {
				return nil
			}
			return setHostHeader(&o, *u.HostHeader)
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return &o, nil
}

// setDomain: a name without a port, no address. S3 names are in lower case.
func setDomain(o *policy.Origin, domain *string) error {
	if domain == nil {
		return nil
	}
	if err := checkName("domainName", *domain); err != nil {
		return err
	}
	o.DomainName = *domain
	name, s3 := hosts.ParseS3(*domain)
	o.Bucket, o.Region, o.Website = name.Bucket, name.Region, name.Website
	o.S3 = s3 && !name.Website
	if o.S3 && (len(*domain) > 128 || strings.ToLower(*domain) != *domain) {
		return fmt.Errorf("domainName %q: the name of a bucket has at most 128 characters, all lower case", *domain)
	}
	return nil
}

func checkName(what, name string) error {
	if name == "" || len(name) > 253 || strings.ContainsAny(name, ":/ ") || net.ParseIP(name) != nil {
		return fmt.Errorf("%s %q must be a host name, without a port, of at most 253 characters", what, name)
	}
	return nil
}

// setHostHeader: it was refused where an origin access control is on, given or
// inherited, and taken where it is off; the documentation has it for origins
// that are not S3's.
func setHostHeader(o *policy.Origin, host string) error {
	if err := checkName("hostHeader", host); err != nil {
		return err
	}
	if o.S3 || o.AccessControl != nil {
		return errors.New("hostHeader cannot be used with an S3 origin or an origin access control")
	}
	o.HostHeader = host
	return nil
}

func setPath(o *policy.Origin, path *string) error {
	if path == nil {
		return nil
	}
	if p := *path; p != "" && (p[0] != '/' || strings.HasSuffix(p, "/") || len(p) > 255) {
		return fmt.Errorf("originPath %q must begin with a slash, not end with one, and have at most 255 characters", p)
	}
	o.Path = *path
	return nil
}

// setAccessControl: what is not given is inherited, but for another type of
// origin.
func setAccessControl(o *policy.Origin, c *function.OriginAccessControl) error {
	if c == nil {
		if o.AccessControl != nil && (o.AccessControl.OriginAccessControlOriginType == "s3") != o.S3 {
			return errors.New("the inherited origin access control is for another type of origin")
		}
		return nil
	}
	if c.Enabled == nil {
		return errors.New("originAccessControlConfig.enabled is required")
	}
	o.AccessControl, o.IdentityOAI = nil, ""
	if !*c.Enabled {
		return nil
	}
	switch {
	case !slices.Contains([]string{"always", "never", "no-override"}, c.SigningBehavior):
		return fmt.Errorf("signingBehavior %q is not one of always, never, no-override", c.SigningBehavior)
	case c.SigningProtocol != "sigv4":
		return fmt.Errorf("signingProtocol %q is not sigv4", c.SigningProtocol)
	case !slices.Contains([]string{"s3", "mediapackagev2", "mediastore", "lambda"}, c.OriginType):
		return fmt.Errorf("originType %q is not one of s3, mediapackagev2, mediastore, lambda", c.OriginType)
	case (c.OriginType == "s3") != o.S3:
		return fmt.Errorf("originType %s is not that of %s", c.OriginType, o.DomainName)
	}
	o.AccessControl = &policy.OriginAccessControlConfig{
		Name: "by function", SigningBehavior: c.SigningBehavior, SigningProtocol: c.SigningProtocol, OriginAccessControlOriginType: c.OriginType,
	}
	return nil
}

// setCustomHeaders replaces the origin's: "Empty object resets any header".
func setCustomHeaders(o *policy.Origin, headers *map[string]string, incoming http.Header) error {
	if headers == nil {
		return nil
	}
	o.CustomHeaders = nil
	for name, value := range *headers {
		switch {
		case name != strings.ToLower(name) || !policy.ValidOriginHeader(name):
			return fmt.Errorf("customHeaders: %q is no header that an origin can be given, in lower case", name)
		case incoming[http.CanonicalHeaderKey(name)] != nil:
			return fmt.Errorf("customHeaders: %s is among the request's headers already", name)
		case strings.ContainsAny(value, "\r\n\x00"):
			return fmt.Errorf("customHeaders: the value of %s cannot be a header's", name)
		}
		o.CustomHeaders = append(o.CustomHeaders, policy.OriginCustomHeader{HeaderName: name, HeaderValue: value})
	}
	slices.SortFunc(o.CustomHeaders, func(a, b policy.OriginCustomHeader) int { return strings.Compare(a.HeaderName, b.HeaderName) })
	return nil
}

func setConnection(o *policy.Origin, u *function.OriginUpdate) error {
	between := func(what string, n *int, low, high int, set func(int)) error {
		if n == nil {
			return nil
		}
		if *n < low || *n > high {
			return fmt.Errorf("%s is %d; it must be from %d to %d", what, *n, low, high)
		}
		set(*n)
		return nil
	}
	seconds := func(to *time.Duration) func(int) { return func(n int) { *to = time.Duration(n) * time.Second } }
	if err := between("connectionAttempts", u.ConnectionAttempts, 1, 3, func(n int) { o.ConnectionAttempts = n }); err != nil {
		return err
	}
	t := u.Timeouts
	if t == nil {
		return nil
	}
	err := errors.Join(
		between("readTimeout", t.Read, 1, 120, seconds(&o.ReadTimeout)),
		between("keepAliveTimeout", t.KeepAlive, 1, 120, seconds(&o.KeepaliveTimeout)),
		between("connectionTimeout", t.Connection, 1, 10, seconds(&o.ConnectTimeout)),
		between("responseCompletionTimeout", t.Completion, 1, 3600, seconds(&o.CompletionTimeout)),
	)
	if err == nil && t.Completion != nil && o.CompletionTimeout < o.ReadTimeout {
		err = errors.New("responseCompletionTimeout must not be less than readTimeout")
	}
	return err
}

func setCustom(o *policy.Origin, c *function.CustomOrigin) error {
	if c == nil {
		return nil
	}
	if c.Port == nil || *c.Port < 1 || *c.Port > 65535 {
		return errors.New("customOriginConfig.port must be from 1 to 65535")
	}
	if c.SSLProtocols == nil {
		return errors.New("customOriginConfig.sslProtocols is required")
	}
	for _, p := range *c.SSLProtocols {
		if !slices.Contains([]string{"SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"}, p) {
			return fmt.Errorf("customOriginConfig.sslProtocols has %q", p)
		}
	}
	if !slices.Contains([]string{"", "ipv4", "ipv6", "dualstack"}, c.AddressType) {
		return fmt.Errorf("customOriginConfig.ipAddressType is %q", c.AddressType)
	}
	if o.S3 {
		return nil // "Other types of S3 bucket configurations will ignore these settings"
	}
	o.SSLProtocols = *c.SSLProtocols
	switch c.Protocol {
	case "http":
		o.ProtocolPolicy, o.HTTPPort = "http-only", *c.Port
	case "https":
		o.ProtocolPolicy, o.HTTPSPort = "https-only", *c.Port
	default:
		return fmt.Errorf("customOriginConfig.protocol %q is not http or https", c.Protocol)
	}
	return nil
}

func checkShield(s *function.OriginShield) error {
	switch {
	case s == nil:
	case s.Enabled == nil:
		return errors.New("originShield.enabled is required")
	case *s.Enabled && s.Region == "":
		return errors.New("originShield.region is required")
	}
	return nil
}
