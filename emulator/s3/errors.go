package s3

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"

	"crossfront/corsengine"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// Codes, messages and fields are those of
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, worded
// as S3 words them on the wire where that differs.

func refuse(status int, code, message string, fields ...wire.Field) *wire.Error {
	return &wire.Error{Status: status, Code: code, Message: message, Fields: fields}
}

func field(name, value string) wire.Field { return wire.Field{Name: name, Value: value} }

func sizeField(name string, n int64) wire.Field { return field(name, strconv.FormatInt(n, 10)) }

func errInternal() *wire.Error {
	return refuse(http.StatusInternalServerError, "InternalError", "We encountered an internal error. Please try again.")
}

func errNotImplemented(fields ...wire.Field) *wire.Error {
	return refuse(http.StatusNotImplemented, "NotImplemented",
		"A header you provided implies functionality that is not implemented", fields...)
}

func errInvalidURI(path string) *wire.Error {
	return refuse(http.StatusBadRequest, "InvalidURI", "Couldn't parse the specified URI.", field("URI", path))
}

func errMethodNotAllowed(method, resource string) *wire.Error {
	return refuse(http.StatusMethodNotAllowed, "MethodNotAllowed",
		"The specified method is not allowed against this resource.",
		field("Method", method), field("ResourceType", resource))
}

func errNoSuchBucket(bucket string) *wire.Error {
	return refuse(http.StatusNotFound, "NoSuchBucket", "The specified bucket does not exist", field("BucketName", bucket))
}

func errBucketNotEmpty(bucket, more string) *wire.Error {
	return refuse(http.StatusConflict, "BucketNotEmpty", "The bucket you tried to delete is not empty"+more, field("BucketName", bucket))
}

func errNoSuchKey(key string) *wire.Error {
	return refuse(http.StatusNotFound, "NoSuchKey", "The specified key does not exist.", field("Key", key))
}

func errAccessDenied() *wire.Error {
	return refuse(http.StatusForbidden, "AccessDenied", "Access Denied")
}

func errPrecondition(condition string) *wire.Error {
	return refuse(http.StatusPreconditionFailed, "PreconditionFailed",
		"At least one of the pre-conditions you specified did not hold", field("Condition", condition))
}

func errNotModified() *wire.Error {
	return refuse(http.StatusNotModified, "NotModified", "Not Modified")
}

func errInvalidArgument(message, name, value string) *wire.Error {
	return refuse(http.StatusBadRequest, "InvalidArgument", message,
		field("ArgumentName", name), field("ArgumentValue", value))
}

func errInvalidRequest(message string) *wire.Error {
	return refuse(http.StatusBadRequest, "InvalidRequest", message)
}

func errMalformedXML() *wire.Error {
	return refuse(http.StatusBadRequest, "MalformedXML",
		"The XML you provided was not well-formed or did not validate against our published schema")
}

func errMissingBody() *wire.Error {
	return refuse(http.StatusBadRequest, "MissingRequestBodyError", "Request Body is empty")
}

func errMessageTooLong(limit int64) *wire.Error {
	return refuse(http.StatusBadRequest, "MaxMessageLengthExceeded", "Your request was too big.",
		sizeField("MaxMessageLengthBytes", limit))
}

func errMissingLength() *wire.Error {
	return refuse(http.StatusLengthRequired, "MissingContentLength", "You must provide the Content-Length HTTP header.")
}

func errEntityTooLarge(proposed, limit int64) *wire.Error {
	return refuse(http.StatusBadRequest, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
		sizeField("ProposedSize", proposed), sizeField("MaxSizeAllowed", limit))
}

func errNoSuchUpload(id string) *wire.Error {
	return refuse(http.StatusNotFound, "NoSuchUpload",
		"The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
		field("UploadId", id))
}

// fromRooms words an error of the rooms behind this one as S3 does; nil when
// it is none of theirs.
func fromRooms(err error) *wire.Error {
	var (
		signing *sigv4.Error
		policy  *access.Error
		cors    corsengine.Errors
		kept    *store.Error
	)
	switch {
	case errors.As(err, &signing):
		return withPairs(refuse(signing.Status, signing.Code, signing.Message), signing.Fields)
	case errors.As(err, &policy):
		return withPairs(refuse(policy.Status, policy.Code, policy.Message), policy.Fields)
	case errors.As(err, &cors):
		return refuse(http.StatusBadRequest, cors[0].Code, cors[0].Message)
	case errors.As(err, &kept):
		return fromStore(kept)
	case errors.Is(err, context.Canceled), errors.Is(err, os.ErrDeadlineExceeded):
		// The client stopped sending, or closed its side of the connection; it may still read.
		return refuse(http.StatusBadRequest, "RequestTimeout",
			"Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return refuse(http.StatusBadRequest, "IncompleteBody",
			"You did not provide the number of bytes specified by the Content-Length HTTP header")
	}
	return nil
}

func withPairs(e *wire.Error, pairs [][2]string) *wire.Error {
	for _, p := range pairs {
		e.Fields = append(e.Fields, field(p[0], p[1]))
	}
	return e
}

// because notes what the store says of its refusal, for the journal and the log.
func because(e *wire.Error, kept *store.Error) *wire.Error {
	e.Reason = kept.Reason
	return e
}

func fromStore(e *store.Error) *wire.Error {
	part := field("PartNumber", strconv.Itoa(e.PartNumber))
	switch e.Kind {
	case store.NoSuchBucket:
		return errNoSuchBucket(e.Bucket)
	case store.NoSuchKey:
		return errNoSuchKey(e.Key)
	case store.NoSuchUpload:
		return errNoSuchUpload(e.UploadID)
	case store.BucketNotEmpty:
		return errBucketNotEmpty(e.Bucket, "")
	case store.PreconditionFailed:
		return errPrecondition(e.Condition)
	case store.ConditionalConflict:
		return refuse(http.StatusConflict, "ConditionalRequestConflict",
			"The conditional request cannot succeed due to a conflicting operation against this resource.",
			field("Condition", e.Condition), field("Key", e.Key))
	case store.TooLarge:
		return errEntityTooLarge(e.Size, e.Limit)
	case store.InvalidPart:
		return refuse(http.StatusBadRequest, "InvalidPart",
			"One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
			field("UploadId", e.UploadID), part, field("ETag", e.ETag))
	case store.InvalidPartOrder:
		return refuse(http.StatusBadRequest, "InvalidPartOrder",
			"The list of parts was not in ascending order. Parts must be ordered by part number.",
			field("UploadId", e.UploadID))
	case store.PartTooSmall:
		return refuse(http.StatusBadRequest, "EntityTooSmall",
			"Your proposed upload is smaller than the minimum allowed size",
			sizeField("ProposedSize", e.Size), sizeField("MinSizeAllowed", store.MinPartSize), part, field("ETag", e.ETag))
	case store.WrongSize: // recorded: localstack's test_multipart_size_validation
		return errInvalidRequest("The provided 'x-amz-mp-object-size' header value " + strconv.FormatInt(e.Limit, 10) +
			" does not match what was computed: " + strconv.FormatInt(e.Size, 10))
	case store.NoSuchVersion:
		return errNoSuchVersion(e.Key, e.VersionID)
	case store.Locked:
		return errLocked()
	case store.ChecksumMismatch:
		return refuse(http.StatusBadRequest, "BadDigest", "The checksum you specified did not match the calculated checksum.")
	case store.Unavailable:
		return because(refuse(http.StatusServiceUnavailable, "ServiceUnavailable", "Service is unable to handle request."), e)
	case store.NotKept:
		return because(errNotImplemented(), e)
	case store.Refused:
		return because(refuse(e.Status, e.Code, e.Message), e)
	case store.OutOfSpace:
		return refuse(http.StatusServiceUnavailable, "ServiceUnavailable", "Service is unable to handle request: out of space.")
	}
	return errInternal()
}
