package s3

import (
	"net/http"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// putObjectRetention sets how long a version must stay; an empty document takes
// that away. Less than before needs x-amz-bypass-governance-retention.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectRetention.html
func (c *call) putObjectRetention() (*answer, error) {
	var in wire.Retention
	if err := c.lockDocument(&in); err != nil {
		return nil, err
	}
	next := store.Lock{Mode: in.Mode}
	switch {
	case in.Mode == "" && in.RetainUntilDate == "":
	case in.Mode != store.Governance && in.Mode != store.Compliance, in.RetainUntilDate == "":
		return nil, errMalformedXML()
	default:
		var ok bool
		if next.RetainUntil, ok = lockTime(in.RetainUntilDate); !ok {
			return nil, errMalformedXML()
		}
		if !next.RetainUntil.After(c.now) {
			return nil, errInvalidArgument("The retain until date must be in the future!", "RetainUntilDate", in.RetainUntilDate)
		}
	}
	if err := c.lockable(); err != nil {
		return nil, err
	}
	bypass := c.bypass(c.address.key)
	return c.updateObject(http.StatusOK, func(o *store.Object) error {
		if !o.Lock.MayBecome(next, c.now, bypass) {
			return errLocked()
		}
		o.Lock.Mode, o.Lock.RetainUntil = next.Mode, next.RetainUntil
		return nil
	})
}

// getObjectRetention answers what putObjectRetention set.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectRetention.html
func (c *call) getObjectRetention() (*answer, error) {
	if err := c.lockable(); err != nil {
		return nil, err
	}
	o, err := c.head()
	switch {
	case err != nil:
		return c.missing(err)
	case o.Lock.Mode == "":
		return nil, errNoLock()
	}
	return document(wire.Retention{Namespace: wire.Namespace, Mode: o.Lock.Mode, RetainUntilDate: wire.Time(o.Lock.RetainUntil)})
}

// putObjectLegalHold puts a legal hold on a version, or takes it off.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectLegalHold.html
func (c *call) putObjectLegalHold() (*answer, error) {
	var in wire.LegalHold
	if err := c.lockDocument(&in); err != nil {
		return nil, err
	}
	if in.Status != "ON" && in.Status != "OFF" {
		return nil, errMalformedXML()
	}
	if err := c.lockable(); err != nil {
		return nil, err
	}
	return c.updateObject(http.StatusOK, func(o *store.Object) error {
		o.Lock.LegalHold = in.Status
		return nil
	})
}

// getObjectLegalHold answers what putObjectLegalHold set.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectLegalHold.html
func (c *call) getObjectLegalHold() (*answer, error) {
	if err := c.lockable(); err != nil {
		return nil, err
	}
	o, err := c.head()
	switch {
	case err != nil:
		return c.missing(err)
	case o.Lock.LegalHold == "":
		return nil, errNoLock()
	}
	return document(wire.LegalHold{Namespace: wire.Namespace, Status: o.Lock.LegalHold})
}

// lockDocument reads the body of a call about a lock. What is wrong with it
// outweighs a bucket without locks (versitygw's PutObjectLegalHold_invalid_body).
func (c *call) lockDocument(into any) error {
	if err := c.requireIntegrity(); err != nil {
		return err
	}
	doc, err := c.readDocument(maxLockBytes)
	if err != nil {
		return err
	}
	if len(doc) == 0 || wire.Unmarshal(doc, into) != nil {
		return errMalformedXML()
	}
	return nil
}

// head is the object that the request is about, without its content.
func (c *call) head() (store.Object, error) {
	return c.server.config.Store.HeadObject(c.r.Context(), c.address.bucket, c.ref())
}

// updateObject changes what S3 knows about the object beside its content, and
// answers with status and the version's id.
func (c *call) updateObject(status int, change func(*store.Object) error) (*answer, error) {
	o, err := c.server.config.Store.UpdateObject(c.r.Context(), c.address.bucket, c.ref(), change)
	if err != nil {
		return c.missing(err)
	}
	a := empty(status)
	a.version(o.VersionID)
	return a, nil
}
