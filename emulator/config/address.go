package config

import (
	"fmt"
	"net"
	"strconv"
	"strings"

	"crossfront/emulator/hosts"
)

func setAddress(to *string, value string) error {
	if err := checkAddress(value, "127.0.0.1:4566 (port 0 takes a free one)"); err != nil {
		return err
	}
	*to = value
	return nil
}

// checkAddress accepts HOST:PORT with a port from 0 to 65535.
func checkAddress(value, example string) error {
	host, port, err := net.SplitHostPort(value)
	if err != nil {
		return fmt.Errorf("%q is no address; expected HOST:PORT, for example %s", value, example)
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || strconv.FormatUint(n, 10) != port {
		return fmt.Errorf("%q: port %q is no number from 0 to 65535", value, port)
	}
	if strings.ContainsAny(host, "/ \t\r\n") {
		return fmt.Errorf("%q: %q is no host", value, host)
	}
	return nil
}

// distinctAddresses refuses one address for two listeners.
func (c *Config) distinctAddresses() error {
	flags := [...]struct{ flag, address string }{
		{"--aws", c.AWS}, {"--edge", c.Edge}, {"--edge-tls", c.EdgeTLS}, {"--console", c.Console},
	}
	seen := map[string]string{}
	for _, f := range flags {
		if strings.HasSuffix(f.address, ":0") {
			continue
		}
		if other, ok := seen[f.address]; ok {
			return usagef("%s and %s are both %s: each needs an address of its own", other, f.flag, f.address)
		}
		seen[f.address] = f.flag
	}
	return nil
}

// resolveEntry checks one HOST → ADDR pair and returns the host as look-ups
// spell it. ADDR is [SCHEME://]HOST[:PORT]; what it leaves out stays as the
// origin has it.
func resolveEntry(host, addr string) (string, error) {
	name := hosts.Normalize(host)
	if name == "" || strings.ContainsAny(host, "/ \t\r\n") || strings.Contains(host, ":") {
		return "", fmt.Errorf("%q is no host name; expected one like api.example.com, without scheme and port", host)
	}
	where := addr
	for _, scheme := range [...]string{"http://", "https://"} {
		where = strings.TrimPrefix(where, scheme)
	}
	if where == "" || strings.ContainsAny(where, "/ \t\r\n") {
		return "", fmt.Errorf("%q is no address; expected HOST:PORT, for example 127.0.0.1:9000", addr)
	}
	if _, port, err := net.SplitHostPort(where); err == nil {
		if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
			return "", fmt.Errorf("%q: port %q is no number from 1 to 65535", addr, port)
		}
	}
	return name, nil
}
