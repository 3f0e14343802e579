package policy

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
)

// ParseDistributionConfig reads a distribution's configuration as AWS prints
// it: the JSON of get-distribution-config or get-distribution, the bare
// configuration in JSON, or the XML of the REST API. Unknown members, wrong
// types and bad syntax come back together as [Errors] with line and column.
func ParseDistributionConfig(doc []byte) (*DistributionConfig, error) {
	return parseDocument[DistributionConfig](doc, "DistributionConfig", "Distribution", &distributionDocument{})
}

// ParseCachePolicy reads a cache policy as get-cache-policy and
// get-cache-policy-config print it, bare, or as the REST API's XML.
func ParseCachePolicy(doc []byte) (*CachePolicyConfig, error) {
	return parseDocument[CachePolicyConfig](doc, "CachePolicyConfig", "CachePolicy", &cachePolicyDocument{})
}

// ParseOriginRequestPolicy reads an origin request policy as
// get-origin-request-policy and get-origin-request-policy-config print it,
// bare, or as the REST API's XML.
func ParseOriginRequestPolicy(doc []byte) (*OriginRequestPolicyConfig, error) {
	return parseDocument[OriginRequestPolicyConfig](doc, "OriginRequestPolicyConfig", "OriginRequestPolicy", &originRequestPolicyDocument{})
}

// ParseResponseHeadersPolicy reads a response headers policy as
// get-response-headers-policy and get-response-headers-policy-config print it,
// bare, or as the REST API's XML.
func ParseResponseHeadersPolicy(doc []byte) (*ResponseHeadersPolicyConfig, error) {
	return parseDocument[ResponseHeadersPolicyConfig](doc, "ResponseHeadersPolicyConfig", "ResponseHeadersPolicy", &responseHeadersPolicyDocument{})
}

// ParseOriginAccessControl reads an origin access control as
// get-origin-access-control and get-origin-access-control-config print it,
// bare, or as the REST API's XML.
func ParseOriginAccessControl(doc []byte) (*OriginAccessControlConfig, error) {
	return parseDocument[OriginAccessControlConfig](doc, "OriginAccessControlConfig", "OriginAccessControl", &originAccessControlDocument{})
}

// A document is what AWS puts round a configuration in its answers.
type document[T any] interface {
	// config is the configuration inside, nil for none.
	config() *T
	// resource is where an XML answer of the resource itself is read into: the
	// root element is the resource there.
	resource() any
}

// parseDocument finds out the form of doc and reads it.
func parseDocument[T any](doc []byte, configName, resourceName string, wrapper document[T]) (*T, error) {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(trimmed) > 0 && trimmed[0] == '<' {
		return parseXMLDocument(doc, configName, resourceName, wrapper)
	}
	if hasTopLevelKey(doc, configName, resourceName) {
		if errs := strictJSON(doc, wrapper); len(errs) > 0 {
			return nil, errs
		}
		if inner := wrapper.config(); inner != nil {
			return inner, nil
		}
		return nil, Errors{malformed("MalformedInput", "", 1, 1, "there is no "+configName+" in the document")}
	}
	out := new(T)
	if errs := strictJSON(doc, out); len(errs) > 0 {
		return nil, errs
	}
	return out, nil
}

func parseXMLDocument[T any](doc []byte, configName, resourceName string, wrapper document[T]) (*T, error) {
	root, err := xmlRoot(doc)
	if err != nil {
		return nil, Errors{err}
	}
	switch root {
	case configName:
		out := new(T)
		if errs := strictXML(doc, out); len(errs) > 0 {
			return nil, errs
		}
		return out, nil
	case resourceName:
		if errs := strictXML(doc, wrapper.resource()); len(errs) > 0 {
			return nil, errs
		}
		if inner := wrapper.config(); inner != nil {
			return inner, nil
		}
	}
	return nil, Errors{malformed("MalformedXML", root, 1, 1, "the root element is "+root+", not "+configName)}
}

// hasTopLevelKey reports whether doc is a JSON object with one of the keys.
func hasTopLevelKey(doc []byte, keys ...string) bool {
	var top map[string]json.RawMessage
	if json.Unmarshal(bytes.TrimPrefix(doc, []byte("\xef\xbb\xbf")), &top) != nil {
		return false
	}
	for _, k := range keys {
		if _, ok := top[k]; ok {
			return true
		}
	}
	return false
}

// anything takes a member whose contents do not matter here.
type anything struct{}

func (anything) UnmarshalJSON([]byte) error                            { return nil }
func (anything) UnmarshalXML(d *xml.Decoder, _ xml.StartElement) error { return d.Skip() }

// distributionDocument is the answer of GetDistribution and
// GetDistributionConfig.
type distributionDocument struct {
	ETag               string                `json:"ETag" xml:"ETag"`
	Location           string                `json:"Location" xml:"Location"`
	DistributionConfig *DistributionConfig   `json:"DistributionConfig" xml:"DistributionConfig"`
	Distribution       *distributionResource `json:"Distribution" xml:"Distribution"`
}

type distributionResource struct {
	ID                            string              `json:"Id" xml:"Id"`
	ARN                           string              `json:"ARN" xml:"ARN"`
	Status                        string              `json:"Status" xml:"Status"`
	LastModifiedTime              anything            `json:"LastModifiedTime" xml:"LastModifiedTime"`
	InProgressInvalidationBatches anything            `json:"InProgressInvalidationBatches" xml:"InProgressInvalidationBatches"`
	DomainName                    string              `json:"DomainName" xml:"DomainName"`
	ActiveTrustedSigners          anything            `json:"ActiveTrustedSigners" xml:"ActiveTrustedSigners"`
	ActiveTrustedKeyGroups        anything            `json:"ActiveTrustedKeyGroups" xml:"ActiveTrustedKeyGroups"`
	AliasICPRecordals             anything            `json:"AliasICPRecordals" xml:"AliasICPRecordals"`
	DistributionConfig            *DistributionConfig `json:"DistributionConfig" xml:"DistributionConfig"`
}

func (d *distributionDocument) config() *DistributionConfig {
	if d.Distribution != nil {
		return d.Distribution.DistributionConfig
	}
	return d.DistributionConfig
}

func (d *distributionDocument) resource() any {
	d.Distribution = new(distributionResource)
	return d.Distribution
}

// cachePolicyDocument is the answer of GetCachePolicy and GetCachePolicyConfig.
type cachePolicyDocument struct {
	ETag              string               `json:"ETag" xml:"ETag"`
	Location          string               `json:"Location" xml:"Location"`
	CachePolicyConfig *CachePolicyConfig   `json:"CachePolicyConfig" xml:"CachePolicyConfig"`
	CachePolicy       *cachePolicyResource `json:"CachePolicy" xml:"CachePolicy"`
}

type cachePolicyResource struct {
	ID                string             `json:"Id" xml:"Id"`
	LastModifiedTime  anything           `json:"LastModifiedTime" xml:"LastModifiedTime"`
	CachePolicyConfig *CachePolicyConfig `json:"CachePolicyConfig" xml:"CachePolicyConfig"`
}

func (d *cachePolicyDocument) config() *CachePolicyConfig {
	if d.CachePolicy != nil {
		return d.CachePolicy.CachePolicyConfig
	}
	return d.CachePolicyConfig
}

func (d *cachePolicyDocument) resource() any {
	d.CachePolicy = new(cachePolicyResource)
	return d.CachePolicy
}

// originRequestPolicyDocument is the answer of GetOriginRequestPolicy and
// GetOriginRequestPolicyConfig.
type originRequestPolicyDocument struct {
	ETag                      string                       `json:"ETag" xml:"ETag"`
	Location                  string                       `json:"Location" xml:"Location"`
	OriginRequestPolicyConfig *OriginRequestPolicyConfig   `json:"OriginRequestPolicyConfig" xml:"OriginRequestPolicyConfig"`
	OriginRequestPolicy       *originRequestPolicyResource `json:"OriginRequestPolicy" xml:"OriginRequestPolicy"`
}

type originRequestPolicyResource struct {
	ID                        string                     `json:"Id" xml:"Id"`
	LastModifiedTime          anything                   `json:"LastModifiedTime" xml:"LastModifiedTime"`
	OriginRequestPolicyConfig *OriginRequestPolicyConfig `json:"OriginRequestPolicyConfig" xml:"OriginRequestPolicyConfig"`
}

func (d *originRequestPolicyDocument) config() *OriginRequestPolicyConfig {
	if d.OriginRequestPolicy != nil {
		return d.OriginRequestPolicy.OriginRequestPolicyConfig
	}
	return d.OriginRequestPolicyConfig
}

func (d *originRequestPolicyDocument) resource() any {
	d.OriginRequestPolicy = new(originRequestPolicyResource)
	return d.OriginRequestPolicy
}

// responseHeadersPolicyDocument is the answer of GetResponseHeadersPolicy and
// GetResponseHeadersPolicyConfig.
type responseHeadersPolicyDocument struct {
	ETag                        string                         `json:"ETag" xml:"ETag"`
	Location                    string                         `json:"Location" xml:"Location"`
	ResponseHeadersPolicyConfig *ResponseHeadersPolicyConfig   `json:"ResponseHeadersPolicyConfig" xml:"ResponseHeadersPolicyConfig"`
	ResponseHeadersPolicy       *responseHeadersPolicyResource `json:"ResponseHeadersPolicy" xml:"ResponseHeadersPolicy"`
}

type responseHeadersPolicyResource struct {
	ID                          string                       `json:"Id" xml:"Id"`
	LastModifiedTime            anything                     `json:"LastModifiedTime" xml:"LastModifiedTime"`
	ResponseHeadersPolicyConfig *ResponseHeadersPolicyConfig `json:"ResponseHeadersPolicyConfig" xml:"ResponseHeadersPolicyConfig"`
}

func (d *responseHeadersPolicyDocument) config() *ResponseHeadersPolicyConfig {
	if d.ResponseHeadersPolicy != nil {
		return d.ResponseHeadersPolicy.ResponseHeadersPolicyConfig
	}
	return d.ResponseHeadersPolicyConfig
}

func (d *responseHeadersPolicyDocument) resource() any {
	d.ResponseHeadersPolicy = new(responseHeadersPolicyResource)
	return d.ResponseHeadersPolicy
}

// originAccessControlDocument is the answer of GetOriginAccessControl and
// GetOriginAccessControlConfig.
type originAccessControlDocument struct {
	ETag                      string                       `json:"ETag" xml:"ETag"`
	Location                  string                       `json:"Location" xml:"Location"`
	OriginAccessControlConfig *OriginAccessControlConfig   `json:"OriginAccessControlConfig" xml:"OriginAccessControlConfig"`
	OriginAccessControl       *originAccessControlResource `json:"OriginAccessControl" xml:"OriginAccessControl"`
}

type originAccessControlResource struct {
	ID                        string                     `json:"Id" xml:"Id"`
	OriginAccessControlConfig *OriginAccessControlConfig `json:"OriginAccessControlConfig" xml:"OriginAccessControlConfig"`
}

func (d *originAccessControlDocument) config() *OriginAccessControlConfig {
	if d.OriginAccessControl != nil {
		return d.OriginAccessControl.OriginAccessControlConfig
	}
	return d.OriginAccessControlConfig
}

func (d *originAccessControlDocument) resource() any {
	d.OriginAccessControl = new(originAccessControlResource)
	return d.OriginAccessControl
}
