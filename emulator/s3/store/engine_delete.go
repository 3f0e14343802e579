package store

import "context"

// DeleteObject implements Store.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
func (e *engine) DeleteObject(_ context.Context, bucket string, ref ObjectRef, in DeleteInput) (Deleted, error) {
	b, err := e.find(bucket)
	if err != nil {
		return Deleted{}, err
	}
	var d Deleted
	err = b.change(func() (pending, error) {
		if err := b.check(ref.Key, in.If); err != nil {
			return pending{}, err
		}
		var (
			done pending
			err  error
		)
		switch {
		case ref.VersionID != "":
			d.VersionID = ref.VersionID
			done, err = e.removeVersion(b, ref, in.Bypass, &d)
		case !b.versioned():
			done, err = e.removeVersion(b, ObjectRef{ref.Key, NullVersion}, in.Bypass, &d)
		default:
			done, err = e.addMarker(b, ref.Key, &d)
		}
		return done, err
	})
	return d, err
}

// removeVersion removes one version for good. The bucket is locked.
func (e *engine) removeVersion(b *bucket, ref ObjectRef, bypass bool, d *Deleted) (pending, error) {
	r := b.objects.version(ref.Key, ref.VersionID)
	if r == nil {
		return pending{}, nil
	}
	if r.Lock.Holds(e.clock.Now(), bypass) {
		return pending{}, &Error{Kind: Locked, Bucket: b.name, Key: ref.Key, VersionID: ref.VersionID}
	}
	done, err := e.log.add(&entry{op: opRemove, bucket: b.name, key: ref.Key, version: ref.VersionID})
	if err != nil {
		return pending{}, err
	}
	d.DeleteMarker, d.Removed = r.DeleteMarker, true
	b.remove(ref.Key, ref.VersionID)
	return done, nil
}

// addMarker puts a delete marker on top: a new one, or the null version's in a
// bucket whose versioning is suspended. Also where there is nothing to delete,
// as S3 does. The bucket is locked.
func (e *engine) addMarker(b *bucket, key string, d *Deleted) (pending, error) {
	r := newRecord(Object{Key: key, VersionID: newVersionID(b.settings.Load()), DeleteMarker: true, LastModified: e.now()})
	e.common.share(r)
	err := r.charge(e.budget)
	var done pending
	if err == nil {
		done, err = e.log.add(&entry{op: opPut, bucket: b.name, record: r})
	}
	if err != nil {
		r.release()
		return pending{}, err
	}
	d.VersionID, d.DeleteMarker = r.VersionID, true
	b.put(r, "")
	return done, nil
}
