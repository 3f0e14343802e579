package store

// What is written here is in files. A new field goes to the end of an entry
// (see coder.entry), or the log's format gets a new number.

func (c *coder) object(o *Object) {
	text(c, &o.Key)
	text(c, &o.VersionID)
	c.flag(&o.DeleteMarker)
	c.number(&o.Size)
	text(c, &o.ETag)
	c.moment(&o.LastModified)
	c.attributes(&o.Attributes)
	c.controls(&o.Controls)
	c.checksum(&o.Checksum)
	list(c, &o.Parts, c.part)
	text(c, &o.UploadID)
}

func (c *coder) attributes(a *Attributes) {
	for _, s := range []*string{
		&a.ContentType, &a.CacheControl, &a.ContentDisposition, &a.ContentEncoding,
		&a.ContentLanguage, &a.Expires, &a.WebsiteRedirectLocation, &a.StorageClass,
	} {
		text(c, s)
	}
	c.table(&a.Metadata)
}

func (c *coder) controls(o *Controls) {
	text(c, &o.Owner)
	list(c, &o.Tags, func(tag *[2]string) {
		text(c, &tag[0])
		text(c, &tag[1])
	})
	has := o.ACL != nil
	c.flag(&has)
	if has {
		if c.reading {
			o.ACL = new(ACL)
		}
		c.acl(o.ACL)
	}
	text(c, &o.Lock.Mode)
	c.moment(&o.Lock.RetainUntil)
	text(c, &o.Lock.LegalHold)
	text(c, &o.SSE.Algorithm)
	text(c, &o.SSE.KMSKeyID)
	c.flag(&o.SSE.BucketKey)
	text(c, &o.SSE.CustomerKeyMD5)
}

func (c *coder) acl(a *ACL) {
	text(c, &a.Owner)
	list(c, &a.Grants, func(g *Grant) {
		for _, s := range []*string{&g.ID, &g.URI, &g.Email, &g.Permission} {
			text(c, s)
		}
	})
}

func (c *coder) checksum(s *Checksum) {
	text(c, &s.Algorithm)
	text(c, &s.Type)
	text(c, &s.Value)
}

func (c *coder) part(p *Part) {
	c.count(&p.Number)
	c.number(&p.Size)
	text(c, &p.ETag)
	c.moment(&p.LastModified)
	c.checksum(&p.Checksum)
}

func (c *coder) upload(u *Upload) {
	text(c, &u.ID)
	text(c, &u.Key)
	c.moment(&u.Initiated)
	c.attributes(&u.Attributes)
	c.controls(&u.Controls)
	text(c, &u.Algorithm)
	text(c, &u.Type)
}

// blob keeps where bytes are; *b is nil when read.
func (c *coder) blob(b **blob) {
	if *b == nil {
		*b = &blob{}
	}
	text(c, &(*b).name)
	c.number(&(*b).size)
}
