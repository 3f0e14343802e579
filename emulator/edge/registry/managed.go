package registry

import "time"

// managedETag is the version of AWS's managed policies: a constant, because
// they never change.
const managedETag = "E23ZP02F085DFQ"

// managedSince is the LastModifiedTime of AWS's managed policies. AWS does not
// document one; this is when the managed policies appeared with cache policies:
// https://aws.amazon.com/blogs/networking-and-content-delivery/amazon-cloudfront-announces-cache-and-origin-request-policies/
func managedSince() time.Time { return time.Date(2020, time.July, 22, 0, 0, 0, 0, time.UTC) }
