package s3

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"crossfront/emulator/s3/sigv4"
)

// maxFormBytes is how large a form may be without its file: "The form data and
// boundaries (excluding the contents of the file) cannot exceed 20KB."
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
const maxFormBytes = 20 << 10

// An uploadForm is a form as a browser sends it: fields, then the file. What
// comes behind the file is never looked at, as on S3.
type uploadForm struct {
	names  []string          // as they were sent, in their order
	values map[string]string // by names in lower case; several of one name joined by commas
	// filename is what the file is called, without the folders that some
	// browsers put before it. named is whether it is called anything at all,
	// were it the empty string.
	filename string
	named    bool
	// file reads the file's content. It ends with an error when the form is cut
	// short.
	file io.Reader
}

// field is a field's value by its name in lower case.
func (f *uploadForm) field(name string) (value string, ok bool) {
	value, ok = f.values[name]
	return value, ok
}

func errMalformedPOST() error {
	return refuse(http.StatusBadRequest, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.")
}

// errFormTooLarge is worded as S3 answers (waynehoover/s3_direct_upload#45,
// benefitcloud/ember-uploader#45), which is not as the table of errors has it.
func errFormTooLarge() error {
	return refuse(http.StatusBadRequest, "MaxPostPreDataLengthExceeded", "Your POST request fields preceeding the upload file was too large.",
		sizeField("MaxPostPreDataLengthBytes", maxFormBytes))
}

// errNoFile is S3's answer to a form without a file, in place of the
// IncorrectNumberOfFilesInPostRequest in the table of errors
// (rowanwins/vue-dropzone#303, boto/boto3#934).
func errNoFile() error {
	return errInvalidArgument("POST requires exactly one file upload per request.", "file", "0")
}

// formBoundary is the boundary that a Content-Type states. Another type than a
// form's is a failed precondition (recorded: localstack's
// test_post_object_with_wrong_content_type), a form's without a boundary is
// malformed (repost.aws QUeXkR-SeeSaCFrB_koqLpKA).
func formBoundary(contentType string) (string, error) {
	kind, _, _ := strings.Cut(contentType, ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "multipart/form-data") {
		return "", errPrecondition("Bucket POST must be of the enclosure-type multipart/form-data")
	}
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil || params["boundary"] == "" {
		return "", errMalformedPOST()
	}
	return params["boundary"], nil
}

// readForm reads a form up to the content of its file. It waits for as much as
// a form may have, or for the body's end.
func readForm(body io.Reader, boundary string) (*uploadForm, error) {
	in := bufio.NewReaderSize(body, maxFormBytes)
	head, err := in.Peek(maxFormBytes)
	if err != nil && err != io.EOF {
		return nil, err
	}
	f := &uploadForm{values: make(map[string]string)}
	start, err := f.parse(head, "--"+boundary)
	switch {
	case errors.Is(err, errCutShort) && len(head) == maxFormBytes:
		return nil, errFormTooLarge()
	case errors.Is(err, errCutShort):
		return nil, errMalformedPOST()
	case err != nil:
		return nil, err
	}
	if _, err := in.Discard(start); err != nil {
		return nil, err
	}
	// The rest is a form of one part, whose head was read above.
	rest := multipart.NewReader(io.MultiReader(strings.NewReader("--"+boundary+"\r\n\r\n"), in), boundary)
	part, err := rest.NextRawPart()
	if err != nil {
		return nil, errMalformedPOST()
	}
	f.file = wholePart{part}
	return f, nil
}

// wholePart reads a part that has to end with a boundary.
type wholePart struct{ part io.Reader }

func (p wholePart) Read(b []byte) (int, error) {
	n, err := p.part.Read(b)
	if err == io.ErrUnexpectedEOF {
		err = errMalformedPOST()
	}
	return n, err
}

// errCutShort says that a form goes on behind what could be read of it.
var errCutShort = errors.New("s3: the form goes on")

// parse reads fields until the file, and returns where its content starts.
func (f *uploadForm) parse(head []byte, delimiter string) (start int, err error) {
	_, at, last, err := nextDelimiter(append([]byte("\r\n"), head...), delimiter)
	at -= 2 // of what was put before, for a form starts with a delimiter as a rule
	for {
		switch {
		case err != nil:
			return 0, err
		case last:
			return 0, errNoFile()
		}
		name, n, err := f.parsePart(head[at:])
		if err != nil {
			return 0, err
		}
		at += n
		if name == "" {
			return at, nil
		}
		var end, next int
		if end, next, last, err = nextDelimiter(head[at:], delimiter); err != nil {
			return 0, err
		}
		f.add(name, string(head[at:at+end]))
		at += next
	}
}

// nextDelimiter finds the next line that is a delimiter: where the text before
// it ends, where the next part starts, and whether there is none.
// https://www.rfc-editor.org/rfc/rfc2046#section-5.1.1
func nextDelimiter(text []byte, delimiter string) (end, next int, last bool, err error) {
	for {
		found := bytes.Index(text[next:], []byte("\r\n"+delimiter))
		if found < 0 {
			return 0, 0, false, errCutShort
		}
		end = next + found
		next = end + len("\r\n") + len(delimiter)
		if bytes.HasPrefix(text[next:], []byte("--")) {
			return end, next, true, nil
		}
		line, _, whole := bytes.Cut(text[next:], []byte("\r\n"))
		if len(bytes.Trim(line, " \t")) == 0 || !whole && len(line) < 2 {
			if !whole {
				return 0, 0, false, errCutShort
			}
			return end, next + len(line) + 2, false, nil
		}
	}
}

func (f *uploadForm) add(name, value string) {
	f.names = append(f.names, name)
	name = strings.ToLower(name)
	if old, ok := f.values[name]; ok {
		value = old + "," + value
	}
	f.values[name] = value
}

// parsePart reads the head of a part, n bytes long. name is empty when the part
// is the file: the one of that name, if its disposition is form-data
// (https://stackoverflow.com/q/18541652). A part of another name with a file in
// it is a field.
func (f *uploadForm) parsePart(head []byte) (name string, n int, err error) {
	disposition := ""
	for {
		end := bytes.Index(head[n:], []byte("\r\n"))
		if end < 0 {
			return "", 0, errCutShort
		}
		line := string(head[n : n+end])
		n += end + 2
		if line == "" {
			break
		}
		header, value, ok := strings.Cut(line, ":")
		if !ok {
			return "", 0, errMalformedPOST()
		}
		if strings.EqualFold(header, "Content-Disposition") {
			disposition = value
		}
	}
	kind, params, err := mime.ParseMediaType(disposition)
	if err != nil || params["name"] == "" {
		return "", 0, errMalformedPOST()
	}
	if kind != "form-data" || !strings.EqualFold(params["name"], "file") {
		return params["name"], n, nil
	}
	f.filename, f.named = params["filename"]
	f.filename = f.filename[strings.LastIndexAny(f.filename, `/\`)+1:]
	return "", n, nil
}

// key is the key that the object shall have, the file's name put in the place
// of ${filename}. A file that is called nothing leaves the variable as it is
// (recorded: localstack's test_post_object_with_file_as_string), one that is
// called "" makes it empty (waynehoover/s3_direct_upload#155).
func (f *uploadForm) key() (string, error) {
	key, ok := f.field("key")
	switch {
	case !ok: // not UserKeyMustBeSpecified: nukulb/s3-angular-file-upload#1
		return "", inWords(sigv4.MissingField("key"))
	case f.named:
		key = strings.ReplaceAll(key, "${filename}", f.filename)
	}
	switch {
	case key == "": // wording of https://github.com/scality/cloudserver
		return "", errInvalidArgument("User key must have a length greater than 0.", "key", "")
	case len(key) > maxKeyBytes:
		return "", refuse(http.StatusBadRequest, "KeyTooLongError", "Your key is too long",
			sizeField("Size", int64(len(key))), sizeField("MaxSizeAllowed", maxKeyBytes))
	}
	return key, nil
}
