package access

import (
	"strconv"
	"strings"
	"time"
)

// knownKey reports whether S3 takes a condition key, in lower case. S3 takes
// whatever starts with "aws:".
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html#amazons3-policy-keys
func knownKey(key string) bool {
	if strings.HasPrefix(key, "aws:") {
		return true
	}
	name, ok := strings.CutPrefix(key, "s3:")
	if !ok {
		return false
	}
	if tag, _, found := strings.Cut(name, "/"); found {
		return tag == "existingobjecttag" || tag == "requestobjecttag" || tag == "buckettag"
	}
	switch name {
	case "accessgrantsinstancearn", "accesspointnetworkorigin", "authtype", "creationdate", "dataaccesspointaccount",
		"dataaccesspointarn", "delimiter", "if-match", "if-none-match", "inventoryaccessibleoptionalfields", "locationconstraint",
		"max-keys", "object-lock-legal-hold", "object-lock-mode", "object-lock-remaining-retention-days",
		"object-lock-retain-until-date", "objectcreationoperation", "prefix", "requestobjecttagkeys", "resourceaccount",
		"signatureage", "signatureversion", "tlsversion", "versionid",
		"x-amz-acl", "x-amz-content-sha256", "x-amz-copy-source", "x-amz-grant-full-control", "x-amz-grant-read",
		"x-amz-grant-read-acp", "x-amz-grant-write", "x-amz-grant-write-acp", "x-amz-metadata-directive",
		"x-amz-object-ownership", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
		"x-amz-server-side-encryption-customer-algorithm", "x-amz-storage-class", "x-amz-website-redirect-location":
		return true
	}
	return false
}

// keyApplies reports whether a request for an action can carry a key. Keys that
// are not listed apply to every action.
func keyApplies(key string, a action) bool {
	switch key {
	case "s3:prefix", "s3:delimiter", "s3:max-keys":
		return a.name == "s3:listbucket" || a.name == "s3:listbucketversions"
	case "s3:x-amz-acl", "s3:x-amz-grant-read", "s3:x-amz-grant-write", "s3:x-amz-grant-read-acp", "s3:x-amz-grant-write-acp",
		"s3:x-amz-grant-full-control":
		return strings.HasPrefix(a.name, "s3:put") && strings.HasSuffix(a.name, "acl") || a.name == "s3:putobject" || a.name == "s3:createbucket"
	case "s3:x-amz-copy-source", "s3:x-amz-metadata-directive", "s3:x-amz-storage-class", "s3:x-amz-website-redirect-location",
		"s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id",
		"s3:x-amz-server-side-encryption-customer-algorithm":
		return a.name == "s3:putobject" || a.name == "s3:replicateobject"
	case "s3:versionid":
		return a.object && strings.Contains(a.name, "version")
	case "s3:requestobjecttagkeys":
		return bringsTags(a.name)
	}
	switch name, _, _ := strings.Cut(key, "/"); name {
	case "s3:requestobjecttag":
		return bringsTags(a.name)
	case "s3:existingobjecttag":
		return a.object && onExisting(a.name)
	}
	return true
}

// bringsTags reports whether a request for an action, in lower case, can bring
// tags for an object.
func bringsTags(action string) bool {
	switch action {
	case "s3:putobject", "s3:putobjecttagging", "s3:putobjectversiontagging", "s3:bypassgovernanceretention":
		return true
	}
	return false
}

// unsupported reports whether a key is one that S3 knows and this server has no
// value for.
func unsupported(key string) bool {
	name, _, _ := strings.Cut(key, "/")
	switch name {
	case "s3:buckettag", "s3:tlsversion",
		"aws:principaltag", "aws:resourcetag", "aws:requesttag", "aws:tagkeys", "aws:principalorgid", "aws:principalorgpaths",
		"aws:resourceorgid", "aws:resourceorgpaths", "aws:sourceorgid", "aws:sourceorgpaths":
		return true
	}
	return false
}

// value is what the request has for a key in lower case; false when it has
// nothing.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
func (r *Request) value(key string) (string, bool) {
	if name, ok := strings.CutPrefix(key, "aws:"); ok {
		if v, ok := r.callerValue(name); ok {
			return v, v != ""
		}
		return r.globalValue(name)
	}
	if v, ok := r.Body[key]; ok {
		return v, true
	}
	name := strings.TrimPrefix(key, "s3:")
	if kind, tag, found := strings.Cut(name, "/"); found {
		return r.tag(kind, tag)
	}
	if strings.HasPrefix(name, "object-lock-") {
		return r.lock(name)
	}
	switch name {
	case "prefix", "delimiter", "max-keys", "versionid":
		if name == "versionid" {
			name = "versionId"
		}
		return r.Query.Get(name), r.Query.Has(name)
	case "resourceaccount":
		return r.Owner, r.Owner != ""
	case "authtype", "signatureversion", "signatureage":
		v := r.signing()[name]
		return v, v != ""
	}
	if !strings.HasPrefix(name, "x-amz-") && !strings.HasPrefix(name, "if-") {
		return "", false
	}
	v := r.Header.Get(name)
	if v == "" {
		v = r.Query.Get(name)
	}
	return v, v != ""
}

// callerValue is the value of a key about the caller; known is false for other
// keys.
func (r *Request) callerValue(name string) (v string, known bool) {
	c := &r.Caller
	account := c.account()
	switch name {
	case "sourcearn":
		return c.SourceARN, true
	case "sourceaccount":
		return c.SourceAccount, true
	case "principalaccount":
		return account, true
	case "principalarn":
		return c.arn(), true
	case "principalisawsservice":
		return strconv.FormatBool(c.Service != ""), true
	case "principalservicename":
		return c.Service, true
	case "principaltype":
		switch {
		case c.Anonymous:
			return "Anonymous", true
		case account == "":
			return "", true
		case strings.Contains(c.ARN, ":assumed-role/"):
			return "AssumedRole", true
		case strings.Contains(c.ARN, ":user/"):
			return "User", true
		}
		return "Account", true
	case "userid":
		if c.Anonymous {
			return "anonymous", true
		}
		return account, true
	case "username":
		_, user, _ := strings.Cut(c.ARN, ":user/")
		return user[strings.LastIndexByte(user, '/')+1:], true
	}
	return "", false
}

// arn is the caller's ARN, "" when it has none.
func (c *Caller) arn() string {
	switch {
	case c.ARN != "" || c.Anonymous || c.Service != "":
		return c.ARN
	case c.identity() != "":
		return oaiPrefix + c.identity()
	}
	return "arn:aws:iam::" + c.AccountID + ":root"
}

func (r *Request) globalValue(name string) (string, bool) {
	v := ""
	switch name {
	case "referer":
		v = r.Header.Get("Referer")
	case "useragent":
		v = r.Header.Get("User-Agent")
	case "sourceip":
		v = r.SourceIP
	case "securetransport":
		v = strconv.FormatBool(r.Secure)
	case "viaawsservice":
		v = "false"
	case "currenttime":
		v = r.Now.UTC().Format(time.RFC3339)
	case "epochtime":
		v = strconv.FormatInt(r.Now.Unix(), 10)
	case "resourceaccount":
		v = r.Owner
	}
	return v, v != ""
}

// signing is how the request was signed, for keys that ask.
// https://docs.aws.amazon.com/AmazonS3/latest/API/bucket-policy-s3-sigv4-conditions.html
func (r *Request) signing() map[string]string {
	out := make(map[string]string)
	if r.Form != nil {
		out["authtype"], out["signatureversion"] = "POST", r.Form.Version
		if !r.Form.Signed.IsZero() {
			out["signatureage"] = strconv.FormatInt(r.Now.Sub(r.Form.Signed).Milliseconds(), 10)
		}
		return out
	}
	stamp := ""
	switch {
	case strings.HasPrefix(r.Header.Get("Authorization"), "AWS4-HMAC-SHA256"):
		out["authtype"], out["signatureversion"] = "REST-HEADER", "AWS4-HMAC-SHA256"
		stamp = r.Header.Get("X-Amz-Date")
	case strings.HasPrefix(r.Header.Get("Authorization"), "AWS "):
		out["authtype"], out["signatureversion"] = "REST-HEADER", "AWS"
	case r.Query.Has("X-Amz-Signature"):
		out["authtype"], out["signatureversion"] = "REST-QUERY-STRING", "AWS4-HMAC-SHA256"
		stamp = r.Query.Get("X-Amz-Date")
	case r.Query.Has("Signature"):
		out["authtype"], out["signatureversion"] = "REST-QUERY-STRING", "AWS"
	}
	if t, err := time.Parse("20060102T150405Z", stamp); err == nil {
		out["signatureage"] = strconv.FormatInt(r.Now.Sub(t).Milliseconds(), 10)
	}
	return out
}
