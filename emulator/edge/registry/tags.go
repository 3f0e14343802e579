package registry

import (
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"crossfront/emulator/edge/policy"
)

// Tag is one key and value on a resource.
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

// Tags are the tags of the resource with that ARN: a distribution, a function
// or a key value store.
func (r *Registry) Tags(arn string) ([]Tag, error) {
	t, err := r.World().tagged(arn)
	if err != nil {
		return nil, err
	}
	return slices.Clone(t.tags), nil
}

// Tag sets tags on the resource with that ARN; those of the same key are
// replaced. Its ETag stays.
func (r *Registry) Tag(arn string, tags []Tag) error {
	return r.retag(arn, func(old []Tag) ([]Tag, error) { return mergeTags(old, tags) })
}

// Untag takes the tags of those keys off the resource with that ARN.
func (r *Registry) Untag(arn string, keys []string) error {
	return r.retag(arn, func(old []Tag) ([]Tag, error) {
		return slices.DeleteFunc(slices.Clone(old), func(t Tag) bool { return slices.Contains(keys, t.Key) }), nil
	})
}

func (r *Registry) retag(arn string, edit func([]Tag) ([]Tag, error)) error {
	return r.change(func(next *World) error {
		t, err := next.tagged(arn)
		if err != nil {
			return err
		}
		tags, err := edit(t.tags)
		if err != nil {
			return err
		}
		t.set(tags)
		return nil
	})
}

// A taggable is something that has tags, in one world.
type taggable struct {
	tags []Tag
	set  func([]Tag) // enters a copy with other tags into that world
}

// tagged finds what arn names.
func (w *World) tagged(arn string) (*taggable, error) {
	if !strings.HasPrefix(arn, "arn:aws:cloudfront::") {
		return nil, bad("InvalidArgument", "The parameter Resource is not a valid ARN of CloudFront.", "Resource")
	}
	for _, d := range w.distributions {
		if d.ARN == arn {
			return &taggable{d.Tags, func(tags []Tag) {
				c := *d
				c.Tags = tags
				w.distributions[d.ID] = &c
			}}, nil
		}
	}
	if f := w.functionByARN(arn); f != nil {
		return &taggable{f.Tags, func(tags []Tag) {
			c := *f
			c.Tags = tags
			w.functions[f.Name] = &c
		}}, nil
	}
	if s := w.storeByARN(arn); s != nil {
		return &taggable{s.Tags, func(tags []Tag) {
			c := *s
			c.Tags = tags
			w.stores[s.Name] = &c
		}}, nil
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
