package registry

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"crossfront/emulator/edge/policy"
)

// Tag is one key and value on a distribution.
type Tag struct {
	Key   string `json:"Key" xml:"Key"`
	Value string `json:"Value" xml:"Value"`
}

// Most tags on a resource, longest key and value in characters:
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/tagging.html
const (
	maxTags     = 50
	maxTagKey   = 128
	maxTagValue = 256
)

// Tags are the tags of the distribution with that ARN.
func (r *Registry) Tags(arn string) ([]Tag, error) {
	d, err := tagged(r.World(), arn)
	if err != nil {
		return nil, err
	}
	return slices.Clone(d.Tags), nil
}

// Tag sets tags on the distribution with that ARN; those of the same key are
// replaced. Its ETag stays.
func (r *Registry) Tag(arn string, tags []Tag) error {
	return r.retag(arn, func(old []Tag) ([]Tag, error) { return mergeTags(old, tags) })
}

// Untag takes the tags of those keys off the distribution with that ARN.
func (r *Registry) Untag(arn string, keys []string) error {
	return r.retag(arn, func(old []Tag) ([]Tag, error) {
		return slices.DeleteFunc(slices.Clone(old), func(t Tag) bool { return slices.Contains(keys, t.Key) }), nil
	})
}

func (r *Registry) retag(arn string, edit func([]Tag) ([]Tag, error)) error {
	return r.change(func(next *World) error {
		old, err := tagged(next, arn)
		if err != nil {
			return err
		}
		d := *old
		if d.Tags, err = edit(old.Tags); err != nil {
			return err
		}
		next.distributions[d.ID] = &d
		return nil
	})
}

// tagged finds the distribution that arn names.
func tagged(w *World, arn string) (*Distribution, error) {
	if !strings.HasPrefix(arn, "arn:aws:cloudfront::") {
		return nil, bad("InvalidArgument", "The parameter Resource is not a valid ARN of CloudFront.", "Resource")
	}
	for _, d := range w.distributions {
		if d.ARN == arn {
			return d, nil
		}
	}
	return nil, &policy.Error{Code: "NoSuchResource", Message: "A resource that was specified is not valid.", Status: http.StatusNotFound, Field: "Resource"}
}

// mergeTags is old with tags set on top, in a new slice.
func mergeTags(old, tags []Tag) ([]Tag, error) {
	merged := slices.Clone(old)
	for _, t := range tags {
		if !validTag(t) {
			return nil, bad("InvalidTagging", "The tagging specified is not valid: "+t.Key, "Tags")
		}
		if i := slices.IndexFunc(merged, func(m Tag) bool { return m.Key == t.Key }); i >= 0 {
			merged[i] = t
		} else {
			merged = append(merged, t)
		}
	}
	if len(merged) > maxTags {
		return nil, bad("InvalidTagging", "A resource can have at most 50 tags.", "Tags")
	}
	return merged, nil
}

// validTag checks lengths and that the key is not one that AWS keeps for
// itself.
func validTag(t Tag) bool {
	key, value := utf8.RuneCountInString(t.Key), utf8.RuneCountInString(t.Value)
	return key >= 1 && key <= maxTagKey && value <= maxTagValue &&
		!strings.HasPrefix(strings.ToLower(t.Key), "aws:")
}
