package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"crossfront/corsengine/fetch"
	"crossfront/emulator"
	"crossfront/emulator/browser"
	"crossfront/emulator/config"
)

// explain says what a page would get for one request, in each browser. It opens
// no port.
func explain(ctx context.Context, p *process) int {
	a, err := explainArguments(p.args)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator explain: %v\n", err)
		return exitUnusual
	}
	world, err := offline(ctx, p, &a.world)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator explain: %v\n", err)
		return exitUnusual
	}
	defer world.Close()
	outcome, err := browser.Ask(ctx, world, &a.page)
	if err != nil {
		fmt.Fprintf(p.stderr, "emulator explain: %v\n", err)
		return exitUnusual
	}
	if a.json {
		err = writeJSON(p.stdout, outcome)
	} else {
		outcome.Text(&browser.Painter{W: p.stdout, Colour: coloured(p)})
	}
	switch {
	case err != nil:
		fmt.Fprintf(p.stderr, "emulator explain: %v\n", err)
		return exitUnusual
	case !outcome.Allowed:
		return exitFailed
	}
	return exitOK
}

// An explainCall is explain's command line.
type explainCall struct {
	page  browser.Page
	world worldFlags
	json  bool
}

func explainArguments(args []string) (*explainCall, error) {
	a := &explainCall{page: browser.Page{Header: http.Header{}}}
	fs := flag.NewFlagSet("explain", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&a.page.Method, "X", "", "")
	fs.StringVar(&a.page.Method, "method", "", "")
	fs.Func("H", "", a.header)
	fs.Func("header", "", a.header)
	fs.StringVar(&a.page.Origin, "origin", "http://localhost:3000", "")
	credentials := fs.String("credentials", "", "")
	fs.StringVar(&a.page.Initiator, "initiator", "", "")
	fs.StringVar(&a.page.CrossOrigin, "crossorigin", "", "")
	fs.StringVar(&a.page.Via, "via", "", "")
	embedder := fs.String("embedder", "", "")
	fs.BoolVar(&a.json, "json", false, "")
	a.world.define(fs)
	urls, err := parseMixed(fs, args)
	if err != nil {
		return nil, flagWords(err)
	}
	if len(urls) != 1 {
		return nil, fmt.Errorf("one URL is needed, got %d; for example https://cdn.example.com/vod/index.m3u8", len(urls))
	}
	a.page.URL, a.page.Credentials, a.page.Embedder = urls[0], fetch.CredentialsMode(*credentials), fetch.EmbedderPolicy(*embedder)
	var all []error
	for _, m := range a.page.Mistakes() {
		all = append(all, fmt.Errorf("%s: %s", explainFlag(m.Field), m.Message))
	}
	return a, errors.Join(all...)
}

// explainFlag is the flag that gives a field of the page.
func explainFlag(field string) string {
	switch {
	case field == "url":
		return "URL"
	case field == "method":
		return "-X"
	case strings.HasPrefix(field, "headers/"):
		return "-H"
	}
	return "--" + field
}

func (a *explainCall) header(v string) error {
	name, value, ok := strings.Cut(v, ":")
	if !ok {
		return fmt.Errorf("%q: expected 'Name: value'", v)
	}
	a.page.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	return nil
}

// parseMixed lets flags stand behind arguments, as curl does.
func parseMixed(fs *flag.FlagSet, args []string) (rest []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, guessed(fs, err)
		}
		if fs.NArg() == 0 {
			return rest, nil
		}
		rest, args = append(rest, fs.Arg(0)), fs.Args()[1:]
	}
}

// guessed adds to a refusal of an unknown flag which one may have been meant.
func guessed(fs *flag.FlagSet, err error) error {
	name, unknown := strings.CutPrefix(err.Error(), "flag provided but not defined: -")
	if !unknown {
		return err
	}
	var names []string
	fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	return fmt.Errorf("%w%s", err, config.FlagMeant(name, names))
}

// flagWords puts the flag package's errors into our words.
func flagWords(err error) error {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return fmt.Errorf("unknown flag --%s", name)
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return fmt.Errorf("--%s needs a value", name)
	}
	return err
}

// worldFlags say which world is asked, and what is assumed of who is not there.
type worldFlags struct {
	config   string
	switches []string
	known    bool
	origin   emulator.OriginAnswer
}

func (f *worldFlags) define(fs *flag.FlagSet) {
	fs.StringVar(&f.config, "config", "", "")
	f.assume(fs)
}

// assume defines what holds for suites, too, which name their configurations
// themselves.
func (f *worldFlags) assume(fs *flag.FlagSet) {
	fs.Func("switch", "", func(v string) error { f.switches = append(f.switches, v); return nil })
	fs.BoolVar(&f.known, "known-objects", false, "")
	f.origin.Header = http.Header{}
	fs.Func("origin-status", "", func(v string) error {
		n, err := strconv.Atoi(v)
		if err != nil || n < 200 || n > 599 {
			return fmt.Errorf("%q is no status; expected 200 to 599", v)
		}
		f.origin.Status = n
		return nil
	})
	fs.Func("origin-header", "", func(v string) error {
		name, value, ok := strings.Cut(v, ":")
		if !ok {
			return fmt.Errorf("%q: expected 'Name: value'", v)
		}
		f.origin.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
		return nil
	})
}

// settings are serve's flags that a world without addresses has use for.
func (f *worldFlags) settings() []string {
	var args []string
	for _, s := range f.switches {
		args = append(args, "--switch", s)
	}
	if f.config != "" {
		args = append(args, "--config", f.config)
	}
	return args
}

// offline is the world of the configuration that the flags, or serve's
// variables, name; the demo's when they name none.
func offline(ctx context.Context, p *process, f *worldFlags) (*emulator.Offline, error) {
	cfg, err := config.Load(f.settings(), p.getenv, p.stderr)
	if err != nil {
		return nil, err
	}
	return emulator.NewOffline(ctx, cfg, emulator.OfflineOptions{KnownObjects: f.known, Origin: f.origin})
}

func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

// coloured reports whether standard output takes colours: a terminal, unless
// NO_COLOR is set (https://no-color.org) or it is a dumb one.
func coloured(p *process) bool {
	f, ok := p.stdout.(*os.File)
	if !ok || p.getenv("NO_COLOR") != "" || p.getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
