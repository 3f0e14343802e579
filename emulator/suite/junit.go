package suite

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
)

// The structures of JUnit's XML report, as CI systems read it.
type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr,omitempty"`
	Time     string      `xml:"time,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	File    string        `xml:"file,attr"`
	Line    int           `xml:"line,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitFailure `xml:"failure"`
	Skipped *junitSkipped `xml:"skipped"`
}

type junitSkipped struct {
	Message string `xml:"message,attr"`
}

type junitFailure struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes reports as JUnit's XML.
func WriteJUnit(w io.Writer, reports []*Report) error {
	var doc junitSuites
	for _, r := range reports {
		one := junitSuite{Name: r.Suite, Tests: len(r.Results), Failures: r.Failed, Skipped: r.Skipped, Time: seconds(r.Took)}
		for i := range r.Results {
			one.Cases = append(one.Cases, r.Results[i].junit(r.Suite))
		}
		doc.Suites = append(doc.Suites, one)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (r *Result) junit(file string) junitCase {
	c := junitCase{Name: r.Name, Class: strings.TrimSuffix(file, ".yaml"), File: file, Line: r.Line, Time: seconds(r.Took)}
	switch {
	case r.Skipped != "":
		c.Skipped = &junitSkipped{r.Skipped}
		return c
	case r.Holds:
		return c
	}
	var text strings.Builder
	for _, f := range r.Failures {
		if f.Step != "" {
			fmt.Fprintf(&text, "%s:\n", f.Step)
		}
		fmt.Fprintf(&text, "expected %s\ngot      %s\n", f.Expected, f.Got)
		for _, a := range f.Advice {
			fmt.Fprintf(&text, "cause    %s [%s, %s]\nfix      %s\n", a.What, a.Layer, a.Cause, a.Fix)
		}
	}
	c.Failure = &junitFailure{Message: "expected " + r.Failures[0].Expected + ", got " + r.Failures[0].Got, Text: text.String()}
	return c
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.6f", d.Seconds()) }
