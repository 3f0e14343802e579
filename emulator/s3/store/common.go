package store

import "sync"

// A common is what versions must have in common to share details: everything
// that is in them, where that can be compared.
type common struct {
	contentType, cacheControl, contentDisposition, contentEncoding string
	contentLanguage, expires, websiteRedirect, storageClass        string
	owner                                                          string
	lock                                                           Lock
	sse                                                            SSE
	algorithm                                                      Algorithm
	checksum                                                       ChecksumType
}

// maxCommons is how many details are kept to be shared. When there are more,
// as where each version has a lock until another second, it begins anew.
const maxCommons = 1024

// commons are the details that new versions share.
type commons struct {
	mu    sync.Mutex
	known map[common]*details
}

// share gives r the details of others that are the same, if it may have them.
// Nobody else knows r yet, and it was not charged.
func (c *commons) share(r *record) {
	d := r.details
	if d.Metadata != nil || d.Tags != nil || d.ACL != nil || d.Parts != nil || d.UploadID != "" || d.blobs != nil {
		return
	}
	key := common{
		d.ContentType, d.CacheControl, d.ContentDisposition, d.ContentEncoding,
		d.ContentLanguage, d.Expires, d.WebsiteRedirectLocation, d.StorageClass,
		d.Owner, d.Lock, d.SSE, d.Algorithm, d.Type,
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if known := c.known[key]; known != nil {
		r.details = known
		return
	}
	if c.known == nil || len(c.known) == maxCommons {
		c.known = make(map[common]*details)
	}
	d.shared = true
	c.known[key] = d
}
