// Package config turns flags, environment variables and the seed file into
// one validated value, which nothing changes afterwards.
//
// A flag wins over its variable, a variable over the seed file. Every mistake
// in a seed file is reported at once, each with its file, line and column.
package config

import (
	"io"
	"log/slog"
	"time"

	"crossfront/emulator/demo"
)

// Config is everything that emulator serve was told.
type Config struct {
	AWS     string // listen address of the AWS APIs, HOST:PORT; port 0 takes a free one
	Edge    string // listen address for viewers over http
	EdgeTLS string // listen address for viewers over https
	Console string // listen address of the web pages and the console API

	Empty      bool   // start with nothing: Seed is empty
	Demo       bool   // Seed is the built-in demo
	SeedText   string // the seed itself, in place of a file
	ConfigFile string // the seed file's path as given; empty for the demo and for Empty

	// Resolve says where a custom origin's host really is: host name in lower
	// case to [SCHEME://]HOST[:PORT]. The seed file's entries are merged in.
	Resolve map[string]string

	// DeployDelay is how long changes of distributions say InProgress, by the
	// emulator's clock.
	DeployDelay time.Duration

	CADir   string // folder that keeps the https address's authority; empty makes one in memory
	DataDir string // folder that keeps state across restarts; empty keeps all in memory
	// Credentials may sign. The first are of the account that owns the seed;
	// each further pair is another account's.
	Credentials []Credential
	// Backend asks clusters for buckets whose seed does not say who does; without
	// AccessKeyID nobody in particular.
	Backend Credential
	// Memory is how many bytes objects and cached answers may take together;
	// 0 is no limit.
	Memory int64

	// Exchanges is how many are kept for the console; 0 is the journal's
	// default, less is none.
	Exchanges int

	// Switches choose the other answer where AWS's is disputed.
	Switches Switches

	LogLevel  slog.Level
	LogFormat string // "text" or "json"
	Terminal  bool   // standard error is a terminal
	Quiet     bool   // no line an exchange, nothing to paste

	Seed Seed
}

// Credential is a key pair that may sign requests.
type Credential struct {
	AccessKeyID     string
	SecretAccessKey string
}

// Values of [Config.LogFormat].
const (
	LogText = "text"
	LogJSON = "json"
)

// Load reads serve's flags and environment and the seed file that they name,
// or the built-in demo when they name none. stderr is only asked whether it is
// a terminal; nothing is written to it.
//
// Errors are [flag.ErrHelp] when help was asked for, a *[UsageError] for flags
// and variables, and [Problems] for seed files.
func Load(args []string, getenv func(string) string, stderr io.Writer) (*Config, error) {
	c, err := Settings(args, getenv, stderr)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Empty:
		return c, nil
	case c.SeedText != "":
		err = c.seedWith(parseSeed(c.SeedText))
	case c.ConfigFile != "":
		err = c.seedFrom(onDisk(c.ConfigFile))
	default:
		c.Demo = true
		err = c.seedFrom(embedded{fsys: demo.Files()}, demo.SeedFile)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// seedFrom reads the seed file name of f into c.
func (c *Config) seedFrom(f files, name string) error {
	return c.seedWith(readSeed(f, name))
}

func (c *Config) seedWith(seed *Seed, err error) error {
	if err != nil {
		return err
	}
	c.Plant(seed)
	return nil
}

// Plant makes the seed this configuration's.
func (c *Config) Plant(seed *Seed) {
	c.Seed = *seed
	merged := make(map[string]string, len(c.Resolve)+len(seed.Resolve))
	for host, addr := range seed.Resolve {
		merged[host] = addr
	}
	for host, addr := range c.Resolve {
		merged[host] = addr
	}
	c.Resolve = merged
}
