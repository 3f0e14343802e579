// Package remote keeps the objects of some buckets in an S3-compatible cluster:
// SeaweedFS, MinIO, Ceph, S3 itself. What the buckets are set to stays in another
// store, so that CORS rules, policies and all that is decided by them do not leave
// this program, and several of them before one cluster answer alike.
//
// A request becomes one or two of the cluster's. Nothing is kept here in between,
// not even of a multipart upload. What the cluster does not do, or cannot do here,
// is refused: versions, locks, tags and ACLs of objects, and customers' keys.
package remote
