package sigv4

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
)

// Error is a refusal in the words of the service that was asked: S3's error
// code, message and HTTP status, and the further elements that stand in its
// XML error document, in their order.
type Error struct {
	Code    string
	Message string
	Status  int         // HTTP status
	Fields  [][2]string // element name, text: e.g. {"Region", "eu-west-1"}
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// signatureMismatch shows the client what was signed here, so that it can
// compare. Recorded: localstack's test_presigned_url_signature_authentication.
func signatureMismatch(accessKeyID string, stringToSign []byte, provided string) *Error {
	return &Error{Code: "SignatureDoesNotMatch", Status: http.StatusForbidden,
		Message: "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
		Fields: [][2]string{
			{"AWSAccessKeyId", accessKeyID},
			{"StringToSign", string(stringToSign)},
			{"SignatureProvided", provided},
			{"StringToSignBytes", spacedHex(stringToSign)},
		}}
}

// spacedHex is b in hex, a space between bytes.
func spacedHex(b []byte) string {
	out := make([]byte, 0, 3*len(b))
	for i, c := range b {
		if i > 0 {
			out = append(out, ' ')
		}
		out = hex.AppendEncode(out, []byte{c})
	}
	return string(out)
}

// appendHash appends the SHA-256 of data in hex.
func appendHash(b, data []byte) []byte {
	sum := sha256.Sum256(data)
	return hex.AppendEncode(b, sum[:])
}

func denied(message string) *Error {
	return &Error{Code: "AccessDenied", Message: message, Status: http.StatusForbidden}
}

func unknownKey(accessKeyID string) *Error {
	return &Error{Code: "InvalidAccessKeyId", Status: http.StatusForbidden,
		Message: "The AWS Access Key Id you provided does not exist in our records.",
		Fields:  [][2]string{{"AWSAccessKeyId", accessKeyID}}}
}
