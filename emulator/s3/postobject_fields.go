package s3

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/wire"
)

// asPut is the PutObject that a form asks for: its fields as headers, its file
// as the body. Of the request's own headers those stay that policies ask about.
func (f *uploadForm) asPut(r *http.Request, file io.Reader) (*http.Request, error) {
	h := make(http.Header)
	for _, name := range [...]string{"Referer", "User-Agent", "Origin", "Authorization", "X-Amz-Date"} {
		if lines := r.Header.Values(name); len(lines) > 0 {
			h[http.CanonicalHeaderKey(name)] = lines
		}
	}
	for name, value := range f.values {
		header := headerOfField(name)
		if header == "" {
			continue
		}
		if !strings.HasPrefix(header, metadataPrefix) { // recorded: localstack's test_post_object_with_unicode_metadata
			value = toLatin1(value)
		}
		h.Set(header, value)
	}
	if doc, ok := f.field("tagging"); ok {
		tags, err := tagsOfField(doc)
		if err != nil {
			return nil, err
		}
		if tags != "" {
			h.Set("x-amz-tagging", tags)
		}
	}
	put := r.Clone(r.Context())
	put.Header, put.ContentLength, put.TransferEncoding = h, -1, nil
	put.Body = io.NopCloser(file)
	return put, nil
}

// headerOfField is the header of PutObject that a field, in lower case, stands
// for; empty for all others.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
func headerOfField(name string) string {
	switch name {
	case "acl":
		return "x-amz-acl"
	case "cache-control", "content-type", "content-disposition", "content-encoding", "content-language", "content-md5", "expires",
		"x-amz-storage-class", "x-amz-website-redirect-location", "x-amz-sdk-checksum-algorithm":
		return name
	}
	for _, prefix := range [...]string{metadataPrefix, "x-amz-checksum-", "x-amz-server-side-encryption", "x-amz-object-lock-", "x-amz-grant-"} {
		if strings.HasPrefix(name, prefix) {
			return name
		}
	}
	return ""
}

// tagsOfField is the field tagging, a document, as the header x-amz-tagging has
// it. Any well-formed document will do; one without tags gives none (recorded:
// localstack's test_post_object_with_tags).
func tagsOfField(doc string) (string, error) {
	var set struct {
		Tags []struct {
			Key   string `xml:"Key"`
			Value string `xml:"Value"`
		} `xml:"TagSet>Tag"`
	}
	if wire.Unmarshal([]byte(doc), &set) != nil {
		return "", errMalformedXML()
	}
	var pairs []string
	for _, t := range set.Tags {
		pairs = append(pairs, url.QueryEscape(t.Key)+"="+url.QueryEscape(t.Value))
	}
	return strings.Join(pairs, "&"), nil
}

// A sizedFile is a form's file, held to the size that the form's policy allows.
// A file that is too large is read to its end all the same, and kept nowhere:
// S3 says how large it was.
type sizedFile struct {
	file   io.Reader
	policy *sigv4.PostPolicy
	size   int64
}

func (f *sizedFile) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	f.size += int64(n)
	if f.policy.TooLarge(f.size) {
		rest, failed := io.Copy(io.Discard, f.file)
		f.size += rest
		if failed != nil {
			return 0, failed
		}
		return 0, f.policy.CheckSize(f.size)
	}
	if err == io.EOF {
		if refused := f.policy.CheckSize(f.size); refused != nil {
			return n, refused
		}
	}
	return n, err
}
