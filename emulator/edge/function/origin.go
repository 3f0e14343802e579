package function

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/dop251/goja"
)

// An OriginChange is what a viewer-request function asked for about the origin.
// One of its parts is set: the last call of a run counts.
type OriginChange struct {
	Update *OriginUpdate
	Select *OriginSelection
	Group  *OriginGroup
}

// An OriginUpdate changes the origin of the request. What is nil stays.
type OriginUpdate struct {
	DomainName         *string              `json:"domainName"`
	HostHeader         *string              `json:"hostHeader"`
	OriginPath         *string              `json:"originPath"`
	CustomHeaders      *map[string]string   `json:"customHeaders"`
	ConnectionAttempts *int                 `json:"connectionAttempts"`
	OriginShield       *OriginShield        `json:"originShield"`
	AccessControl      *OriginAccessControl `json:"originAccessControlConfig"`
	Timeouts           *OriginTimeouts      `json:"timeouts"`
	Custom             *CustomOrigin        `json:"customOriginConfig"`
	SNI                *string              `json:"sni"`
	AllowedNames       *[]string            `json:"allowedCertificateNames"`
}

// OriginShield has no effect here, as in a distribution's configuration.
type OriginShield struct {
	Enabled *bool  `json:"enabled"`
	Region  string `json:"region"`
}

// OriginAccessControl is a request's own origin access control.
type OriginAccessControl struct {
	Enabled         *bool  `json:"enabled"`
	SigningBehavior string `json:"signingBehavior"`
	SigningProtocol string `json:"signingProtocol"`
	OriginType      string `json:"originType"`
	Region          string `json:"region"` // in AWS's samples, in no list
}

// OriginTimeouts are in seconds.
type OriginTimeouts struct {
	Read       *int `json:"readTimeout"`
	Completion *int `json:"responseCompletionTimeout"`
	KeepAlive  *int `json:"keepAliveTimeout"`
	Connection *int `json:"connectionTimeout"`
}

// CustomOrigin is how a custom origin is spoken with.
type CustomOrigin struct {
	Port         *int      `json:"port"`
	Protocol     string    `json:"protocol"`
	SSLProtocols *[]string `json:"sslProtocols"`
	AddressType  string    `json:"ipAddressType"`
}

// An OriginSelection takes another of the distribution's origins.
type OriginSelection struct {
	ID        string          `json:"originId"`
	Overrides OriginOverrides `json:"originOverrides"`
}

// UnmarshalJSON takes an id alone, too, which is what the documentation's text
// describes; its example has objects.
func (o *OriginSelection) UnmarshalJSON(doc []byte) error {
	if len(doc) > 0 && doc[0] == '"' {
		return json.Unmarshal(doc, &o.ID)
	}
	type plain OriginSelection
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	return d.Decode((*plain)(o))
}

// OriginOverrides are the settings that a selection may change.
type OriginOverrides struct {
	HostHeader   *string   `json:"hostHeader"`
	SNI          *string   `json:"sni"`
	AllowedNames *[]string `json:"allowedCertificateNames"`
}

// An OriginGroup makes two of the distribution's origins a group.
type OriginGroup struct {
	Origins     []OriginSelection
	StatusCodes []int
	Criteria    string // default or media-quality-score
}

// originCall is a method of the module that changes the origin.
func (s *sandbox) originCall(f func(goja.FunctionCall)) func(goja.FunctionCall) goja.Value {
	return func(c goja.FunctionCall) goja.Value {
		s.meter.pay(callSteps, objectBytes)
		if s.event != ViewerRequest {
			panic(s.newError("Error", "the origin can be changed in viewer request functions only"))
		}
		f(c)
		return goja.Undefined()
	}
}

// errOrigin is a value that cannot be an origin's. It does not fail the call:
// CloudFront finds it when the request goes on, with 502.
type errOrigin struct{ detail string }

func (e errOrigin) Error() string { return e.detail }

func (s *sandbox) updateOrigin(v goja.Value) {
	u := new(OriginUpdate)
	s.originValue(v, u)
	s.origin = &OriginChange{Update: u}
}

func (s *sandbox) selectOrigin(id, overrides goja.Value) {
	sel := OriginSelection{}
	if text, ok := id.(goja.String); ok {
		sel.ID = text.String()
	} else {
		s.badOrigin(errors.New("the origin id is not a string"))
	}
	if !goja.IsUndefined(overrides) {
		s.originValue(overrides, &sel.Overrides)
	}
	s.origin = &OriginChange{Select: &sel}
}

func (s *sandbox) groupOrigins(v goja.Value) {
	var given struct {
		OriginIDs []OriginSelection `json:"originIds"`
		Criteria  string            `json:"selectionCriteria"`
		Failover  struct {
			StatusCodes []int `json:"statusCodes"`
		} `json:"failoverCriteria"`
	}
	s.originValue(v, &given)
	g := &OriginGroup{Origins: given.OriginIDs, StatusCodes: given.Failover.StatusCodes, Criteria: given.Criteria}
	if len(g.Origins) != 2 {
		s.badOrigin(fmt.Errorf("originIds has %d origins, and two are required", len(g.Origins)))
	}
	s.origin = &OriginChange{Group: g}
}

// originValue reads an argument. Members that are not documented are refused.
func (s *sandbox) originValue(v goja.Value, into any) {
	text, err := s.json(v)
	if err == nil {
		d := json.NewDecoder(bytes.NewReader([]byte(text)))
		d.DisallowUnknownFields()
		err = d.Decode(into)
	}
	if err != nil {
		s.badOrigin(err)
	}
}

func (s *sandbox) badOrigin(err error) {
	if s.originFault == nil {
		s.originFault = errOrigin{err.Error()}
	}
}
