package policy

import (
	"crypto/tls"
	"net/http"
	"strings"
	"time"

	"crossfront/emulator/hosts"
)

// An Origin is a compiled origin: where requests go and what is added to them.
type Origin struct {
	ID         string
	DomainName string
	HostHeader string // that a function set; empty: by the policies
	Path       string // OriginPath: empty, or begins with "/" and does not end with one
	// S3 is true for an S3 origin (S3OriginConfig). A website endpoint is a
	// custom origin, whatever its name.
	S3 bool
	// Bucket and Region are read from an S3 DomainName, website endpoints
	// included; Region is empty when the name states none.
	Bucket, Region string
	Website        bool
	// AccessControl is the origin access control; nil for none.
	AccessControl *OriginAccessControlConfig
	// IdentityOAI is the id of the origin access identity, E2ABC…; empty for
	// none.
	IdentityOAI   string
	CustomHeaders []OriginCustomHeader
	// HTTPPort and HTTPSPort are where the origin listens; 80 and 443 for S3.
	HTTPPort, HTTPSPort int
	// ProtocolPolicy is http-only, https-only or match-viewer; an S3 origin
	// matches the viewer.
	ProtocolPolicy     string
	SSLProtocols       []string // SSLv3, TLSv1, TLSv1.1, TLSv1.2; empty: any
	ConnectionAttempts int      // 1 to 3
	ConnectTimeout     time.Duration
	ReadTimeout        time.Duration
	KeepaliveTimeout   time.Duration
	// CompletionTimeout is for the whole answer; 0: no limit.
	CompletionTimeout time.Duration
}

// Scheme is the scheme that the edge speaks with the origin.
// Source: DG:DownloadDistValuesOrigin#DownloadDistValuesOriginProtocolPolicy;
// for S3 DG:using-https-cloudfront-to-s3-origin (the viewer's) and
// DG:private-content-restricting-access-to-s3 (https where an origin access
// control always signs).
func (o *Origin) Scheme(viewer string) string {
	switch {
	case o.S3 && o.AccessControl != nil && o.AccessControl.SigningBehavior == "always":
		return "https"
	case o.ProtocolPolicy == "http-only":
		return "http"
	case o.ProtocolPolicy == "https-only":
		return "https"
	}
	return viewer
}

// Signs reports whether the edge signs a request with these headers, as
// [Behavior.OriginRequest] made them, for the origin access control, and
// because of what.
// Source: DG:private-content-restricting-access-to-s3 (signing behavior:
// always overwrites the viewer's Authorization, no-override leaves one that is
// forwarded, never does not sign).
func (o *Origin) Signs(h http.Header) (bool, string) {
	switch {
	case o.IdentityOAI != "":
		return true, "the origin has the origin access identity " + o.IdentityOAI
	case o.AccessControl == nil:
		return false, "the origin has no origin access control"
	case o.AccessControl.SigningBehavior == "never":
		return false, "the origin access control never signs"
	case o.AccessControl.SigningBehavior == "no-override" && len(h["Authorization"]) > 0:
		return false, "the origin access control does not override the forwarded Authorization"
	}
	return true, "the origin access control signs (" + o.AccessControl.SigningBehavior + ")"
}

func compileOrigin(c *OriginConfig, src Source) *Origin {
	o := &Origin{ID: c.Id, DomainName: c.DomainName, Path: strings.TrimSuffix(c.OriginPath, "/"),
		HTTPPort: 80, HTTPSPort: 443, ProtocolPolicy: "match-viewer",
		ConnectionAttempts: *c.ConnectionAttempts,
		ConnectTimeout:     time.Duration(*c.ConnectionTimeout) * time.Second,
		ReadTimeout:        c.readTimeout(), KeepaliveTimeout: 5 * time.Second}
	if limit := c.ResponseCompletionTimeout; limit != nil {
		o.CompletionTimeout = time.Duration(*limit) * time.Second
	}
	if name, ok := hosts.ParseS3(c.DomainName); ok {
		o.Bucket, o.Region, o.Website = name.Bucket, name.Region, name.Website
	}
	if c.CustomHeaders != nil {
		o.CustomHeaders = c.CustomHeaders.Items
	}
	if c.OriginAccessControlId != "" {
		if oac, ok := src.OriginAccessControl(c.OriginAccessControlId); ok {
			o.AccessControl = oac
		}
	}
	if s := c.S3OriginConfig; s != nil {
		o.S3 = true
		o.IdentityOAI = strings.TrimPrefix(s.OriginAccessIdentity, oaiPrefix)
		return o
	}
	custom := c.CustomOriginConfig
	o.HTTPPort, o.HTTPSPort, o.ProtocolPolicy = custom.HTTPPort, custom.HTTPSPort, custom.OriginProtocolPolicy
	o.KeepaliveTimeout = time.Duration(*custom.OriginKeepaliveTimeout) * time.Second
	if custom.OriginSslProtocols != nil {
		o.SSLProtocols = custom.OriginSslProtocols.Items
	}
	return o
}

// readTimeout is the response timeout. Source: API:CustomOriginConfig,
// API:S3OriginConfig (30 seconds by default).
func (c *OriginConfig) readTimeout() time.Duration {
	given := new(30)
	switch {
	case c.CustomOriginConfig != nil && c.CustomOriginConfig.OriginReadTimeout != nil:
		given = c.CustomOriginConfig.OriginReadTimeout
	case c.S3OriginConfig != nil && c.S3OriginConfig.OriginReadTimeout != nil:
		given = c.S3OriginConfig.OriginReadTimeout
	}
	return time.Duration(*given) * time.Second
}

// OldestTLS is the oldest protocol that the edge speaks with the origin: the
// oldest listed, SSLv3 standing for TLS 1.0, the oldest there is here. TLS 1.3
// is always spoken.
// Source: API:OriginSslProtocols; DG:RequestAndResponseBehaviorCustomOrigin ("Encryption").
func (o *Origin) OldestTLS() uint16 {
	oldest := uint16(tls.VersionTLS12)
	for _, p := range o.SSLProtocols {
		switch p {
		case "SSLv3", "TLSv1":
			return tls.VersionTLS10
		case "TLSv1.1":
			oldest = tls.VersionTLS11
		}
	}
	return oldest
}
