package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"crossfront/browsers/drive"
	"crossfront/corsengine/fetch"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
	"crossfront/scenarios/staged"
)

// TestBrokenScenario: a scenario whose fix was removed fails, and the report
// says which expectation, and shows the exchange.
func TestBrokenScenario(t *testing.T) {
	half := "{config: {buckets: [{name: media, public: true, objects: [{from: a}]}]}, from: 'https://a.example', expectations: " +
		"[{name: NAME, request: {url: 'https://media.s3.us-east-1.amazonaws.com/a', headers: {Range: bytes=-8}}, expect: WANT}]}"
	file := "id: A\nrank: 1\ntitle: a title\nsymptoms: [a]\nlayer: bucket\ncause: a\nfix: a\nsources: ['https://a.example']\n" +
		"broken: " + strings.NewReplacer("NAME", "before", "WANT", "blocked").Replace(half) +
		"\nfixed: " + strings.NewReplacer("NAME", "after", "WANT", "allowed").Replace(half) + "\n"
	all, err := scenarios.ReadIn(fstest.MapFS{"g/a.yaml": {Data: []byte(file)}, "g/a": {Data: []byte("hello")}}, "g")
	if err != nil {
		t.Fatal(err)
	}
	var out, problems bytes.Buffer
	p := &process{stdout: &out, stderr: &problems, getenv: func(string) string { return "" }}
	call := &scenarioCall{chosen: all}
	outcomes, err := call.runAll(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if code := call.report(p, outcomes); code != exitFailed {
		t.Errorf("exit %d", code)
	}
	for _, want := range []string{
		"✗ A  a title\n", "✗ after  a.yaml fixed:10\n", "expected   allowed\n", "got        blocked: PreflightMissingAllowOriginHeader in chromium",
		"NO-CORS-CONFIG]", "after, as it went:\n", "preflight  OPTIONS /a  Origin: https://a.example", "answer   ✗ 403  no CORS headers",
		"0 scenarios broken and fixed as they say, 1 not",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
	if strings.Contains(out.String(), "before, as it went") || problems.Len() > 0 {
		t.Errorf("%s\n%s", &out, &problems)
	}
}

// TestStagedReport: what a real browser does otherwise than the model fails, in
// words and in JUnit's report; what cannot be staged is skipped there.
func TestStagedReport(t *testing.T) {
	apart := staged.Step{Line: 7, URL: "https://cdn.example.com/a", Got: drive.Report{Allowed: true, Status: 200}}
	half := &suite.Report{Suite: "a.yaml broken"}
	half.Add(suite.Result{Name: "one", Line: 5, Failures: []suite.Failure{apart.Failure()}})
	half.Add(suite.Result{Name: "another", Line: 9, Skipped: "the clock"})
	all := []staging{{ID: "A", Browser: "webkit", Steps: []staged.Step{apart}, LeftOut: []string{"another"}, halves: []*suite.Report{half}}}
	var out, problems bytes.Buffer
	call := &scenarioCall{engine: fetch.WebKit, junit: filepath.Join(t.TempDir(), "report.xml")}
	if code := call.reportStaged(&process{stdout: &out, stderr: &problems, getenv: func(string) string { return "" }}, all); code != exitFailed {
		t.Errorf("exit %d: %s", code, &problems)
	}
	xml, err := os.ReadFile(call.junit)
	if err != nil {
		t.Fatal(err)
	}
	out.Write(xml)
	for _, want := range []string{
		"✗ A", "7: https://cdn.example.com/a\n", "expected   blocked\n", "got        allowed, status 200\n", "1 scenario in WebKit, 1 request\n",
		`tests="2" failures="1" skipped="1"`, `message="expected blocked, got allowed, status 200"`, `<skipped message="the clock">`,
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, &out)
		}
	}
}
