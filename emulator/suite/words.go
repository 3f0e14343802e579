package suite

import (
	"fmt"
	"slices"
	"strings"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// unreadable says why a header cannot be read; empty when it can.
func unreadable(visits []*browser.Visit, name string) string {
	lower := strings.ToLower(name)
	for _, v := range visits {
		x := v.Answer()
		switch {
		case slices.Contains(v.Readable, lower):
			continue
		case !v.Verdict.Allowed:
			return "blocked in " + v.Engine
		case x == nil && v.Kept != nil:
			return "not with the answer that " + v.Engine + " had in its own cache"
		case x == nil:
			return "no answer in " + v.Engine
		}
		if _, there := journal.Value(x.Response.Headers, name); !there {
			return fmt.Sprintf("the answer (%d) has no %s", x.Response.Status, name)
		}
		exposed, ok := journal.Value(x.Response.Headers, "Access-Control-Expose-Headers")
		if !ok {
			return "it is there, but the answer has no Access-Control-Expose-Headers"
		}
		return "it is there, but Access-Control-Expose-Headers is " + exposed
	}
	return ""
}

// readable says why a header is not kept from the script; empty when it is.
func readable(visits []*browser.Visit, name string) string {
	for _, v := range visits {
		x := v.Answer()
		switch {
		case slices.Contains(v.Readable, strings.ToLower(name)):
			return "it can in " + v.Engine
		case !v.Verdict.Allowed:
			return "blocked in " + v.Engine
		case x == nil:
			return "no answer in " + v.Engine
		}
		if _, there := journal.Value(x.Response.Headers, name); !there {
			return fmt.Sprintf("the answer (%d) has no %s", x.Response.Status, name)
		}
	}
	return ""
}

func opaqueness(yes bool) string {
	if yes {
		return "opaque"
	}
	return "open"
}

func opaqueWord(v *browser.Visit) string {
	if !v.Verdict.Allowed {
		return "is blocked"
	}
	return "is " + opaqueness(v.Opaque)
}

func timing(yes bool) string {
	if yes {
		return "times"
	}
	return "zeros"
}

func timingWord(v *browser.Visit) string { return "shows " + timing(v.Timing) }

func cacheWord(v *browser.Visit) string {
	x := v.Answer()
	switch {
	case x == nil && v.Kept != nil:
		return "the browser's own cache answered"
	case x == nil:
		return "the request was never sent"
	case x.Edge == nil:
		if sent, ok := journal.Value(x.Response.Headers, "X-Cache"); ok && cacheOf(sent) != "" {
			return "cache " + cacheOf(sent)
		}
		return "no edge was asked"
	}
	return "cache " + x.Edge.Cache
}

// cacheWords adds the status to an error, which has no other cause to show.
func cacheWords(v *browser.Visit) string {
	word := cacheWord(v)
	if x := v.Answer(); x != nil && word == "cache error" {
		word += fmt.Sprintf(", status %d", x.Response.Status)
	}
	return word
}

func statusWord(v *browser.Visit) string {
	x := v.Answer()
	switch {
	case v.Kept != nil:
		return fmt.Sprintf("status %d", v.Kept.Status)
	case x == nil:
		return "the request was never sent"
	}
	return fmt.Sprintf("status %d", x.Response.Status)
}

// words by engine.
type byEngine struct {
	engines []string
	word    []string
}

func each(visits []*browser.Visit, word func(*browser.Visit) string) byEngine {
	var b byEngine
	for _, v := range visits {
		b.engines, b.word = append(b.engines, v.Engine), append(b.word, word(v))
	}
	return b
}

// differs compares the words behind "cache " and "status ".
func (b byEngine) differs(want string) bool {
	return slices.ContainsFunc(b.word, func(w string) bool { _, got, _ := strings.Cut(w, " "); return got != want })
}

// words says each word once, with the engines that it holds for when they
// differ.
func (b byEngine) words() string {
	var order []string
	who := map[string][]string{}
	for i, w := range b.word {
		if who[w] == nil {
			order = append(order, w)
		}
		who[w] = append(who[w], b.engines[i])
	}
	if len(order) == 1 {
		return order[0]
	}
	var parts []string
	for _, w := range order {
		parts = append(parts, w+" in "+strings.Join(who[w], " and "))
	}
	return strings.Join(parts, "; ")
}
