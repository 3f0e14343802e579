package config

import (
	"errors"
	"flag"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func environ(pairs ...string) func(string) string {
	return func(name string) string {
		for _, p := range pairs {
			if value, ok := strings.CutPrefix(p, name+"="); ok {
				return value
			}
		}
		return ""
	}
}

func TestSettings(t *testing.T) {
	defaults := func(edit func(c *Config)) *Config {
		c := &Config{
			AWS: "127.0.0.1:4566", Edge: "127.0.0.1:8080", EdgeTLS: "127.0.0.1:8443", Console: "127.0.0.1:3000",
			Resolve: map[string]string{}, Credentials: []Credential{{"test", "test"}}, LogFormat: LogJSON, Memory: defaultMemory(),
		}
		edit(c)
		return c
	}
	cases := map[string]struct {
		args []string
		env  []string
		want *Config
	}{
		"nothing given": {want: defaults(func(*Config) {})},
		"every flag": {
			args: []string{"--aws", "127.0.0.1:0", "--edge=:8081", "-edge-tls", "[::1]:0", "--console", "localhost:0",
				"--config", "seed.yaml", "--resolve", "API.example.com=127.0.0.1:9000", "--resolve", "b.example.com=::1",
				"--data-dir", "d", "--memory", "2GiB", "--exchanges", "50", "--credentials", "a:b", "--credentials", "c:d:e", "--log-level", "debug", "--log-format", "text", "--quiet"},
			want: &Config{AWS: "127.0.0.1:0", Edge: ":8081", EdgeTLS: "[::1]:0", Console: "localhost:0", ConfigFile: "seed.yaml",
				Resolve: map[string]string{"api.example.com": "127.0.0.1:9000", "b.example.com": "::1"},
				DataDir: "d", Credentials: []Credential{{"a", "b"}, {"c", "d:e"}}, Memory: 2 << 30, Exchanges: 50, LogLevel: slog.LevelDebug, LogFormat: LogText, Quiet: true},
		},
		"every variable": {
			env: []string{"EMULATOR_AWS=127.0.0.1:0", "EMULATOR_EDGE=127.0.0.1:1", "EMULATOR_EDGE_TLS=127.0.0.1:2", "EMULATOR_CONSOLE=127.0.0.1:3",
				"EMULATOR_EMPTY=true", "EMULATOR_RESOLVE=a.example.com=127.0.0.1:9000, b.example.com=127.0.0.1:9001",
				"EMULATOR_DATA_DIR=d", "EMULATOR_MEMORY=0", "EMULATOR_EXCHANGES=0", "EMULATOR_CREDENTIALS=a:b,c:d", "EMULATOR_LOG_LEVEL=warn", "EMULATOR_LOG_FORMAT=text", "EMULATOR_QUIET=1"},
			want: &Config{AWS: "127.0.0.1:0", Edge: "127.0.0.1:1", EdgeTLS: "127.0.0.1:2", Console: "127.0.0.1:3", Empty: true,
				Resolve: map[string]string{"a.example.com": "127.0.0.1:9000", "b.example.com": "127.0.0.1:9001"},
				DataDir: "d", Credentials: []Credential{{"a", "b"}, {"c", "d"}}, Exchanges: -1, LogLevel: slog.LevelWarn, LogFormat: LogText, Quiet: true},
		},
		"a flag wins over its variable": {
			args: []string{"--edge", "127.0.0.1:1", "--credentials", "x:y", "--resolve", "a.example.com=127.0.0.1:1"},
			env:  []string{"EMULATOR_EDGE=127.0.0.1:2", "EMULATOR_CREDENTIALS=a:b", "EMULATOR_RESOLVE=a.example.com=127.0.0.1:2,b.example.com=127.0.0.1:3"},
			want: defaults(func(c *Config) {
				c.Edge, c.Credentials = "127.0.0.1:1", []Credential{{"x", "y"}}
				c.Resolve = map[string]string{"a.example.com": "127.0.0.1:1", "b.example.com": "127.0.0.1:3"}
			}),
		},
		"--empty wins over EMULATOR_CONFIG": {
			args: []string{"--empty"}, env: []string{"EMULATOR_CONFIG=seed.yaml"},
			want: defaults(func(c *Config) { c.Empty = true }),
		},
		"--config wins over EMULATOR_EMPTY": {
			args: []string{"--config", "seed.yaml"}, env: []string{"EMULATOR_EMPTY=1"},
			want: defaults(func(c *Config) { c.ConfigFile = "seed.yaml" }),
		},
		"--seed wins over EMULATOR_CONFIG and EMULATOR_EMPTY": {
			args: []string{"--seed", "buckets: []"}, env: []string{"EMULATOR_CONFIG=seed.yaml", "EMULATOR_EMPTY=1"},
			want: defaults(func(c *Config) { c.SeedText = "buckets: []" }),
		},
		"EMULATOR_SEED": {env: []string{"EMULATOR_SEED=buckets: []"}, want: defaults(func(c *Config) { c.SeedText = "buckets: []" })},
		"--config wins over EMULATOR_SEED": {
			args: []string{"--config", "seed.yaml"}, env: []string{"EMULATOR_SEED=buckets: []"},
			want: defaults(func(c *Config) { c.ConfigFile = "seed.yaml" }),
		},
		"--empty=false": {args: []string{"--empty=false"}, env: []string{"EMULATOR_EMPTY=1"}, want: defaults(func(*Config) {})},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := Settings(tc.args, environ(tc.env...), io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("config (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSettingsMistakes(t *testing.T) {
	cases := []struct {
		args []string
		env  []string
		want string
	}{
		{[]string{"--egde", "x"}, nil, "unknown flag --egde; did you mean --edge?"},
		{[]string{"--nope"}, nil, "unknown flag --nope"},
		{[]string{"--edge"}, nil, "--edge needs a value"},
		{[]string{"--edge", "8080"}, nil, `--edge: "8080" is no address; expected HOST:PORT, for example 127.0.0.1:4566 (port 0 takes a free one)`},
		{[]string{"--exchanges", "-1"}, nil, `--exchanges: "-1" is no number of exchanges; expected one from 0 to 100000`},
		{nil, []string{"EMULATOR_EDGE=localhost:http"}, `EMULATOR_EDGE: "localhost:http": port "http" is no number from 0 to 65535`},
		{[]string{"--aws", "127.0.0.1:70000"}, nil, `--aws: "127.0.0.1:70000": port "70000" is no number from 0 to 65535`},
		{[]string{"--aws", "127.0.0.1:8080"}, nil, "--aws and --edge are both 127.0.0.1:8080: each needs an address of its own"},
		{[]string{"--edge", "127.0.0.1:1", "--edge", "127.0.0.1:2"}, nil, "--edge was given 2 times; it takes one value"},
		{[]string{"--credentials", "only"}, nil, "--credentials: expected KEY:SECRET, for example test:test"},
		{[]string{"--resolve", "api.example.com"}, nil, `--resolve: "api.example.com": expected HOST=ADDR, for example api.example.com=127.0.0.1:9000`},
		{[]string{"--resolve", "https://api.example.com=127.0.0.1:1"}, nil, `--resolve: "https://api.example.com" is no host name; expected one like api.example.com, without scheme and port`},
		{[]string{"--resolve", "api.example.com=127.0.0.1:0"}, nil, `--resolve: "127.0.0.1:0": port "0" is no number from 1 to 65535`},
		{[]string{"--log-level", "loud"}, nil, `--log-level: "loud" is no level; expected debug, info, warn or error`},
		{nil, []string{"EMULATOR_LOG_FORMAT=xml"}, `EMULATOR_LOG_FORMAT: "xml" is no format; expected text or json`},
		{nil, []string{"EMULATOR_EMPTY=maybe"}, `EMULATOR_EMPTY: "maybe" is neither true nor false`},
		{[]string{"--empty", "--config", "seed.yaml"}, nil, "--empty starts with nothing and --config seed.yaml seeds: give one of the two"},
		{nil, []string{"EMULATOR_SEED=buckets: []", "EMULATOR_CONFIG=seed.yaml"}, "--config seed.yaml seeds and --seed seeds: give one of the two"},
		{[]string{"--empty", "--seed", "buckets: []", "--config", "seed.yaml"}, nil, "--empty starts with nothing, --config seed.yaml seeds and --seed seeds: give one of the three"},
		{[]string{"--seed", " "}, nil, "--seed: it is empty; leave it out for the demo"},
		{[]string{"seed.yaml"}, nil, `unexpected argument "seed.yaml": only flags are taken`},
		{[]string{"--config", ""}, nil, `--config: a file's name is needed; leave it out for the demo`},
	}
	for _, tc := range cases {
		_, err := Settings(tc.args, environ(tc.env...), io.Discard)
		var usage *UsageError
		if !errors.As(err, &usage) || usage.Message != tc.want {
			t.Errorf("%v %v:\n got %v\nwant %s", tc.args, tc.env, err, tc.want)
		}
	}
	if _, err := Settings([]string{"--help"}, environ(), io.Discard); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("--help: %v", err)
	}
}

// TestSeedText: a seed that is a text is read as a file is, and what it names lies in
// the working directory.
func TestSeedText(t *testing.T) {
	c, err := Load([]string{"--seed", "buckets: [{name: media, cors: testdata/good/cors.json}]"}, environ(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Seed.Buckets) != 1 || c.Seed.Buckets[0].Name != "media" || c.Demo {
		t.Errorf("got %+v", c.Seed)
	}
	_, err = Load(nil, environ("EMULATOR_SEED=buckets:\n  - {nam: media}\n"), io.Discard)
	if err == nil || !strings.HasPrefix(err.Error(), "seed:2:6: an entry of buckets has no field nam; did you mean name?") {
		t.Errorf("got %v", err)
	}
	const words = `: "no/seed.yaml" is no seed; the seed itself goes here, and the name of a file to --config or EMULATOR_CONFIG`
	_, err = Load(nil, environ("EMULATOR_SEED=no/seed.yaml"), io.Discard)
	if err == nil || err.Error() != "EMULATOR_SEED"+words {
		t.Errorf("got %v", err)
	}
	_, err = Load([]string{"--seed", "no/seed.yaml"}, environ(), io.Discard)
	if err == nil || err.Error() != "--seed"+words {
		t.Errorf("got %v", err)
	}
}

// TestDemo holds the built-in world to what is promised of it.
func TestDemo(t *testing.T) {
	c, err := Load(nil, environ(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Demo || len(c.Seed.Buckets) != 1 || len(c.Seed.Distributions) != 1 {
		t.Fatalf("demo %v with %d buckets and %d distributions", c.Demo, len(c.Seed.Buckets), len(c.Seed.Distributions))
	}
	b, d := c.Seed.Buckets[0], c.Seed.Distributions[0]
	if b.Name != "media" || b.Region != "us-east-1" || b.Public || b.CORS != nil || b.Policy != nil {
		t.Errorf("bucket %+v", b)
	}
	total, types := int64(0), map[string]string{}
	for _, o := range b.Objects {
		total += o.Size
		types[o.Key] = o.ContentType
	}
	for key, want := range map[string]string{
		"vod/index.m3u8": "application/vnd.apple.mpegurl", "vod/poster.jpg": "image/jpeg",
		"vod/captions.vtt": "text/vtt", "vod/360p-00.ts": "video/mp2t",
	} {
		if types[key] != want {
			t.Errorf("%s has type %q, want %q", key, types[key], want)
		}
	}
	if total > 1<<20 {
		t.Errorf("the demo's media have %d bytes, more than 1 MiB", total)
	}
	behavior := d.Config.DefaultCacheBehavior
	if d.ID != "EDEMO" || !d.Default || d.GrantBucket != "media" || behavior.OriginRequestPolicyId != "" ||
		behavior.CachePolicyId != "658327ea-f89d-4fab-a63d-7e88639e58f6" || behavior.ViewerProtocolPolicy != "allow-all" {
		t.Errorf("distribution %+v", d)
	}
	if got := behavior.AllowedMethods.Items; len(got) != 2 {
		t.Errorf("allowed methods %v", got)
	}
}

func TestEmpty(t *testing.T) {
	c, err := Load([]string{"--empty"}, environ(), io.Discard)
	if err != nil || c.Demo || len(c.Seed.Buckets)+len(c.Seed.Distributions) != 0 {
		t.Errorf("config %+v, error %v", c, err)
	}
}

func TestSeedFileAndFlagResolve(t *testing.T) {
	c, err := Load([]string{"--config", "testdata/good/seed.yaml", "--resolve", "api.example.com=127.0.0.1:1"}, environ(), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"api.example.com": "127.0.0.1:1", "other.example.com": "http://127.0.0.1"}
	if diff := cmp.Diff(want, c.Resolve); diff != "" {
		t.Errorf("resolve (-want +got):\n%s", diff)
	}
}

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"0": 0, "1048576": 1 << 20, "512MiB": 512 << 20, "2GB": 2e9, "1 GiB": 1 << 30, "3kB": 3000, "7B": 7, "1TiB": 1 << 40,
	} {
		if got, err := parseSize(text); err != nil || got != want {
			t.Errorf("%q: %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "x", "-1", "1.5GB", "GB", "9999999999GiB", "1 2MB", "99999999999999999999"} {
		if got, err := parseSize(text); err == nil {
			t.Errorf("%q is taken as %d", text, got)
		}
	}
	if n := defaultMemory(); n < minMemory {
		t.Errorf("the default is %d", n)
	}
}
