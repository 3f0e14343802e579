package store

// An op is what an entry does.
type op uint8

// The numbers are in files: they stay.
const (
	opBucket     op = 1 // a new bucket: about
	opSettings   op = 2 // a bucket's new settings: about
	opDropBucket op = 3
	opPut        op = 4  // a new latest version: record; ends the upload id, if set
	opSwap       op = 5  // another description of a version: record
	opRemove     op = 6  // a version: key, version
	opUpload     op = 7  // a new upload: upload
	opPart       op = 8  // a part of an upload: key, id, part
	opAbort      op = 9  // the end of an upload: key, id
	opClear      op = 10 // all buckets
)

// An entry is one change. Which fields are set depends on op, bucket always but
// with opClear.
type entry struct {
	op      op
	bucket  string
	about   Bucket
	record  *record
	key     string
	version string
	id      string // of an upload
	upload  *Upload
	part    *part
}

// encode is e as bytes.
func (e *entry) encode() ([]byte, error) {
	var settings []byte
	if e.op == opBucket || e.op == opSettings {
		var err error
		if settings, err = encodeSettings(&e.about.Settings); err != nil {
			return nil, err
		}
	}
	c := &coder{buf: make([]byte, 0, 256+len(settings))}
	c.entry(e, &settings)
	return c.buf, nil
}

// decode reads what encode made.
func decode(b []byte) (*entry, error) {
	e, settings := new(entry), []byte(nil)
	c := &coder{buf: b, reading: true}
	c.entry(e, &settings)
	if c.bad || len(c.buf) > 0 {
		return nil, errMalformed
	}
	if e.op == opBucket || e.op == opSettings {
		var err error
		if e.about.Settings, err = decodeSettings(settings, e.bucket); err != nil {
			return nil, err
		}
	}
	return e, nil
}

func (c *coder) entry(e *entry, settings *[]byte) {
	kind := int(e.op)
	if c.count(&kind); c.reading {
		e.op = op(kind)
	}
	text(c, &e.bucket)
	switch e.op {
	case opBucket, opSettings:
		text(c, &e.about.Region)
		text(c, &e.about.Owner)
		c.moment(&e.about.Created)
		if c.bytes(settings); c.reading {
			e.about.Name = e.bucket
		}
	case opPut, opSwap:
		var o Object
		var blobs []*blob
		if !c.reading {
			o, blobs = e.record.object(), e.record.content()
		}
		c.object(&o)
		if list(c, &blobs, c.blob); c.reading {
			e.record = newRecord(o, blobs...)
		}
		text(c, &e.id)
	case opRemove:
		text(c, &e.key)
		text(c, &e.version)
	case opUpload:
		if c.reading {
			e.upload = new(Upload)
		}
		c.upload(e.upload)
	case opPart:
		if c.reading {
			e.part = new(part)
		}
		text(c, &e.key)
		text(c, &e.id)
		c.part(&e.part.Part)
		c.blob(&e.part.blob)
	case opAbort:
		text(c, &e.key)
		text(c, &e.id)
	case opDropBucket, opClear:
	default:
		c.bad = true
	}
}
