package remote

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"crossfront/emulator/s3/store"
)

// An upload's id is the cluster's. Where the client chose a checksum, that
// stands before it, for nothing is kept here: "CRC32.COMPOSITE.2~ab…".
func idOf(remote string, in *store.UploadInput) string {
	if in.Algorithm == "" {
		return remote
	}
	return string(in.Algorithm) + "." + string(in.Type) + "." + remote
}

// readID takes an id apart; remote is the cluster's.
func readID(id string) (remote string, in store.UploadInput) {
	name, rest, _ := strings.Cut(id, ".")
	kind, remote, found := strings.Cut(rest, ".")
	algorithm, known := store.ParseAlgorithm(name)
	t := store.ChecksumType(kind)
	if !found || !known || t != store.FullObject && t != store.Composite {
		return id, store.UploadInput{}
	}
	return remote, store.UploadInput{Algorithm: algorithm, Type: t}
}

// CreateUpload starts an upload in the cluster.
func (s *Store) CreateUpload(ctx context.Context, bucket, key string, in store.UploadInput) (store.Upload, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Upload{}, err
	case c == nil:
		return s.Store.CreateUpload(ctx, bucket, key, in)
	}
	if err := c.keeps(key, &in.Controls); err != nil {
		return store.Upload{}, err
	}
	if in.Type == "" {
		in.Type = in.Algorithm.DefaultType()
	}
	h := http.Header{}
	attributes(h, &in.Attributes)
	if in.Algorithm != "" {
		h.Set("X-Amz-Checksum-Algorithm", string(in.Algorithm))
		h.Set("X-Amz-Checksum-Type", string(in.Type))
	}
	var made struct{ UploadId string }
	err = c.document(ctx, &call{method: http.MethodPost, key: key, query: url.Values{"uploads": {""}}, header: h}, &made)
	if err != nil {
		return store.Upload{}, err
	}
	return store.Upload{ID: idOf(made.UploadId, &in), Key: key, UploadInput: in}, nil
}

// partsDocument is the answer to ListParts.
type partsDocument struct {
	IsTruncated          bool
	NextPartNumberMarker int
	Part                 []struct {
		PartNumber         int
		LastModified, ETag string
		Size               int64
		checksums
	}
	ChecksumAlgorithm, ChecksumType string
}

// checksums are a part's, of which it has one at most.
type checksums struct {
	ChecksumCRC32     string `xml:",omitempty"`
	ChecksumCRC32C    string `xml:",omitempty"`
	ChecksumCRC64NVME string `xml:",omitempty"`
	ChecksumSHA1      string `xml:",omitempty"`
	ChecksumSHA256    string `xml:",omitempty"`
}

func (s *checksums) of(a store.Algorithm) *string {
	switch a {
	case store.CRC32:
		return &s.ChecksumCRC32
	case store.CRC32C:
		return &s.ChecksumCRC32C
	case store.SHA1:
		return &s.ChecksumSHA1
	case store.SHA256:
		return &s.ChecksumSHA256
	}
	return &s.ChecksumCRC64NVME
}

// Upload asks for an upload and all its parts.
func (s *Store) Upload(ctx context.Context, bucket, key, id string) (store.Upload, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Upload{}, err
	case c == nil:
		return s.Store.Upload(ctx, bucket, key, id)
	}
	remote, in := readID(id)
	up := store.Upload{ID: id, Key: key, UploadInput: in}
	query := url.Values{"uploadId": {remote}}
	for {
		var page partsDocument
		if err := c.document(ctx, &call{method: http.MethodGet, key: key, query: query}, &page); err != nil {
			return store.Upload{}, err
		}
		if up.Algorithm == "" && up.Type == "" {
			up.Algorithm, up.Type = store.Algorithm(page.ChecksumAlgorithm), store.ChecksumType(page.ChecksumType)
		}
		for i := range page.Part {
			p := &page.Part[i]
			var sum store.Checksum
			if value := *p.of(up.Algorithm); value != "" {
				sum = store.Checksum{Algorithm: up.Algorithm, Type: store.FullObject, Value: value}
			}
			up.Parts = append(up.Parts, store.Part{Number: p.PartNumber, Size: p.Size, ETag: unquote(p.ETag), LastModified: timeOf(p.LastModified), Checksum: sum})
		}
		if !page.IsTruncated || page.NextPartNumberMarker == 0 {
			return up, nil
		}
		query.Set("part-number-marker", strconv.Itoa(page.NextPartNumberMarker))
	}
}

// PutPart streams to the cluster.
func (s *Store) PutPart(ctx context.Context, bucket, key, id string, in store.PartInput) (store.Part, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Part{}, err
	case c == nil:
		return s.Store.PutPart(ctx, bucket, key, id, in)
	}
	remote, started := readID(id)
	h := http.Header{}
	u, err := c.uploadOf(key, in.Body, in.Size, in.Limit, started.Algorithm, h)
	if err != nil {
		return store.Part{}, err
	}
	resp, err := c.do(ctx, &call{method: http.MethodPut, key: key, header: h, body: u.payload,
		query: url.Values{"uploadId": {remote}, "partNumber": {strconv.Itoa(in.Number)}}})
	if err != nil {
		return store.Part{}, err
	}
	drain(resp.Body)
	p := store.Part{Number: in.Number, Size: u.size(), ETag: unquote(resp.Header.Get("Etag")), Checksum: u.checksum()}
	if t, err := http.ParseTime(resp.Header.Get("Date")); err == nil {
		p.LastModified = t.UTC()
	}
	return p, nil
}

// completeDocument is CompleteMultipartUpload's.
type completeDocument struct {
	XMLName xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ CompleteMultipartUpload"`
	Part    []completePart
}

type completePart struct {
	PartNumber int
	ETag       string
	checksums
}

// CompleteUpload has the cluster make the object.
func (s *Store) CompleteUpload(ctx context.Context, bucket, key, id string, in store.CompleteInput) (store.Object, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.Object{}, err
	case c == nil:
		return s.Store.CompleteUpload(ctx, bucket, key, id, in)
	}
	up, err := s.Upload(ctx, bucket, key, id)
	if err != nil {
		return store.Object{}, err
	}
	parts, err := c.chosen(up, &in)
	if err != nil {
		return store.Object{}, err
	}
	if err := c.permits(ctx, key, in.If); err != nil {
		return store.Object{}, err
	}
	remote, started := readID(id)
	h := http.Header{}
	precondition(h, in.If)
	if in.Checksum != "" && started.Algorithm != "" {
		h.Set(checksumHeader(started.Algorithm), in.Checksum)
		h.Set("X-Amz-Checksum-Type", string(started.Type))
	}
	var doc completeDocument
	for _, p := range in.Parts {
		one := completePart{PartNumber: p.Number, ETag: quote(p.ETag)}
		if p.Checksum != "" && started.Algorithm != "" {
			*one.of(started.Algorithm) = p.Checksum
		}
		doc.Part = append(doc.Part, one)
	}
	var text bytes.Buffer
	if err := xml.NewEncoder(&text).Encode(&doc); err != nil {
		return store.Object{}, err
	}
	r := &call{method: http.MethodPost, key: key, query: url.Values{"uploadId": {remote}}, header: h, body: bytesOf(text.Bytes())}
	if err := c.document(ctx, r, nil); err != nil {
		return store.Object{}, err
	}
	o, err := c.head(ctx, store.Latest(key))
	o.UploadID, o.Parts = id, parts
	return o, err
}

// chosen are the listed parts. It refuses what the cluster may not notice: parts
// that are not in order, are not there, or do not have what was said of them.
func (c *client) chosen(up store.Upload, in *store.CompleteInput) ([]store.Part, error) {
	var parts []store.Part
	refused := func(kind store.Kind, p store.CompletedPart, size int64) error {
		return &store.Error{Kind: kind, Bucket: c.bucket, Key: up.Key, UploadID: up.ID, PartNumber: p.Number, ETag: p.ETag, Size: size, Limit: in.Size}
	}
	for i, p := range in.Parts {
		if i > 0 && p.Number <= in.Parts[i-1].Number {
			return nil, refused(store.InvalidPartOrder, p, 0)
		}
	}
	var size int64
	for _, p := range in.Parts {
		// Some clusters list a part that was replaced, too.
		at := slices.IndexFunc(up.Parts, func(have store.Part) bool { return have.Number == p.Number && have.ETag == p.ETag })
		if at < 0 {
			return nil, refused(store.InvalidPart, p, 0)
		}
		have := up.Parts[at]
		if p.Checksum != "" && have.Checksum.Value != "" && p.Checksum != have.Checksum.Value {
			return nil, refused(store.InvalidPart, p, 0)
		}
		size += have.Size
		parts = append(parts, have)
	}
	for i, p := range parts {
		if i < len(parts)-1 && p.Size < store.MinPartSize {
			return nil, refused(store.PartTooSmall, in.Parts[i], p.Size)
		}
	}
	if in.Size >= 0 && size != in.Size {
		return nil, refused(store.WrongSize, store.CompletedPart{}, size)
	}
	return parts, nil
}

// AbortUpload drops the cluster's upload.
func (s *Store) AbortUpload(ctx context.Context, bucket, key, id string) error {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return err
	case c == nil:
		return s.Store.AbortUpload(ctx, bucket, key, id)
	}
	remote, _ := readID(id)
	resp, err := c.do(ctx, &call{method: http.MethodDelete, key: key, query: url.Values{"uploadId": {remote}}})
	if err != nil {
		return err
	}
	drain(resp.Body)
	return nil
}

// uploadsDocument is the answer to ListMultipartUploads.
type uploadsDocument struct {
	IsTruncated                       bool
	NextKeyMarker, NextUploadIdMarker string
	Upload                            []struct{ Key, UploadId, Initiated, StorageClass, ChecksumAlgorithm, ChecksumType string }
	CommonPrefixes                    []struct{ Prefix string }
}

// ListUploads lists the cluster's uploads below the backend's prefix.
func (s *Store) ListUploads(ctx context.Context, bucket string, q store.UploadsQuery) (store.UploadsPage, error) {
	c, err := s.at(ctx, bucket)
	switch {
	case err != nil:
		return store.UploadsPage{}, err
	case c == nil:
		return s.Store.ListUploads(ctx, bucket, q)
	}
	var page store.UploadsPage
	if q.Max <= 0 {
		return page, nil
	}
	marker, _ := readID(q.IDMarker)
	query := url.Values{"uploads": {""}, "prefix": {c.Prefix + q.Prefix}, "max-uploads": {strconv.Itoa(min(q.Max, maxPage))}}
	for name, value := range map[string]string{"delimiter": q.Delimiter, "upload-id-marker": marker} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if q.KeyMarker != "" {
		query.Set("key-marker", c.Prefix+q.KeyMarker)
	}
	var doc uploadsDocument
	if err := c.document(ctx, &call{method: http.MethodGet, query: query}, &doc); err != nil {
		return page, err
	}
	for _, u := range doc.Upload {
		up := store.Upload{Key: strings.TrimPrefix(u.Key, c.Prefix), Initiated: timeOf(u.Initiated)}
		up.Algorithm, up.Type = store.Algorithm(u.ChecksumAlgorithm), store.ChecksumType(u.ChecksumType)
		up.ID = idOf(u.UploadId, &up.UploadInput)
		page.Uploads = append(page.Uploads, up)
	}
	for _, p := range doc.CommonPrefixes {
		page.Prefixes = append(page.Prefixes, strings.TrimPrefix(p.Prefix, c.Prefix))
	}
	page.Truncated = doc.IsTruncated
	page.NextKey, page.NextID = strings.TrimPrefix(doc.NextKeyMarker, c.Prefix), doc.NextUploadIdMarker
	return page, nil
}
