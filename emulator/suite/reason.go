package suite

import (
	"slices"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// A Reason is why something is to be blocked, in one of four vocabularies.
type Reason struct {
	Word string // empty: any reason
	kind reasonKind
}

type reasonKind int

const (
	anyReason    reasonKind = iota
	engineError             // an engine's name for the failure
	firstLayer              // of the advice to act on
	adviceAtHand            // id of a cause
)

// layers, as the contract names them.
func layers() []string { return []string{"bucket", "edge", "cache", "client"} }

// ReasonOf finds the vocabulary of a word: an engine's name for a failure, a
// layer, or the id of a cause. ok is false when it is in none. The empty word is
// any reason.
func ReasonOf(word string) (r Reason, ok bool) {
	r.Word = word
	switch {
	case word == "":
	case slices.Contains(errorNames(), word):
		r.kind = engineError
	case slices.Contains(layers(), word):
		r.kind = firstLayer
	case slices.Contains(browser.Causes(), word):
		r.kind = adviceAtHand
	default:
		return Reason{}, false
	}
	return r, true
}

func errorNames() []string {
	var all []string
	for _, e := range browser.Engines() {
		all = append(all, browser.ErrorNames(e)...)
	}
	return all
}

// Reasons are all words that a reason can have.
func Reasons() []string {
	return slices.Concat(layers(), browser.Causes(), errorNames())
}

// fits reports whether the visits, which are all blocked, are blocked for this
// reason. An engine's name is that engine's own, so the others do not count;
// causes and layers are what every one of them must have.
func (r Reason) fits(visits []*browser.Visit) bool {
	for _, v := range visits {
		switch r.kind {
		case engineError:
			if r.of(v.Engine) && v.Verdict.Error != r.Word {
				return false
			}
		case firstLayer:
			if len(v.Advice) == 0 || v.Advice[0].Layer != r.Word {
				return false
			}
		case adviceAtHand:
			if !slices.ContainsFunc(v.Advice, func(a journal.Advice) bool { return a.Cause == r.Word }) {
				return false
			}
		}
	}
	return true
}

// of reports whether the engine called name has a failure of this name.
func (r Reason) of(name string) bool {
	return slices.ContainsFunc(browser.Engines(), func(e engine) bool {
		return browser.Name(e) == name && slices.Contains(browser.ErrorNames(e), r.Word)
	})
}

// judges reports whether any of the engines can say this.
func (r Reason) judges(engines []engine) bool {
	return r.kind != engineError || slices.ContainsFunc(engines, func(e engine) bool { return r.of(browser.Name(e)) })
}
