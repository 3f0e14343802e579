package wire

import (
	"encoding/xml"
	"testing"
)

// TestListIsWhatReflectionWrites compares the written keys with encoding/xml's.
func TestListIsWhatReflectionWrites(t *testing.T) {
	type reflected struct {
		XMLName  xml.Name  `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListBucketResult"`
		Contents []Content `xml:"Contents"`
	}
	type rendered struct {
		XMLName  xml.Name `xml:"http://s3.amazonaws.com/doc/2006-03-01/ ListBucketResult"`
		Rendered []byte   `xml:",innerxml"`
	}
	for _, contents := range [][]Content{
		nil,
		{{Key: "a", LastModified: "2026-11-23T00:00:00.000Z", ETag: Quote("e"), Size: 5, StorageClass: "STANDARD"}},
		{
			{Key: "", Size: -1},
			{Key: "<a>&\"'\t\n\r\x00\xff\u2028\U0001F600]]>", ETag: `"`, ChecksumAlgorithm: "CRC32", ChecksumType: "FULL_OBJECT", Owner: &Owner{ID: "<"}, StorageClass: "&"},
		},
	} {
		want, err := Marshal(reflected{Contents: contents})
		if err != nil {
			t.Fatal(err)
		}
		l := ListBucketResult{Contents: contents}
		l.render()
		got, err := Marshal(rendered{Rendered: l.Rendered})
		if err != nil || string(got) != string(want) {
			t.Errorf("%v\n got %s\nwant %s", err, got, want)
		}
	}
}

// TestListAllocations holds that a page of a thousand keys takes at most one
// allocation a key, for its size.
func TestListAllocations(t *testing.T) {
	l := &ListBucketResult{Contents: make([]Content, 1000)}
	for i := range l.Contents {
		l.Contents[i] = Content{Key: "folder/key", ETag: Quote("0123456789abcdef"), Size: 1 << 40, LastModified: "2026-11-23T00:00:00.000Z", StorageClass: "STANDARD"}
	}
	got := testing.AllocsPerRun(10, func() {
		if _, err := Marshal(l); err != nil {
			t.Fatal(err)
		}
	})
	t.Logf("%v allocations", got)
	if got > 1100 {
		t.Errorf("%v allocations for 1,000 keys, want at most one a key", got)
	}
}
