package emulator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/hosts"
	"crossfront/emulator/journal"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
)

// logDeliveryID is the canonical user id of AWS's account awslogsdelivery,
// which writes access logs into buckets whose lists of rights let it.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
const logDeliveryID = "c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0"

// logDelivery brings CloudFront's access logs into buckets, through S3's own
// door: what a bucket's settings forbid is not delivered.
type logDelivery struct {
	s3    http.RoundTripper
	store store.Store
}

// put stores a finished file.
func (d *logDelivery) put(ctx context.Context, bucket, key string, file []byte) error {
	// Not an exchange: nobody asked for it.
	ctx = journal.WithS3(access.WithCaller(ctx, access.Caller{CanonicalUser: logDeliveryID}), new(journal.S3))
	to := url.URL{Scheme: "https", Host: bucket, Path: "/" + key}
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, to.String(), bytes.NewReader(file))
	if err != nil {
		return err
	}
	resp, err := d.s3.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("S3 answered %d: %s", resp.StatusCode, said)
	}
	return err
}

// open makes a bucket ready for logs: awslogsdelivery gets full control in its
// list of rights. CloudFront refuses buckets that are not there, are another
// account's, or have their lists of rights off. A seed names buckets that were
// good enough for AWS: there the bucket is made so.
func (d *logDelivery) open(bucket string, adopt bool) error {
	ctx := context.Background()
	name, _ := hosts.ParseS3(bucket) // has been checked
	b, err := d.store.Bucket(ctx, name.Bucket)
	var refusal *store.Error
	switch missing := errors.As(err, &refusal) && refusal.Kind == store.NoSuchBucket; {
	case missing && adopt:
		region := name.Region
		if region == "" {
			region = hosts.DefaultRegion
		}
		b, err = d.store.CreateBucket(ctx, store.BucketInput{Name: name.Bucket, Region: region, Owner: AccountID})
	case missing:
		return refuseLogs("InvalidArgument", "The S3 bucket that you specified for CloudFront logs doesn't exist: "+bucket)
	}
	if err != nil {
		return err
	}
	if b.Owner != AccountID {
		return refuseLogs("AccessDenied", "You don't have permission to access the S3 bucket for CloudFront logs: "+bucket+
			" If you're using IAM, you need s3:GetBucketAcl and s3:PutBucketAcl permissions to create a distribution or to update log settings"+
			" for an existing distribution. In addition, the S3 ACL for the bucket must grant you FULL_CONTROL.")
	}
	return d.store.UpdateSettings(ctx, name.Bucket, func(s *store.Settings) error {
		if !s.ACLs() {
			if !adopt {
				return refuseLogs("InvalidArgument", "The S3 bucket that you specified for CloudFront logs does not enable ACL access: "+bucket)
			}
			s.Ownership = &settings.Ownership{Rules: []settings.OwnershipRule{{ObjectOwnership: settings.BucketOwnerPreferred}}}
		}
		s.ACL = letDeliver(s.AccessList(AccountID))
		return nil
	})
}

// letDeliver is the list with awslogsdelivery on it.
func letDeliver(list *store.ACL) *store.ACL {
	grant := store.Grant{ID: logDeliveryID, Permission: access.PermissionFullControl}
	if slices.Contains(list.Grants, grant) {
		return list
	}
	return &store.ACL{Owner: list.Owner, Grants: append(slices.Clone(list.Grants), grant)}
}

// refuseLogs is CloudFront's refusal of a bucket for logs.
// Messages: https://github.com/aws-samples/baseline-environment-on-aws/issues/363,
// https://github.com/hashicorp/terraform-provider-aws/issues/3622.
func refuseLogs(code, message string) error {
	status := http.StatusBadRequest
	if code == "AccessDenied" {
		status = http.StatusForbidden
	}
	return &policy.Error{Code: code, Message: message, Status: status, Field: "Logging.Bucket"}
}
