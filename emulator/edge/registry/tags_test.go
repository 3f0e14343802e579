package registry

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTags(t *testing.T) {
	r, _ := newTest(t)
	d, err := r.CreateDistribution(simple("one"), CreateOptions{Tags: []Tag{{"a", "1"}, {"b", ""}}})
	if err != nil {
		t.Fatal(err)
	}
	steps := []struct {
		do   func() error
		want []Tag
	}{
		{func() error { return nil }, []Tag{{"a", "1"}, {"b", ""}}},
		{func() error { return r.Tag(d.ARN, []Tag{{"a", "2"}, {"c", "3"}}) }, []Tag{{"a", "2"}, {"b", ""}, {"c", "3"}}},
		{func() error { return r.Untag(d.ARN, []string{"b", "absent"}) }, []Tag{{"a", "2"}, {"c", "3"}}},
	}
	for i, s := range steps {
		if err := s.do(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		got, err := r.Tags(d.ARN)
		if diff := cmp.Diff(s.want, got); diff != "" || err != nil {
			t.Errorf("step %d: %v\n%s", i, err, diff)
		}
	}
	after, err := r.Distribution(d.ID)
	if err != nil || after.ETag != d.ETag {
		t.Errorf("tagging changed the ETag: %v, %v", after, err)
	}
}

func TestTagErrors(t *testing.T) {
	r, _ := newTest(t)
	d, err := r.CreateDistribution(simple("one"), CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var many []Tag
	for i := range 51 {
		many = append(many, Tag{fmt.Sprint("k", i), ""})
	}
	tests := []struct {
		name, arn string
		tags      []Tag
		want      string
	}{
		{"unknown", "arn:aws:cloudfront::000000000000:distribution/ENONE", []Tag{{"a", ""}}, "NoSuchResource 404"},
		{"no ARN", d.ID, []Tag{{"a", ""}}, "InvalidArgument 400"},
		{"other service", "arn:aws:s3:::media", []Tag{{"a", ""}}, "InvalidArgument 400"},
		{"empty key", d.ARN, []Tag{{"", "v"}}, "InvalidTagging 400"},
		{"AWS's own prefix", d.ARN, []Tag{{"AWS:x", "v"}}, "InvalidTagging 400"},
		{"long key", d.ARN, []Tag{{strings.Repeat("k", 129), "v"}}, "InvalidTagging 400"},
		{"long value", d.ARN, []Tag{{"k", strings.Repeat("v", 257)}}, "InvalidTagging 400"},
		{"too many", d.ARN, many, "InvalidTagging 400"},
		{"as many as may be", d.ARN, many[:50], ""},
	}
	for _, tt := range tests {
		if got := code(r.Tag(tt.arn, tt.tags)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}
