package s3

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"crossfront/emulator/s3/wire"
)

// FuzzForm: whatever arrives is a form, or refused in S3's words; it is the
// same however it is cut; and what Go's own reader makes of a form, this one
// makes of it too.
func FuzzForm(f *testing.F) {
	const (
		head = "--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\nk\r\n"
		file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\nContent-Type: text/plain\r\n\r\nbytes"
		end  = "\r\n--x--\r\n"
	)
	for _, body := range []string{head + file + end, "preamble\r\n" + head + file + end, head + end[2:], head, file, "--x--", "--x\r\n\r\n\r\n--x--",
		head + "--x \t\r\ncontent-disposition: form-data; name=FILE; filename=\"a\\\"b\"\r\n\r\n\r\n--xy\r\n--x--", strings.Replace(head, "form-data", "file", 1) + file + end} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		form, content, err := readAll(strings.NewReader(body))
		slow, slowContent, slowErr := readAll(iotest.OneByteReader(strings.NewReader(body)))
		if (err == nil) != (slowErr == nil) || content != slowContent || form != nil && !slices.Equal(form.names, slow.names) {
			t.Fatalf("at once %v, byte by byte %v", err, slowErr)
		}
		var e *wire.Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Fatalf("error %#v", err)
			}
			return
		}
		if strings.Contains(form.filename, "/") || strings.Contains(form.filename, `\`) {
			t.Fatalf("file name %q", form.filename)
		}
		compareForms(t, form, content, body)
	})
}

func readAll(r io.Reader) (*uploadForm, string, error) {
	form, err := readForm(r, "x")
	if err != nil {
		return nil, "", err
	}
	content, err := io.ReadAll(form.file)
	return form, string(content), err
}

// compareForms reads the form again with Go's reader, as far as that goes: it
// forgives line ends without a carriage return, and other mistakes not.
func compareForms(t *testing.T, form *uploadForm, content, body string) {
	if strings.Contains(strings.ReplaceAll(body, "\r\n", ""), "\n") {
		return
	}
	r := multipart.NewReader(strings.NewReader(body), "x")
	for i := 0; ; i++ {
		part, err := r.NextRawPart()
		if err != nil {
			return
		}
		text, err := io.ReadAll(part)
		if err != nil {
			return
		}
		if i == len(form.names) {
			if !strings.EqualFold(part.FormName(), "file") || string(text) != content {
				t.Fatalf("file %q: %q, Go reads %q: %q", form.filename, content, part.FormName(), text)
			}
			return
		}
		if name := part.FormName(); name != "" && name != form.names[i] {
			t.Fatalf("field %d is %q, Go reads %q", i, form.names[i], name)
		}
	}
}

// TestFormLimit: a form may have 20 KB before its file's content, and the file
// any number.
func TestFormLimit(t *testing.T) {
	build := func(padding int) []byte {
		var b bytes.Buffer
		b.WriteString("--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n" + strings.Repeat("k", padding) + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n")
		return b.Bytes()
	}
	room := maxFormBytes - len(build(0))
	const file = "content\r\n--x--\r\n"
	if _, content, err := readAll(io.MultiReader(bytes.NewReader(build(room)), strings.NewReader(file))); err != nil || content != "content" {
		t.Errorf("just fits: %q, %v", content, err)
	}
	_, _, err := readAll(io.MultiReader(bytes.NewReader(build(room+1)), strings.NewReader(file)))
	var e *wire.Error
	if !errors.As(err, &e) || e.Code != "MaxPostPreDataLengthExceeded" {
		t.Errorf("one too many: %v", err)
	}
	if _, _, err := readAll(iotest.ErrReader(io.ErrUnexpectedEOF)); err != io.ErrUnexpectedEOF {
		t.Errorf("a broken connection: %v", err)
	}
}
