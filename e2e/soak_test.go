package e2e_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

const soakSeed = openBucket + `    cors: [{AllowedOrigins: ["https://app.example.com"], AllowedMethods: [GET, PUT], AllowedHeaders: ["*"]}]
distributions:
  - {id: E1EXAMPLE, default: true, origin: "s3://bucket", behavior: {cachePolicy: Elemental-MediaPackage, originRequestPolicy: CORS-S3Origin}}
faults:
  - {bucket: bucket, path: "/broken/*", status: 503, every: 3}
  - {bucket: bucket, path: "/broken/*", reset: true, every: 5}
  - {bucket: bucket, path: "/broken/*", truncate: 100, every: 7}
`

const (
	soakKeys    = 400
	soakWorkers = 12
	// soakGrowth is how much larger the process may be at the end than it was when a
	// fifth of the time was over, and soakSlack what that is allowed beside.
	soakGrowth = 1.25
	soakSlack  = 24 << 20
	// soakGoroutines may be more at the end: connections that come and go.
	soakGoroutines = 40
)

// TestSoak has the whole binary under load for SOAK (SOAK=10m), three seconds
// otherwise: the edge, S3, the console and its live feed, invalidations, a moving
// clock, and faults. No answer is wrong, the process does not grow, no goroutine
// stays, and SIGTERM lets what is under way end.
func TestSoak(t *testing.T) {
	length := 3 * time.Second
	if text := os.Getenv("SOAK"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	s := &soak{server: start(t, "--seed", soakSeed, "--memory", "256MiB", "--exchanges", "500"), kinds: map[string]*kind{}}
	s.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 2 * soakWorkers}, Timeout: 30 * time.Second}
	s.fill(t)
	end := time.Now().Add(length)
	var wg sync.WaitGroup
	for n := range soakWorkers {
		wg.Go(func() {
			for r := rand.New(rand.NewPCG(1, uint64(n))); time.Now().Before(end); {
				s.step(t, r)
			}
		})
	}
	for time.Now().Before(end.Add(-length * 4 / 5)) {
		time.Sleep(50 * time.Millisecond) // while the load runs: there is nothing else to wait for
	}
	before := s.size(t)
	wg.Wait()
	after := s.size(t)
	s.report(t, before, after)
	if float64(after.rss) > float64(before.rss)*soakGrowth+soakSlack {
		t.Errorf("the process grew from %d to %d MiB", before.rss>>20, after.rss>>20)
	}
	if after.goroutines > before.goroutines+soakGoroutines {
		t.Errorf("%d goroutines, %d before", after.goroutines, before.goroutines)
	}
	s.drain(t)
}

// A soak is a binary under load.
type soak struct {
	*server
	client *http.Client

	mu    sync.Mutex
	kinds map[string]*kind
}

// A kind of request: how long each took, and what came of it.
type kind struct {
	took     []float64 // milliseconds
	statuses map[int]int
	broken   int // without an answer, or broken off
}

// body is the content of a key's version, which tells both.
func body(key string, version int) []byte {
	text := fmt.Sprintf("%s %d ", key, version)
	sum := sha256.Sum256([]byte(text))
	return []byte(text + strings.Repeat(hex.EncodeToString(sum[:]), 1+len(key)%40))
}

// whole reports whether an object's bytes are some version's of that key.
func whole(key string, got []byte) bool {
	text, _, _ := strings.Cut(string(got), " ")
	_, rest, _ := strings.Cut(string(got), " ")
	number, _, _ := strings.Cut(rest, " ")
	version, err := strconv.Atoi(number)
	return err == nil && text == key && bytes.Equal(got, body(key, version))
}

func keyOf(r *rand.Rand) string {
	n := r.IntN(soakKeys)
	if n%10 == 0 {
		return fmt.Sprintf("broken/%d", n)
	}
	return fmt.Sprintf("k/%d", n)
}

func (s *soak) fill(t *testing.T) {
	for n := range soakKeys {
		for _, key := range []string{fmt.Sprintf("broken/%d", n), fmt.Sprintf("k/%d", n)} {
			s.ask(t, "fill", "PUT", s.aws+"/bucket/"+key, body(key, 0))
		}
	}
}

// step does one thing of those that happen together.
func (s *soak) step(t *testing.T, r *rand.Rand) {
	key := keyOf(r)
	switch n := r.IntN(100); {
	case n < 55:
		s.read(t, "edge", s.edge+"/"+key, key)
	case n < 70:
		s.read(t, "S3 GET", s.aws+"/bucket/"+key, key)
	case n < 85:
		s.ask(t, "S3 PUT", "PUT", s.aws+"/bucket/"+key, body(key, r.IntN(1000)))
	case n < 90:
		s.ask(t, "preflight", "OPTIONS", s.aws+"/bucket/"+key, nil)
	case n < 93:
		s.ask(t, "invalidation", "POST", s.console+"/api/distributions/E1EXAMPLE/invalidations", []byte(`{"paths":["/`+key+`*"]}`))
	case n < 95:
		s.ask(t, "clock", "POST", s.console+"/api/clock", []byte(`{"advance":"10s"}`))
	case n < 98:
		s.ask(t, "exchanges", "GET", s.console+"/api/exchanges?limit=20", nil)
	default:
		s.watch(r)
	}
}

// read asks for an object: what comes whole with 200 must be one of its versions.
func (s *soak) read(t *testing.T, name, url, key string) {
	status, got, ok := s.ask(t, name, "GET", url, nil)
	if ok && status == http.StatusOK && !whole(key, got) {
		t.Errorf("%s: %s answers %.200q", name, url, got)
	}
}

// ask sends one request, notes how long it took, and is its answer. Only faults make
// answers that are errors, or none.
func (s *soak) ask(t *testing.T, name, method, url string, sent []byte) (status int, got []byte, ok bool) {
	began := time.Now()
	req, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewReader(sent))
	if err != nil {
		t.Error(err)
		return 0, nil, false
	}
	if !strings.HasPrefix(url, s.console) {
		req.Header.Set("Origin", "https://app.example.com")
	}
	if method == "OPTIONS" {
		req.Header.Set("Access-Control-Request-Method", "PUT")
	}
	res, err := s.client.Do(req)
	if err == nil {
		status = res.StatusCode
		got, err = io.ReadAll(res.Body)
		res.Body.Close()
	}
	faulty := strings.Contains(url, "/broken/")
	if err != nil && !faulty || status >= 400 && !faulty {
		t.Errorf("%s %s: %d, %v, %.300q", method, url, status, err, got)
	}
	s.note(name, status, err != nil, time.Since(began))
	return status, got, err == nil
}

func (s *soak) note(name string, status int, broken bool, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.kinds[name]
	if k == nil {
		k = &kind{statuses: map[int]int{}}
		s.kinds[name] = k
	}
	k.took = append(k.took, float64(took.Microseconds())/1000)
	k.statuses[status]++
	if broken {
		k.broken++
	}
}

// watch opens the live feed and leaves it.
func (s *soak) watch(r *rand.Rand) {
	res, err := s.client.Get(s.console + "/api/events")
	if err != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, res.Body, int64(r.IntN(20_000)))
	res.Body.Close()
}

// A size is what the process has.
type size struct {
	rss        int64
	goroutines int
}

func (s *soak) size(t *testing.T) (z size) {
	t.Helper()
	res, err := http.Get(s.console + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	doc, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`(?m)^go_goroutines (\d+)`).FindSubmatch(doc)
	if m == nil {
		t.Fatalf("no count of goroutines in\n%s", doc)
	}
	z.goroutines, _ = strconv.Atoi(string(m[1]))
	statm, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.cmd.Process.Pid))
	if err != nil {
		return z // not Linux
	}
	pages, _ := strconv.ParseInt(strings.Fields(string(statm))[1], 10, 64)
	z.rss = pages * int64(os.Getpagesize())
	return z
}

// report prints what was done, with the time that one in a hundred was over.
func (s *soak) report(t *testing.T, before, after size) {
	t.Helper()
	total := 0
	var names []string
	for name, k := range s.kinds {
		names = append(names, name)
		total += len(k.took)
	}
	slices.Sort(names)
	for _, name := range names {
		k := s.kinds[name]
		slices.Sort(k.took)
		t.Logf("%-13s %8d requests, p50 %7.2f ms, p99 %7.2f ms, statuses %v, broken off %d",
			name, len(k.took), k.took[len(k.took)/2], k.took[len(k.took)*99/100], k.statuses, k.broken)
	}
	t.Logf("%d requests; %d MiB and %d goroutines at a fifth of the time, %d MiB and %d at the end",
		total, before.rss>>20, before.goroutines, after.rss>>20, after.goroutines)
	if total < 100 {
		t.Errorf("only %d requests were made", total)
	}
}

// drain tells the process to stop while answers are on their way: they arrive.
func (s *soak) drain(t *testing.T) {
	t.Helper()
	s.ask(t, "fault", "POST", s.console+"/api/faults", []byte(`{"bucket":"bucket","path":"/slow/*","bandwidth":20000}`))
	key := "slow/0"
	content := bytes.Repeat([]byte("x"), 40_000) // two seconds
	s.ask(t, "fill", "PUT", s.aws+"/bucket/"+key, content)
	var began, whole atomic.Int32
	var wg sync.WaitGroup
	for _, url := range []string{s.aws + "/bucket/" + key, s.edge + "/" + key} {
		for range 5 {
			wg.Go(func() {
				res, err := s.client.Get(url)
				began.Add(1)
				if err != nil {
					t.Error(err)
					return
				}
				defer res.Body.Close()
				if got, err := io.ReadAll(res.Body); err != nil || !bytes.Equal(got, content) {
					t.Errorf("%s: %d bytes, %v", url, len(got), err)
					return
				}
				whole.Add(1)
			})
		}
	}
	for late := time.Now().Add(patience); began.Load() < 10 && time.Now().Before(late); {
		time.Sleep(10 * time.Millisecond)
	}
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	wg.Wait()
	if whole.Load() != 10 {
		t.Errorf("%d of 10 answers arrived", whole.Load())
	}
	select {
	case <-s.exited:
	case <-time.After(patience):
		t.Error("it does not end")
	}
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}
