package s3

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// A source is the object that a copy is made of.
type source struct {
	bucket  string
	ref     store.ObjectRef // as it was asked for
	object  store.Object
	content store.Content // close it
	// may says whether the caller may do something to the object.
	may func(action string) bool
}

// source finds what x-amz-copy-source names, if the caller may read it and its
// own conditions hold.
func (c *call) source() (*source, error) {
	bucket, ref, err := parseSource(c.headers().Get("x-amz-copy-source"))
	if err != nil {
		return nil, err
	}
	from, err := c.server.config.Store.Bucket(c.r.Context(), bucket)
	if err != nil {
		return nil, err
	}
	if err := c.expectOwner("x-amz-source-expected-bucket-owner", from.Owner); err != nil {
		return nil, err
	}
	s := &source{bucket: bucket, ref: ref}
	s.may = func(action string) bool {
		if action == "s3:ListBucket" {
			return c.mayThere(&from, action, store.ObjectRef{})
		}
		return c.mayThere(&from, action, ref)
	}
	action := "s3:GetObject"
	if ref.VersionID != "" {
		action = versionedAction(action)
	}
	if !s.may(action) {
		return nil, errAccessDenied()
	}
	s.object, s.content, err = c.server.config.Store.GetObject(c.r.Context(), bucket, ref)
	if err != nil {
		return nil, c.noSource(err, s)
	}
	if err := c.checkSource(s); err != nil {
		s.content.Close()
		return nil, err
	}
	return s, nil
}

// noSource words why there is nothing to copy. Recorded: localstack's
// test_s3_copy_object_src_not_exists.
func (c *call) noSource(err error, s *source) error {
	switch kind := store.KindOf(err); {
	case kind == store.IsDeleteMarker:
		return errInvalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.")
	case (kind == store.NoSuchKey || kind == store.NoSuchVersion) && !s.may("s3:ListBucket"):
		return errAccessDenied()
	}
	return err
}

func (c *call) checkSource(s *source) error {
	if err := c.unlock(s.object, sourceSSE); err != nil {
		return err
	}
	if archived(s.object) {
		return errArchived(s.object)
	}
	return conditions(c.headers(), "x-amz-copy-source-").check(s.object, c.now)
}

// parseSource reads "bucket/key", percent-encoded, with or without a slash
// before it and "?versionId=…" behind it. The wordings are recorded, in
// localstack's test_s3_copy_object_wrong_format, and from
// https://github.com/versity/versitygw (s3err).
func parseSource(header string) (bucket string, ref store.ObjectRef, err error) {
	wrong := func(what string) (string, store.ObjectRef, error) {
		return "", store.ObjectRef{}, errInvalidArgument("Invalid copy source "+what, "x-amz-copy-source", "x-amz-copy-source")
	}
	path, version, hasVersion := strings.Cut(header, "?versionId=")
	path, err = url.PathUnescape(path)
	if err != nil || !utf8.ValidString(path) {
		return wrong("encoding")
	}
	bucket, key, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case key == "":
		return wrong("object key")
	case !nameOfBucket(bucket):
		return wrong("bucket name")
	case hasVersion && !store.IsVersionID(version):
		return "", store.ObjectRef{}, errInvalidVersionID(version)
	}
	return bucket, store.ObjectRef{Key: key, VersionID: version}, nil
}

// expectOwner refuses a bucket of somebody else than the header name says.
// Recorded: localstack's test_get_bucket_policy_invalid_account_id.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-owner-condition.html
func (c *call) expectOwner(name, owner string) error {
	want := c.headers().Get(name)
	switch {
	case want == "" || want == owner:
		return nil
	case !validAccount(want):
		return errNoAccount(want)
	}
	return errAccessDenied()
}

func validAccount(id string) bool {
	for i := range len(id) {
		if id[i] < '0' || id[i] > '9' {
			return false
		}
	}
	return len(id) == len(DefaultAccountID)
}

func errNoAccount(id string) *wire.Error {
	return refuse(400, "InvalidBucketOwnerAWSAccountID", "The value of the expected bucket owner parameter must be an AWS Account ID... ["+id+"]")
}
