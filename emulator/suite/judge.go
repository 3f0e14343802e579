package suite

import (
	"fmt"
	"slices"
	"strings"

	"crossfront/emulator/browser"
	"crossfront/emulator/journal"
)

// Judge says what is not as wanted. cached are the visits that tell what the edge's
// cache did.
func (w *Want) Judge(visits, cached []*browser.Visit) []Failure {
	if len(visits) == 0 {
		return nil
	}
	var list []Failure
	fail := func(expected, got string) {
		list = append(list, Failure{Expected: expected, Got: got, Advice: adviceOf(visits)})
	}
	if w.Verdict != "" && !w.verdictHolds(visits) {
		fail(w.verdictWords(), verdicts(visits))
	}
	for _, name := range w.Readable {
		if missing := unreadable(visits, name); missing != "" {
			fail("the script can read "+name, missing)
		}
	}
	for _, name := range w.Unreadable {
		if why := readable(visits, name); why != "" {
			fail("the answer has "+name+", and the script cannot read it", why)
		}
	}
	if w.Opaque != nil {
		if got := each(visits, opaqueWord); got.differs(opaqueness(*w.Opaque)) {
			fail("it is "+opaqueness(*w.Opaque), got.words())
		}
	}
	if w.Timing != nil {
		if got := each(visits, timingWord); got.differs(timing(*w.Timing)) {
			fail("Resource Timing shows "+timing(*w.Timing), got.words())
		}
	}
	if w.Cache != "" {
		if got := each(cached, cacheWord); got.differs(w.Cache) {
			fail("cache "+w.Cache, each(cached, cacheWords).words())
		}
	}
	if w.Status != 0 {
		if got := each(visits, statusWord); got.differs(fmt.Sprint(w.Status)) {
			fail(fmt.Sprintf("status %d", w.Status), got.words())
		}
	}
	return list
}

func (w *Want) verdictHolds(visits []*browser.Visit) bool {
	for _, v := range visits {
		if v.Verdict.Allowed != (w.Verdict == Allowed) {
			return false
		}
	}
	return w.Verdict == Allowed || w.Reason.fits(visits)
}

func (w *Want) verdictWords() string {
	if w.Reason.Word != "" {
		return w.Verdict + ": " + w.Reason.Word
	}
	return w.Verdict
}

// verdicts are the engines' in words; with them the causes, in which reasons
// are stated, too.
func verdicts(visits []*browser.Visit) string {
	got := each(visits, func(v *browser.Visit) string {
		if v.Verdict.Allowed {
			return Allowed
		}
		return Blocked + ": " + v.Verdict.Error
	}).words()
	var causes []string
	for _, a := range adviceOf(visits) {
		if c := a.Layer + " " + a.Cause; !slices.Contains(causes, c) {
			causes = append(causes, c)
		}
	}
	if len(causes) > 0 {
		got += " (" + strings.Join(causes, ", ") + ")"
	}
	return got
}

func adviceOf(visits []*browser.Visit) []journal.Advice {
	return (&browser.Outcome{Visits: visits}).Advice()
}
