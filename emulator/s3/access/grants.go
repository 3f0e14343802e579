package access

import "strings"

// An Object is what a decision may turn on about an object that is there.
type Object struct {
	Owner string // account id; empty is the bucket's owner
	ACL   *ACL   // nil: full control for the owner, nothing for others
	Tags  [][2]string
}

// onExisting reports whether an action, in lower case with "s3:", is one on an
// object that is there, which its own list and owner decide about. Storing and
// deleting objects are the bucket's matter, whose owner may always delete.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-auth-workflow-object-operation.html
func onExisting(action string) bool {
	name := strings.TrimPrefix(action, "s3:")
	switch {
	case strings.HasPrefix(name, "getobject"), strings.HasPrefix(name, "restoreobject"):
		return true
	case strings.HasPrefix(name, "putobject"):
		return name != "putobject"
	case strings.HasPrefix(name, "deleteobject"):
		return strings.HasSuffix(name, "tagging")
	}
	return false
}

// permission is what a grant must give for an action, in lower case, and
// whether the grant is one of the object's list or of the bucket's; empty for
// actions that no list can give.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#acl-access-policy-permission-mapping
func permission(action string) (permission string, object bool) {
	switch strings.TrimPrefix(action, "s3:") {
	case "getobject", "getobjectversion", "getobjecttorrent", "getobjectversiontorrent":
		return PermissionRead, true
	case "getobjectacl", "getobjectversionacl":
		return PermissionReadACP, true
	case "putobjectacl", "putobjectversionacl":
		return PermissionWriteACP, true
	case "listbucket", "listbucketversions", "listbucketmultipartuploads":
		return PermissionRead, false
	case "putobject":
		return PermissionWrite, false
	case "getbucketacl":
		return PermissionReadACP, false
	case "putbucketacl":
		return PermissionWriteACP, false
	}
	return "", false
}

// existing is the object of a request on one that is there, nil otherwise.
func (r *Request) existing() *Object {
	if r.Object == nil || r.Key == "" {
		return nil
	}
	if !r.looked {
		r.looked, r.object = true, r.Object()
	}
	return r.object
}

// foreign is the owner of the object that the request is about, when that is
// another account than the bucket's and lists are on: then neither the
// bucket's owner nor its policy can give it away.
func (r *Request) foreign() string {
	if r.ACL == nil || r.Upload || !onExisting(strings.ToLower(r.Action)) {
		return ""
	}
	if o := r.existing(); o != nil && o.Owner != r.Owner {
		return o.Owner
	}
	return ""
}

// granted looks for a grant that allows the request. Why says which, or why
// the one that would is ignored; it is empty when there is none.
func (r *Request) granted(block PublicAccessBlock) (why string, ok bool) {
	if r.ACL == nil {
		return "", false
	}
	needed, ofObject := permission(strings.ToLower(r.Action))
	if r.Upload && needed == PermissionWriteACP {
		needed, ofObject = PermissionWrite, false // ceph/s3-tests' anonymous_request
	}
	list, what := r.ACL, "the bucket's"
	if ofObject {
		o := r.existing()
		if o == nil {
			return "", false
		}
		list, what = o.ACL, "the object's"
	}
	if needed == "" || list == nil {
		return "", false
	}
	for i := range list.Grants {
		g := &list.Grants[i]
		if !g.reaches(&r.Caller) || !g.gives(needed) {
			continue
		}
		if g.public() && block.IgnorePublicAcls {
			why = "; " + what + " access control list would, by giving " + g.Permission + " to " + g.to() + ", but IgnorePublicAcls is on"
			continue
		}
		return what + " access control list gives " + g.Permission + " to " + g.to(), true
	}
	return why, false
}
