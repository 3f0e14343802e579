package emulator

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/config"
	"crossfront/emulator/console"
	"crossfront/emulator/fault"
	"crossfront/emulator/hosts"
)

// byConsole is who asks for faults through the console API.
const byConsole = "the console"

func (b *backend) Faults() []console.Fault { return b.faultsOf(b.e.world.Load().faults.List()) }

func (b *backend) AddFaults(doc []byte) ([]console.Fault, error) {
	faults, err := config.ReadFaults(doc, byConsole)
	if err != nil {
		return nil, faultError(err)
	}
	return b.faultsOf(b.e.world.Load().faults.Add(faults)), nil
}

func (b *backend) SetFaults(doc []byte) ([]console.Fault, error) {
	faults, err := config.ReadFaults(doc, byConsole)
	if err != nil {
		return nil, faultError(err)
	}
	return b.faultsOf(b.e.world.Load().faults.Replace(faults)), nil
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

func (b *backend) faultsOf(states []fault.State) []console.Fault {
	list := make([]console.Fault, len(states))
	if len(states) == 0 {
		return list
	}
	buckets, origins := b.faultPlaces()
	for i, s := range states {
		list[i] = console.Fault{
			ID: s.ID, What: s.Fault.String(), From: s.From, Bucket: s.Bucket, Origin: s.Origin, Methods: s.Methods, Path: s.Path,
			Every: s.Every, Probability: s.Probability, Times: s.Times, Latency: text(s.Latency), Jitter: text(s.Jitter),
			Status: s.Status, Code: s.Code, Reset: s.Reset, Truncate: s.Truncate, Bandwidth: s.Bandwidth, Seen: s.Seen, Hits: s.Hits, Waiting: s.Waiting,
			Missing: missing(s.Fault, buckets, origins),
		}
	}
	return list
}

// faultPlaces are the names that faults can be at now.
func (b *backend) faultPlaces() (buckets, origins []string) {
	all, _ := b.e.world.Load().store.Buckets(context.Background())
	for _, one := range all {
		buckets = append(buckets, one.Name)
	}
	for _, d := range b.Distributions() {
		for _, o := range d.Origins {
			origins = append(origins, hosts.Normalize(o.DomainName))
		}
	}
	return buckets, origins
}

// missing says which of a fault's places is not there. It may come: buckets and
// distributions are made at any time, so the fault is taken.
func missing(f fault.Fault, buckets, origins []string) string {
	var words []string
	if f.Bucket != "" && !slices.Contains(buckets, f.Bucket) {
		words = append(words, "there is no bucket "+f.Bucket+" yet"+config.DidYouMean(f.Bucket, buckets))
	}
	if f.Origin != "" && !slices.Contains(origins, hosts.Normalize(f.Origin)) {
		words = append(words, "no distribution has an origin "+f.Origin+" yet"+config.DidYouMean(f.Origin, origins))
	}
	return strings.Join(words, "; ")
}

func text(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return d.String()
}
