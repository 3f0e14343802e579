package sigv4

import (
	"net/http"
	"strings"
)

// checkToken refuses a session token beside a key that has none: one whose id
// starts with AKIA is a user's own, for good. Of other keys it cannot be told
// here, so that any token will do.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
func checkToken(accessKeyID, token string) error {
	if token == "" || !strings.HasPrefix(accessKeyID, "AKIA") {
		return nil
	}
	return &Error{Code: "InvalidToken", Message: "The provided token is malformed or otherwise invalid.", Status: http.StatusBadRequest,
		Fields: [][2]string{{"Token-0", token}}}
}
