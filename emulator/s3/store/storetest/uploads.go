package storetest

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"crossfront/corsengine"
	"crossfront/emulator/s3/store"
)

func (f *fixture) start(key string, in store.UploadInput) store.Upload {
	f.Helper()
	u, err := f.store.CreateUpload(f.ctx(), "b", key, in)
	f.must(err)
	return u
}

func (f *fixture) part(u store.Upload, number int, content string) store.CompletedPart {
	f.Helper()
	p, err := f.store.PutPart(f.ctx(), "b", u.Key, u.ID, store.PartInput{Number: number, Body: strings.NewReader(content), Size: -1})
	f.must(err)
	named := store.CompletedPart{Number: number, ETag: p.ETag}
	if u.Algorithm != "" {
		named.Checksum = p.Checksum.Value
	}
	return named
}

func uploads(f *fixture) {
	f.bucket("b")
	first, second, last := strings.Repeat("1", store.MinPartSize), strings.Repeat("2", store.MinPartSize+1), "three"
	for _, test := range []struct {
		in   store.UploadInput
		want store.ChecksumType
	}{
		{store.UploadInput{}, store.FullObject},
		{store.UploadInput{Algorithm: store.CRC32}, store.Composite},
		{store.UploadInput{Algorithm: store.CRC32, Type: store.FullObject}, store.FullObject},
		{store.UploadInput{Algorithm: store.SHA256}, store.Composite},
	} {
		test.in.ContentType = "video/mp4"
		u := f.start("k", test.in)
		parts := []store.CompletedPart{f.part(u, 2, first), f.part(u, 5, second)}
		f.part(u, 7, "replaced")
		parts = append(parts, f.part(u, 7, last))
		f.part(u, 9, "left out")
		running, err := f.store.Upload(f.ctx(), "b", "k", u.ID)
		f.must(err)
		if len(running.Parts) != 4 || running.Parts[2].Number != 7 || running.Parts[2].ETag != md5hex(last) {
			f.Errorf("parts %+v", running.Parts)
		}
		o, err := f.store.CompleteUpload(f.ctx(), "b", "k", u.ID, store.CompleteInput{Parts: parts, Size: -1})
		f.must(err)
		all := first + second + last
		if o.Size != int64(len(all)) || o.ETag != etagOfParts(first, second, last) || o.ContentType != "video/mp4" || len(o.Parts) != 3 {
			f.Errorf("object %+v", o)
		}
		if f.content("b", "k") != all {
			f.Error("the parts are not in order")
		}
		if u.Algorithm != test.in.Algorithm || o.UploadID != u.ID {
			f.Errorf("upload %+v, object %+v", u, o)
		}
		if o.Checksum.Type != test.want || strings.HasSuffix(o.Checksum.Value, "-3") != (test.want == store.Composite) {
			f.Errorf("checksum %+v, want type %s", o.Checksum, test.want)
		}
		if test.in.Algorithm == store.CRC32 && test.want == store.FullObject && o.Checksum.Value != f.crc32(all) {
			f.Errorf("checksum %s, want %s", o.Checksum.Value, f.crc32(all))
		}
		_, err = f.store.Upload(f.ctx(), "b", "k", u.ID)
		f.refused(err, store.NoSuchUpload)
	}
	copied, err := f.store.CopyObject(f.ctx(), "b", "copy", store.CopyInput{Bucket: "b", Key: "k"})
	f.must(err)
	if copied.ETag != md5hex(first+second+last) || copied.Parts != nil || copied.Checksum.Type != store.FullObject {
		f.Errorf("a copy is in one piece: %+v", copied)
	}
}

func etagOfParts(parts ...string) string {
	all := md5.New()
	for _, p := range parts {
		sum := md5.Sum([]byte(p))
		all.Write(sum[:])
	}
	return fmt.Sprintf("%s-%d", hex.EncodeToString(all.Sum(nil)), len(parts))
}

func uploadErrors(f *fixture) {
	f.bucket("b")
	u := f.start("k", store.UploadInput{})
	small, last := f.part(u, 1, "small"), f.part(u, 2, "last")
	complete := func(in store.CompleteInput) error {
		_, err := f.store.CompleteUpload(f.ctx(), "b", "k", u.ID, in)
		return err
	}
	parts := func(ps ...store.CompletedPart) store.CompleteInput { return store.CompleteInput{Parts: ps, Size: -1} }
	f.refused(complete(parts(small, last)), store.PartTooSmall)
	f.refused(complete(parts(last, small)), store.InvalidPartOrder)
	f.refused(complete(parts(small, small)), store.InvalidPartOrder)
	f.refused(complete(parts(store.CompletedPart{Number: 3, ETag: small.ETag})), store.InvalidPart)
	f.refused(complete(parts(store.CompletedPart{Number: 1, ETag: last.ETag})), store.InvalidPart)
	f.refused(complete(store.CompleteInput{Parts: []store.CompletedPart{last}, Size: 5}), store.WrongSize)
	f.put("b", "k", "there")
	f.refused(complete(store.CompleteInput{Parts: []store.CompletedPart{last}, Size: -1, If: store.Precondition{NoneMatch: true}}), store.PreconditionFailed)
	if f.content("b", "k") != "there" {
		f.Error("a refused upload changed the object")
	}
	cause := errors.New("broken")
	_, err := f.store.PutPart(f.ctx(), "b", "k", u.ID, store.PartInput{Number: 1, Body: &broken{strings.NewReader("x"), cause}})
	if !errors.Is(err, cause) {
		f.Errorf("error %v", err)
	}
	_, err = f.store.PutPart(f.ctx(), "b", "k", u.ID, store.PartInput{Number: 1, Body: strings.NewReader("123"), Limit: 2})
	f.refused(err, store.TooLarge)
	f.must(complete(store.CompleteInput{Parts: []store.CompletedPart{small}, Size: 5}))
	f.refused(complete(parts(small)), store.NoSuchUpload)
	other := f.start("k", store.UploadInput{})
	f.refused(f.store.AbortUpload(f.ctx(), "b", "another key", other.ID), store.NoSuchUpload)
	f.must(f.store.AbortUpload(f.ctx(), "b", "k", other.ID))
	f.refused(f.store.AbortUpload(f.ctx(), "b", "k", other.ID), store.NoSuchUpload)
	_, err = f.store.PutPart(f.ctx(), "b", "k", other.ID, store.PartInput{Number: 1, Body: strings.NewReader("")})
	f.refused(err, store.NoSuchUpload)
	_, err = f.store.CreateUpload(f.ctx(), "none", "k", store.UploadInput{})
	f.refused(err, store.NoSuchBucket)
}

// statedChecksums are compared even where nobody chose an algorithm.
func statedChecksums(f *fixture) {
	f.bucket("b")
	u := f.start("k", store.UploadInput{})
	part := f.part(u, 1, "part")
	complete := func(in store.CompleteInput) error {
		in.Size = -1
		_, err := f.store.CompleteUpload(f.ctx(), "b", "k", u.ID, in)
		return err
	}
	f.refused(complete(store.CompleteInput{Parts: []store.CompletedPart{{Number: 1, ETag: part.ETag, Checksum: "AAAA"}}}), store.InvalidPart)
	f.refused(complete(store.CompleteInput{Parts: []store.CompletedPart{part}, Checksum: "AAAA"}), store.ChecksumMismatch)
	f.must(complete(store.CompleteInput{Parts: []store.CompletedPart{part}}))
}

func uploadListing(f *fixture) {
	f.bucket("b")
	var ids []string
	for _, key := range []string{"a", "b/1", "b/2", "c", "c"} {
		ids = append(ids, f.start(key, store.UploadInput{}).ID)
	}
	if ids[3] > ids[4] { // two of one key at one moment come by id
		ids[3], ids[4] = ids[4], ids[3]
	}
	for _, test := range []struct {
		q    store.UploadsQuery
		want []string
		pre  string
		more bool
	}{
		{store.UploadsQuery{Max: 10}, ids, "", false},
		{store.UploadsQuery{Max: 0}, nil, "", false},
		{store.UploadsQuery{Max: 2}, ids[:2], "", true},
		{store.UploadsQuery{Max: 10, KeyMarker: "b/1"}, ids[2:], "", false},
		{store.UploadsQuery{Max: 10, KeyMarker: "c", IDMarker: ids[3]}, ids[4:], "", false},
		{store.UploadsQuery{Max: 10, KeyMarker: "c"}, nil, "", false},
		{store.UploadsQuery{Max: 10, Prefix: "b/"}, ids[1:3], "", false},
		{store.UploadsQuery{Max: 10, Delimiter: "/"}, []string{ids[0], ids[3], ids[4]}, "b/", false},
		{store.UploadsQuery{Max: 2, Delimiter: "/"}, ids[:1], "b/", true},
		{store.UploadsQuery{Max: 10, Delimiter: "/", KeyMarker: "b/"}, ids[3:], "", false},
	} {
		p, err := f.store.ListUploads(f.ctx(), "b", test.q)
		f.must(err)
		var got []string
		for _, u := range p.Uploads {
			got = append(got, u.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(test.want) || strings.Join(p.Prefixes, " ") != test.pre || p.Truncated != test.more {
			f.Errorf("%+v: %v %v %v, want %v %v %v", test.q, got, p.Prefixes, p.Truncated, test.want, test.pre, test.more)
		}
	}
	f.must(f.store.DeleteBucket(f.ctx(), "b"))
}

// concurrency is for the race detector: readers, writers and listers at once.
// Each object's content says which key and which write it is of.
func concurrency(f *fixture) {
	f.bucket("b")
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 200 {
				key := fmt.Sprintf("k%d", i%20)
				if _, err := f.store.PutObject(f.ctx(), "b", key, store.PutInput{Body: strings.NewReader(strings.Repeat(key, 100))}); err != nil {
					f.Error(err)
				}
				if i%7 == w {
					if _, err := f.store.DeleteObject(f.ctx(), "b", store.Latest(key), store.DeleteInput{}); err != nil {
						f.Error(err)
					}
				}
				f.readWhole(key)
				if _, err := f.store.ListObjects(f.ctx(), "b", store.ListQuery{Max: 100}); err != nil {
					f.Error(err)
				}
				err := f.store.UpdateSettings(f.ctx(), "b", func(s *store.Settings) error { return s.SetCORS(nil, corsengine.Options{}) })
				if err != nil {
					f.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func (f *fixture) readWhole(key string) {
	_, content, err := f.store.GetObject(f.ctx(), "b", store.Latest(key))
	if store.KindOf(err) == store.NoSuchKey {
		return
	}
	if err != nil {
		f.Error(err)
		return
	}
	got, err := io.ReadAll(content.Range(0, content.Size()))
	if err != nil || string(got) != strings.Repeat(key, 100) {
		f.Errorf("%s holds %.20q, %v", key, got, err)
	}
}

// uploadChecksums joins parts' CRCs of many sizes, and compares with the CRC
// of everything.
func uploadChecksums(f *fixture) {
	f.bucket("b")
	full, last := strings.Repeat("0123456789", store.MinPartSize/10+1), "the last part"
	for _, algorithm := range []store.Algorithm{"", store.CRC32, store.CRC32C, store.CRC64NVME} {
		for _, contents := range [][]string{{last}, {""}, {full, full[:store.MinPartSize], last}} {
			u := f.start("k", store.UploadInput{Algorithm: algorithm, Type: store.FullObject})
			var parts []store.CompletedPart
			for i, content := range contents {
				parts = append(parts, f.part(u, i+1, content))
			}
			o, err := f.store.CompleteUpload(f.ctx(), "b", "k", u.ID, store.CompleteInput{Parts: parts, Size: -1})
			f.must(err)
			whole, err := f.store.PutObject(f.ctx(), "b", "whole", store.PutInput{
				Body: strings.NewReader(strings.Join(contents, "")), Size: -1, Algorithm: algorithm})
			f.must(err)
			if o.Checksum != whole.Checksum {
				f.Errorf("%s of %d parts is %+v, of the whole %+v", algorithm, len(parts), o.Checksum, whole.Checksum)
			}
		}
	}
	u := f.start("k", store.UploadInput{Algorithm: store.SHA256})
	part := f.part(u, 1, last)
	sum, err := base64.StdEncoding.DecodeString(part.Checksum)
	f.must(err)
	of := sha256.Sum256(sum)
	// Without "-1", as clients do that never sent it.
	plain := base64.StdEncoding.EncodeToString(of[:])
	o, err := f.store.CompleteUpload(f.ctx(), "b", "k", u.ID, store.CompleteInput{Parts: []store.CompletedPart{part}, Size: -1, Checksum: plain})
	f.must(err)
	if o.Checksum.Value != plain+"-1" || o.Parts[0].Checksum.Value != part.Checksum {
		f.Errorf("object %+v", o)
	}
}

// uploadConflicts are what S3 was seen to do when the key changes during an
// upload (LocalStack's tests against AWS: test_multipart_if_match_with_put,
// test_multipart_if_match_with_delete, test_multipart_if_none_match_with_delete).
func uploadConflicts(f *fixture) {
	f.bucket("b")
	complete := func(u store.Upload, cond store.Precondition) error {
		in := store.CompleteInput{Parts: []store.CompletedPart{f.part(u, 1, "x")}, Size: -1, If: cond}
		_, err := f.store.CompleteUpload(f.ctx(), "b", "k", u.ID, in)
		return err
	}
	old, other := store.Precondition{Match: md5hex("old")}, store.Precondition{Match: md5hex("other")}
	f.put("b", "k", "old")
	u := f.start("k", store.UploadInput{})
	f.put("b", "k", "other")
	f.refused(complete(u, old), store.PreconditionFailed)
	f.refused(complete(u, other), store.ConditionalConflict)
	f.must(complete(f.start("k", store.UploadInput{}), other))

	f.put("b", "k", "old")
	u = f.start("k", store.UploadInput{})
	f.remove("k", "")
	f.refused(complete(u, old), store.NoSuchKey)
	f.put("b", "k", "old")
	f.refused(complete(u, old), store.ConditionalConflict)

	u = f.start("k", store.UploadInput{})
	none := store.Precondition{NoneMatch: true}
	f.refused(complete(u, none), store.PreconditionFailed)
	f.remove("k", "")
	f.refused(complete(u, none), store.ConditionalConflict)
	f.must(complete(f.start("k", store.UploadInput{}), none))
}
