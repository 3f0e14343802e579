package scenarios

import (
	"slices"
	"strings"
	"unicode"
)

// Search are the scenarios in whose id, title, symptoms or cause the words of the
// text are: those with all of them, or where there is none, those with most, if
// that is half of them at least. Those with more in the symptoms come first, then
// those that people ask about more.
func Search(all []*Scenario, text string) []*Scenario {
	words := wordsOf(text)
	if len(words) == 0 {
		return all
	}
	type hit struct {
		scenario        *Scenario
		words, symptoms int
	}
	var hits []hit
	most := 0
	for _, s := range all {
		symptoms := strings.ToLower(strings.Join(s.Symptoms, " "))
		h := hit{s, found(words, strings.ToLower(s.ID+" "+s.Title+" "+s.Cause)+" "+symptoms), found(words, symptoms)}
		most = max(most, h.words)
		hits = append(hits, h)
	}
	if 2*most < len(words) {
		return nil
	}
	hits = slices.DeleteFunc(hits, func(h hit) bool { return h.words < most })
	slices.SortStableFunc(hits, func(a, b hit) int { return b.symptoms - a.symptoms })
	list := make([]*Scenario, len(hits))
	for i, h := range hits {
		list[i] = h.scenario
	}
	return list
}

// wordsOf are the words that say something, in small letters and without the
// ending that makes a verb's or a noun's other form.
func wordsOf(text string) (words []string) {
	split := func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`'"“”‘’.,;:!?()`, r) }
	for _, word := range strings.FieldsFunc(strings.ToLower(text), split) {
		switch word {
		case "a", "an", "and", "but", "does", "doesn", "for", "from", "in", "is", "it", "its", "my", "not", "of", "on", "or", "the", "to", "t", "with":
			continue
		}
		words = append(words, stem(word))
	}
	return words
}

func stem(word string) string {
	for _, ending := range [...]string{"ing", "ed", "es", "s", "d"} {
		if base, ok := strings.CutSuffix(word, ending); ok && len(base) >= 4 {
			return base
		}
	}
	return word
}

func found(words []string, in string) (n int) {
	for _, word := range words {
		if strings.Contains(in, word) {
			n++
		}
	}
	return n
}
