package emulator

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"crossfront/emulator/hosts"
	"crossfront/emulator/journal"
)

// A directory finds who answers a URL, as pages write it: by the addresses of the
// emulator, as a browser on this machine would reach them, or by the hosts under
// which AWS serves the same.
type directory struct {
	world     *world
	at        Addresses
	listeners map[string]string // address → distribution
}

// behind is the handler behind a URL, and which it is; via is one of the
// journal's entries where the URL alone does not say. The error says whose hosts
// there are.
func (d *directory) behind(u *url.URL, via string) (http.Handler, string, error) {
	if id, ok := d.listener(u); ok && via != journal.EntryS3 {
		return d.world.edge.ForDistribution(id), journal.EntryEdge, nil
	}
	host, at := u.Hostname(), u.Port()
	_, isS3 := hosts.ParseS3(host)
	_, _, isDistribution := d.world.registry.World().ByHost(host)
	switch {
	case via == journal.EntryS3, via == "" && at != "" && at == port(d.at.AWS), via == "" && isS3:
		return d.world.aws, journal.EntryS3, nil
	case via == journal.EntryEdge, isDistribution, at != "" && (at == port(d.at.Edge) || at == port(d.at.EdgeTLS)):
		return d.world.edge, journal.EntryEdge, nil
	}
	return nil, "", d.unknown(u)
}

// listener is the distribution whose own address the URL names.
func (d *directory) listener(u *url.URL) (id string, ok bool) {
	for address, id := range d.listeners {
		if at := port(address); at != "0" && at == u.Port() && hosts.IsPlain(u.Hostname()) {
			return id, true
		}
	}
	return "", false
}

// unknown says that a host is nobody's, and whose there are.
func (d *directory) unknown(u *url.URL) error {
	var known []string
	for _, one := range d.world.registry.World().Distributions() {
		names := []string{strings.ToLower(one.ID) + ".cloudfront.net"}
		if full, err := d.world.registry.Distribution(one.ID); err == nil && full.Config.Aliases != nil {
			names = append(names, full.Config.Aliases.Items...)
		}
		known = append(known, one.ID+" ("+strings.Join(names, ", ")+")")
	}
	there := "the configuration has no distribution"
	if len(known) > 0 {
		there = "there is " + strings.Join(known, ", ")
	}
	return fmt.Errorf("the host %s is no distribution's and none of S3's; %s; S3 is at BUCKET.s3.REGION.amazonaws.com and localhost:%s, the edge at localhost:%s",
		u.Host, there, port(d.at.AWS), port(d.at.Edge))
}
