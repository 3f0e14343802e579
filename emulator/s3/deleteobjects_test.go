package s3_test

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestLongAnswersToDeletesWait for the AWS SDK for Go to have ended its request.
func TestLongAnswersToDeletesWait(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	var all strings.Builder
	for i := range 100 {
		fmt.Fprintf(&all, "<Object><Key>%060d</Key></Object>", i)
	}
	doc := "<Delete>" + all.String() + "</Delete>"
	sum := md5.Sum([]byte(doc))
	start := time.Now()
	res := s.call(t, "POST", "/media?delete", doc, "Content-MD5: "+base64.StdEncoding.EncodeToString(sum[:]))
	if took := time.Since(start); took < 4*time.Millisecond {
		t.Errorf("answered after %v", took)
	}
	if res.status != 200 || strings.Count(res.body, "<Deleted>") != 100 {
		t.Errorf("%d %.300s", res.status, res.body)
	}
}
