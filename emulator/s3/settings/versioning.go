package settings

import (
	"net/http"

	"crossfront/emulator/s3/wire"
)

// Versioning says whether a bucket keeps versions.
type Versioning struct {
	XMLName struct{} `xml:"http://s3.amazonaws.com/doc/2006-03-01/ VersioningConfiguration" json:"-"`
	Status  string   `xml:"Status,omitempty" rule:"Enabled|Suspended"`
	// MFADelete can only be off here: see Check.
	MFADelete string `xml:"MfaDelete,omitempty" rule:"Enabled|Disabled"`
}

// Check implements Document. Deleting with a second factor needs a device,
// which an account here does not have.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html
func (v *Versioning) Check() error {
	switch {
	case v.Status == "":
		return refuse("IllegalVersioningConfigurationException", "The Versioning element must be specified")
	case v.MFADelete == "Enabled":
		return &wire.Error{Status: http.StatusForbidden, Code: "AccessDenied", Message: "Mfa Authentication must be used for this request"}
	}
	return nil
}

// Accelerate says whether a bucket can be reached by way of edge locations.
type Accelerate struct {
	XMLName struct{} `xml:"http://s3.amazonaws.com/doc/2006-03-01/ AccelerateConfiguration" json:"-"`
	Status  string   `xml:"Status,omitempty" rule:"required,Enabled|Suspended"`
}

// Check implements Document.
func (*Accelerate) Check() error { return nil }

// RequestPayment says who pays for requests.
type RequestPayment struct {
	XMLName struct{} `xml:"http://s3.amazonaws.com/doc/2006-03-01/ RequestPaymentConfiguration" json:"-"`
	Payer   string   `xml:"Payer" rule:"required,BucketOwner|Requester"`
}

// Check implements Document.
func (*RequestPayment) Check() error { return nil }

// The values of object ownership.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
const (
	BucketOwnerEnforced  = "BucketOwnerEnforced" // ACLs are off
	BucketOwnerPreferred = "BucketOwnerPreferred"
	ObjectWriter         = "ObjectWriter"
)

// Ownership says who owns new objects and whether ACLs mean anything.
type Ownership struct {
	XMLName struct{}        `xml:"http://s3.amazonaws.com/doc/2006-03-01/ OwnershipControls" json:"-"`
	Rules   []OwnershipRule `xml:"Rule" rule:"required"`
}

// OwnershipRule is the one rule of an Ownership.
type OwnershipRule struct {
	ObjectOwnership string `xml:"ObjectOwnership" rule:"required,BucketOwnerPreferred|ObjectWriter|BucketOwnerEnforced"`
}

// Check implements Document.
func (o *Ownership) Check() error {
	if len(o.Rules) != 1 {
		return malformed()
	}
	return nil
}
