package s3

import (
	"encoding/hex"
	"net/http"
	"strings"

	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// maxACLBytes is how large a document with grants may be, maxGrants how many
// it may have.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
const (
	maxACLBytes = 64 << 10
	maxGrants   = 100
)

// grantHeaders are the headers that give permissions, in the order in which
// their grants come.
var grantHeaders = [...][2]string{
	{"x-amz-grant-full-control", access.PermissionFullControl},
	{"x-amz-grant-read", access.PermissionRead},
	{"x-amz-grant-write", access.PermissionWrite},
	{"x-amz-grant-read-acp", access.PermissionReadACP},
	{"x-amz-grant-write-acp", access.PermissionWriteACP},
}

// aclsOff says whether the bucket's owner owns everything in it and lists of
// rights do not count, which is what a new bucket has.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
func (c *call) aclsOff() bool { return !c.bucket.ACLs() }

func errACLs() error {
	return refuse(http.StatusBadRequest, "AccessControlListNotSupported", "The bucket does not allow ACLs")
}

// headerACL is the list of rights that the request's headers ask for; nil when
// they ask for none. owner is the account that what is stored belongs to. It
// does not look at the bucket's ownership setting. Recorded: localstack's
// test_s3_object_acl_exceptions.
func (c *call) headerACL(owner string) (*store.ACL, error) {
	h := c.headers()
	canned := h.Get("x-amz-acl")
	var grants []store.Grant
	for _, g := range grantHeaders {
		more, err := parseGrants(g[0], strings.Join(h.Values(g[0]), ","), g[1])
		if err != nil {
			return nil, err
		}
		grants = append(grants, more...)
	}
	switch {
	case canned != "" && grants != nil:
		return nil, errInvalidRequest("Specifying both Canned ACLs and Header Grants is not allowed")
	case grants != nil:
		return &store.ACL{Owner: owner, Grants: grants}, nil
	case canned == "":
		return nil, nil
	}
	acl, ok := access.Canned(canned, owner, c.bucket.Owner)
	if !ok {
		return nil, errInvalidArgument("", "x-amz-acl", canned)
	}
	return keptACL(acl), nil
}

// keptACL is a list as the store keeps it.
func keptACL(acl access.ACL) *store.ACL {
	out := &store.ACL{Owner: acl.Owner}
	for _, g := range acl.Grants {
		out.Grants = append(out.Grants, store.Grant(g))
	}
	return out
}

// parseGrants reads the grantees of a header: id="…", uri="…" and
// emailAddress="…", separated by commas.
func parseGrants(name, text, permission string) ([]store.Grant, error) {
	if text == "" {
		return nil, nil
	}
	var grants []store.Grant
	for item := range strings.SplitSeq(text, ",") {
		kind, value, ok := strings.Cut(strings.TrimSpace(item), "=")
		value = strings.Trim(strings.TrimSpace(value), `"`)
		g := store.Grant{Permission: permission}
		switch strings.ToLower(strings.TrimSpace(kind)) {
		case "id":
			if !validGrantee(value) {
				return nil, errInvalidArgument("Invalid id", "id", value)
			}
			g.ID = value
		case "uri":
			if !validGroup(value) {
				return nil, errInvalidArgument("Invalid group uri", "uri", value)
			}
			g.URI = value
		case "emailaddress":
			return nil, errNoSuchEmail()
		default:
			ok = false
		}
		if !ok {
			return nil, errInvalidArgument("Argument format not recognized", name, text)
		}
		grants = append(grants, g)
	}
	return grants, nil
}

// errNoSuchEmail: no account here has an address.
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (UnresolvableGrantByEmailAddress)
func errNoSuchEmail() *wire.Error {
	return refuse(http.StatusBadRequest, "UnresolvableGrantByEmailAddress", "The email address you provided does not match any account on record.")
}

// validGrantee says whether id is a canonical user id. That its account exists
// is not checked: any number is an account here.
func validGrantee(id string) bool {
	raw, err := hex.DecodeString(id)
	return err == nil && len(raw) == 32
}

func validGroup(uri string) bool {
	return uri == access.AllUsers || uri == access.AuthenticatedUsers || uri == access.LogDelivery
}

// putACL reads the list that PutBucketAcl or PutObjectAcl sets: a canned one,
// or grants in headers, or a document; exactly one of them. owner is the
// account that bucket or object belongs to. It refuses lists that the bucket's
// settings rule out. Recorded: localstack's test_s3_object_acl_exceptions.
func (c *call) putACL(owner string) (*store.ACL, error) {
	acl, err := c.headerACL(owner)
	if err != nil {
		return nil, err
	}
	doc, err := c.readDocument(maxACLBytes)
	switch {
	case err != nil:
		return nil, err
	case acl != nil && len(doc) > 0:
		return nil, refuse(http.StatusBadRequest, "UnexpectedContent", "This request does not support content")
	case acl == nil && len(doc) == 0:
		return nil, refuse(http.StatusBadRequest, "MissingSecurityHeader", "Your request was missing a required header",
			field("MissingHeaderName", "x-amz-acl"))
	case acl == nil:
		if acl, err = parseACL(doc, owner); err != nil {
			return nil, err
		}
	}
	return acl, c.allowACL(acl)
}

// allowACL refuses a list where ACLs are off, unless it says what holds there
// anyway, and public ones where they are blocked.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
func (c *call) allowACL(acl *store.ACL) error {
	switch {
	case acl == nil:
		return nil
	case c.aclsOff() && !ownersOnly(acl, c.bucket.Owner):
		return errACLs()
	case c.bucket.Block().BlockPublicAcls && decidedACL(acl).IsPublic():
		return errAccessDenied()
	}
	return nil
}

// ownersOnly says whether acl gives full control to the account owner, and
// nothing else.
func ownersOnly(acl *store.ACL, owner string) bool {
	for _, g := range acl.Grants {
		if g.URI != "" || g.Email != "" || g.ID != access.CanonicalID(owner) && g.ID != owner || g.Permission != access.PermissionFullControl {
			return false
		}
	}
	return len(acl.Grants) > 0
}

// decidedACL is a list as it is decided by.
func decidedACL(acl *store.ACL) *access.ACL {
	out := &access.ACL{Owner: acl.Owner}
	for _, g := range acl.Grants {
		out.Grants = append(out.Grants, access.Grant(g))
	}
	return out
}

// parseACL reads the body of PutBucketAcl and PutObjectAcl. Its owner must be
// the one that there is.
func parseACL(doc []byte, owner string) (*store.ACL, error) {
	var in wire.PutAccessControlPolicy
	if wire.Unmarshal(doc, &in) != nil || in.Owner == nil || in.Owner.ID == nil || in.List == nil || len(in.List.Grants) > maxGrants {
		return nil, errMalformedACL()
	}
	for _, g := range in.List.Grants {
		if g.Grantee == nil || !validPermission(g.Permission) {
			return nil, errMalformedACL()
		}
	}
	if !validGrantee(*in.Owner.ID) {
		return nil, errInvalidArgument("Invalid id", "CanonicalUser/ID", *in.Owner.ID)
	}
	if *in.Owner.ID != access.CanonicalID(owner) {
		return nil, errAccessDenied() // an owner cannot be changed
	}
	out := &store.ACL{Owner: owner}
	for _, g := range in.List.Grants {
		grant, err := parseGrant(g)
		if err != nil {
			return nil, err
		}
		out.Grants = append(out.Grants, grant)
	}
	return out, nil
}

func parseGrant(g wire.PutGrant) (store.Grant, error) {
	out := store.Grant{Permission: g.Permission}
	switch {
	case g.Grantee.Type == "CanonicalUser" && g.Grantee.ID != nil:
		if out.ID = *g.Grantee.ID; !validGrantee(out.ID) {
			return out, errInvalidArgument("Invalid id", "CanonicalUser/ID", out.ID)
		}
	case g.Grantee.Type == "Group" && g.Grantee.URI != nil:
		if out.URI = *g.Grantee.URI; !validGroup(out.URI) {
			return out, errInvalidArgument("Invalid group uri", "Group/URI", out.URI)
		}
	case g.Grantee.Type == "AmazonCustomerByEmail" && g.Grantee.Email != nil:
		return out, errNoSuchEmail()
	default:
		return out, errMalformedACL()
	}
	return out, nil
}

func validPermission(p string) bool {
	for _, g := range grantHeaders {
		if g[1] == p {
			return true
		}
	}
	return false
}

func errMalformedACL() *wire.Error {
	return refuse(http.StatusBadRequest, "MalformedACLError",
		"The XML you provided was not well-formed or did not validate against our published schema")
}

// aclDocument answers with a list of rights; nil is what there is without one:
// full control for the owner, an account id.
func aclDocument(acl *store.ACL, owner string) (*answer, error) {
	if acl == nil {
		return document(wire.FullControl(access.CanonicalID(owner)))
	}
	out := wire.AccessControlPolicy{Owner: wire.Owner{ID: access.CanonicalID(acl.Owner)}}
	for _, g := range acl.Grants {
		grantee := wire.UserGrantee(g.ID)
		switch {
		case g.URI != "":
			grantee = wire.GroupGrantee(g.URI)
		case len(g.ID) == len(DefaultAccountID):
			grantee = wire.UserGrantee(access.CanonicalID(g.ID))
		}
		out.Grants = append(out.Grants, wire.Grant{Grantee: grantee, Permission: g.Permission})
	}
	return document(out)
}
