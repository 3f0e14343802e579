package function

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The engine reads three forms; what others read besides is no date there.
// "2024-02-15 09:00:00", with and without an offset, was captured; the rest is
// what the engine's own builds answer.
func TestParseDate(t *testing.T) {
	const feb15, nine = 1707955200000, 1707987600000
	for text, want := range map[string]float64{
		"2024": 1704067200000, "2024-02": 1706745600000, "2024-02-15": feb15, "2024-02-15T09:00": nine, "2024-02-15T09:00Z": nine,
		"2024-02-15T09:00:00": nine, "2024-02-15T09:00:00Z": nine, "2024-02-15T09:00:00.1Z": nine + 100, "2024-02-15T09:00:00.123456": nine + 123,
		"+002024-02-15": feb15, "-002024": -126038505600000, "+2024": 1704067200000, "-2024": 1704067200000,
		"2024-02-30": 1709251200000, "2024-13-01": 1735689600000, "2024-02-15T24:00:00Z": feb15 + 86400000, "2024-00-00": 1701302400000,
		"Thu, 15 Feb 2024 09:00:00 GMT": nine, "15 Feb 2024 09:00:00 UTC": nine, "Thu, 15 Feb 2024 09:00:00 +0900": feb15, "15 Feb 2024 09:00:00 -0330": nine + 12600000,
		"Thu, 15 Feb 2024": feb15, "15  Feb  2024  09:00": nine, "99 Feb 2024": 1715212800000,
		"Thu Feb 15 2024": feb15, "Feb 15 2024 09:00:00": nine, "Thu Feb 15 2024 09:00:00 GMT+0900 (JST)": feb15,
	} {
		if got := parseDate(text); got != want {
			t.Errorf("%q is %v, want %v", text, got, want)
		}
	}
	for _, text := range []string{
		"", "now", "2024-02-15 09:00:00", "2024-02-15 09:00:00+09:00", "2024-02-15T09:00:00+09:00", "2024-02-15T09:00:00-0900", "2024-02-15t09:00:00z",
		"2024-2-5", "2024/02/15", "02/15/2024", "Feb 15, 2024", "February 15, 2024", "Thu, 15-Feb-24 09:00:00 GMT", "Thu Feb  5 2024", "20240215", "1707987600000",
		" 2024-02-15", "2024-02-15 ", "2024-02-15T09", "2024-02-15T09:00:00.Z", "-000000", "Sun Feb 15 2024 09:00:00 UTC", "15 Feb 2024 09:00 GMT",
		"15 Feb 2024 09:00:00 +03", "999999-12-31", strings.Repeat("1", 1000),
	} {
		if got := parseDate(text); !math.IsNaN(got) {
			t.Errorf("%q is %v, want none", text, got)
		}
	}
}

// The time zone is UTC wherever the process runs, and the time is the one at
// which the run began.
func TestDates(t *testing.T) {
	defer func(zone *time.Location) { time.Local = zone }(time.Local)
	time.Local = time.FixedZone("JST", 9*60*60)
	for code, want := range map[string]string{
		"new Date(2024, 0, 1, 10, 2, 3, 4).toISOString()":                                      "2024-01-01T10:02:03.004Z",
		"new Date(2024, 0, 1, 10).getHours() + ' ' + new Date(0).getTimezoneOffset()":          "10 0",
		"new Date(99, 0).getFullYear()":                                                        "1999",
		"'' + new Date(1.7e12)":                                                                "Tue Nov 14 2023 22:13:20 GMT+0000",
		"new Date(1.7e12).toLocaleString()":                                                    "Tue Nov 14 2023 22:13:20 GMT+0000",
		"new Date(1.7e12).toDateString()":                                                      "Tue Nov 14 2023",
		"new Date(1.7e12).toTimeString()":                                                      "22:13:20 GMT+0000",
		"new Date(1.7e12).toUTCString()":                                                       "Tue, 14 Nov 2023 22:13:20 GMT",
		"JSON.stringify(new Date(1.7e12))":                                                     `"2023-11-14T22:13:20.000Z"`,
		"new Date(2024, undefined).getTime()":                                                  "NaN",
		"new Date(undefined) + ''":                                                             "Invalid Date",
		"new Date(new Date(5)).getTime() + ' ' + new Date(null).getTime()":                     "5 0",
		"new Date('2024-02-15 09:00:00').getTime()":                                            "NaN",
		"Date.parse('2024-02-15T09:00:00')":                                                    "1707987600000",
		"Date.parse(Date())":                                                                   strconv.FormatInt(testEnv().Now.Unix()*1000, 10),
		"typeof Date() + Date.length + Date.name":                                              "string7Date",
		"new Date().getTime() === Date.now() && Date.now() === new Date(Date.now()).valueOf()": "true",
		"new Date() instanceof Date && new Date().constructor === Date && Date.prototype.constructor === Date": "true",
		"Object.prototype.toString.call(new Date(0))":                                                          "[object Date]",
		"Date.UTC(2024, 1)": "1706745600000",
		"var d = new Date(0); d.setHours(1); d.getTime()":           "3600000",
		"Date.prototype.toString.call({})":                          "TypeError: Method Date.prototype.getTime is called on incompatible receiver",
		"var o = {valueOf() { return +new Date(o) }}; +new Date(o)": "RangeError: Maximum call stack size exceeded",
	} {
		for _, runtime := range []Runtime{Runtime1, Runtime2} {
			if runtime == Runtime1 && strings.Contains(code, "valueOf()") {
				continue
			}
			last := strings.LastIndex(code, "; ")
			res := Compile("f", runtime, []byte("function handler(e) { "+code[:last+1]+" console.log("+code[last+1:]+"); return e.request }")).Run(testEvent(), testEnv())
			got := strings.Join(res.Logs, "\n")
			if res.Fault != nil {
				got = res.Fault.Detail
			}
			if got != want {
				t.Errorf("%s in %s: got %q, want %q", code, runtime, got, want)
			}
		}
	}
}

// No text is read in two ways, and what is written is read again.
func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2024-02-15T09:00:00.5Z", "Thu, 15 Feb 2024 09:00:00 +0900", "Feb 15 2024 09:00:00 GMT-0130 x", "-271821-04-20"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ms := parseDate(text)
		if math.IsNaN(ms) {
			return
		}
		if math.Abs(ms) > 8.64e15 || ms != math.Trunc(ms) {
			t.Fatalf("%q is %v", text, ms)
		}
		at := time.UnixMilli(int64(ms)).UTC()
		if at.Year() < 0 || at.Year() > 9999 {
			return
		}
		if again := parseDate(at.Format(dateLayout + " " + timeLayout)); again != float64(at.Unix()*1000) {
			t.Errorf("%q is %v, written and read again %v", text, ms, again)
		}
	})
}
