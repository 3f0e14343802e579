package store

import "time"

// The modes of an object's retention.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
const (
	Governance = "GOVERNANCE"
	Compliance = "COMPLIANCE"
)

// A Lock keeps a version from being removed. The zero Lock keeps nothing.
type Lock struct {
	Mode        string    // Governance, Compliance or empty
	RetainUntil time.Time // set when Mode is
	LegalHold   string    // "ON", "OFF", or empty when nobody ever said
}

// Holds says whether the version must stay: under a legal hold, or until
// RetainUntil, which bypass lifts in governance mode only.
func (l Lock) Holds(now time.Time, bypass bool) bool {
	return l.LegalHold == "ON" || l.retained(now) && !(bypass && l.Mode == Governance)
}

func (l Lock) retained(now time.Time) bool { return l.Mode != "" && now.Before(l.RetainUntil) }

// MayBecome says whether retention may change from l's to next's; a legal hold
// may always be put on and taken off. While retention lasts it may be
// extended. Less than that, and another mode, take bypass, and in compliance
// mode nothing helps (ceph/s3-tests' test_object_lock_changing_mode_…).
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
func (l Lock) MayBecome(next Lock, now time.Time, bypass bool) bool {
	switch {
	case !l.retained(now):
		return true
	case l.Mode == Governance && bypass:
		return true
	case next.Mode != l.Mode:
		return false
	}
	return !next.RetainUntil.Before(l.RetainUntil)
}

// ObjectLock is a bucket's object lock configuration; a bucket that has one
// has object lock enabled.
type ObjectLock struct {
	// Mode, and either Days or Years, are the retention that new versions get
	// when they come without one; Mode is empty when there is none.
	Mode  string `json:",omitempty"`
	Days  int    `json:",omitempty"`
	Years int    `json:",omitempty"`
}

// of is the lock of a new version that came with want.
func (c *ObjectLock) of(want Lock, now time.Time) Lock {
	if c == nil || c.Mode == "" || want.Mode != "" {
		return want
	}
	want.Mode = c.Mode
	want.RetainUntil = now.AddDate(c.Years, 0, c.Days)
	return want
}
