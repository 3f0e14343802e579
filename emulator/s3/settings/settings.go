// Package settings is what can be configured about a bucket beside CORS, the
// policy and the public access block: websites, lifecycles, logging and so on.
// Each configuration is read strictly from its document, checked as S3 checks
// it, and written back as S3 gives it.
//
// A value never changes once it was read. Values encode as JSON without loss,
// so that a store can keep them.
//
// Shapes: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Types_Amazon_Simple_Storage_Service.html.
package settings

import (
	"net/http"
	"strings"

	"crossfront/emulator/s3/wire"
)

// MaxBytes is how large a document may be. S3 states it for lifecycles and
// CORS: https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html.
// The largest valid documents are larger: a lifecycle of 1,000 rules.
const MaxBytes = 1 << 20

// A Document is a configuration that can be read from XML.
type Document interface {
	// Check says what is wrong with a configuration whose structure is right;
	// it may fill in what S3 fills in, such as the ids of rules.
	Check() error
}

// Read reads and checks a document. The error is a [*wire.Error].
func Read(doc []byte, into Document) error {
	if len(doc) == 0 {
		return refuse("MissingRequestBodyError", "Request Body is empty")
	}
	if wire.Read(doc, into) != nil {
		return malformed()
	}
	return into.Check()
}

func refuse(code, message string, fields ...wire.Field) *wire.Error {
	return &wire.Error{Status: http.StatusBadRequest, Code: code, Message: message, Fields: fields}
}

func malformed() *wire.Error {
	return refuse("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema")
}

func invalidRequest(message string) *wire.Error { return refuse("InvalidRequest", message) }

func invalidArgument(message, name, value string) *wire.Error {
	return refuse("InvalidArgument", message, wire.Field{Name: "ArgumentName", Value: name}, wire.Field{Name: "ArgumentValue", Value: value})
}

// present counts the values that are there.
func present(there ...bool) int {
	n := 0
	for _, t := range there {
		if t {
			n++
		}
	}
	return n
}

// parts are the six parts of an ARN; ok is false for what is none.
func arnParts(arn string) (parts []string, ok bool) {
	parts = strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[1] == "" || parts[2] == "" || parts[5] == "" {
		return nil, false
	}
	return parts, true
}

// bucketOfARN is the bucket that "arn:aws:s3:::BUCKET" names.
func bucketOfARN(arn string) (string, bool) {
	parts, ok := arnParts(arn)
	if !ok || parts[2] != "s3" || strings.ContainsAny(parts[5], "/:") {
		return "", false
	}
	return parts[5], true
}
