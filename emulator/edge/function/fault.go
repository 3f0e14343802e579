package function

import (
	"errors"
	"fmt"
	"regexp"

	"github.com/dop251/goja"
)

// asError is what a recovered panic says. Panics of the engine's own are faults
// of the function that led there, not of the process.
func asError(x any) error {
	if err, ok := x.(error); ok {
		return err
	}
	if v, ok := x.(goja.Value); ok {
		return &rejected{v}
	}
	return fmt.Errorf("InternalError: %v", x)
}

// faultOf says what an error of a run is to CloudFront: too much time is
// throttled, everything else is an execution error. Which of the two a function
// that runs over its time gets is inferred: AWS says that functions which keep
// exceeding the time are throttled.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/test-function.html#compute-utilization
func (s *sandbox) faultOf(err error) *Fault {
	if s.meter.fault != nil {
		err = s.meter.fault
	}
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	var exception *goja.Exception
	var reason *rejected
	execution := func(detail string) *Fault { return &Fault{Execution, executionSentence, detail} }
	switch {
	case errors.Is(err, errTime), errors.As(err, &interrupted):
		s.meter.steps = maxSteps
		return &Fault{Throttled, throttledSentence, "Error: " + errTime.Error()}
	case errors.Is(err, errMemory):
		return execution("MemoryError: " + errMemory.Error())
	case errors.Is(err, errResult):
		return invalidValue("the function must return a request or a response object")
	case errors.As(err, &overflow):
		return execution(errStack.Error())
	case errors.As(err, &exception):
		return execution(s.describe(exception.Value()))
	case errors.As(err, &reason):
		return execution(s.describe(reason.reason))
	}
	return execution(err.Error())
}

// describe is a thrown value in the engine's words.
func (s *sandbox) describe(v goja.Value) (text string) {
	defer func() {
		if recover() != nil { // its toString is the code's
			text = "Error"
		}
	}()
	text = v.String()
	if o, ok := v.(*goja.Object); !ok || o.ClassName() != "Error" {
		return text
	}
	for _, w := range wordings() {
		if w.goja.MatchString(text) {
			return w.goja.ReplaceAllString(text, w.njs)
		}
	}
	return text
}

// A wording is a message of the engine underneath, and the same in CloudFront's.
type wording struct {
	goja *regexp.Regexp
	njs  string
}

func wordings() []wording {
	w := func(pattern, njs string) wording {
		return wording{regexp.MustCompile(`(?s)^(\w+): ` + pattern + `$`), "$1: " + njs}
	}
	return []wording{
		w(`Cannot read property '(.*?)' of (undefined|null).*`, `cannot get property "$2" of $3`),
		w(`Cannot set property '.*?' of (undefined|null).*`, `property set on primitive $2 type`),
		w(`Cannot convert undefined or null to object.*`, `cannot convert null or undefined to object`),
		w(`Object has no member '(.*?)'.*`, `(intermediate value)["$2"] is not a function`),
		w(`(.*) is not defined.*`, `"$2" is not defined`),
		w(`Value is not (?:callable|an object): (undefined|null|true|false).*`, `$2 is not a function`),
		w(`Value is not (?:callable|an object): .*`, `object is not a function`),
		w(`Malformed URI.*`, `malformed URI`),
		w(`Assignment to constant variable\..*`, `assignment to constant variable`),
		w(`Cannot access a variable before initialization.*`, `cannot access variable before initialization`),
		w(`(?:Converting|Cyclic|cyclic).*(?:circular|object value).*`, `Nested too deep or a cyclic structure`),
		w(`Unexpected end of JSON input.*`, `Unexpected end of input`),
	}
}
