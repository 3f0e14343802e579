package s3

import (
	"net/http"
	"strings"
	"time"

	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

const (
	lockModeHeader  = "x-amz-object-lock-mode"
	lockUntilHeader = "x-amz-object-lock-retain-until-date"
	lockHoldHeader  = "x-amz-object-lock-legal-hold"
	bypassHeader    = "x-amz-bypass-governance-retention"
)

// maxLockBytes is how large the documents below may be.
const maxLockBytes = 4 << 10

// lock is how the request's headers want the object to be locked. What is wrong
// with them weighs more than a bucket without object lock (versitygw's
// CreateMultipartUpload_with_object_lock_invalid_retention). Recorded:
// localstack's test_s3_object_lock_mode_validation and
// test_bucket_config_default_retention; the other wordings are from
// https://github.com/versity/versitygw (s3err).
func (c *call) lock() (store.Lock, error) {
	lock, err := c.statedLock()
	switch {
	case err != nil || lock == (store.Lock{}):
		return lock, err
	case c.bucket.ObjectLock == nil:
		return lock, errInvalidRequest("Bucket is missing ObjectLockConfiguration")
	case lock.LegalHold != "" && !c.may("s3:PutObjectLegalHold", c.address.key),
		lock.Mode != "" && !c.may("s3:PutObjectRetention", c.address.key):
		return lock, errAccessDenied()
	}
	return lock, nil
}

// statedLock reads the headers of a lock.
func (c *call) statedLock() (store.Lock, error) {
	h := c.headers()
	mode, until, hold := h.Get(lockModeHeader), h.Get(lockUntilHeader), h.Get(lockHoldHeader)
	lock := store.Lock{LegalHold: hold}
	switch {
	case hold != "" && hold != "ON" && hold != "OFF":
		return lock, errInvalidArgument("Legal Hold must be either of 'ON' or 'OFF'", lockHoldHeader, hold)
	case mode == "" && until == "":
		return lock, nil
	case mode == "":
		return lock, errBothLocks(lockModeHeader)
	case until == "":
		return lock, errBothLocks(lockUntilHeader)
	case mode != store.Governance && mode != store.Compliance:
		return lock, errInvalidArgument("Unknown wormMode directive.", lockModeHeader, mode)
	}
	t, ok := lockTime(until)
	switch {
	case !ok:
		return lock, errInvalidArgument("The retain until date must be provided in ISO 8601 format", lockUntilHeader, until)
	case !t.After(c.now):
		return lock, errInvalidArgument("The retain until date must be in the future!", lockUntilHeader, until)
	}
	lock.Mode, lock.RetainUntil = mode, t
	return lock, nil
}

func errBothLocks(missing string) *wire.Error {
	return refuse(http.StatusBadRequest, "InvalidArgument",
		"x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied", field("ArgumentName", missing))
}

// requireLockIntegrity refuses uploads of what will be locked without a hash.
// what is "Put Object" or "Put Part". Captured for the latter in
// https://www.ibm.com/support/pages/node/7250867.
func (c *call) requireLockIntegrity(lock store.Lock, what string) error {
	rule := c.bucket.ObjectLock
	if lock == (store.Lock{}) && (rule == nil || rule.Mode == "") || c.stated() {
		return nil
	}
	return errInvalidRequest("Content-MD5 OR x-amz-checksum- HTTP header is required for " + what + " requests with Object Lock parameters")
}

// lockTime reads a moment in ISO 8601.
func lockTime(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "20060102T150405Z"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// describeLock sets the headers that tell of a lock, as far as the caller may
// know of it.
func (c *call) describeLock(a *answer, lock store.Lock) {
	if lock.Mode != "" && c.may("s3:GetObjectRetention", c.address.key) {
		a.set(lockModeHeader, lock.Mode)
		a.set(lockUntilHeader, wire.Time(lock.RetainUntil))
	}
	if lock.LegalHold != "" && c.may("s3:GetObjectLegalHold", c.address.key) {
		a.set(lockHoldHeader, lock.LegalHold)
	}
}

// bypass says whether retention in governance mode does not count: the caller
// asks for that, and may.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
func (c *call) bypass(key string) bool {
	return strings.EqualFold(c.headers().Get(bypassHeader), "true") && c.may("s3:BypassGovernanceRetention", key)
}

// checkBypass refuses the header on a bucket without object lock. Recorded:
// localstack's test_delete_object_with_no_locking.
func (c *call) checkBypass() error {
	if c.headers().Get(bypassHeader) == "" || c.bucket.ObjectLock != nil {
		return nil
	}
	return refuse(http.StatusBadRequest, "InvalidArgument", bypassHeader+" is only applicable to Object Lock enabled buckets.",
		field("ArgumentName", bypassHeader))
}

func errLocked() *wire.Error {
	return refuse(http.StatusForbidden, "AccessDenied", "Access Denied because object protected by object lock.")
}

func errNoLock() *wire.Error {
	return refuse(http.StatusNotFound, "NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration")
}

// lockable refuses what has to do with locks on a bucket without them.
// Recorded: localstack's test_s3_object_retention_exc.
func (c *call) lockable() error {
	if c.bucket.ObjectLock == nil {
		return errInvalidRequest("Bucket is missing Object Lock Configuration")
	}
	return nil
}
