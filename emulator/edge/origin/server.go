package origin

import (
	"net"
	"strconv"
	"time"
)

// A Server is where an origin is and how it wants to be spoken to. The zero
// values of counts and timeouts stand for CloudFront's defaults.
type Server struct {
	Host   string // domain name, without a port
	Scheme string // "http" or "https": the origin protocol policy, applied to the viewer
	Port   int    // 0: the scheme's own
	S3     bool   // the name is one of S3's: reached through the S3 transport, without a look-up
	// Website: it is the name of an S3 website endpoint.
	Website bool

	ConnectionAttempts int           // 1 to 3; default 3
	ConnectTimeout     time.Duration // of one attempt, 1 to 10 s; default 10 s
	ReadTimeout        time.Duration // for the first byte and between two, 1 to 120 s; default 30 s
	KeepaliveTimeout   time.Duration // how long an idle connection is kept, 1 to 120 s; default 5 s
	CompletionTimeout  time.Duration // for everything, all attempts and the whole body; 0: no limit

	// OldestTLS is the oldest protocol version that may be spoken; 0: TLS 1.2.
	OldestTLS uint16
}

// Defaults of the CloudFront API (2020-05-31, Origin and CustomOriginConfig).
const (
	DefaultConnectionAttempts = 3
	DefaultConnectTimeout     = 10 * time.Second
	DefaultReadTimeout        = 30 * time.Second
	DefaultKeepaliveTimeout   = 5 * time.Second
)

// listens reports whether S3 takes connections of this scheme at this port:
// http at 80, https at 443, which website endpoints do not.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesOrigin.html#DownloadDistValuesOriginProtocolPolicy
func (s *Server) listens() bool {
	if s.Scheme == "https" {
		return !s.Website && (s.Port == 0 || s.Port == 443)
	}
	return s.Port == 0 || s.Port == 80
}

func (s *Server) attempts() int {
	if s.ConnectionAttempts > 0 {
		return s.ConnectionAttempts
	}
	return DefaultConnectionAttempts
}

func (s *Server) connectTimeout() time.Duration {
	if s.ConnectTimeout > 0 {
		return s.ConnectTimeout
	}
	return DefaultConnectTimeout
}

func (s *Server) readTimeout() time.Duration {
	if s.ReadTimeout > 0 {
		return s.ReadTimeout
	}
	return DefaultReadTimeout
}

func (s *Server) keepaliveTimeout() time.Duration {
	if s.KeepaliveTimeout > 0 {
		return s.KeepaliveTimeout
	}
	return DefaultKeepaliveTimeout
}

// address is host:port, always with the port.
func (s *Server) address() string {
	port := s.Port
	if port == 0 {
		port = 80
		if s.Scheme == "https" {
			port = 443
		}
	}
	return net.JoinHostPort(s.Host, strconv.Itoa(port))
}

// authority is the address as it stands in a URL: without the scheme's own
// port.
func (s *Server) authority() string {
	if s.Port == 0 || s.Scheme == "http" && s.Port == 80 || s.Scheme == "https" && s.Port == 443 {
		return s.Host
	}
	return s.address()
}

// URL is the absolute URL of a path and query at this server, as it is shown
// to people.
func (s *Server) URL(path, query string) string {
	u := s.Scheme + "://" + s.authority() + path
	if query != "" {
		u += "?" + query
	}
	return u
}
