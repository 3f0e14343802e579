package registry

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/edge/policy"
)

// Limits of a distribution's invalidations in progress, a new one included:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Invalidation.html
const (
	maxPathLength = 4000
	maxPaths      = 3000
	maxWildcards  = 15
)

// keptInvalidations are what a distribution remembers of those that are completed:
// a process that runs for days, or a test that invalidates all the time, would grow
// without end. How long CloudFront remembers them is not documented.
const keptInvalidations = 1000

// Invalidation is one batch of paths that the edge was told to forget.
type Invalidation struct {
	ID         string
	Status     string // StatusInProgress or StatusCompleted, at the time of the call
	CreateTime time.Time
	Batch      policy.InvalidationBatch
}

// OnInvalidate has f called with each new invalidation, before the call that
// makes it returns. f must not call the registry's OnInvalidate.
func (r *Registry) OnInvalidate(f func(distributionID string, paths []string)) {
	r.listening.Lock()
	defer r.listening.Unlock()
	r.listeners = append(r.listeners, f)
}

// CreateInvalidation makes the edge forget paths of a distribution. A batch
// that repeats an earlier one's caller reference and paths gives that one and
// does nothing; with other paths it fails:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_InvalidationBatch.html
func (r *Registry) CreateInvalidation(distributionID string, batch policy.InvalidationBatch) (*Invalidation, error) {
	batch.Paths.Items = slices.Clone(batch.Paths.Items)
	var made *Invalidation
	repeated := false
	err := r.change(func(next *World) error {
		if next.distributions[distributionID] == nil {
			return noSuchDistribution()
		}
		if err := validateBatch(&batch); err != nil {
			return err
		}
		before := next.invalidations[distributionID]
		for _, inv := range before {
			if inv.Batch.CallerReference != batch.CallerReference {
				continue
			}
			if !samePaths(inv.Batch.Paths.Items, batch.Paths.Items) {
				return conflict("InvalidationBatchAlreadyExists",
					"Your request contains a caller reference that was used for a previous invalidation batch for the same distribution with different paths.")
			}
			made, repeated = inv, true
			return nil
		}
		if err := r.checkCrowd(before, &batch); err != nil {
			return err
		}
		made = &Invalidation{ID: r.newInvalidationID(), CreateTime: r.clock.Now(), Batch: batch}
		// A fresh array: an older world may share the present one.
		next.invalidations[distributionID] = append(slices.Clip(r.remembered(before)), made)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if !repeated {
		r.tell(distributionID, batch.Paths.Items)
	}
	return r.copyInvalidation(made)
}

// remembered are the invalidations without those that are forgotten for one more.
func (r *Registry) remembered(all []*Invalidation) []*Invalidation {
	for len(all) >= keptInvalidations && r.status(all[0].CreateTime, StatusCompleted) == StatusCompleted {
		all = all[1:]
	}
	return all
}

// copyInvalidation is inv with its status of now.
func (r *Registry) copyInvalidation(inv *Invalidation) (*Invalidation, error) {
	c, err := deepCopyPointer(inv)
	if err == nil {
		c.Status = r.status(inv.CreateTime, StatusCompleted)
	}
	return c, err
}

// checkCrowd refuses a batch that, with those in progress, is too much.
func (r *Registry) checkCrowd(before []*Invalidation, batch *policy.InvalidationBatch) error {
	paths, wildcards := countPaths(batch.Paths.Items)
	for _, inv := range before {
		if r.status(inv.CreateTime, StatusCompleted) == StatusInProgress {
			p, w := countPaths(inv.Batch.Paths.Items)
			paths, wildcards = paths+p, wildcards+w
		}
	}
	switch {
	case wildcards > maxWildcards:
		return bad("TooManyInvalidationsInProgress",
			"Processing your request would cause you to exceed the maximum number of in-progress wildcard invalidations.", "Paths")
	case paths > maxPaths:
		return bad("TooManyInvalidationsInProgress",
			"You have exceeded the maximum number of allowable InProgress invalidation batch requests, or invalidation objects.", "Paths")
	}
	return nil
}

func countPaths(paths []string) (plain, wildcards int) {
	for _, p := range paths {
		if strings.HasSuffix(p, "*") {
			wildcards++
		} else {
			plain++
		}
	}
	return plain, wildcards
}

// newInvalidationID is I and 13 letters and digits, as in I2J0I21PCUYOIK.
func (r *Registry) newInvalidationID() string { return "I" + strings.TrimPrefix(r.newID(), "E") }

func (r *Registry) tell(distributionID string, paths []string) {
	r.listening.RLock()
	listeners := slices.Clip(r.listeners)
	r.listening.RUnlock()
	for _, f := range listeners {
		f(distributionID, slices.Clone(paths))
	}
}

// Invalidation is one invalidation of a distribution: NoSuchDistribution,
// NoSuchInvalidation.
func (r *Registry) Invalidation(distributionID, id string) (*Invalidation, error) {
	w := r.World()
	if w.distributions[distributionID] == nil {
		return nil, noSuchDistribution()
	}
	for _, inv := range w.invalidations[distributionID] {
		if inv.ID == id {
			return r.copyInvalidation(inv)
		}
	}
	return nil, noSuch("NoSuchInvalidation", "The specified invalidation does not exist.")
}

// ListInvalidations is a distribution's invalidations, newest first.
func (r *Registry) ListInvalidations(distributionID string) ([]*Invalidation, error) {
	w := r.World()
	if w.distributions[distributionID] == nil {
		return nil, noSuchDistribution()
	}
	all := slices.Clone(w.invalidations[distributionID])
	slices.Reverse(all)
	for i, inv := range all {
		var err error
		if all[i], err = r.copyInvalidation(inv); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func validateBatch(b *policy.InvalidationBatch) error {
	paths := b.Paths.Items
	switch {
	case b.CallerReference == "":
		return bad("InvalidArgument", "The parameter CallerReference is required.", "CallerReference")
	case b.Paths.Quantity != len(paths):
		return bad("InconsistentQuantities", "The value of Quantity and the size of Items don't match.", "Paths")
	case len(paths) == 0:
		return bad("InvalidArgument", "Your request must contain at least one invalidation path.", "Paths")
	case len(paths) > maxPaths:
		return &policy.Error{
			Code: "BatchTooLarge", Status: http.StatusRequestEntityTooLarge, Field: "Paths",
			Message: "Your request contains too many invalidation paths: the limit is 3000.",
		}
	}
	for _, p := range paths {
		if !validPath(p) {
			return bad("InvalidArgument", "Your request contains one or more invalid invalidation paths.", "Paths")
		}
	}
	return nil
}

// validPath applies the rules on one path: it begins with a slash, is at most
// 4,000 characters, has no wildcard but a last one, and what is not ASCII or
// unsafe in URLs (RFC 1738, section 2.2) is URL-encoded.
// Source: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/invalidation-specifying-objects.html;
// http://www.onepwr.org/2013/08/02/cloudfront-woes-your-request-contains-one-or-more-invalid-invalidation-paths-use-custom-regexp-for-uriencode/
// and https://knowledge-capsule.site/cloudfront-cache-delete-specific-character/
// (paths with ~ and [ were refused).
func validPath(p string) bool {
	if len(p) == 0 || p[0] != '/' || len(p) > maxPathLength {
		return false
	}
	for i := range len(p) {
		c := p[i]
		if c <= ' ' || c >= 0x7f || c == '*' && i != len(p)-1 || strings.IndexByte("<>\"#{}|\\^~[]`", c) >= 0 {
			return false
		}
		if _, err := url.PathUnescape(p[i:min(i+3, len(p))]); c == '%' && err != nil {
			return false
		}
	}
	return true
}

// samePaths compares two batches' paths; their order does not matter.
func samePaths(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
