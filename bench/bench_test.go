package main

import (
	"context"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestChoose(t *testing.T) {
	names := func(list []part) (names []string) {
		for _, p := range list {
			names = append(names, p.name)
		}
		return names
	}
	if got, err := choose("hits, herd"); err != nil || !slices.Equal(names(got), []string{"hits", "herd"}) {
		t.Errorf("hits, herd: %v, %v", names(got), err)
	}
	if got, err := choose(""); err != nil || len(got) != len(parts()) {
		t.Errorf("everything: %v, %v", names(got), err)
	}
	if _, err := choose("hits,hurd"); err == nil || !strings.Contains(err.Error(), `"hurd"`) || !strings.Contains(err.Error(), "herd") {
		t.Errorf("hurd: %v", err)
	}
}

func TestRefusedFlags(t *testing.T) {
	for _, args := range [][]string{{"-rounds", "0"}, {"-seconds", "0"}, {"-only", "x"}} {
		if err := run(t.Context(), args, io.Discard); err == nil {
			t.Errorf("%v: taken", args)
		}
	}
}

func TestParseWrk(t *testing.T) {
	const report = `Running 1s test @ http://127.0.0.1:1/
  1 threads and 16 connections
  101938 requests in 9.08s, 146.51MB read
`
	const rate = "Requests/sec:  11223.74\nTransfer/sec:     16.13MB\n"
	got, err := parseWrk([]byte(report + rate))
	if want := (result{101938, 11223.74}); err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
	for name, bad := range map[string]string{
		"refusals":    report + "  Non-2xx or 3xx responses: 3\n" + rate,
		"no rate":     report,
		"no requests": strings.Replace(report, "101938", "0", 1) + rate,
	} {
		if got, err := parseWrk([]byte(bad)); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestParseBenchmarks(t *testing.T) {
	list := parseBenchmarks(`goos: linux
BenchmarkDecide/actual,_100_rules-2         	  334423	      5765 ns/op	       0 B/op	       1 allocs/op
BenchmarkGrowth/entries/10_to_1000000-2	1	8592 ns/op	1.601 growth	19536 large-ns
PASS
`)
	if len(list) != 2 || list[0].name != "Decide/actual,_100_rules" || list[0].values["ns/op"] != 5765 || list[0].values["allocs/op"] != 1 {
		t.Fatalf("%+v", list)
	}
	if b := list[1]; b.name != "Growth/entries/10_to_1000000" || b.values["growth"] != 1.601 || b.values["large-ns"] != 19536 {
		t.Errorf("%+v", b)
	}
}

func TestParseStat(t *testing.T) {
	got, ok := parseStat([]byte("42 (a) b (c) S 7 42 1 0 -1 4194560 1 2 3 4 150 50 9 9 20 0 1 0 5 6 7"))
	if want := (process{parent: 7, cpu: 2 * time.Second}); !ok || got != want {
		t.Errorf("%+v, %v; want %+v", got, ok, want)
	}
	for _, bad := range []string{"", "42 (a) S 7", "42 (a) S x 42 1 0 -1 4194560 1 2 3 4 150 50 9 9"} {
		if got, ok := parseStat([]byte(bad)); ok {
			t.Errorf("%q: %+v", bad, got)
		}
	}
}

func TestDescends(t *testing.T) {
	all := map[int]process{1: {}, 2: {parent: 1}, 3: {parent: 2}, 4: {parent: 1}, 5: {parent: 5}}
	for id, want := range map[int]bool{1: false, 2: true, 3: true, 4: false, 5: false, 6: false} {
		if got := descends(all, id, 2); got != want {
			t.Errorf("%d descends from 2: %v", id, got)
		}
	}
}

func TestCPUTime(t *testing.T) {
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		t.Skip("no /proc here")
	}
	before, ok := cpuTime(os.Getpid())
	if !ok {
		t.Fatal("this process is not known")
	}
	after := before
	for late := time.Now().Add(time.Minute); after <= before && time.Now().Before(late); {
		after, _ = cpuTime(os.Getpid())
	}
	if after <= before {
		t.Errorf("%v, then %v after work", before, after)
	}
	if _, ok := cpuTime(-1); ok {
		t.Error("process -1 is known")
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct{ list, want []float64 }{
		{[]float64{3}, []float64{3, 3, 3}},
		{[]float64{5, 1, 2}, []float64{1, 2, 5}},
		{[]float64{4, 1, 2, 8}, []float64{1, 3, 8}},
	} {
		if low, mid, high := spread(c.list); !slices.Equal([]float64{low, mid, high}, c.want) {
			t.Errorf("%v: %v %v %v, want %v", c.list, low, mid, high, c.want)
		}
	}
	if got := ratios([]float64{1, 6}, []float64{2, 3}); !slices.Equal(got, []float64{0.5, 2}) {
		t.Errorf("ratios %v", got)
	}
}

// TestContest holds the order of turns and what is compared with what.
func TestContest(t *testing.T) {
	var turns []string
	one := func(name string, rates ...float64) contender {
		round := -1
		return contender{name: name, load: func(context.Context) (result, error) {
			turns = append(turns, name)
			round++
			return result{requests: 1, rate: rates[round]}, nil
		}}
	}
	var out strings.Builder
	err := contest(t.Context(), &settings{rounds: 2, report: newReport(), out: &out}, "title", []contender{one("ours", 10, 30), one("theirs", 20, 20)})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"ours", "theirs", "theirs", "ours"}; !slices.Equal(turns, want) {
		t.Errorf("turns %v, want %v", turns, want)
	}
	if !strings.Contains(out.String(), "1.00 (0.50–1.50)") {
		t.Errorf("no ratio by rounds in\n%s", out.String())
	}
}

// TestReport: every figure is in the table, the JSON and, of growth, the plot.
func TestReport(t *testing.T) {
	r := &report{Processors: 2, Load: "0.01 0.02 0.03", part: "hits"}
	emulator, peer := score{rates: []float64{100, 110, 120}, costs: []float64{9, 10, 11}}, score{rates: []float64{50, 55, 40}}
	r.add(emulator.figure("1 KB", "emulator", &emulator))
	r.add(peer.figure("1 KB", "nginx", &emulator))
	r.Curves = []curve{{What: "entries", Sizes: []float64{10, 1000}, Costs: []float64{2000, 3000}, Growth: 1.5}}
	r.LeftOut = []string{"Varnish, it is not installed"}
	dir := t.TempDir()
	if err := r.write(dir); err != nil {
		t.Fatal(err)
	}
	for name, wants := range map[string][]string{
		"bench.md": {
			"| hits | 1 KB | emulator | 110 requests/s (100–120) | 10.0 µs |  |\n",
			"| hits | 1 KB | nginx | 50.0 requests/s (40.0–55.0) |  | 2.00 |\n",
			"| growth | 1000 entries | emulator | 3000 ns | | 1.50 |\n", "Left out: Varnish", "load 0.01",
		},
		"bench.json": {`"program": "nginx"`, `"ratio": 2`, `"nanoseconds"`},
		"growth.svg": {"<svg", ">entries</text>", "L"},
	} {
		doc, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(string(doc), want) {
				t.Errorf("%s has no %q:\n%s", name, want, doc)
			}
		}
		if name == "growth.svg" {
			if err := xml.Unmarshal(doc, new(struct{ XMLName xml.Name })); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
