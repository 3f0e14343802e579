package config

import "strings"

// didYouMean is "; did you mean X?" for the name nearest to the given one, or
// nothing when none is near.
func didYouMean(given string, names []string) string {
	best, at := "", len(given)/3+1
	for _, name := range names {
		if strings.EqualFold(name, given) {
			return "; did you mean " + name + "?"
		}
		if d := distance(strings.ToLower(given), strings.ToLower(name)); d <= at && (best == "" || d < at) {
			best, at = name, d
		}
	}
	if best == "" {
		return ""
	}
	return "; did you mean " + best + "?"
}

// distance is the number of single-letter edits and swaps of neighbours that
// turn a into b (optimal string alignment).
func distance(a, b string) int {
	var before []int
	last := make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row := make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(b)]
}
