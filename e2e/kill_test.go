package e2e_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

const (
	killRounds    = 20
	killWriters   = 200
	keysOfAWriter = 3
	killBucket    = "kill"
)

// TestKill ends the emulator with SIGKILL amid 200 concurrent writers, 20
// times over the same data, and looks at what the next start serves: of every
// key what was last acknowledged, byte for byte, or, where a request was under
// way when the process died, what that request would have left; nothing half
// written, and no key besides.
func TestKill(t *testing.T) {
	path := binary(t)
	data := t.TempDir()
	start := func() *server {
		s, err := launch(path, "--data-dir="+data)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := start()
	defer func() { s.kill() }()
	createBucket(t, t.Context(), s.client(), killBucket)

	writers := make([]*writer, killWriters)
	for i := range writers {
		writers[i] = &writer{id: i, random: rand.New(rand.NewPCG(3, uint64(i))), keys: map[string]*history{}}
	}
	random := rand.New(rand.NewPCG(3, killWriters))
	for round := range killRounds {
		var acknowledged atomic.Int64
		enough := int64(killWriters/2 + random.IntN(3*killWriters))
		reached := make(chan struct{})
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		client := s.client()
		for _, w := range writers {
			all.Go(func() {
				w.write(ctx, client, func() {
					if acknowledged.Add(1) == enough {
						close(reached)
					}
				})
			})
		}
		select {
		case <-reached:
		case <-s.exited:
			t.Fatalf("round %d: the emulator ended by itself:\n%s", round, s.log)
		}
		s.kill()
		cancel()
		all.Wait()

		s = start()
		if n := compareAll(t, s.client(), writers); n == 0 {
			t.Errorf("round %d: nothing is left of %d acknowledged writes", round, acknowledged.Load())
		}
		if t.Failed() {
			t.Fatalf("round %d, killed after %d acknowledged writes", round, acknowledged.Load())
		}
	}
}

// history is what one key may hold: what was acknowledged last, and what a
// request that got no answer would have left. An empty string is no object.
type history struct {
	acknowledged string // content
	pending      string
	underWay     bool
}

// writer puts, replaces and deletes objects under keys of its own, one request
// at a time, until the emulator is gone.
type writer struct {
	id     int
	random *rand.Rand
	keys   map[string]*history
}

func (w *writer) write(ctx context.Context, client *s3.Client, acknowledge func()) {
	for {
		key := fmt.Sprintf("writer-%03d/%d", w.id, w.random.IntN(keysOfAWriter))
		h := w.keys[key]
		if h == nil {
			h = &history{}
			w.keys[key] = h
		}
		h.pending, h.underWay = w.content(), true
		if err := w.send(ctx, client, key, h.pending); err != nil {
			return
		}
		h.acknowledged, h.underWay = h.pending, false
		acknowledge()
	}
}

// content is up to 64 KiB that no other request has; now and then none, which
// means a delete.
func (w *writer) content() string {
	if w.random.IntN(8) == 0 {
		return ""
	}
	chunk := fmt.Sprintf("%d %d\n", w.id, w.random.Uint64())
	return strings.Repeat(chunk, 1+w.random.IntN(1<<w.random.IntN(12)))
}

func (w *writer) send(ctx context.Context, client *s3.Client, key, content string) error {
	bucket := killBucket
	switch {
	case content == "":
		_, err := client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: &bucket, Key: &key})
		return err
	case w.random.IntN(8) == 0:
		return sendInParts(ctx, client, bucket, key, content)
	}
	_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader(content)})
	return err
}

func sendInParts(ctx context.Context, client *s3.Client, bucket, key, content string) error {
	created, err := client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: &bucket, Key: &key})
	if err != nil {
		return err
	}
	number := int32(1)
	part, err := client.UploadPart(ctx, &s3.UploadPartInput{Bucket: &bucket, Key: &key, UploadId: created.UploadId,
		PartNumber: &number, Body: strings.NewReader(content)})
	if err != nil {
		return err
	}
	_, err = client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{Bucket: &bucket, Key: &key, UploadId: created.UploadId,
		MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{ETag: part.ETag, PartNumber: &number, ChecksumCRC32: part.ChecksumCRC32}}}})
	return err
}

// compareAll holds every object that is served against what the writers know,
// settles what was under way, and counts the objects.
func compareAll(t *testing.T, client *s3.Client, writers []*writer) int {
	t.Helper()
	served := map[string]bool{}
	bucket := killBucket
	pages := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: &bucket})
	for pages.HasMorePages() {
		page, err := pages.NextPage(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range page.Contents {
			served[*o.Key] = true
		}
	}
	count := len(served)
	for _, w := range writers {
		for key, h := range w.keys {
			got := ""
			if served[key] {
				got = fetch(t, client, key)
			}
			delete(served, key)
			if got != h.acknowledged && !(h.underWay && got == h.pending) {
				t.Errorf("%s: served are %d bytes (%x), acknowledged were %d (%x), under way %v", key,
					len(got), sha256.Sum256([]byte(got)), len(h.acknowledged), sha256.Sum256([]byte(h.acknowledged)), h.underWay)
			}
			h.acknowledged, h.underWay = got, false
		}
	}
	for key := range served {
		t.Errorf("%s is served and was never written", key)
	}
	return count
}

func fetch(t *testing.T, client *s3.Client, key string) string {
	t.Helper()
	bucket := killBucket
	out, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Errorf("%s is listed, yet: %v", key, err)
		return ""
	}
	defer out.Body.Close()
	var body bytes.Buffer
	if _, err := io.Copy(&body, out.Body); err != nil {
		t.Errorf("%s: %v", key, err)
	}
	return body.String()
}
