package function

import (
	"errors"
	"fmt"
	"time"

	"github.com/dop251/goja"
)

// An Environment is what a run has beside its event.
type Environment struct {
	Now    time.Time // what Date says, during the whole run
	Place  Place
	Stores Stores // nil: the function is associated with none
}

// A Result is what a run came to. Exactly one of Request, Response and Fault is
// set.
type Result struct {
	Request  *Request   // goes on in the place of the viewer's
	Response *Generated // answers; in viewer-response events in the place of the response
	Fault    *Fault
	// Origin is what the function asked for about the origin; nil for nothing.
	Origin *OriginChange
	// Changes say what is different from what the function got.
	Changes     []string
	Logs        []string // lines of console.log
	Utilization int      // percent of the allowed time
}

// A Generated response is one that a function made or changed.
type Generated struct {
	Response
	Description string // the reason phrase, if the function gave one
	Body        []byte
	HasBody     bool // Body takes the place of what there is
}

// Run calls the function with an event.
func (p *Program) Run(e *Event, env *Environment) *Result {
	request := requestMessage(&e.Request)
	var response *message
	if e.Response != nil {
		response = responseMessage(e.Response)
	}
	o := p.call(e.Type, e.document(request, response), env, func(s *sandbox, event *goja.Object) {
		s.rawQueryString(event, &e.Request)
	})
	res := &Result{Logs: o.logs, Utilization: o.utilization, Fault: o.fault, Origin: o.origin}
	if res.Fault != nil {
		return res
	}
	r, fault := readResult(e.Type, o.doc)
	switch {
	case fault != nil:
	case e.Type == ViewerResponse:
		fault = r.answer(res, e.Response, response)
	case r.isResponse:
		fault = r.answer(res, &Response{}, &message{})
	default:
		fault = r.forward(res, &e.Request, request)
	}
	if fault == nil && o.originFault != nil && res.Request != nil {
		fault = &Fault{Validation, originSentence, o.originFault.Error()}
	}
	if fault != nil {
		res.Request, res.Response, res.Fault = nil, nil, fault
	}
	return res
}

// A TestResult is what TestFunction answers with.
type TestResult struct {
	Output      string // the returned value as JSON; empty after an error
	Message     string // of the error; empty for none
	Logs        []string
	Utilization int
}

// ErrEvent is an event object that is none.
var ErrEvent = errors.New("the event object is not valid")

// Test calls the function with an event object, as the API's TestFunction does:
// it finds errors of the code, and mistakes in the form of what it returns, not
// those that show only when a request goes on.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/test-function.html
func (p *Program) Test(event []byte, env *Environment) (*TestResult, error) {
	tree, err := readTree(event)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrEvent, err)
	}
	kind, err := checkEvent(tree)
	if err != nil {
		return nil, err
	}
	o := p.call(kind, event, env, func(s *sandbox, event *goja.Object) { s.rawQueryString(event, nil) })
	res := &TestResult{Logs: o.logs, Utilization: o.utilization}
	if o.fault == nil {
		var r *returned
		if r, o.fault = readResult(kind, o.doc); o.fault == nil {
			res.Output = r.output()
			return res, nil
		}
	}
	res.Message = o.fault.Error()
	return res, nil
}

// checkEvent says which event an event object is of.
func checkEvent(tree *node) (EventType, error) {
	refuse := func(what string) (EventType, error) { return "", fmt.Errorf("%w: %s", ErrEvent, what) }
	if tree.kind != '{' {
		return refuse("expected an object")
	}
	if version := tree.get("version"); version == nil || version.kind != '"' || version.text != "1.0" {
		return refuse(`version must be "1.0"`)
	}
	kind := tree.get("context").get("eventType")
	if kind == nil || kind.kind != '"' || kind.text != string(ViewerRequest) && kind.text != string(ViewerResponse) {
		return refuse("context.eventType must be viewer-request or viewer-response")
	}
	if r := tree.get("request"); r == nil || r.kind != '{' {
		return refuse("request is missing")
	}
	if r := tree.get("response"); kind.text == string(ViewerResponse) && (r == nil || r.kind != '{') {
		return refuse("response is missing")
	}
	return EventType(kind.text), nil
}

// An outcome is one call of the code.
type outcome struct {
	doc         []byte // JSON of what it returned
	fault       *Fault
	origin      *OriginChange
	originFault error
	logs        []string
	utilization int
}

func (p *Program) call(kind EventType, event []byte, env *Environment, prepare func(*sandbox, *goja.Object)) *outcome {
	if p.fault != nil {
		return &outcome{fault: &Fault{Execution, executionSentence, p.fault.Error()}, utilization: 1}
	}
	s := newSandbox(p, kind, env)
	defer time.AfterFunc(maxWall, func() { s.vm.Interrupt(errTime) }).Stop()
	doc, err := s.run(event, prepare)
	o := &outcome{doc: doc, logs: s.logs.lines, origin: s.origin, originFault: s.originFault}
	if err != nil {
		o.fault = s.faultOf(err)
	}
	o.utilization = s.meter.utilization()
	return o
}

// errResult is a returned value that is no object.
var errResult = errors.New("no object")

// run runs the code and then its handler. Whatever happens in the engine stays
// in here.
func (s *sandbox) run(doc []byte, prepare func(*sandbox, *goja.Object)) (result []byte, err error) {
	defer func() {
		if x := recover(); x != nil {
			result, err = nil, asError(x)
		}
	}()
	s.meter.pay(s.program.overhead, len(doc))
	v, err := s.parse(goja.Undefined(), s.vm.ToValue(string(doc)))
	if err != nil {
		return nil, err
	}
	event := v.(*goja.Object)
	prepare(s, event)
	for _, m := range s.program.imports {
		define(s.vm.GlobalObject(), m.name, s.module(m.module))
	}
	if _, err := s.vm.RunProgram(s.program.code); err != nil {
		return nil, err
	}
	handler, ok := goja.AssertFunction(s.vm.GlobalObject().Get("handler"))
	if !ok {
		return nil, errors.New(`ReferenceError: "handler" is not defined`)
	}
	returned, err := handler(goja.Undefined(), event)
	if err != nil {
		return nil, err
	}
	if returned, err = settled(returned); err != nil {
		return nil, err
	}
	if _, ok := returned.(*goja.Object); !ok {
		return nil, errResult
	}
	text, err := s.json(returned)
	return []byte(text), err
}

// settled is what a promise came to.
func settled(v goja.Value) (goja.Value, error) {
	o, ok := v.(*goja.Object)
	if !ok {
		return v, nil
	}
	p, ok := o.Export().(*goja.Promise)
	if !ok {
		return v, nil
	}
	switch p.State() {
	case goja.PromiseStateFulfilled:
		return p.Result(), nil
	case goja.PromiseStateRejected:
		return nil, &rejected{p.Result()}
	}
	return nil, errors.New("Error: the promise that the function returned was never settled")
}

// A rejected promise's reason.
type rejected struct{ reason goja.Value }

func (r *rejected) Error() string { return "rejected" }

// rawQueryString gives an event's request the method of that name, in runtime
// 2.0. In a test there is no URL to take it from.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/general-helper-methods.html
func (s *sandbox) rawQueryString(event *goja.Object, r *Request) {
	if s.runtime == Runtime1 {
		return
	}
	request := event.Get("request").(*goja.Object)
	method(request, "rawQueryString", s.vm.ToValue(func(goja.FunctionCall) goja.Value {
		if r == nil || !r.HasQuery {
			return goja.Undefined()
		}
		return s.vm.ToValue(utf8Text(r.Query))
	}))
}
