package wire

import "encoding/xml"

// Tagging is the body of PutObjectTagging and PutBucketTagging and the answer
// of the calls that get tags.
type Tagging struct {
	XMLName xml.Name `xml:"Tagging"`
	// Namespace is set in answers only.
	Namespace string  `xml:"xmlns,attr,omitempty"`
	TagSet    *TagSet `xml:"TagSet"`
}

// TagSet are tags in their order.
type TagSet struct {
	Tags []Tag `xml:"Tag"`
}

// Tag is a tag. A member that is nil was not there.
type Tag struct {
	Key   *string `xml:"Key"`
	Value *string `xml:"Value"`
}

// NewTagging answers with tags, pairs of key and value.
func NewTagging(tags [][2]string) Tagging {
	set := &TagSet{}
	for _, t := range tags {
		set.Tags = append(set.Tags, Tag{Key: &t[0], Value: &t[1]})
	}
	return Tagging{Namespace: Namespace, TagSet: set}
}

// Pairs are the tags as pairs of key and value; ok is false when the set, a key
// or a value is missing.
func (t Tagging) Pairs() (tags [][2]string, ok bool) {
	if t.TagSet == nil {
		return nil, false
	}
	for _, tag := range t.TagSet.Tags {
		if tag.Key == nil || tag.Value == nil {
			return nil, false
		}
		tags = append(tags, [2]string{*tag.Key, *tag.Value})
	}
	return tags, true
}
