package corsengine

import "net/http"

// Refusal is S3's answer to a preflight that it does not allow: an Error
// document without any CORS header and without Vary. Its elements come in the
// order Code, Message, Method, ResourceType, RequestId, HostId; the
// Content-Type is application/xml.
type Refusal struct {
	Status       int
	Code         string
	Message      string
	Method       string // the announced method, else OPTIONS; empty: no such element
	ResourceType string // "BUCKET" or "OBJECT"; empty: no such element
}

// Refusal is the answer to a preflight that is not allowed; ok is false for any
// other request, which S3 answers as if CORS did not exist.
//
// The texts are recorded, with S3's own spelling: rec-nobucket-options-no-origin,
// rec-noconfig-options-origin-method, rec-origins-opt-wrong.
func (d *Decision) Refusal() (Refusal, bool) {
	if !d.Preflight || d.Outcome == OutcomeAllowed {
		return Refusal{}, false
	}
	forbidden := Refusal{
		Status:       http.StatusForbidden,
		Code:         "AccessForbidden",
		Method:       d.method,
		ResourceType: "BUCKET",
	}
	invalid := Refusal{Status: http.StatusBadRequest, Code: "BadRequest"}
	switch d.Outcome {
	case OutcomeNoOrigin:
		invalid.Message = "Insufficient information. Origin request header needed."
		return invalid, true
	case OutcomeNoBucket:
		forbidden.Message = "CORSResponse: Bucket not found"
	case OutcomeNotConfigured:
		// BUCKET even for a key's URL.
		forbidden.Message = "CORSResponse: CORS is not enabled for this bucket."
	case OutcomeOddMethod:
		invalid.Message = "Invalid Access-Control-Request-Method: " + d.odd
		return invalid, true
	case OutcomeOddHeader:
		invalid.Message = `Access-Control-Request-Headers "` + d.odd + `" contains invalid character.`
		return invalid, true
	default:
		forbidden.Message = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of " +
			"Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers " +
			"are not whitelisted by the resource's CORS spec."
		if d.object {
			forbidden.ResourceType = "OBJECT"
		}
	}
	return forbidden, true
}
