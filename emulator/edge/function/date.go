package function

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// usesDates reports whether code may have to do with dates.
func usesDates(code string) bool {
	return regexp.MustCompile(`Date|global|this|\\[ux]`).MatchString(code)
}

// dateShim is the one part of Date that takes JavaScript: it answers with a
// text when it is called as a function.
var dateShim = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile("", "(function (make, text) { return function Date(...args) { return new.target === undefined ? text() : make(args) } })", true)
})

// dates makes Date CloudFront's: the time zone is UTC, whatever this machine's
// is, and of texts it reads those that the engine reads. "2024-02-15 09:00:00"
// was captured to be no date there.
func (s *sandbox) dates() {
	vm := s.vm
	original := object(vm, "Date")
	proto := original.Get("prototype").(*goja.Object)
	s.utc(proto)

	utc, _ := goja.AssertFunction(original.Get("UTC"))
	construct := func(args ...goja.Value) goja.Value {
		o, err := vm.New(original, args...)
		must(err)
		return o
	}
	create := func(_ goja.Value, args ...goja.Value) (goja.Value, error) {
		list := args[0].(*goja.Object)
		switch n := lengthOf(list); n {
		case 0:
			return construct(), nil
		case 1:
			v := list.Get("0")
			if text, ok := v.(goja.String); ok {
				v = vm.ToValue(parseDate(text.String()))
			}
			return construct(v), nil
		default:
			parts := make([]goja.Value, min(n, 7))
			for i := range parts {
				parts[i] = list.Get(strconv.Itoa(i))
			}
			ms, err := utc(original, parts...)
			if err != nil {
				return nil, err
			}
			return construct(ms), nil
		}
	}
	now := func(goja.FunctionCall) goja.Value {
		s.meter.pay(callSteps, 0)
		moment, _ := construct().Export().(time.Time)
		return s.meter.weigh(vm.ToValue(moment.UTC().Format(dateLayout + " " + timeLayout)))
	}
	shim, err := vm.RunProgram(dateShim())
	must(err)
	f, _ := goja.AssertFunction(shim)
	made, err := f(goja.Undefined(), vm.ToValue(s.guarded(create, plain)), vm.ToValue(now))
	must(err)
	date := made.(*goja.Object)
	define(date, "prototype", proto)
	must(date.DefineDataProperty("length", vm.ToValue(7), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	method(date, "UTC", original.Get("UTC"))
	method(date, "now", original.Get("now"))
	method(date, "parse", vm.ToValue(func(c goja.FunctionCall) goja.Value {
		text := c.Argument(0).ToString().(goja.String)
		s.meter.through(text.Length())
		return vm.ToValue(parseDate(text.String()))
	}))
	method(proto, "constructor", date)
	method(vm.GlobalObject(), "Date", date)
}

// utc makes the methods that speak of local time speak of UTC.
func (s *sandbox) utc(proto *goja.Object) {
	for _, part := range []string{"FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"} {
		method(proto, "get"+part, proto.Get("getUTC"+part))
		if part != "Day" {
			method(proto, "set"+part, proto.Get("setUTC"+part))
		}
	}
	method(proto, "getTimezoneOffset", s.vm.ToValue(func(goja.FunctionCall) goja.Value { return s.vm.ToValue(0) }))
	get, _ := goja.AssertFunction(proto.Get("getTime"))
	for name, layout := range map[string]string{
		"toString": dateLayout + " " + timeLayout, "toDateString": dateLayout, "toTimeString": timeLayout,
		"toLocaleString": dateLayout + " " + timeLayout, "toLocaleDateString": dateLayout, "toLocaleTimeString": timeLayout,
	} {
		method(proto, name, s.vm.ToValue(func(c goja.FunctionCall) goja.Value {
			ms, err := get(c.This)
			must(err)
			s.meter.pay(callSteps, 0)
			text := "Invalid Date"
			if f := ms.ToFloat(); !math.IsNaN(f) {
				text = time.UnixMilli(int64(f)).UTC().Format(layout)
			}
			return s.meter.weigh(s.vm.ToValue(text))
		}))
	}
}

// The forms in which dates are written, as the engine was seen to write them.
const (
	dateLayout = "Mon Jan 02 2006"
	timeLayout = "15:04:05 GMT+0000"
)

// The forms in which dates are read: ISO 8601's, those of mail, and the one in
// which they are written. Out of range parts go over into the next greater one.
var dateForms = sync.OnceValue(func() [3]*regexp.Regexp {
	const clock = `(?: +(?:(?P<h>\d\d):(?P<min>\d\d)(?::(?P<s>\d\d)(?: +`
	const month = `(?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)`
	const zone = `(?P<sign>[+-])(?P<zh>\d\d)(?P<zm>\d\d).*`
	return [3]*regexp.Regexp{
		regexp.MustCompile(`^(?P<era>[+-])?(?P<y>\d{4}(?:\d\d)?)(?:-(?P<m>\d\d)(?:-(?P<d>\d\d)(?:T(?P<h>\d\d):(?P<min>\d\d)(?::(?P<s>\d\d)(?:\.(?P<f>\d+))?)?Z?)?)?)?$`),
		regexp.MustCompile(`(?s)^(?:[^ ]* +)?(?P<d>\d\d) +` + month + ` +(?P<y>\d{4})` + clock + `(?:(?:GMT|UTC).*|` + zone + `)?)?)?)?)?$`),
		regexp.MustCompile(`(?s)^(?:[^ ]* +)?` + month + ` +(?P<d>\d\d) +(?P<y>\d{4})` + clock + `(?:GMT` + zone + `)?)?)?)?)?$`),
	}
})

// maxDateText is longer than any date.
const maxDateText = 256

// parseDate is the time of a text, NaN when it is none.
func parseDate(text string) float64 {
	if len(text) > maxDateText {
		return math.NaN()
	}
	for _, form := range dateForms() {
		if found := form.FindStringSubmatch(text); found != nil {
			return dateOf(func(name string) string {
				if i := form.SubexpIndex(name); i >= 0 {
					return found[i]
				}
				return ""
			})
		}
	}
	return math.NaN()
}

// dateOf puts the parts of a date together.
func dateOf(part func(string) string) float64 {
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(part(name)); err == nil {
			return n
		}
		return otherwise
	}
	year, month := number("y", 0), number("m", 1)
	if part("era") == "-" && len(part("y")) == 6 {
		if year == 0 {
			return math.NaN()
		}
		year = -year
	}
	if name := part("name"); name != "" {
		month = strings.Index("JanFebMarAprMayJunJulAugSepOctNovDec", name)/3 + 1
	}
	fraction, _ := strconv.Atoi((part("f") + "000")[:3])
	offset := time.Duration(number("zh", 0))*time.Hour + time.Duration(number("zm", 0))*time.Minute
	if part("sign") == "-" {
		offset = -offset
	}
	t := time.Date(year, time.Month(month), number("d", 1), number("h", 0), number("min", 0), number("s", 0), 0, time.UTC)
	const farthest = 8.64e15 // milliseconds from 1970 in either direction
	ms := float64(t.UnixMilli()) + float64(fraction) - float64(offset/time.Millisecond)
	if math.Abs(ms) > farthest {
		return math.NaN()
	}
	return ms
}
