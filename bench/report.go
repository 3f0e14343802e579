package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// A figure is one line of the report: what one program did.
type figure struct {
	Part    string  `json:"part"`
	What    string  `json:"what"`    // measured: "1 KB", "start to ready"
	Program string  `json:"program"` // the emulator, or a peer of the same run
	Value   float64 `json:"value"`   // the median of the rounds
	Low     float64 `json:"low"`
	High    float64 `json:"high"`
	Unit    string  `json:"unit"`
	// CPU is the microseconds of CPU that a request took; 0 where that is unknown.
	CPU float64 `json:"cpuMicrosecondsPerRequest,omitempty"`
	// Ratio is the emulator's value divided by this peer's, round by round; 0 for the
	// emulator itself.
	Ratio float64 `json:"ratio,omitempty"`
}

// A curve is how the cost of a hit grows with the number of something.
type curve struct {
	What   string    `json:"what"`
	Sizes  []float64 `json:"sizes"`
	Costs  []float64 `json:"nanoseconds"`
	Growth float64   `json:"growth"` // the last size's cost by the first one's
}

// A report is all that a run measured.
type report struct {
	Began      time.Time `json:"began"`
	Processors int       `json:"processors"`
	Load       string    `json:"load,omitempty"` // averages at the start, of Linux
	Figures    []figure  `json:"figures"`
	Curves     []curve   `json:"curves,omitempty"`
	LeftOut    []string  `json:"leftOut,omitempty"` // peers that are not here

	part string // that is being measured
}

func newReport() *report {
	r := &report{Began: time.Now().UTC().Truncate(time.Second), Processors: runtime.NumCPU()}
	if doc, err := os.ReadFile("/proc/loadavg"); err == nil {
		r.Load = strings.Join(strings.Fields(string(doc))[:3], " ")
	}
	return r
}

// add notes a figure of the part that is being measured.
func (r *report) add(f figure) {
	f.Part = r.part
	r.Figures = append(r.Figures, f)
}

// one notes a figure of the emulator's that was taken several times.
func (r *report) one(what, unit string, values []float64) {
	low, mid, high := spread(values)
	r.add(figure{What: what, Program: "emulator", Value: mid, Low: low, High: high, Unit: unit})
}

// write writes bench.md, bench.json and, where growth was measured, growth.svg.
func (r *report) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	doc, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	files := map[string]string{"bench.json": string(doc) + "\n", "bench.md": r.markdown()}
	if len(r.Curves) > 0 {
		files["growth.svg"] = plot(r.Curves)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// markdown is the report as one table.
func (r *report) markdown() string {
	var b strings.Builder
	b.WriteString("# What make bench measured\n\n")
	fmt.Fprintf(&b, "%s, %d processors, load %s at the start. Medians of the rounds (least–greatest); ratios are the\nemulator's value by the peer's.\n\n",
		r.Began.Format("2 January 2006 15:04"), r.Processors, r.Load)
	b.WriteString("| part | what | program | | CPU a request | ratio |\n|---|---|---|---|---|---|\n")
	for _, f := range r.Figures {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", f.Part, f.What, f.Program, f.amount(), known(f.CPU, "%.1f µs"), known(f.Ratio, "%.2f"))
	}
	for _, c := range r.Curves {
		for i, n := range c.Sizes {
			fmt.Fprintf(&b, "| growth | %.0f %s | emulator | %.0f ns | | %s |\n", n, c.What, c.Costs[i], known(c.Costs[i]/c.Costs[0], "%.2f"))
		}
	}
	for _, what := range r.LeftOut {
		fmt.Fprintf(&b, "\nLeft out: %s\n", what)
	}
	return b.String()
}

func (f *figure) amount() string {
	digits := 0
	if f.High < 100 {
		digits = 1
	}
	if f.Low == f.High {
		return fmt.Sprintf("%.*f %s", digits, f.Value, f.Unit)
	}
	return fmt.Sprintf("%.*f %s (%.*f–%.*f)", digits, f.Value, f.Unit, digits, f.Low, digits, f.High)
}

// known is a value in its format, nothing when it is 0.
func known(value float64, format string) string {
	if value == 0 {
		return ""
	}
	return fmt.Sprintf(format, value)
}
