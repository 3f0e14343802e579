package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// UsageError is a mistake in a flag or an environment variable, in one
// sentence that names it.
type UsageError struct {
	Message string
}

func (e *UsageError) Error() string { return e.Message }

func usagef(format string, args ...any) error {
	return &UsageError{Message: fmt.Sprintf(format, args...)}
}

// An option is one flag and its environment variable.
type option struct {
	flag     string
	env      string
	arg      string // placeholder of the value; empty for a switch
	repeated bool   // may be given many times; its variable is a comma list
	initial  string // in words, for help
	help     string
	set      func(c *Config, value string) error
}

// options lists every setting, in the order in which help shows them.
func options() []option {
	return append([]option{
		{flag: "aws", env: "EMULATOR_AWS", arg: "ADDR", initial: "127.0.0.1:4566",
			help: "the AWS APIs: S3 and the CloudFront control plane on one port",
			set:  func(c *Config, v string) error { return setAddress(&c.AWS, v) }},
		{flag: "edge", env: "EMULATOR_EDGE", arg: "ADDR", initial: "127.0.0.1:8080",
			help: "viewers reach distributions here over http",
			set:  func(c *Config, v string) error { return setAddress(&c.Edge, v) }},
		{flag: "edge-tls", env: "EMULATOR_EDGE_TLS", arg: "ADDR", initial: "127.0.0.1:8443",
			help: "the same over https (HTTP/1.1 and h2), with a local authority",
			set:  func(c *Config, v string) error { return setAddress(&c.EdgeTLS, v) }},
		{flag: "console", env: "EMULATOR_CONSOLE", arg: "ADDR", initial: "127.0.0.1:3000",
			help: "web pages and the console API",
			set:  func(c *Config, v string) error { return setAddress(&c.Console, v) }},
		{flag: "config", env: "EMULATOR_CONFIG", arg: "FILE", initial: "none",
			help: "the seed file, YAML or JSON; applied before any port answers ready",
			set:  setConfigFile},
		{flag: "seed", env: "EMULATOR_SEED", arg: "TEXT", initial: "none",
			help: "the seed itself, YAML or JSON, where no file can be put, such as for a CI service",
			set:  setSeedText},
		{flag: "empty", env: "EMULATOR_EMPTY", initial: "off",
			help: "start with nothing: no demo, no seed",
			set:  func(c *Config, v string) error { return setSwitch(&c.Empty, v) }},
		{flag: "resolve", env: "EMULATOR_RESOLVE", arg: "HOST=ADDR", repeated: true, initial: "none",
			help: "where a custom origin's host name really is; may be repeated",
			set:  addResolve},
		{flag: "data-dir", env: "EMULATOR_DATA_DIR", arg: "DIR", initial: "none",
			help: "keep buckets and distributions across restarts; without it all is in memory",
			set:  func(c *Config, v string) error { c.DataDir = v; return nil }},
		{flag: "ca-dir", env: "EMULATOR_CA_DIR", arg: "DIR", initial: "where emulator ca keeps it, if it does",
			help: "keep the authority of the https address, so that it can be trusted; else it is new at each start",
			set:  func(c *Config, v string) error { c.CADir = v; return nil }},
		{flag: "deploy-delay", env: "EMULATOR_DEPLOY_DELAY", arg: "DURATION", initial: "0s",
			help: "how long, by the emulator's clock, a changed distribution and a new invalidation say InProgress, for example 90s",
			set:  setDeployDelay},
		{flag: "credentials", env: "EMULATOR_CREDENTIALS", arg: "KEY:SECRET", repeated: true, initial: "test:test",
			help: "who may sign; may be repeated, each further pair is another account",
			set:  addCredential},
		{flag: "backend-credentials", env: "EMULATOR_BACKEND_CREDENTIALS", arg: "KEY:SECRET", initial: "none",
			help: "who asks the clusters that keep buckets' objects, see backend in the seed file",
			set:  func(c *Config, v string) (err error) { c.Backend, err = readCredential(v); return err }},
		{flag: "memory", env: "EMULATOR_MEMORY", arg: "SIZE", initial: "half of what the machine or container has",
			help: "what objects and cached answers may take together, such as 512MiB; 0 is no limit",
			set:  setMemory},
		{flag: "exchanges", env: "EMULATOR_EXCHANGES", arg: "N", initial: "2000",
			help: "how many exchanges are kept for the console; 0 records none, and counts none in /metrics",
			set:  setExchanges},
		{flag: "switch", env: "EMULATOR_SWITCHES", arg: "NAME", repeated: true, initial: "none",
			help: "the other answer where AWS's is disputed, by name, see docs/fidelity.md; may be repeated",
			set:  setSwitches},
	}, outputOptions()...)
}

// outputOptions are those about what is printed.
func outputOptions() []option {
	return []option{
		{flag: "log-level", env: "EMULATOR_LOG_LEVEL", arg: "LEVEL", initial: "info",
			help: "debug, info, warn or error",
			set:  setLevel},
		{flag: "log-format", env: "EMULATOR_LOG_FORMAT", arg: "text|json", initial: "text on a terminal, else json",
			help: "how standard error is written",
			set:  setFormat},
		{flag: "quiet", env: "EMULATOR_QUIET", initial: "off",
			help: "print the addresses and warnings only, no line an exchange",
			set:  func(c *Config, v string) error { return setSwitch(&c.Quiet, v) }},
	}
}

// WriteOptions writes the options section of serve's help.
func WriteOptions(w io.Writer) {
	for _, o := range options() {
		head := "--" + o.flag
		if o.arg != "" {
			head += " " + o.arg
		}
		fmt.Fprintf(w, "  %-28s %s\n", head, o.help)
		fmt.Fprintf(w, "  %-28s %s; default: %s\n", "", o.env, o.initial)
	}
}

// Settings reads serve's flags and environment without the seed file. Its
// errors are those of [Load].
func Settings(args []string, getenv func(string) string, stderr io.Writer) (*Config, error) {
	given, err := parseFlags(args)
	if err != nil {
		return nil, err
	}
	c := &Config{
		AWS: "127.0.0.1:4566", Edge: "127.0.0.1:8080", EdgeTLS: "127.0.0.1:8443", Console: "127.0.0.1:3000",
		Resolve:  map[string]string{},
		Terminal: isTerminal(stderr),
		Memory:   defaultMemory(),
	}
	fromFlag := map[string]bool{}
	for _, o := range options() {
		values, name := given[o.flag], "--"+o.flag
		fromFlag[o.flag] = len(values) > 0
		if env := environment(o, getenv); len(values) == 0 {
			values, name = env, o.env
		} else if o.flag == "resolve" {
			values = append(env, values...) // host by host, the flag's entry wins
		}
		for _, v := range values {
			if err := o.set(c, v); err != nil {
				return nil, usagef("%s: %v", name, err)
			}
		}
	}
	if err := c.settle(fromFlag); err != nil {
		return nil, err
	}
	return c, nil
}

// settle fills what depends on more than one option and refuses contradictions.
func (c *Config) settle(fromFlag map[string]bool) error {
	if err := c.settleSeed(fromFlag); err != nil {
		return err
	}
	if len(c.Credentials) == 0 {
		c.Credentials = []Credential{{AccessKeyID: "test", SecretAccessKey: "test"}}
	}
	if c.LogFormat == "" {
		c.LogFormat = LogJSON
		if c.Terminal {
			c.LogFormat = LogText
		}
	}
	return c.distinctAddresses()
}

// settleSeed has one thing that says what there is at first: flags win over
// variables.
func (c *Config) settleSeed(fromFlag map[string]bool) error {
	type way struct {
		flag, does string
		given      bool
		forget     func()
	}
	ways := []way{
		{"empty", "--empty starts with nothing", c.Empty, func() { c.Empty = false }},
		{"config", "--config " + c.ConfigFile + " seeds", c.ConfigFile != "", func() { c.ConfigFile = "" }},
		{"seed", "--seed seeds", c.SeedText != "", func() { c.SeedText = "" }},
	}
	byFlag := slices.ContainsFunc(ways, func(w way) bool { return w.given && fromFlag[w.flag] })
	var does []string
	for _, w := range ways {
		switch {
		case !w.given:
		case byFlag && !fromFlag[w.flag]:
			w.forget()
		default:
			does = append(does, w.does)
		}
	}
	switch len(does) {
	case 2:
		return usagef("%s and %s: give one of the two", does[0], does[1])
	case 3:
		return usagef("%s, %s and %s: give one of the three", does[0], does[1], does[2])
	}
	return nil
}

func environment(o option, getenv func(string) string) []string {
	value := getenv(o.env)
	if value == "" {
		return nil
	}
	if !o.repeated {
		return []string{value}
	}
	var list []string
	for _, v := range strings.Split(value, ",") {
		if v = strings.TrimSpace(v); v != "" {
			list = append(list, v)
		}
	}
	return list
}

// parseFlags collects what each flag was given, in order.
func parseFlags(args []string) (map[string][]string, error) {
	given := map[string][]string{}
	fs := flag.NewFlagSet("serve", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	var names []string
	for _, o := range options() {
		names = append(names, o.flag)
		keep := func(v string) error { given[o.flag] = append(given[o.flag], v); return nil }
		if o.arg == "" {
			fs.BoolFunc(o.flag, o.help, keep)
		} else {
			fs.Func(o.flag, o.help, keep)
		}
	}
	if err := fs.Parse(args); err != nil {
		return nil, flagError(err, names)
	}
	if fs.NArg() > 0 {
		return nil, usagef("unexpected argument %q: only flags are taken", fs.Arg(0))
	}
	for _, o := range options() {
		if v := given[o.flag]; len(v) > 1 && !o.repeated {
			return nil, usagef("--%s was given %d times; it takes one value", o.flag, len(v))
		}
	}
	return given, nil
}

// FlagMeant is "; did you mean --X?" for the flag nearest to the given one, or
// nothing. Names are without their dashes, which would make short ones look alike.
func FlagMeant(name string, names []string) string {
	return strings.Replace(didYouMean(name, names), "did you mean ", "did you mean --", 1)
}

// flagError puts the flag package's errors into our words.
func flagError(err error, names []string) error {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		return usagef("unknown flag --%s%s", name, FlagMeant(name, names))
	}
	if name, ok := strings.CutPrefix(text, "flag needs an argument: -"); ok {
		return usagef("--%s needs a value", name)
	}
	if err == flag.ErrHelp {
		return err
	}
	return usagef("%s", text)
}

// setConfigFile refuses an empty name: a script's unset variable shall not
// serve the demo in place of its seed file.
func setConfigFile(c *Config, value string) error {
	if value == "" {
		return errors.New("a file's name is needed; leave it out for the demo")
	}
	c.ConfigFile = value
	return nil
}

func setSeedText(c *Config, value string) error {
	if strings.TrimSpace(value) == "" {
		return errors.New("it is empty; leave it out for the demo")
	}
	if root := parse(&source{text: []byte(value)}, &report{}); root != nil && root.kind == text {
		return fmt.Errorf("%q is no seed; the seed itself goes here, and the name of a file to --config or EMULATOR_CONFIG", shortened(value))
	}
	c.SeedText = value
	return nil
}

// shortened is the beginning of a text, for a message.
func shortened(text string) string {
	const longest = 80 // characters
	if r := []rune(text); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return text
}

func setDeployDelay(c *Config, value string) error {
	d, err := time.ParseDuration(value)
	if err != nil || d < 0 {
		return fmt.Errorf("%q is no duration; expected one such as 90s or 5m", value)
	}
	c.DeployDelay = d
	return nil
}

func setSwitch(to *bool, value string) error {
	on, err := strconv.ParseBool(value)
	if err != nil {
		return fmt.Errorf("%q is neither true nor false", value)
	}
	*to = on
	return nil
}

func setLevel(c *Config, value string) error {
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	level, ok := levels[strings.ToLower(value)]
	if !ok {
		return fmt.Errorf("%q is no level; expected debug, info, warn or error", value)
	}
	c.LogLevel = level
	return nil
}

func setFormat(c *Config, value string) error {
	if value != LogText && value != LogJSON {
		return fmt.Errorf("%q is no format; expected text or json", value)
	}
	c.LogFormat = value
	return nil
}

func addCredential(c *Config, value string) error {
	credential, err := readCredential(value)
	if err == nil {
		c.Credentials = append(c.Credentials, credential)
	}
	return err
}

func readCredential(value string) (Credential, error) {
	key, secret, ok := strings.Cut(value, ":")
	if !ok || key == "" || secret == "" {
		return Credential{}, fmt.Errorf("expected KEY:SECRET, for example test:test")
	}
	return Credential{AccessKeyID: key, SecretAccessKey: secret}, nil
}

func addResolve(c *Config, value string) error {
	host, addr, ok := strings.Cut(value, "=")
	if !ok {
		return fmt.Errorf("%q: expected HOST=ADDR, for example api.example.com=127.0.0.1:9000", value)
	}
	host, err := resolveEntry(host, addr)
	if err != nil {
		return err
	}
	c.Resolve[host] = addr
	return nil
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// maxExchanges keeps a journal within some hundred MiB.
const maxExchanges = 100_000

func setExchanges(c *Config, v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > maxExchanges {
		return fmt.Errorf("%q is no number of exchanges; expected one from 0 to %d", v, maxExchanges)
	}
	if c.Exchanges = n; n == 0 {
		c.Exchanges = -1
	}
	return nil
}
