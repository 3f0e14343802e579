package wire

import "encoding/xml"

// AccessControlPolicy answers GetBucketAcl and GetObjectAcl.
type AccessControlPolicy struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ AccessControlPolicy"`
	Owner   Owner    `xml:"Owner"`
	Grants  []Grant  `xml:"AccessControlList>Grant"`
}

// Grant is one right of one grantee.
type Grant struct {
	Grantee    Grantee `xml:"Grantee"`
	Permission string  `xml:"Permission"`
}

// Grantee is a canonical user, who has an ID, or a group, which has a URI.
type Grantee struct {
	XSI  string `xml:"xmlns:xsi,attr"`
	Type string `xml:"xsi:type,attr"`
	ID   string `xml:"ID,omitempty"`
	URI  string `xml:"URI,omitempty"`
}

const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance"

// UserGrantee is the grantee with a canonical user id.
func UserGrantee(id string) Grantee {
	return Grantee{XSI: schemaInstance, Type: "CanonicalUser", ID: id}
}

// GroupGrantee is one of S3's groups, named by its URI.
func GroupGrantee(uri string) Grantee {
	return Grantee{XSI: schemaInstance, Type: "Group", URI: uri}
}

// FullControl is the access control list of everything in a bucket whose ACLs
// are off: the owner may do all.
func FullControl(ownerID string) AccessControlPolicy {
	return AccessControlPolicy{
		Owner:  Owner{ID: ownerID},
		Grants: []Grant{{Grantee: UserGrantee(ownerID), Permission: "FULL_CONTROL"}},
	}
}

// PutAccessControlPolicy is the body of PutBucketAcl and PutObjectAcl. Members
// that are nil were not there.
type PutAccessControlPolicy struct {
	XMLName xml.Name `xml:"AccessControlPolicy"`
	Owner   *struct {
		ID *string `xml:"ID"`
	} `xml:"Owner"`
	List *struct {
		Grants []PutGrant `xml:"Grant"`
	} `xml:"AccessControlList"`
}

// PutGrant is a grant of PutAccessControlPolicy.
type PutGrant struct {
	Grantee *struct {
		Type  string  `xml:"http://www.w3.org/2001/XMLSchema-instance type,attr"`
		ID    *string `xml:"ID"`
		URI   *string `xml:"URI"`
		Email *string `xml:"EmailAddress"`
	} `xml:"Grantee"`
	Permission string `xml:"Permission"`
}
