package clients

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"crossfront/scenarios"
)

// libraries are the clients that people install: what they are called, and the
// package that says which version is tried here.
var libraries = map[string][2]string{
	"awssdk":      {"AWS SDK for JavaScript", "@aws-sdk/client-s3"},
	"axios":       {"axios", "axios"},
	"dashjs":      {"dash.js", "dashjs"},
	"dropzone":    {"Dropzone", "dropzone"},
	"duckdb":      {"DuckDB-wasm", "@duckdb/duckdb-wasm"},
	"geotiff":     {"geotiff.js", "geotiff"},
	"html2canvas": {"html2canvas", "html2canvas"},
	"hlsjs":       {"hls.js", "hls.js"},
	"pmtiles":     {"PMTiles", "pmtiles"},
	"sentry":      {"Sentry", "@sentry/browser"},
	"shaka":       {"Shaka Player", "shaka-player"},
	"uppy":        {"Uppy", "@uppy/core"},
	"videojs":     {"Video.js", "video.js"},
	"workbox":     {"Workbox", "workbox-strategies"},
	"zarrita":     {"zarrita", "@zarrita/storage"},
}

// TestLibraries keeps what scenarios say that they are shown with in step with
// what is shown here.
func TestLibraries(t *testing.T) {
	doc, err := os.ReadFile("package.json")
	if err != nil {
		t.Fatal(err)
	}
	var npm struct{ Dependencies map[string]string }
	if err := json.Unmarshal(doc, &npm); err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{}
	for _, s := range showings() {
		library, ok := libraries[s.client]
		if !ok || s.harmless { // not ok: the browser itself
			continue
		}
		if named := library[0] + " " + npm.Dependencies[library[1]]; !slices.Contains(want[s.scenario], named) {
			want[s.scenario] = append(want[s.scenario], named)
		}
	}
	all, err := scenarios.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if !slices.Equal(s.Clients, want[s.ID]) {
			t.Errorf("%s says clients: %q, and is shown with %q", s.ID, s.Clients, want[s.ID])
		}
	}
}
