package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"crossfront/emulator/console"
)

// stored lists the demo's cache.
func (r *running) stored() console.Cache {
	r.t.Helper()
	var list console.Cache
	if err := json.Unmarshal([]byte(r.console(200, "GET", "/api/distributions/EDEMO/cache", "")), &list); err != nil {
		r.t.Fatal(err)
	}
	return list
}

// TestCacheList: a stored answer tells its age, and by whom it was asked for.
func TestCacheList(t *testing.T) {
	r := start(t)
	putCORS(`[{"AllowedMethods":["GET"],"AllowedOrigins":["*"]}]`)(r)
	putBehavior(r, `{"originRequestPolicyId":"`+corsS3Origin+`"}`)
	if list := r.stored(); list.Total != 0 || list.Entries == nil {
		t.Errorf("before anything was asked for: %+v", list)
	}
	r.edge("GET", master)
	r.edge("GET", "/vod/poster.jpg", "Origin", page)
	r.console(200, "POST", "/api/clock", `{"advance":"60s"}`)
	list := r.stored()
	if list.Total != 2 || len(list.Entries) != 2 {
		t.Fatalf("two answers were stored: %+v", list)
	}
	poster, playlist := list.Entries[0], list.Entries[1]
	if poster.Path != "/vod/poster.jpg" || poster.Origin == nil || *poster.Origin != page || poster.AllowOrigin == nil || *poster.AllowOrigin != "*" {
		t.Errorf("stored for a request with Origin: %+v", poster)
	}
	if playlist.Path != master || playlist.Origin != nil || playlist.AllowOrigin != nil {
		t.Errorf("stored for a request without Origin: %+v", playlist)
	}
	if playlist.Status != 200 || playlist.Size == 0 || playlist.State != "fresh" || playlist.Kind != "object" || playlist.Method != "GET" ||
		playlist.Age < 60 || playlist.Age > 90 || playlist.TTL > 86400-60 || playlist.TTL < 86400-90 {
		t.Errorf("%+v", playlist)
	}
	r.console(200, "POST", "/api/clock", `{"advance":"24h"}`)
	if got := r.stored().Entries[1]; got.State != "expired" || got.TTL != 0 {
		t.Errorf("a day later: %+v", got)
	}
	r.console(201, "POST", "/api/distributions/EDEMO/invalidations", `{"paths":["`+master+`"]}`)
	if list := r.stored(); list.Total != 1 || list.Entries[0].Path != "/vod/poster.jpg" {
		t.Errorf("after an invalidation: %+v", list)
	}
	if said := r.console(404, "GET", "/api/distributions/ENONE/cache", ""); !strings.Contains(said, "NoSuchDistribution") {
		t.Error(said)
	}
}
