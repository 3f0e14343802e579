package drive

import (
	"bufio"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// marionettePreferences have Firefox choose the port, and be as it always is.
const marionettePreferences = `
user_pref("marionette.port", 0);
user_pref("remote.prefs.recommended", false);
`

// marionette is Firefox's remote control: messages of JSON behind their length.
// https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
type marionette struct {
	net.Conn
	in *bufio.Reader
	id int
}

// marionette connects to the Firefox that was just started, which ends with it.
func (p *programs) marionette() (*marionette, error) {
	port, err := waitFor(filepath.Join(p.dir, "MarionetteActivePort"))
	if err != nil {
		return nil, err
	}
	c, err := net.Dial("tcp", "127.0.0.1:"+port)
	if err != nil {
		return nil, err
	}
	p.ends = append(p.ends, func() { c.Close() })
	m := &marionette{Conn: c, in: bufio.NewReader(c)}
	if _, err := m.read(); err != nil { // who it is
		return nil, err
	}
	return m, m.call("WebDriver:NewSession", map[string]any{}, nil)
}

// waitFor is what a program writes into a file once it is ready.
func waitFor(file string) (string, error) {
	for late := time.Now().Add(patience); time.Now().Before(late); time.Sleep(20 * time.Millisecond) {
		if text, err := os.ReadFile(file); err == nil && len(text) > 0 {
			return strings.TrimSpace(string(text)), nil
		}
	}
	return "", errors.New("Firefox takes no orders")
}

// call has a command carried out; result takes its own, unless it is nil.
func (m *marionette) call(command string, parameters, result any) error {
	m.id++
	doc, err := json.Marshal([]any{0, m.id, command, parameters})
	if err != nil {
		return err
	}
	if err := m.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(m, "%d:%s", len(doc), doc); err != nil {
		return err
	}
	said, err := m.read()
	if err != nil {
		return err
	}
	var answer [4]json.RawMessage // 1, the id, an error, the result
	if err := json.Unmarshal(said, &answer); err != nil {
		return err
	}
	if string(answer[2]) != "null" {
		return fmt.Errorf("Firefox: %s: %s", command, answer[2])
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(answer[3], result)
}

func (m *marionette) read() ([]byte, error) {
	length, err := m.in.ReadString(':')
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(strings.TrimSuffix(length, ":"))
	if err != nil || n < 0 || n > 1<<24 {
		return nil, fmt.Errorf("Firefox: %q is no length", length)
	}
	doc := make([]byte, n)
	_, err = io.ReadFull(m.in, doc)
	return doc, err
}

// within has commands be for pages, "content", or for Firefox itself, "chrome".
func (m *marionette) within(context string) error {
	return m.call("Marionette:SetContext", map[string]any{"value": context}, nil)
}

// run runs a script, which returns a result unless that is nil.
func (m *marionette) run(script string, arguments []any, result any) error {
	return m.call("WebDriver:ExecuteScript", map[string]any{"script": script, "args": arguments}, result)
}

// open has Firefox trust an authority for websites, and go to a page.
func (m *marionette) open(url string, authority []byte) error {
	block, _ := pem.Decode(authority)
	if block == nil {
		return errors.New("the authority is no PEM")
	}
	der := make([]any, len(block.Bytes))
	for i, b := range block.Bytes {
		der[i] = b
	}
	if err := m.within("chrome"); err != nil {
		return err
	}
	const trust = `Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCert(String.fromCharCode(...arguments), "C,,")`
	if err := m.run(trust, der, nil); err != nil {
		return err
	}
	if err := m.within("content"); err != nil {
		return err
	}
	if err := m.call("WebDriver:Navigate", map[string]any{"url": url}, nil); err != nil {
		return err
	}
	return m.within("chrome") // where the console is
}

// heard is what all consoles have shown since the last call.
func (m *marionette) heard() (string, error) {
	const take = `const all = Services.console.getMessageArray().map((m) => m.errorMessage ?? m.message); Services.console.reset(); return all;`
	var said struct{ Value []string }
	err := m.run(take, []any{}, &said)
	return strings.Join(said.Value, "\n"), err
}
