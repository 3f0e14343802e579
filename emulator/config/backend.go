package config

import (
	"net/url"
	"strings"

	"crossfront/emulator/s3/remote"
)

// backend reads where a bucket's objects are kept; nil for here.
func (l *loader) backend(e *bucketEntry, n *node, region string) *remote.Backend {
	if e.Backend == "" {
		for _, f := range n.fields {
			switch f.name {
			case "endpoint", "signingRegion", "accessKeyId", "secretAccessKey":
				l.missing(n, "%s is about a backend; give backend: s3://BUCKET", f.name)
			}
		}
		return nil
	}
	if n.given("objects") {
		l.add(n.nearest("objects"), "the objects of bucket %s are in its backend; upload them there, or leave backend out", e.Name)
	}
	b := &remote.Backend{Region: e.SigningRegion, AccessKeyID: e.AccessKeyID, SecretAccessKey: remote.Secret(e.SecretAccessKey)}
	if b.Region == "" {
		b.Region = region
	}
	rest, ok := strings.CutPrefix(e.Backend, "s3://")
	if b.Bucket, b.Prefix, _ = strings.Cut(rest, "/"); !ok || !bucketForm().MatchString(b.Bucket) {
		l.add(n.nearest("backend"), "%q is no backend; expected s3://BUCKET or s3://BUCKET/PREFIX", e.Backend)
	}
	if b.Prefix != "" {
		b.Prefix = strings.TrimSuffix(b.Prefix, "/") + "/"
	}
	endpoint := e.Endpoint
	if endpoint == "" {
		endpoint = "https://s3." + b.Region + ".amazonaws.com"
	}
	var err error
	b.Endpoint, err = url.Parse(endpoint)
	if err != nil || b.Endpoint.Scheme != "http" && b.Endpoint.Scheme != "https" || b.Endpoint.Host == "" ||
		b.Endpoint.User != nil || b.Endpoint.RawQuery != "" || b.Endpoint.Fragment != "" {
		l.add(n.nearest("endpoint"), "expected the endpoint of a cluster, http or https with a host and nothing else, such as http://127.0.0.1:8333")
		b.Endpoint = new(url.URL)
	}
	if (e.AccessKeyID == "") != (e.SecretAccessKey == "") {
		l.missing(n, "accessKeyId and secretAccessKey go together")
	}
	return b
}
