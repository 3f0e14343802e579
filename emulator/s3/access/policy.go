package access

// A Policy is a bucket policy, parsed. It never changes.
type Policy struct {
	doc        []byte
	statements []statement
}

// A statement is one statement of a policy, checked.
type statement struct {
	name       string // its Sid in quotes, else its number from 1
	deny       bool
	principals principals
	actions    patterns
	resources  patterns
	conditions []condition
	variables  bool // ${…} are policy variables, by the policy's Version
}

// patterns is an element such as Action or NotAction.
type patterns struct {
	not  bool
	list []string
}

// Error is S3's refusal of a policy document.
type Error struct {
	Code    string
	Message string
	Status  int         // HTTP status
	Fields  [][2]string // further elements of the error document: {"Detail", …}
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

// JSON is the document as it was given to ParsePolicy, for GetBucketPolicy.
func (p *Policy) JSON() []byte { return p.doc }
