package main

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net"
	"slices"
	"strings"

	"crossfront/emulator"
	"crossfront/emulator/config"
)

// announce prints, once ready, the addresses really taken in one line and, on
// a terminal, what to do next.
func announce(w io.Writer, cfg *config.Config, a emulator.Addresses) {
	taken := addresses(a)
	if cfg.LogFormat == config.LogJSON {
		// Whatever the log level: who started us needs the addresses.
		var attrs []any
		for _, t := range taken {
			attrs = append(attrs, t.name, t.url)
		}
		slog.New(slog.NewJSONHandler(w, nil)).Info("ready", attrs...)
		return
	}
	var line strings.Builder
	line.WriteString("emulator ready")
	for _, t := range taken {
		fmt.Fprintf(&line, "  %s %s", t.name, t.url)
	}
	fmt.Fprintln(w, line.String())
	if !cfg.Terminal || cfg.Quiet {
		return
	}
	if cfg.Demo {
		fmt.Fprintf(w, "\nOpen the demo:    http://%s/\n", visit(a.Console))
	} else {
		fmt.Fprintf(w, "\nOpen the console: http://%s/\n", visit(a.Console))
	}
	// An address, where there is one: SDKs then put the bucket into the path,
	// while BUCKET.localhost is a name that many resolvers do not know.
	fmt.Fprintf(w, "\nPoint an AWS SDK or the AWS CLI here:\n\n"+
		"  export AWS_ENDPOINT_URL=http://%s\n"+
		"  export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s\n"+
		"  export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1\n\n",
		endpoint(a.AWS), cfg.Credentials[0].AccessKeyID, cfg.Credentials[0].SecretAccessKey)
}

type listener struct {
	name, url string
}

// addresses are the four listeners, then those of distributions, by id.
func addresses(a emulator.Addresses) []listener {
	all := []listener{
		{"aws", "http://" + a.AWS},
		{"edge", "http://" + a.Edge},
		{"edge-tls", "https://" + a.EdgeTLS},
		{"console", "http://" + a.Console},
	}
	for _, id := range slices.Sorted(maps.Keys(a.Distributions)) {
		all = append(all, listener{id, "http://" + a.Distributions[id]})
	}
	return all
}

// visit is the address to open for a listener: localhost where it listens on
// every interface.
func visit(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return net.JoinHostPort(reachable(host), port)
}

// endpoint is visit with an IP address for all of a machine's addresses.
func endpoint(address string) string {
	host, port, err := net.SplitHostPort(address)
	if err == nil && reachable(host) != host {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return visit(address)
}
