package e2e_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	malformedRequests = 10_000
	malformedSenders  = 8
	// patience is how long an answer may take. All requests end with the
	// client's half of the connection closed, so none waits for more.
	patience = 10 * time.Second
	// memoryLimit is far above what the emulator takes for small requests, and
	// far below what announced lengths or nested documents would make it take.
	memoryLimit = 512 << 20
)

// TestMalformedRequests sends 10,000 requests that no client should send, each
// on a connection of its own: broken request lines and headers, wrong lengths,
// broken chunks, documents and signatures. The emulator refuses or answers
// each, never with an internal error, and goes on serving. Half of them or more
// get past Go's own reading of HTTP to S3, whose answers have a request id.
func TestMalformedRequests(t *testing.T) {
	s := start(t)
	client := s.client()
	createBucket(t, t.Context(), client, "bucket") // that the requests are about
	bucket, key := "witness", "key"
	createBucket(t, t.Context(), client, bucket)
	if _, err := client.PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader("still here")}); err != nil {
		t.Fatal(err)
	}
	address := strings.TrimPrefix(s.aws, "http://")

	var mu sync.Mutex
	statuses, fromS3 := map[int]int{}, 0
	var all sync.WaitGroup
	for sender := range malformedSenders {
		g := &generator{random: rand.New(rand.NewPCG(7, uint64(sender))), host: address}
		all.Go(func() {
			for range malformedRequests / malformedSenders {
				request := g.next()
				status, s3, err := roundTrip(address, request)
				if err != nil {
					t.Errorf("%v, for\n%.500q", err, request)
					return
				}
				if status == http.StatusInternalServerError {
					t.Errorf("status 500 for\n%.2000q", request)
				}
				mu.Lock()
				statuses[status]++
				if s3 {
					fromS3++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	t.Logf("answers by status, 0 for a closed connection: %v; %d of them S3's", statuses, fromS3)
	if fromS3 < malformedRequests/2 {
		t.Errorf("only %d requests got as far as S3", fromS3)
	}
	if statuses[http.StatusOK] == 0 {
		t.Error("no request succeeded: what the generator signs is not rightly signed")
	}

	out, err := client.GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if err != nil {
		t.Fatalf("afterwards: %v", err)
	}
	defer out.Body.Close()
	if body, err := io.ReadAll(out.Body); err != nil || string(body) != "still here" {
		t.Errorf("afterwards the object is %q, %v", body, err)
	}
	if said := s.log.String(); strings.Contains(said, "panic") || strings.Contains(said, "goroutine ") {
		t.Errorf("the emulator said:\n%s", said)
	}
	if peak := peakMemory(t, s.cmd.Process.Pid); peak > memoryLimit {
		t.Errorf("the emulator took up to %d MiB", peak>>20)
	}
}

// roundTrip sends the bytes, closes its half, and reads one answer's status,
// and whether S3 gave it; 0 when the connection is closed without one.
func roundTrip(address, request string) (status int, s3 bool, err error) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return 0, false, err
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(patience))
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		// The emulator may answer and close before it has read everything.
		io.WriteString(conn, request)
		conn.(*net.TCPConn).CloseWrite()
	}()
	defer func() { conn.Close(); <-sent }()
	answer := bufio.NewReader(conn)
	for {
		res, err := http.ReadResponse(answer, &http.Request{Method: method(request)})
		var late net.Error
		switch {
		case errors.As(err, &late) && late.Timeout():
			return 0, false, fmt.Errorf("no answer within %v", patience)
		case err != nil:
			return 0, false, nil
		case res.StatusCode == http.StatusContinue:
			continue
		}
		_, err = io.Copy(io.Discard, res.Body)
		if errors.As(err, &late) && late.Timeout() {
			return 0, false, fmt.Errorf("the answer did not end within %v", patience)
		}
		return res.StatusCode, res.Header.Get("x-amz-request-id") != "", nil
	}
}

// method is the first word, because an answer to HEAD has no body.
func method(request string) string {
	word, _, _ := strings.Cut(request, " ")
	return word
}

// peakMemory is the most that the process has had in memory, in bytes.
func peakMemory(t *testing.T, pid int) int {
	t.Helper()
	doc, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		t.Skipf("no /proc here: %v", err)
	}
	_, rest, found := bytes.Cut(doc, []byte("VmHWM:"))
	fields := bytes.Fields(rest)
	if !found || len(fields) == 0 {
		t.Fatal("no VmHWM in /proc")
	}
	kib, err := strconv.Atoi(string(fields[0]))
	if err != nil {
		t.Fatal(err)
	}
	return kib << 10
}
