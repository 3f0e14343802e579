package clients

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"crossfront/corsengine/fetch"
)

// A table is what each client said, for $ARTIFACTS.
type table struct {
	mu   sync.Mutex
	rows []string
}

func (b *table) add(s *showing, broken, fixed string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	cell := strings.NewReplacer("\n", " ", "|", `\|`)
	b.rows = append(b.rows, fmt.Sprintf("| %s | %s%s | %s | %s |\n", s.scenario, s.client, s.about, cell.Replace(broken), cell.Replace(fixed)))
}

func (b *table) write(t *testing.T, e fetch.Engine) {
	dir := os.Getenv("ARTIFACTS")
	if dir == "" {
		return
	}
	slices.Sort(b.rows)
	text := "| scenario | client | broken, it says | fixed, it says |\n|---|---|---|---|\n" + strings.Join(b.rows, "")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Error(err)
		return
	}
	if err := os.WriteFile(filepath.Join(dir, "clients-"+strings.ToLower(e.String())+".md"), []byte(text), 0o644); err != nil {
		t.Error(err)
	}
}
