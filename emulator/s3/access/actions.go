package access

import "strings"

// An action is one of S3's permissions.
type action struct {
	name   string // lower case, with "s3:"
	object bool   // concerns objects, else the bucket
}

// matches reports whether a pattern in lower case covers the action.
func (a *action) matches(pattern string) bool {
	return pattern == "*" || strings.HasPrefix(pattern, "s3:") && glob(pattern, a.name)
}

// The permissions that a bucket policy may give.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
const (
	objectActions = "abortmultipartupload bypassgovernanceretention deleteobject deleteobjecttagging " +
		"deleteobjectversion deleteobjectversiontagging getobject getobjectacl getobjectattributes " +
		"getobjectlegalhold getobjectretention getobjecttagging getobjecttorrent getobjectversion " +
		"getobjectversionacl getobjectversionattributes getobjectversionforreplication " +
		"getobjectversiontagging getobjectversiontorrent initiatereplication listmultipartuploadparts " +
		"objectowneroverridetobucketowner putobject putobjectacl putobjectlegalhold putobjectretention " +
		"putobjecttagging putobjectversionacl putobjectversiontagging replicatedelete replicateobject " +
		"replicatetags restoreobject updateobjectencryption"
	bucketActions = "createbucket deletebucket deletebucketpolicy deletebucketwebsite getaccelerateconfiguration " +
		"getanalyticsconfiguration getbucketacl getbucketcors getbucketlocation getbucketlogging " +
		"getbucketmetadatatableconfiguration getbucketnotification getbucketobjectlockconfiguration " +
		"getbucketownershipcontrols getbucketpolicy getbucketpolicystatus getbucketpublicaccessblock " +
		"getbucketrequestpayment getbuckettagging getbucketversioning getbucketwebsite " +
		"getencryptionconfiguration getintelligenttieringconfiguration getinventoryconfiguration " +
		"getlifecycleconfiguration getmetricsconfiguration getreplicationconfiguration listbucket " +
		"listbucketmultipartuploads listbucketversions listtagsforresource putaccelerateconfiguration " +
		"putanalyticsconfiguration putbucketacl putbucketcors putbucketlogging putbucketnotification " +
		"putbucketobjectlockconfiguration putbucketownershipcontrols putbucketpolicy " +
		"putbucketpublicaccessblock putbucketrequestpayment putbuckettagging putbucketversioning " +
		"putbucketwebsite putencryptionconfiguration putintelligenttieringconfiguration " +
		"putinventoryconfiguration putlifecycleconfiguration putmetricsconfiguration " +
		"putreplicationconfiguration tagresource untagresource"
)

// actions is the catalogue.
func actions() []action {
	var out []action
	for name := range strings.FieldsSeq(objectActions) {
		out = append(out, action{"s3:" + name, true})
	}
	for name := range strings.FieldsSeq(bucketActions) {
		out = append(out, action{"s3:" + name, false})
	}
	return out
}
