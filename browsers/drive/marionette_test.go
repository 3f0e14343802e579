package drive

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"testing"
)

// TestMarionette: commands go out and results come back as Firefox has them; what
// it refuses is an error with its words.
func TestMarionette(t *testing.T) {
	here, there := net.Pipe()
	t.Cleanup(func() { here.Close() })
	asked := make(chan string, 2)
	go func() {
		defer there.Close()
		in := bufio.NewReader(there)
		for _, answer := range []string{`[1,1,null,{"value":["a","b"]}]`, `[1,2,{"error":"no such window"},null]`} {
			var n int
			if _, err := fmt.Fscanf(in, "%d:", &n); err != nil {
				return
			}
			doc := make([]byte, n)
			for i := range doc {
				doc[i], _ = in.ReadByte()
			}
			asked <- string(doc)
			fmt.Fprintf(there, "%d:%s", len(answer), answer)
		}
	}()
	m := &marionette{Conn: here, in: bufio.NewReader(here)}
	if text, err := m.heard(); text != "a\nb" || err != nil {
		t.Errorf("heard %q, %v", text, err)
	}
	if first := <-asked; !strings.HasPrefix(first, `[0,1,"WebDriver:ExecuteScript",{"args":[],"script":`) {
		t.Errorf("asked %s", first)
	}
	if err := m.within("chrome"); err == nil || !strings.Contains(err.Error(), "no such window") {
		t.Errorf("%v", err)
	}
}

func TestPageURL(t *testing.T) {
	s := &Site{Origin: "http://app.localhost:1"}
	for want, p := range map[string]*Page{
		"http://app.localhost:1/loop":                  {},
		"https://a.example/loop?embedder=require-corp": {Origin: "https://a.example", Embedder: "require-corp"},
		"https://a.example/worker/cacheFirst/loop":     {Origin: "https://a.example", Worker: "cacheFirst"},
	} {
		if got := p.URL(s); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
