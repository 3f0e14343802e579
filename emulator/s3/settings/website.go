package settings

import (
	"strconv"
	"strings"
)

// Limits of a website: how large its document may be, and how many routing
// rules it may have.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketWebsite.html
const (
	MaxWebsiteBytes = 128 << 10
	maxRoutingRules = 50
)

// Website is how a bucket's website endpoint answers.
type Website struct {
	XMLName       struct{}       `xml:"http://s3.amazonaws.com/doc/2006-03-01/ WebsiteConfiguration" json:"-"`
	RedirectAll   *RedirectAll   `xml:"RedirectAllRequestsTo"`
	IndexDocument *IndexDocument `xml:"IndexDocument"`
	ErrorDocument *ErrorDocument `xml:"ErrorDocument"`
	RoutingRules  *RoutingRules  `xml:"RoutingRules"`
}

// RedirectAll sends every request to another host.
type RedirectAll struct {
	HostName string `xml:"HostName" rule:"required"`
	Protocol string `xml:"Protocol,omitempty"`
}

// IndexDocument is what a folder shows: the object named folder + Suffix.
type IndexDocument struct {
	Suffix string `xml:"Suffix" rule:"required"`
}

// ErrorDocument is the key of the object that comes with 4XX answers.
type ErrorDocument struct {
	Key string `xml:"Key" rule:"required"`
}

// RoutingRules is a list of at least one rule; the first that applies counts.
type RoutingRules struct {
	Rules []RoutingRule `xml:"RoutingRule" rule:"required"`
}

// A RoutingRule redirects the requests that its condition, if any, describes.
type RoutingRule struct {
	Condition *Condition `xml:"Condition"`
	Redirect  Redirect   `xml:"Redirect" rule:"required"`
}

// A Condition holds when all that it names holds.
type Condition struct {
	KeyPrefix *string `xml:"KeyPrefixEquals"`
	ErrorCode string  `xml:"HttpErrorCodeReturnedEquals,omitempty"` // "404"
}

// A Redirect changes parts of the address; what it leaves out stays.
type Redirect struct {
	Protocol         string  `xml:"Protocol,omitempty"`
	HostName         string  `xml:"HostName,omitempty"`
	ReplaceKeyPrefix *string `xml:"ReplaceKeyPrefixWith"`
	ReplaceKey       *string `xml:"ReplaceKeyWith"`
	Code             string  `xml:"HttpRedirectCode,omitempty"` // "302"; empty is 301
}

// Check implements Document.
func (w *Website) Check() error {
	if w.RedirectAll != nil {
		if w.IndexDocument != nil || w.ErrorDocument != nil || w.RoutingRules != nil {
			return invalidArgument("RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
				"RedirectAllRequestsTo", "not null")
		}
		return checkProtocol(w.RedirectAll.Protocol)
	}
	if w.IndexDocument == nil {
		return invalidArgument("A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty", "IndexDocument", "null")
	}
	if s := w.IndexDocument.Suffix; s == "" || strings.Contains(s, "/") {
		return invalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", s)
	}
	if w.ErrorDocument != nil && w.ErrorDocument.Key == "" {
		return invalidArgument("The ErrorDocument Key is not well formed", "ErrorDocument", "")
	}
	return w.RoutingRules.check()
}

func (r *RoutingRules) check() error {
	if r == nil {
		return nil
	}
	if n := len(r.Rules); n > maxRoutingRules {
		return invalidRequest(strconv.Itoa(n) + " routing rules provided, the number of routing rules in a website configuration is limited to " + strconv.Itoa(maxRoutingRules) + ".")
	}
	for i := range r.Rules {
		if err := r.Rules[i].check(); err != nil {
			return err
		}
	}
	return nil
}

func (r *RoutingRule) check() error {
	if c := r.Condition; c != nil {
		switch {
		case c.KeyPrefix == nil && c.ErrorCode == "":
			return invalidRequest("Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn't be present.")
		case c.ErrorCode != "" && !number(c.ErrorCode):
			return malformed()
		case c.ErrorCode != "" && !between(c.ErrorCode, 400, 417) && !between(c.ErrorCode, 500, 505):
			// The message says more than is true (versitygw's website tests).
			return invalidRequest("The provided HTTP error code (" + c.ErrorCode + ") is not valid. Valid codes are 4XX or 5XX.")
		}
	}
	d := &r.Redirect
	switch {
	case d.Protocol == "" && d.HostName == "" && d.ReplaceKey == nil && d.ReplaceKeyPrefix == nil && d.Code == "":
		return malformed()
	case d.ReplaceKey != nil && d.ReplaceKeyPrefix != nil:
		return invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.")
	case d.Code != "" && !number(d.Code):
		return malformed()
	case d.Code != "" && (!between(d.Code, 301, 308) || d.Code == "306"):
		return invalidRequest("The provided HTTP redirect code (" + d.Code + ") is not valid. Valid codes are 3XX except 300.")
	}
	return checkProtocol(d.Protocol)
}

func checkProtocol(protocol string) error {
	if protocol != "" && protocol != "http" && protocol != "https" {
		return invalidRequest("Invalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.")
	}
	return nil
}

func number(code string) bool {
	_, err := strconv.ParseUint(code, 10, 16)
	return err == nil
}

func between(code string, least, most int) bool {
	n, err := strconv.Atoi(code)
	return err == nil && len(code) == 3 && n >= least && n <= most
}
