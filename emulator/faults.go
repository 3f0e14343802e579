package emulator

import (
	"errors"
	"net/http"
	"time"

	"crossfront/emulator/config"
	"crossfront/emulator/console"
	"crossfront/emulator/fault"
)

// byConsole is who asks for faults through the console API.
const byConsole = "the console"

func (b *backend) Faults() []console.Fault { return faultsOf(b.e.world.Load().faults.List()) }

func (b *backend) AddFaults(doc []byte) ([]console.Fault, error) {
	faults, err := config.ReadFaults(doc, byConsole)
	if err != nil {
		return nil, faultError(err)
	}
	return faultsOf(b.e.world.Load().faults.Add(faults)), nil
}

func (b *backend) SetFaults(doc []byte) ([]console.Fault, error) {
	faults, err := config.ReadFaults(doc, byConsole)
	if err != nil {
		return nil, faultError(err)
	}
	return faultsOf(b.e.world.Load().faults.Replace(faults)), nil
}

func (b *backend) RemoveFault(id string) { b.e.world.Load().faults.Remove(id) }

func (b *backend) ClearFaults() { b.e.world.Load().faults.Replace(nil) }

// faultError passes on all mistakes in a list of faults, with their places.
func faultError(err error) error {
	var mistakes config.Problems
	if !errors.As(err, &mistakes) {
		return err
	}
	list := make(console.Errors, len(mistakes))
	for i, m := range mistakes {
		list[i] = console.Error{Status: http.StatusBadRequest, Code: "BadRequest", Message: m.Message, Line: m.Line, Column: m.Column}
	}
	return list
}

func faultsOf(states []fault.State) []console.Fault {
	list := make([]console.Fault, len(states))
	for i, s := range states {
		list[i] = console.Fault{
			ID: s.ID, What: s.Fault.String(), From: s.From, Bucket: s.Bucket, Origin: s.Origin, Methods: s.Methods, Path: s.Path,
			Every: s.Every, Probability: s.Probability, Times: s.Times, Latency: text(s.Latency), Jitter: text(s.Jitter),
			Status: s.Status, Code: s.Code, Reset: s.Reset, Truncate: s.Truncate, Bandwidth: s.Bandwidth, Seen: s.Seen, Hits: s.Hits, Waiting: s.Waiting,
		}
	}
	return list
}

func text(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
