package s3_test

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

// A listed is what the tests look at of a listing.
type listed struct {
	XMLName               xml.Name
	Name, Prefix          string
	Marker, NextMarker    *string
	NextContinuationToken string
	ContinuationToken     *string
	StartAfter, Delimiter string
	KeyCount              *int
	MaxKeys               int
	EncodingType          string
	IsTruncated           bool
	Contents              []struct {
		Key   string
		ETag  string
		Owner *struct{ ID string }
	}
	CommonPrefixes []struct{ Prefix string }
}

func (l listed) String() string {
	var parts []string
	for _, c := range l.Contents {
		parts = append(parts, c.Key)
	}
	for _, p := range l.CommonPrefixes {
		parts = append(parts, "["+p.Prefix+"]")
	}
	return strings.Join(parts, " ")
}

func (s *service) list(t *testing.T, query string) listed {
	t.Helper()
	res := s.call(t, "GET", "/media?"+query, "")
	var l listed
	if err := xml.Unmarshal([]byte(res.body), &l); err != nil || res.status != 200 {
		t.Fatalf("%d %v %s", res.status, err, res.body)
	}
	if l.XMLName.Space != "http://s3.amazonaws.com/doc/2006-03-01/" || l.XMLName.Local != "ListBucketResult" || l.Name != "media" {
		t.Errorf("%+v", l)
	}
	return l
}

func TestListing(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	for _, key := range []string{"a", "b/1", "b/2", "c d", "e"} {
		s.put(t, "media", key, key)
	}
	for query, want := range map[string]string{
		"":                                       "a b/1 b/2 c d e / truncated false max 1000",
		"list-type=2":                            "a b/1 b/2 c d e / truncated false max 1000 count 5",
		"list-type=1":                            "a b/1 b/2 c d e / truncated false max 1000",
		"max-keys=2":                             "a b/1 / truncated true max 2", // S3 gives no NextMarker without a delimiter
		"max-keys=2&delimiter=/":                 "a [b/] / truncated true max 2 next b/",
		"max-keys=2&delimiter=/&marker=b/":       "c d e / truncated false max 2",
		"marker=b/1":                             "b/2 c d e / truncated false max 1000",
		"list-type=2&max-keys=0":                 " / truncated false max 0 count 0",
		"list-type=2&max-keys=5000":              "a b/1 b/2 c d e / truncated false max 1000 count 5",
		"list-type=2&delimiter=/":                "a c d e [b/] / truncated false max 1000 count 4",
		"list-type=2&delimiter=/&prefix=b/":      "b/1 b/2 / truncated false max 1000 count 2",
		"list-type=2&start-after=b/2":            "c d e / truncated false max 1000 count 2",
		"list-type=2&encoding-type=url&prefix=c": "c+d / truncated false max 1000 count 1",
	} {
		l := s.list(t, query)
		got := fmt.Sprintf("%s / truncated %v max %d", l, l.IsTruncated, l.MaxKeys)
		if l.KeyCount != nil {
			got += fmt.Sprintf(" count %d", *l.KeyCount)
		}
		if l.NextMarker != nil {
			got += " next " + *l.NextMarker
		}
		if got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
		if v2 := strings.Contains(query, "list-type=2"); v2 == (l.Marker != nil) {
			t.Errorf("%s: Marker %v", query, l.Marker)
		}
	}
	first := s.list(t, "list-type=2&max-keys=2&start-after=a&fetch-owner=true")
	if first.String() != "b/1 b/2" || first.StartAfter != "a" || first.NextContinuationToken == "" || first.Contents[0].Owner == nil {
		t.Errorf("%+v", first)
	}
	if strings.Contains(first.NextContinuationToken, "b/2") {
		t.Error("the token is not opaque")
	}
	// The token outweighs start-after.
	second := s.list(t, "list-type=2&max-keys=2&start-after=a&continuation-token="+strings.NewReplacer("+", "%2B", "/", "%2F", "=", "%3D").Replace(first.NextContinuationToken))
	if second.String() != "c d e" || second.ContinuationToken == nil || *second.ContinuationToken != first.NextContinuationToken || second.Contents[0].Owner != nil {
		t.Errorf("%+v", second)
	}
}
