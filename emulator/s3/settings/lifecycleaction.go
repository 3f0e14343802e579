package settings

import (
	"strconv"
	"time"
)

func (r *LifecycleRule) checkExpiration() error {
	e := r.Expiration
	if e == nil {
		return nil
	}
	if present(e.Date != "", e.Days != nil, e.DeleteMarker != nil) != 1 {
		return malformed()
	}
	switch {
	case e.Days != nil && *e.Days <= 0:
		return notPositive("Days", "Expiration", *e.Days)
	case e.DeleteMarker != nil && r.Filter.hasTags():
		return invalidRequest("ExpiredObjectDeleteMarker cannot be specified with Tags.")
	case e.Date != "":
		return midnight(&e.Date)
	}
	return nil
}

// midnight checks a date and writes it as S3 does: a day's beginning, UTC.
func midnight(date *string) error {
	t, err := time.Parse(time.RFC3339, *date)
	if err != nil {
		if t, err = time.Parse(time.DateOnly, *date); err != nil {
			return malformed()
		}
	}
	if t = t.UTC(); !t.Equal(t.Truncate(24 * time.Hour)) {
		return invalidArgument("'Date' must be at midnight GMT", "Date", *date)
	}
	*date = t.Format("2006-01-02T15:04:05.000Z")
	return nil
}

// minimumDays is how old objects must be before they go to a storage class.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
func minimumDays(class string) int32 {
	if class == "STANDARD_IA" || class == "ONEZONE_IA" {
		return 30
	}
	return 0
}

func (r *LifecycleRule) checkTransitions() error {
	seen := make(map[string]bool)
	for i := range r.Transitions {
		t := &r.Transitions[i]
		if present(t.Date != "", t.Days != nil) != 1 {
			return malformed()
		}
		if seen[t.StorageClass] {
			return invalidRequest("'StorageClass' must be different for 'Transition' actions in same 'Rule' with filter '" + r.describe() + "'")
		}
		seen[t.StorageClass] = true
		if (t.Date != "") != (r.Transitions[0].Date != "") {
			return invalidRequest("Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for filter '" + r.describe() + "'")
		}
		if e := r.Expiration; e != nil && (t.Date != "" && e.Days != nil || t.Days != nil && e.Date != "") {
			return invalidRequest("Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '" + r.describe() + "'")
		}
		if t.Date != "" {
			if err := midnight(&t.Date); err != nil {
				return err
			}
			continue
		}
		if err := r.checkDays(t); err != nil {
			return err
		}
	}
	return nil
}

func (r *LifecycleRule) checkDays(t *Transition) error {
	if *t.Days < 0 {
		return invalidArgument("'Days' in Transition action must be nonnegative", "Days", strconv.Itoa(int(*t.Days)))
	}
	if least := minimumDays(t.StorageClass); *t.Days < least {
		return invalidArgument("'Days' in Transition action must be greater than or equal to 30 for storageClass '"+t.StorageClass+"'",
			"Days", strconv.Itoa(int(*t.Days)))
	}
	if e := r.Expiration; e != nil && e.Days != nil && *e.Days <= *t.Days {
		return invalidArgument("'Days' in the Expiration action for filter '"+r.describe()+"' must be greater than 'Days' in the Transition action",
			"Days", strconv.Itoa(int(*e.Days)))
	}
	return nil
}

func (r *LifecycleRule) checkNoncurrent() error {
	for _, t := range r.NoncurrentTransitions {
		if t.Days == nil {
			return malformed()
		}
		if *t.Days < 0 {
			return invalidArgument("'NoncurrentDays' in NoncurrentVersionTransition action must be nonnegative", "NoncurrentDays", strconv.Itoa(int(*t.Days)))
		}
		if *t.Days < minimumDays(t.StorageClass) {
			return invalidArgument("'NoncurrentDays' in NoncurrentVersionTransition action must be greater than or equal to 30 for storageClass '"+t.StorageClass+"'",
				"NoncurrentDays", strconv.Itoa(int(*t.Days)))
		}
		if err := newer(t.Newer, "NoncurrentVersionTransition"); err != nil {
			return err
		}
	}
	e := r.NoncurrentVersionExpiration
	switch {
	case e == nil:
		return nil
	case e.Days == nil:
		return malformed()
	case *e.Days <= 0:
		return notPositive("NoncurrentDays", "NoncurrentVersionExpiration", *e.Days)
	}
	return newer(e.Newer, "NoncurrentVersionExpiration")
}

// newer checks how many newer versions stay, 1 to 100.
func newer(n *int32, action string) error {
	if n != nil && (*n < 1 || *n > 100) {
		return invalidArgument("'NewerNoncurrentVersions' for "+action+" action must be a positive integer between 1 and 100",
			"NewerNoncurrentVersions", strconv.Itoa(int(*n)))
	}
	return nil
}
