package emulator

import (
	"encoding/xml"
	"errors"
	"net/http"

	"github.com/google/uuid"

	"crossfront/emulator/s3/sigv4"
)

// sts answers the one call of the Security Token Service that clients of S3
// and CloudFront make by themselves: who am I. Terraform's aws provider asks
// it for the account's id before anything else, at the endpoint that
// AWS_ENDPOINT_URL names. Every caller here is the account's root.
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
func sts(verifier *sigv4.Verifier) http.Handler {
	verifier = verifier.ForService("sts")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, err := verifier.Verify(r)
		var refusal *sigv4.Error
		switch {
		case errors.As(err, &refusal):
			stsError(w, refusal.Status, refusal.Code, refusal.Message)
			return
		case err != nil:
			stsError(w, http.StatusBadRequest, "InvalidRequest", err.Error())
			return
		}
		switch action := r.FormValue("Action"); action {
		case "GetCallerIdentity":
			writeSTS(w, http.StatusOK, func(requestID string) any {
				a := callerIdentity{Arn: "arn:aws:iam::" + id.AccountID + ":root", UserID: id.AccountID, Account: id.AccountID}
				a.RequestID = requestID
				return a
			})
		case "":
			stsError(w, http.StatusBadRequest, "MissingAction", "The request must name an operation in Action")
		default:
			stsError(w, http.StatusBadRequest, "InvalidAction", "Only GetCallerIdentity is answered here, not "+action)
		}
	})
}

type callerIdentity struct {
	XMLName   xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ GetCallerIdentityResponse"`
	Arn       string   `xml:"GetCallerIdentityResult>Arn"`
	UserID    string   `xml:"GetCallerIdentityResult>UserId"`
	Account   string   `xml:"GetCallerIdentityResult>Account"`
	RequestID string   `xml:"ResponseMetadata>RequestId"`
}

type stsRefusal struct {
	XMLName   xml.Name `xml:"https://sts.amazonaws.com/doc/2011-06-15/ ErrorResponse"`
	Type      string   `xml:"Error>Type"`
	Code      string   `xml:"Error>Code"`
	Message   string   `xml:"Error>Message"`
	RequestID string   `xml:"RequestId"`
}

// stsError answers as AWS's query services do.
// https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
func stsError(w http.ResponseWriter, status int, code, message string) {
	writeSTS(w, status, func(requestID string) any {
		return stsRefusal{Type: "Sender", Code: code, Message: message, RequestID: requestID}
	})
}

func writeSTS(w http.ResponseWriter, status int, body func(requestID string) any) {
	requestID := uuid.NewString()
	text, err := xml.Marshal(body(requestID))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/xml")
	w.Header().Set("x-amzn-RequestId", requestID)
	w.WriteHeader(status)
	_, _ = w.Write(text)
}
