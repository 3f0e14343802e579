package store

// upload is a running upload of an engine; the bucket's lock guards it.
type upload struct {
	Upload // Parts is empty here
	parts  map[int]*part
	// written and deleted say what happened to the key since the upload began.
	// A compaction forgets it.
	written, deleted bool
}

// part is a part with its content, which it needs.
type part struct {
	Part
	blob *blob
}

// put adds p, or replaces the part that has its number.
func (u *upload) put(p *part) {
	if old, ok := u.parts[p.Number]; ok {
		old.blob.release()
	}
	u.parts[p.Number] = p
}

// What follows is called with the bucket locked.

// find is the running upload id of key.
func (b *bucket) find(key, id string) (*upload, error) {
	if u, ok := b.uploads[key][id]; ok {
		return u, nil
	}
	return nil, &Error{Kind: NoSuchUpload, Bucket: b.name, Key: key, UploadID: id}
}

// begin adds a running upload.
func (b *bucket) begin(u *upload) {
	if b.uploads[u.Key] == nil {
		b.uploads[u.Key] = make(map[string]*upload)
	}
	b.uploads[u.Key][u.ID] = u
}

// end ends an upload, if it runs.
func (b *bucket) end(key, id string) {
	u, ok := b.uploads[key][id]
	if !ok {
		return
	}
	for _, p := range u.parts {
		p.blob.release()
	}
	delete(b.uploads[key], id)
	if len(b.uploads[key]) == 0 {
		delete(b.uploads, key)
	}
}

// put makes r the latest version of its key, and ends the upload it came from.
func (b *bucket) put(r *record, uploadID string) {
	for _, u := range b.uploads[r.Key] {
		u.written, u.deleted = u.written || !r.DeleteMarker, u.deleted || r.DeleteMarker
	}
	b.objects.put(r)
	b.end(r.Key, uploadID)
}

// remove removes a version.
func (b *bucket) remove(key, version string) {
	for _, u := range b.uploads[key] {
		u.deleted = true
	}
	b.objects.remove(key, version)
}

// clear drops everything.
func (b *bucket) clear() {
	b.objects.clear()
	for key, running := range b.uploads {
		for id := range running {
			b.end(key, id)
		}
	}
}
