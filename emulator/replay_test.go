package emulator_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"crossfront/emulator/journal"
)

// replay has the console send an exchange's request again.
func (r *running) replay(id, change string) *journal.Exchange {
	r.t.Helper()
	var x journal.Exchange
	if err := json.Unmarshal([]byte(r.console(201, "POST", "/api/exchanges/"+id+"/replay", change)), &x); err != nil {
		r.t.Fatal(err)
	}
	return &x
}

func TestReplay(t *testing.T) {
	r := start(t)
	putCORS(`[{"AllowedMethods":["GET"],"AllowedOrigins":["` + page + `"]}]`)(r)
	putBehavior(r, `{"originRequestPolicyId":"`+corsS3Origin+`"}`)
	r.edge("GET", master+"?a=%2F", "Origin", "https://other.example", "X-A", "1")
	first := r.last()

	same := r.replay(first.ID, `{}`)
	if same.ID == first.ID || same.ID != r.last().ID {
		t.Errorf("the answer is exchange %s; before it there was %s, the newest is %s", same.ID, first.ID, r.last().ID)
	}
	if same.Edge.Cache != "hit" || same.Request.URL != first.Request.URL || same.Browser == nil || same.Browser.Chromium.Allowed {
		t.Errorf("the same again: %+v %+v", same.Request, same.Browser)
	}

	elsewhere := r.replay(first.ID, `{"origin":"`+page+`","pop":"NRT20-C1","headers":{"X-A":null}}`)
	if elsewhere.Edge.Cache != "miss" || !elsewhere.Browser.Chromium.Allowed {
		t.Errorf("from the allowed page, elsewhere: %s, %+v", elsewhere.Edge.Cache, elsewhere.Browser)
	}
	if pop, _ := journal.Value(elsewhere.Response.Headers, "X-Amz-Cf-Pop"); pop != "NRT20-C1" {
		t.Errorf("answered at %s", pop)
	}
	if _, there := journal.Value(elsewhere.Request.Headers, "X-A"); there {
		t.Error("the header that was taken away is there")
	}
}

// TestReplayOfS3: what went to S3 itself goes there again, preflights too.
func TestReplayOfS3(t *testing.T) {
	r := start(t)
	r.send("OPTIONS", "http://"+r.Addresses().AWS+"/media/a", "", "", "Origin", page, "Access-Control-Request-Method", "PUT")
	first := r.last()
	r.apply(r.remedy("NO-CORS-CONFIG"))
	again := r.replay(first.ID, `{}`)
	if again.Entry != journal.EntryS3 || again.Response.Status != 200 || !again.Browser.Chromium.Allowed {
		t.Errorf("%s %d %+v", again.Entry, again.Response.Status, again.Browser)
	}
	if other := r.replay(first.ID, `{"origin":"https://other.example"}`); other.Browser.Chromium.Allowed {
		t.Errorf("another origin is allowed: %+v", other)
	}
	r.send("PUT", "http://"+r.Addresses().AWS+"/media/a", "", "x", "Origin", page)
	if said := r.console(409, "POST", "/api/exchanges/"+r.last().ID+"/replay", `{}`); !strings.Contains(said, "NotReplayable") {
		t.Error(said)
	}
}

// TestReplayAtAListener: a distribution's own address stays its own.
func TestReplayAtAListener(t *testing.T) {
	seed := filepath.Join(t.TempDir(), "seed.yaml")
	content := "buckets: [{name: media}]\ndistributions:\n  - {id: EFIRST, default: true, origin: \"s3://media\"}\n" +
		"  - {id: EOWN, origin: \"s3://media\", listen: \"127.0.0.1:0\"}\n"
	if err := os.WriteFile(seed, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, "--config="+seed)
	r.send("GET", "http://"+r.Addresses().Distributions["EOWN"]+"/a", "", "", "Origin", page)
	first := r.last()
	if again := r.replay(first.ID, `{}`); first.Edge.DistributionID != "EOWN" || again.Edge.DistributionID != "EOWN" {
		t.Errorf("answered by %s, then by %s", first.Edge.DistributionID, again.Edge.DistributionID)
	}
}
