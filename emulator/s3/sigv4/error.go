package sigv4

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
