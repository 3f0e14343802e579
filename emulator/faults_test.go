package emulator_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"crossfront/emulator/console"
	"crossfront/emulator/journal"
)

// faultyWorld is a public bucket with CORS rules, alone and behind a
// distribution, and a distribution before a server that allows everybody.
func faultyWorld(t *testing.T, faults string) (r *running, asked *atomic.Int32) {
	t.Helper()
	asked = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = io.WriteString(w, strings.Repeat("0123456789", 100))
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	write(t, filepath.Join(dir, "a.txt"), strings.Repeat("0123456789", 100))
	name := filepath.Join(dir, "seed.yaml")
	write(t, name, "resolve: {api.example.com: '"+server.Listener.Addr().String()+"'}\n"+
		"buckets: [{name: media, public: true, objects: [{from: a.txt}], cors: [{AllowedOrigins: ['*'], AllowedMethods: [GET]}]}]\n"+
		"distributions:\n"+
		"  - {id: EAPI, origin: 'http://api.example.com'}\n"+
		"  - {id: ES3, origin: 's3://media', behavior: {cachePolicy: Elemental-MediaPackage, originRequestPolicy: CORS-S3Origin}}\n"+faults)
	return start(t, "--config="+name), asked
}

// got is what a client has of an answer, or how it broke.
type got struct {
	answer
	err error
}

// try asks as a page would, and may fail.
func (r *running) try(url, host string) got {
	req, err := http.NewRequestWithContext(r.t.Context(), http.MethodGet, url, nil)
	if err != nil {
		return got{err: err}
	}
	req.Host = host
	req.Header.Set("Origin", page)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DisableCompression: true}}
	res, err := client.Do(req)
	if err != nil {
		return got{err: err}
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return got{answer{res, string(body)}, err}
}

// passing is try while the clock moves on as soon as the request is held back, so
// that nobody has to wait.
func (r *running) passing(url, host string) got {
	r.t.Helper()
	answered := make(chan got, 1)
	go func() { answered <- r.try(url, host) }()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		select {
		case g := <-answered:
			return g
		default:
			if !strings.Contains(r.console(200, "GET", "/api/faults", ""), `"waiting":0`) {
				r.console(200, "POST", "/api/clock", `{"advance":"1s"}`)
			}
		}
	}
	r.t.Fatal("nothing was answered, however late it became")
	return got{}
}

// TestFaults: every kind, at S3 and at the edge, over sockets.
func TestFaults(t *testing.T) {
	r, asked := faultyWorld(t, "")
	s3, api, media := "http://"+r.Addresses().AWS+"/media/a.txt", "eapi.cloudfront.localhost", "es3.cloudfront.localhost"
	edge := "http://" + r.Addresses().Edge + "/a.txt"
	whole := strings.Repeat("0123456789", 100)
	tests := []struct {
		name, fault string
		url, host   string
		status      int // 0: no answer
		has         map[string]string
		body        string // begins with, of S3's and the edge's pages contains
		cut         bool
		asked       int32 // of the custom origin
		attempts    int   // that met the fault
		broke       bool
	}{
		{name: "status at S3", fault: `{"bucket":"media","status":503}`, url: s3, status: 503,
			has: map[string]string{"Content-Type": "application/xml", "Access-Control-Allow-Origin": "", "Server": "AmazonS3"}, body: "<Code>SlowDown</Code>", attempts: 1, broke: true},
		{name: "another code at S3", fault: `{"bucket":"media","status":503,"code":"ServiceUnavailable"}`, url: s3, status: 503, body: "<Code>ServiceUnavailable</Code>", attempts: 1, broke: true},
		{name: "500 at S3", fault: `{"bucket":"media","status":500}`, url: s3, status: 500, body: "<Code>InternalError</Code>", attempts: 1, broke: true},
		{name: "403 at S3 has CORS headers, as S3's own", fault: `{"bucket":"media","status":403}`, url: s3, status: 403,
			has: map[string]string{"Access-Control-Allow-Origin": "*"}, body: "<Code>AccessDenied</Code>", attempts: 1, broke: true},
		{name: "reset at S3", fault: `{"bucket":"media","reset":true}`, url: s3, attempts: 1, broke: true},
		{name: "truncated at S3", fault: `{"bucket":"media","truncate":25}`, url: s3, status: 200, body: whole[:25], cut: true, attempts: 1, broke: true},
		{name: "truncated behind the end", fault: `{"bucket":"media","truncate":1000}`, url: s3, status: 200, body: whole, attempts: 1},
		{name: "slow at S3", fault: `{"bucket":"media","latency":"5m"}`, url: s3, status: 200, has: map[string]string{"Access-Control-Allow-Origin": "*"}, body: whole, attempts: 1},
		{name: "a trickle at S3", fault: `{"bucket":"media","bandwidth":100}`, url: s3, status: 200, body: whole, attempts: 1},
		{name: "another path", fault: `{"bucket":"media","path":"/b*","status":503}`, url: s3, status: 200, body: whole},
		{name: "another method", fault: `{"bucket":"media","methods":["PUT"],"status":503}`, url: s3, status: 200, body: whole},

		{name: "S3's 503 at the edge", fault: `{"bucket":"media","status":503}`, url: edge, host: media, status: 503,
			has: map[string]string{"X-Cache": "Error from cloudfront", "Access-Control-Allow-Origin": "", "Server": "AmazonS3"}, body: "<Code>SlowDown</Code>", attempts: 1, broke: true},
		{name: "S3's 503 for the edge alone", fault: `{"origin":"media.s3.us-east-1.amazonaws.com","status":503}`, url: edge, host: media, status: 503,
			body: "<Code>SlowDown</Code>", attempts: 1, broke: true},
		{name: "504: S3 takes too long", fault: `{"bucket":"media","latency":"35s"}`, url: edge, host: media, status: 504,
			has:  map[string]string{"X-Cache": "Error from cloudfront", "Server": "CloudFront", "Content-Type": "text/html", "Access-Control-Allow-Origin": ""},
			body: "attempted to establish a connection with the origin", attempts: 3, broke: true},
		{name: "502: S3 resets", fault: `{"bucket":"media","reset":true}`, url: edge, host: media, status: 502,
			has: map[string]string{"X-Cache": "Error from cloudfront"}, body: "wasn't able to connect to the origin", attempts: 1, broke: true},
		{name: "S3's body is cut at the edge", fault: `{"bucket":"media","truncate":25}`, url: edge, host: media, status: 200, body: whole[:25], cut: true, attempts: 1, broke: true},

		{name: "504: an origin takes too long", fault: `{"origin":"API.example.com","latency":"35s"}`, url: edge, host: api, status: 504,
			has:  map[string]string{"X-Cache": "Error from cloudfront", "Server": "CloudFront", "Content-Type": "text/html", "Access-Control-Allow-Origin": ""},
			body: "attempted to establish a connection with the origin", asked: 3, attempts: 3, broke: true},
		{name: "slow, but in time", fault: `{"origin":"api.example.com","latency":"20s"}`, url: edge, host: api, status: 200,
			has: map[string]string{"Access-Control-Allow-Origin": "*", "X-Cache": "Miss from cloudfront"}, body: whole, asked: 1, attempts: 1},
		{name: "502: an origin resets", fault: `{"origin":"api.example.com","reset":true}`, url: edge, host: api, status: 502,
			has: map[string]string{"X-Cache": "Error from cloudfront"}, body: "wasn't able to connect to the origin", attempts: 1, broke: true},
		{name: "an origin's own 500", fault: `{"origin":"api.example.com","status":500}`, url: edge, host: api, status: 500,
			has: map[string]string{"Access-Control-Allow-Origin": "", "X-Cache": "Error from cloudfront"}, body: "500 Internal Server Error", attempts: 1, broke: true},
		{name: "an origin's body is cut", fault: `{"origin":"api.example.com","truncate":25}`, url: edge, host: api, status: 200, body: whole[:25], cut: true, asked: 1, attempts: 1, broke: true},
		{name: "a trickle from an origin", fault: `{"origin":"api.example.com","bandwidth":100}`, url: edge, host: api, status: 200, body: whole, asked: 1, attempts: 1},
		{name: "another origin", fault: `{"origin":"other.example.com","status":503}`, url: edge, host: api, status: 200, body: whole, asked: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r.t = t
			r.console(201, "POST", "/api/distributions/EAPI/invalidations", `{"paths":["/*"]}`)
			r.console(201, "POST", "/api/distributions/ES3/invalidations", `{"paths":["/*"]}`)
			r.console(200, "PUT", "/api/faults", tt.fault)
			asked.Store(0)
			g := r.passing(tt.url, tt.host)
			switch {
			case tt.status == 0:
				if !errors.Is(g.err, syscall.ECONNRESET) {
					t.Fatalf("the client sees %v, want a reset", g.err)
				}
			case g.Response == nil:
				t.Fatal(g.err)
			case tt.cut != errors.Is(g.err, io.ErrUnexpectedEOF) || !tt.cut && g.err != nil:
				t.Errorf("the body ends with %v", g.err)
			default:
				g.has(t, tt.name, tt.status, tt.has)
			}
			if (tt.cut || tt.body == whole) && g.body != tt.body || !strings.Contains(g.body, tt.body) {
				t.Errorf("body %q", g.body)
			}
			if asked.Load() != tt.asked {
				t.Errorf("the origin was asked %d times, want %d", asked.Load(), tt.asked)
			}
			r.met(tt.attempts, tt.broke, tt.status)
		})
	}
}

// met fails unless the newest exchange names the fault it met, and no other
// cause where its failure is the fault's.
func (r *running) met(attempts int, broke bool, status int) {
	r.t.Helper()
	x := r.last()
	if x.Response.Status != status {
		r.t.Errorf("the journal says status %d, want %d", x.Response.Status, status)
	}
	if attempts == 0 {
		if len(x.Faults) != 0 {
			r.t.Errorf("met %+v", x.Faults)
		}
		return
	}
	if len(x.Faults) != 1 || x.Faults[0].Requests != attempts || x.Faults[0].Broke != broke || x.Faults[0].From != "the console" || x.Faults[0].What == "" {
		r.t.Fatalf("met %+v, want one for %d requests, broke %v", x.Faults, attempts, broke)
	}
	if x.Edge != nil {
		r.says(x, "Injected fault: "+x.Faults[0].What)
	}
	if status == http.StatusGatewayTimeout {
		r.says(x, "the origin did not answer in time (injected fault: "+x.Faults[0].What)
	}
	if x.Edge != nil && status == 200 && broke {
		r.says(x, `"Not stored","because":"the answer broke off after 25 bytes`)
	}
	blocked := !x.Browser.Chromium.Allowed
	if _, allowed := journal.Value(x.Response.Headers, "Access-Control-Allow-Origin"); blocked == allowed {
		r.t.Errorf("blocked %v: %+v", blocked, x.Response)
	}
	if blocked && broke && (len(x.Advice) != 1 || x.Advice[0].Cause != "INJECTED-FAULT" || !strings.Contains(x.Advice[0].What, x.Faults[0].What)) {
		r.t.Errorf("advice %+v", x.Advice)
	}
}

// TestFaultsAreStored: the edge keeps an injected failure as long as any other,
// and says whose it is; a cut body it does not keep.
func TestFaultsAreStored(t *testing.T) {
	r, asked := faultyWorld(t, "faults:\n  - {origin: api.example.com, path: /fails*, reset: true, times: 1}\n  - {origin: api.example.com, path: /cut, truncate: 3, times: 1}\n")
	at := "http://" + r.Addresses().Edge
	host := "eapi.cloudfront.localhost"
	for i := range 2 {
		if g := r.try(at+"/fails", host); g.err != nil || g.StatusCode != 502 {
			t.Fatalf("%d: %v %v", i, g.Response, g.err)
		}
		x := r.last()
		if len(x.Faults) != 1 || x.Faults[0].Stored != (i == 1) || x.Faults[0].From != "seed.yaml line 7" || x.Advice[0].Cause != "INJECTED-FAULT" {
			t.Errorf("%d: met %+v, advice %+v", i, x.Faults, x.Advice)
		}
	}
	r.console(200, "POST", "/api/clock", `{"advance":"11s"}`)
	if g := r.try(at+"/fails", host); g.err != nil || g.StatusCode != 200 || asked.Load() != 1 || len(r.last().Faults) != 0 {
		t.Errorf("when it is over: %v %v", g.Response, g.err)
	}
	if g := r.try(at+"/cut", host); g.err == nil || g.body != "012" {
		t.Errorf("cut: %q %v", g.body, g.err)
	}
	if g := r.try(at+"/cut", host); g.err != nil || len(g.body) != 1000 || g.Header.Get("X-Cache") != "Miss from cloudfront" {
		t.Errorf("after the cut: %q %v", g.body, g.err)
	}
	var list struct{ Faults []console.Fault }
	if err := json.Unmarshal([]byte(r.console(200, "GET", "/api/faults", "")), &list); err != nil || len(list.Faults) != 2 || list.Faults[0].Hits != 1 || list.Faults[0].Seen != 2 {
		t.Errorf("%v, %+v", err, list)
	}
	r.console(204, "POST", "/api/reset", "")
	if g := r.try(at+"/fails", host); g.err != nil || g.StatusCode != 502 {
		t.Errorf("after a reset: %v %v", g.Response, g.err)
	}
}

// TestFaultsOften: which of the requests fail.
func TestFaultsOften(t *testing.T) {
	tests := []struct{ fault, statuses string }{
		{`{"bucket":"media","status":500,"every":3}`, "200 200 500 200 200 500 200 200"},
		{`{"bucket":"media","status":500,"times":2}`, "500 500 200 200 200 200 200 200"},
		{`{"bucket":"media","status":500,"every":2,"times":2}`, "200 500 200 500 200 200 200 200"},
		{`[{"bucket":"media","status":500,"times":1},{"bucket":"media","status":503,"times":1}]`, "500 503 200 200 200 200 200 200"},
		{`{"bucket":"media","status":500,"probability":1}`, "500 500 500 500 500 500 500 500"},
	}
	r, _ := faultyWorld(t, "")
	for _, tt := range tests {
		r.console(200, "PUT", "/api/faults", tt.fault)
		var got []string
		for range 8 {
			got = append(got, fmt.Sprint(r.try("http://"+r.Addresses().AWS+"/media/a.txt", "").StatusCode))
		}
		if s := strings.Join(got, " "); s != tt.statuses {
			t.Errorf("%s: %s, want %s", tt.fault, s, tt.statuses)
		}
	}
}

// TestFaultsAPI: what the console takes, what it refuses, and how it says so.
func TestFaultsAPI(t *testing.T) {
	r, _ := faultyWorld(t, "faults: [{bucket: media, status: 503}]\n")
	if list := r.console(200, "GET", "/api/faults", ""); !strings.Contains(list, `"id":"f1","what":"status 503 on bucket media","from":"seed.yaml line 6"`) {
		t.Errorf("the seed's: %s", list)
	}
	if made := r.console(201, "POST", "/api/faults", `{"origin":"api.example.com","latency":"2s","jitter":"1s","path":"/vod/*","methods":["GET"]}`); !strings.Contains(made, `"id":"f2","what":"latency 2s ± 1s on origin api.example.com, path /vod/*, GET"`) || strings.Contains(made, "f1") {
		t.Errorf("added: %s", made)
	}
	r.console(204, "DELETE", "/api/faults/f1", "")
	r.console(204, "DELETE", "/api/faults/f1", "")
	if list := r.console(200, "GET", "/api/faults", ""); strings.Contains(list, `"f1"`) || !strings.Contains(list, `"f2"`) {
		t.Errorf("without the first: %s", list)
	}
	bad := r.console(400, "PUT", "/api/faults", "[\n  {\"bucket\": \"media\", \"status\": 200},\n  {\"status\": 503, \"latncy\": \"1s\"}\n]")
	for _, want := range []string{`status 200 is no error; expected 400 to 599","line":2,"column":33`, `did you mean latency?","line":3,"column":19`} {
		if !strings.Contains(bad, want) {
			t.Errorf("mistakes: %s\nwant %s", bad, want)
		}
	}
	for _, body := range []string{"", "{}", "[1]", "{", `{"faults":3}`, `{"faults":[],"more":1}`} {
		r.console(400, "POST", "/api/faults", body)
	}
	if list := r.console(200, "GET", "/api/faults", ""); !strings.Contains(list, `"f2"`) {
		t.Errorf("mistakes changed something: %s", list)
	}
	r.console(204, "DELETE", "/api/faults", "")
	if list := r.console(200, "GET", "/api/faults", ""); list != "{\"faults\":[]}\n" {
		t.Errorf("cleared: %s", list)
	}
	if a := r.send("POST", "http://"+r.Addresses().Console+"/api/faults", "", `{"bucket":"media","reset":true}`, "Origin", "https://other.example"); a.StatusCode != 403 {
		t.Errorf("another page's: %d", a.StatusCode)
	}
}

// TestFaultAtNothing: the console takes a fault at what is not there yet, and says
// so until it is.
func TestFaultAtNothing(t *testing.T) {
	r, _ := faultyWorld(t, "")
	missing := func(answer string) string {
		var got struct{ Faults []console.Fault }
		if err := json.Unmarshal([]byte(answer), &got); err != nil || len(got.Faults) != 1 {
			t.Fatalf("%s: %v", answer, err)
		}
		return got.Faults[0].Missing
	}
	for _, tt := range []struct{ place, want string }{
		{`"bucket": "media"`, ""},
		{`"origin": "API.example.com"`, ""},
		{`"origin": "media.s3.us-east-1.amazonaws.com"`, ""},
		{`"bucket": "medai"`, "there is no bucket medai yet; did you mean media?"},
		{`"bucket": "media", "origin": "cdn"`, "no distribution has an origin cdn yet"},
	} {
		body := "{" + tt.place + `, "status": 503}`
		if got := missing(r.console(200, "PUT", "/api/faults", body)); got != tt.want {
			t.Errorf("%s: missing %q, want %q", body, got, tt.want)
		}
	}
	r.console(200, "PUT", "/api/faults", `{"bucket": "later", "methods": ["GET"], "status": 503}`)
	store, _ := r.clients()
	if _, err := store.CreateBucket(t.Context(), &s3.CreateBucketInput{Bucket: aws.String("later")}); err != nil {
		t.Fatal(err)
	}
	if got := missing(r.console(200, "GET", "/api/faults", "")); got != "" {
		t.Errorf("the bucket is there, missing %q", got)
	}
}
