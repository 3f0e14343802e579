package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"crossfront/emulator/s3/store"
)

func locks(f *fixture) {
	f.bucket("b")
	f.versioning(store.VersioningEnabled)
	now := f.clock.now
	for _, test := range []struct {
		lock         store.Lock
		held, bypass bool // still held with bypass
		later        bool // still held two hours later
	}{
		{store.Lock{}, false, false, false},
		{store.Lock{LegalHold: "OFF"}, false, false, false},
		{store.Lock{LegalHold: "ON"}, true, true, true},
		{store.Lock{Mode: store.Governance, RetainUntil: now.Add(time.Hour)}, true, false, false},
		{store.Lock{Mode: store.Compliance, RetainUntil: now.Add(time.Hour)}, true, true, false},
		{store.Lock{Mode: store.Governance, RetainUntil: now.Add(time.Hour), LegalHold: "ON"}, true, true, true},
		{store.Lock{Mode: store.Compliance, RetainUntil: now.Add(-time.Hour)}, false, false, false},
	} {
		// Each row in three versions, to be removed in three ways.
		for _, way := range []struct {
			held, bypass bool
			after        time.Duration
		}{{test.held, false, 0}, {test.bypass, true, 0}, {test.later, false, 2 * time.Hour}} {
			o, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{
				Body: strings.NewReader("x"), Controls: store.Controls{Lock: test.lock}})
			f.must(err)
			f.clock.now = now.Add(way.after)
			_, err = f.store.DeleteObject(f.ctx(), "b", store.ObjectRef{Key: "k", VersionID: o.VersionID}, store.DeleteInput{Bypass: way.bypass})
			f.clock.now = now
			if got := store.KindOf(err) == store.Locked; got != way.held || err != nil && !got {
				f.Errorf("%+v, %+v: %v", test.lock, way, err)
			}
			if d := f.remove("k", ""); !d.DeleteMarker { // a delete marker is always allowed
				f.Errorf("%+v: %+v", test.lock, d)
			}
		}
	}
}

func defaultRetention(f *fixture) {
	f.bucket("b")
	f.must(f.store.UpdateSettings(f.ctx(), "b", func(s *store.Settings) error {
		s.Versioning = store.VersioningEnabled
		s.ObjectLock = &store.ObjectLock{Mode: store.Compliance, Days: 2}
		return nil
	}))
	stamp := f.clock.now.Truncate(time.Second)
	if o := f.put("b", "k", "x"); o.Lock != (store.Lock{Mode: store.Compliance, RetainUntil: stamp.AddDate(0, 0, 2)}) {
		f.Errorf("lock %+v", o.Lock)
	}
	own := store.Lock{Mode: store.Governance, RetainUntil: stamp.Add(time.Hour)}
	o, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{Body: strings.NewReader(""), Controls: store.Controls{Lock: own}})
	f.must(err)
	if o.Lock != own {
		f.Errorf("lock %+v", o.Lock)
	}
	o, err = f.store.CopyObject(f.ctx(), "b", "copy", store.CopyInput{Bucket: "b", Key: "k"})
	f.must(err)
	if o.Lock.Mode != store.Compliance {
		f.Errorf("a copy's lock is its own bucket's: %+v", o.Lock)
	}
	f.must(f.store.UpdateSettings(f.ctx(), "b", func(s *store.Settings) error {
		s.ObjectLock = &store.ObjectLock{Mode: store.Governance, Years: 1}
		return nil
	}))
	u := f.start("k", store.UploadInput{})
	o, err = f.store.CompleteUpload(f.ctx(), "b", "k", u.ID, store.CompleteInput{Parts: []store.CompletedPart{f.part(u, 1, "x")}, Size: -1})
	f.must(err)
	if o.Lock.Mode != store.Governance || !o.Lock.RetainUntil.Equal(stamp.AddDate(1, 0, 0)) {
		f.Errorf("lock %+v", o.Lock)
	}
}

func updates(f *fixture) {
	f.bucket("b")
	f.versioning(store.VersioningEnabled)
	one, two := f.put("b", "k", "one"), f.put("b", "k", "two")
	o, err := f.store.UpdateObject(f.ctx(), "b", store.ObjectRef{Key: "k", VersionID: one.VersionID}, func(o *store.Object) error {
		o.Tags = [][2]string{{"b", "1"}, {"a", "2"}}
		o.ACL = &store.ACL{Owner: "1", Grants: []store.Grant{{URI: "all", Permission: "READ"}}}
		o.Lock.LegalHold = "ON"
		o.Key, o.ETag, o.Size, o.ContentType = "other", "other", 99, "other" // stay as they are
		return nil
	})
	f.must(err)
	if fmt.Sprint(o.Tags) != "[[b 1] [a 2]]" || o.ACL == nil || o.Lock.LegalHold != "ON" || o.Key != "k" || o.ETag != one.ETag || o.Size != 3 || o.ContentType != "" {
		f.Errorf("object %+v", o)
	}
	head, err := f.store.HeadObject(f.ctx(), "b", store.ObjectRef{Key: "k", VersionID: one.VersionID})
	f.must(err)
	if fmt.Sprint(head.Tags) != "[[b 1] [a 2]]" || !head.LastModified.Equal(one.LastModified) {
		f.Errorf("head %+v", head)
	}
	if latest, err := f.store.HeadObject(f.ctx(), "b", store.Latest("k")); err != nil || latest.Tags != nil || latest.VersionID != two.VersionID {
		f.Errorf("latest %+v, %v", latest, err)
	}
	f.want("k:two* k:one")
	refusal := errors.New("no")
	_, err = f.store.UpdateObject(f.ctx(), "b", store.Latest("k"), func(o *store.Object) error {
		o.Tags = [][2]string{{"x", "y"}}
		return refusal
	})
	if !errors.Is(err, refusal) {
		f.Errorf("error %v", err)
	}
	if latest, err := f.store.HeadObject(f.ctx(), "b", store.Latest("k")); err != nil || latest.Tags != nil {
		f.Errorf("a change that failed was kept: %+v, %v", latest, err)
	}
	nothing := func(*store.Object) error { return nil }
	_, err = f.store.UpdateObject(f.ctx(), "b", store.Latest("none"), nothing)
	f.refused(err, store.NoSuchKey)
	_, err = f.store.UpdateObject(f.ctx(), "b", store.ObjectRef{Key: "k", VersionID: "none"}, nothing)
	f.refused(err, store.NoSuchVersion)
	marker := f.remove("k", "").VersionID
	_, err = f.store.UpdateObject(f.ctx(), "b", store.ObjectRef{Key: "k", VersionID: marker}, nothing)
	f.refused(err, store.IsDeleteMarker)
}

// clearing is the emulator's reset, which every store has though S3 has not.
func clearing(f *fixture) {
	f.bucket("b")
	f.versioning(store.VersioningEnabled)
	_, err := f.store.PutObject(f.ctx(), "b", "k", store.PutInput{
		Body: strings.NewReader("x"), Controls: store.Controls{Lock: store.Lock{LegalHold: "ON"}}})
	f.must(err)
	f.start("k", store.UploadInput{})
	f.must(f.store.(interface{ Clear(context.Context) error }).Clear(f.ctx()))
	all, err := f.store.Buckets(f.ctx())
	f.must(err)
	if len(all) > 0 {
		f.Errorf("left: %+v", all)
	}
	f.bucket("b")
	f.want("")
}
