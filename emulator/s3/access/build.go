package access

import "encoding/json"

type policyDocument struct {
	Version   string
	ID        string `json:"Id,omitempty"`
	Statement []policyStatement
}

type policyStatement struct {
	Sid       string
	Effect    string
	Principal any
	Action    string
	Resource  string
	Condition any `json:",omitempty"`
}

// AllowCloudFront is the policy that lets distributions, one or more, read a
// bucket's objects under an origin access control, as CloudFront's console
// offers it for copying. Without a distribution it is nil.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
func AllowCloudFront(bucket string, distributionARNs ...string) []byte {
	if len(distributionARNs) == 0 {
		return nil
	}
	var source any = distributionARNs
	if len(distributionARNs) == 1 {
		source = distributionARNs[0]
	}
	return policyDocument{Version: "2008-10-17", ID: "PolicyForCloudFrontPrivateContent", Statement: []policyStatement{{
		Sid: "AllowCloudFrontServicePrincipal", Effect: "Allow",
		Principal: map[string]string{"Service": "cloudfront.amazonaws.com"},
		Action:    "s3:GetObject", Resource: arnPrefix + bucket + "/*",
		Condition: map[string]any{"ArnLike": map[string]any{"AWS:SourceArn": source}},
	}}}.encode()
}

// AllowPublicRead is the policy that lets anyone read a bucket's objects.
func AllowPublicRead(bucket string) []byte {
	return policyDocument{Version: "2012-10-17", Statement: []policyStatement{{
		Sid: "PublicReadGetObject", Effect: "Allow", Principal: "*",
		Action: "s3:GetObject", Resource: arnPrefix + bucket + "/*",
	}}}.encode()
}

func (d policyDocument) encode() []byte {
	doc, err := json.MarshalIndent(d, "", "  ")
	if err != nil { // strings and slices of strings always encode
		return nil
	}
	return doc
}
