package suite

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"crossfront/emulator/journal"
)

// AWS is the target that takes every request to the host that it names.
const AWS = "aws"

// A Target is a server that a suite is sent to.
type Target struct {
	name   string
	doors  map[string]*url.URL // by entry, and entryTLS; nil: the hosts themselves
	writes bool
	client *http.Client
}

const (
	entryTLS = "edge over https"

	targetTimeout = 30 * time.Second
	maxStateBytes = 16 << 20
)

// NewTarget is the server at an address. [AWS] is whoever the requests' own
// hosts are. An emulator's console tells where its edge and its S3 are; any
// other server gets all requests itself. A request keeps its Host. Methods that
// may change something are sent only with writes: else only what is asked
// before them is.
func NewTarget(ctx context.Context, address string, writes bool) (*Target, error) {
	t := &Target{name: address, writes: writes, client: &http.Client{
		Timeout:       targetTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	transport := &http.Transport{DisableCompression: true, ForceAttemptHTTP2: true, Proxy: http.ProxyFromEnvironment}
	t.client.Transport = transport
	if address == AWS {
		return t, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return nil, fmt.Errorf("%q is no server's address; expected one like http://localhost:3000, or aws for the hosts themselves", address)
	}
	if local(u.Hostname()) { // its certificate is of an authority of its own
		transport.Proxy, transport.TLSClientConfig = nil, &tls.Config{InsecureSkipVerify: true}
	}
	t.doors, err = t.find(ctx, &url.URL{Scheme: u.Scheme, Host: u.Host})
	return t, err
}

func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}

// find asks for an emulator's addresses.
func (t *Target) find(ctx context.Context, base *url.URL) (map[string]*url.URL, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base.JoinPath("/api/state").String(), nil)
	if err != nil {
		return nil, err
	}
	res, err := t.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("nobody answers at %s: %w", t.name, unwrapped(err))
	}
	defer res.Body.Close()
	var state struct {
		Addresses struct {
			AWS, Edge, EdgeTLS string
		} `json:"addresses"`
	}
	err = json.NewDecoder(io.LimitReader(res.Body, maxStateBytes)).Decode(&state)
	all := map[string]*url.URL{journal.EntryEdge: base, entryTLS: base, journal.EntryS3: base}
	if a := state.Addresses; err == nil && a.AWS != "" && a.Edge != "" {
		for entry, address := range map[string]string{journal.EntryEdge: a.Edge, entryTLS: a.EdgeTLS, journal.EntryS3: a.AWS} {
			u, err := url.Parse(address)
			if err != nil || u.Host == "" {
				u = nil
			}
			all[entry] = u
		}
	}
	return all, nil
}

// unwrapped is an error of the client without the URL that it repeats.
func unwrapped(err error) error {
	if u := (*url.Error)(nil); errors.As(err, &u) {
		return u.Err
	}
	return err
}

// held reports whether a request is not to be sent.
func (t *Target) held(method string) bool {
	return !t.writes && !slices.Contains([]string{http.MethodGet, http.MethodHead, http.MethodOptions}, method)
}

// ask sends a request that was addressed to entry.
func (t *Target) ask(ctx context.Context, q *http.Request, entry string) (*http.Response, error) {
	r := q.Clone(ctx)
	r.RequestURI, r.Host = "", q.Host
	if t.doors != nil {
		if entry == journal.EntryEdge && q.URL.Scheme == "https" {
			entry = entryTLS
		}
		door := t.doors[entry]
		if door == nil {
			return nil, fmt.Errorf("%s has no address for %s", t.name, entry)
		}
		r.URL.Scheme, r.URL.Host = door.Scheme, door.Host
	}
	res, err := t.client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("no answer from %s: %w", r.URL.Host, unwrapped(err))
	}
	return res, nil
}
