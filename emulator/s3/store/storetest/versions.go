package storetest

import (
	"fmt"
	"strings"

	"crossfront/emulator/s3/store"
)

// versioning sets the bucket b's versioning.
func (f *fixture) versioning(state string) {
	f.Helper()
	f.must(f.store.UpdateSettings(f.ctx(), "b", func(s *store.Settings) error { s.Versioning = state; return nil }))
}

func (f *fixture) remove(key, version string) store.Deleted {
	f.Helper()
	d, err := f.store.DeleteObject(f.ctx(), "b", store.ObjectRef{Key: key, VersionID: version}, store.DeleteInput{})
	f.must(err)
	return d
}

// version is what a version holds.
func (f *fixture) version(key, version string) string {
	f.Helper()
	o, content, err := f.store.GetObject(f.ctx(), "b", store.ObjectRef{Key: key, VersionID: version})
	f.must(err)
	defer content.Close()
	if version != "" && version != store.NullVersion && o.VersionID != version {
		f.Errorf("version %q, want %q", o.VersionID, version)
	}
	return f.read(content, 0, content.Size())
}

// stack is all versions of b as text: key, content or "-" for a delete marker,
// "*" behind the latest, "null" behind the null version.
func (f *fixture) stack() string {
	f.Helper()
	p, err := f.store.ListVersions(f.ctx(), "b", store.VersionsQuery{Max: 1000})
	f.must(err)
	var parts []string
	for _, v := range p.Versions {
		text := v.Key + "-"
		if !v.DeleteMarker {
			text = v.Key + ":" + f.version(v.Key, v.VersionID)
		}
		if v.IsLatest {
			text += "*"
		}
		if v.VersionID == store.NullVersion {
			text += "null"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " ")
}

func (f *fixture) want(stack string) {
	f.Helper()
	if got := f.stack(); got != stack {
		f.Errorf("versions %q, want %q", got, stack)
	}
}

func versions(f *fixture) {
	f.bucket("b")
	if o := f.put("b", "k", "zero"); o.VersionID != "" {
		f.Errorf("a version id without versioning: %q", o.VersionID)
	}
	f.want("k:zero*null")
	f.versioning(store.VersioningEnabled)
	if o, err := f.store.HeadObject(f.ctx(), "b", store.Latest("k")); err != nil || o.VersionID != store.NullVersion {
		f.Errorf("version %q, %v", o.VersionID, err)
	}
	one, two := f.put("b", "k", "one"), f.put("b", "k", "two")
	if len(one.VersionID) != 32 || one.VersionID == two.VersionID {
		f.Errorf("version ids %q, %q", one.VersionID, two.VersionID)
	}
	f.want("k:two* k:one k:zeronull")
	if got := f.content("b", "k"); got != "two" {
		f.Errorf("latest %q", got)
	}
	marker := f.remove("k", "")
	if !marker.DeleteMarker || marker.Removed || marker.VersionID == "" {
		f.Errorf("deleted %+v", marker)
	}
	f.want("k-* k:two k:one k:zeronull")
	f.gone(marker.VersionID)
	if d := f.remove("k", marker.VersionID); !d.DeleteMarker || !d.Removed || d.VersionID != marker.VersionID {
		f.Errorf("removed %+v", d)
	}
	f.want("k:two* k:one k:zeronull")
	if d := f.remove("k", one.VersionID); d.DeleteMarker || !d.Removed {
		f.Errorf("removed %+v", d)
	}
	if d := f.remove("k", one.VersionID); d.Removed {
		f.Errorf("removed twice: %+v", d)
	}
	if d := f.remove("k", two.VersionID); !d.Removed {
		f.Errorf("removed %+v", d)
	}
	f.want("k:zero*null")
	if d := f.remove("none", ""); !d.DeleteMarker { // S3 does so where there is nothing, too
		f.Errorf("deleted %+v", d)
	}
	f.refused(f.store.DeleteBucket(f.ctx(), "b"), store.BucketNotEmpty)
}

// gone shows how the key k looks when its latest version is the delete marker.
func (f *fixture) gone(marker string) {
	f.Helper()
	_, err := f.store.HeadObject(f.ctx(), "b", store.Latest("k"))
	f.refused(err, store.NoSuchKey)
	_, _, err = f.store.GetObject(f.ctx(), "b", store.ObjectRef{Key: "k", VersionID: marker})
	f.refused(err, store.IsDeleteMarker)
	_, _, err = f.store.GetObject(f.ctx(), "b", store.ObjectRef{Key: "k", VersionID: "none"})
	f.refused(err, store.NoSuchVersion)
	_, err = f.store.CopyObject(f.ctx(), "b", "copy", store.CopyInput{Bucket: "b", Key: "k"})
	f.refused(err, store.NoSuchKey)
	p, err := f.store.ListObjects(f.ctx(), "b", store.ListQuery{Max: 10})
	f.must(err)
	if len(p.Objects) > 0 {
		f.Errorf("listed: %+v", p.Objects)
	}
}

// suspended walks through the null version's rules.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/AddingObjectstoVersionSuspendedBuckets.html
func suspended(f *fixture) {
	f.bucket("b")
	f.versioning(store.VersioningEnabled)
	f.put("b", "k", "one")
	f.versioning(store.VersioningSuspended)
	if o := f.put("b", "k", "two"); o.VersionID != store.NullVersion {
		f.Errorf("version id %q", o.VersionID)
	}
	f.want("k:two*null k:one")
	f.put("b", "k", "three")
	f.want("k:three*null k:one")
	f.versioning(store.VersioningEnabled)
	f.put("b", "k", "four")
	f.want("k:four* k:threenull k:one")
	f.versioning(store.VersioningSuspended)
	f.put("b", "k", "five") // takes the null version's place, on top
	f.want("k:five*null k:four k:one")
	if d := f.remove("k", ""); !d.DeleteMarker || d.VersionID != store.NullVersion {
		f.Errorf("deleted %+v", d)
	}
	f.want("k-*null k:four k:one")
	f.remove("k", "")
	f.want("k-*null k:four k:one")
	f.put("b", "k", "six")
	f.want("k:six*null k:four k:one")
	f.remove("k", store.NullVersion)
	f.want("k:four* k:one")
}

func versionConditions(f *fixture) {
	f.bucket("b")
	f.versioning(store.VersioningEnabled)
	put := func(cond store.Precondition) error {
		_, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{Body: strings.NewReader("x"), If: cond})
		return err
	}
	f.put("b", "k", "one")
	f.refused(put(store.Precondition{NoneMatch: true}), store.PreconditionFailed)
	f.remove("k", "")
	f.refused(put(store.Precondition{Match: md5hex("one")}), store.NoSuchKey)
	f.must(put(store.Precondition{NoneMatch: true}))
	f.want("k:x* k- k:one")
}

func versionCopies(f *fixture) {
	f.bucket("b")
	f.versioning(store.VersioningEnabled)
	in := store.PutInput{Body: strings.NewReader("one"), Controls: store.Controls{
		Owner: "1", Tags: [][2]string{{"z", "1"}, {"a", "2"}}, SSE: store.SSE{Algorithm: "aws:kms"}}}
	one, err := f.store.PutObject(f.ctx(), "b", "k", in)
	f.must(err)
	f.put("b", "k", "two")
	for _, test := range []struct {
		in   store.CopyInput
		want string
	}{
		{store.CopyInput{VersionID: one.VersionID}, "[] 0"},
		{store.CopyInput{VersionID: one.VersionID, KeepTags: true}, "[[z 1] [a 2]] 0"},
		{store.CopyInput{VersionID: one.VersionID, Controls: store.Controls{Owner: "2", Tags: [][2]string{{"n", "3"}}}}, "[[n 3]] 1"},
	} {
		test.in.Bucket, test.in.Key = "b", "k"
		o, err := f.store.CopyObject(f.ctx(), "b", "copy", test.in)
		f.must(err)
		if got := fmt.Sprint(o.Tags, " ", len(o.Owner)); got != test.want || o.SSE != (store.SSE{}) || f.content("b", "copy") != "one" {
			f.Errorf("copy %s, want %s: %+v", got, test.want, o)
		}
	}
	// An old version becomes the latest again by a copy of itself.
	_, err = f.store.CopyObject(f.ctx(), "b", "k", store.CopyInput{Bucket: "b", Key: "k", VersionID: one.VersionID})
	f.must(err)
	f.remove("k", one.VersionID)
	if got := f.content("b", "k"); got != "one" {
		f.Errorf("latest %q", got)
	}
}
