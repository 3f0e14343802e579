package fetch

import (
	"net/netip"
	"net/url"
	"strings"
)

// AddressSpace is where a host is, as Local Network Access counts it.
// https://wicg.github.io/local-network-access/#ip-address-space-heading
type AddressSpace uint8

// The address spaces, from the closest.
const (
	Loopback AddressSpace = iota // this machine
	Local                        // its network
	Public                       // anywhere else; a name that says nothing
)

// String is the space's name in Chromium's messages.
func (s AddressSpace) String() string {
	switch s {
	case Loopback:
		return "loopback"
	case Local:
		return "local"
	}
	return "public"
}

// SpaceOf is the address space of a URL's host, as far as the URL tells: names
// are not looked up, so that most count as public.
func SpaceOf(raw string) AddressSpace {
	u, err := url.Parse(raw)
	if err != nil {
		return Public
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	switch ip, err := netip.ParseAddr(host); {
	case err == nil:
		return spaceOfIP(ip.Unmap())
	case host == "localhost" || strings.HasSuffix(host, ".localhost"):
		return Loopback
	case strings.HasSuffix(host, ".local"):
		return Local
	}
	return Public
}

// sharedSpace is RFC 6598's.
func sharedSpace() netip.Prefix { return netip.PrefixFrom(netip.AddrFrom4([4]byte{100, 64}), 10) }

func spaceOfIP(ip netip.Addr) AddressSpace {
	switch {
	case ip.IsLoopback():
		return Loopback
	case ip.IsPrivate(), ip.IsLinkLocalUnicast(), sharedSpace().Contains(ip):
		return Local
	}
	return Public
}

// CheckLocalNetwork is what Chromium 142 and later make of a request to a space
// that is closer than the page's own, before any CORS header is looked at: an
// http page may not, an https page needs the user's permission, and no header
// that the server sends changes it. Where nobody answers the question, as in
// automation, it is denied. Firefox and WebKit did not ask in November 2026.
// Evidence: https://github.com/WICG/local-network-access/issues/47,
// https://github.com/gptme/gptme/pull/2483.
func CheckLocalNetwork(e Engine, r *Request, page AddressSpace, permitted bool) Verdict {
	target := SpaceOf(r.URL)
	secure := strings.HasPrefix(r.Origin, "https://")
	if e != Chromium || target >= page || secure && permitted {
		return Verdict{Allowed: true}
	}
	name, reason := "LocalNetworkAccessPermissionDenied", "Permission was denied for this request to access the `"+target.String()+"` address space."
	if !secure {
		name, reason = "InsecureLocalNetwork", "The request client is not a secure context and the resource is in more-private address space `"+target.String()+"`."
	}
	kind := r.Initiator
	if kind == "" {
		kind = InitiatorFetch
	}
	return Verdict{Error: name, Message: "Access to " + kind + " at '" + r.URL + "' from origin '" + r.Origin + "' has been blocked by CORS policy: " + reason}
}
