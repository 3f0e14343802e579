package hosts

// ValidPOP reports whether pop looks like an edge location's code, in capital
// letters: NRT20, SEA19-C1.
func ValidPOP(pop string) bool {
	if len(pop) < 3 || len(pop) > 16 {
		return false
	}
	for i := range len(pop) {
		if c := pop[i]; (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
