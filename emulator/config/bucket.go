package config

import (
	"errors"
	"net"
	"regexp"
	"strings"

	"crossfront/corsengine"
	"crossfront/emulator/hosts"
	"crossfront/emulator/s3/access"
)

func (l *loader) buckets(entries []bucketEntry, nodes *node) []Bucket {
	var out []Bucket
	first := map[string]position{}
	for i := range entries {
		at := nodes.items[i]
		b := l.bucket(&entries[i], at)
		if other, ok := first[b.Name]; ok && b.Name != "" {
			l.add(at.nearest("name"), "bucket %s is already given on line %d", b.Name, other.line)
		}
		first[b.Name] = at.nearest("name")
		out = append(out, b)
	}
	return out
}

func (l *loader) bucket(e *bucketEntry, n *node) Bucket {
	b := Bucket{Name: e.Name, Region: e.Region, Public: e.Public}
	if b.Region == "" {
		b.Region = hosts.DefaultRegion
	}
	l.bucketName(e.Name, n)
	if !regionForm().MatchString(b.Region) {
		l.add(n.nearest("region"), "%q is no region; expected one like eu-west-1", e.Region)
	}
	if e.CORS.given() {
		b.CORS = l.cors(e.CORS)
	}
	if e.Policy.given() {
		b.Policy = l.bucketPolicy(e.Policy, e.Name)
	}
	if e.PublicAccessBlock.given() {
		b.PublicAccessBlock = l.publicAccessBlock(e.PublicAccessBlock)
	}
	if e.Public {
		for _, other := range [...]string{"policy", "publicAccessBlock"} {
			if n.has(other) {
				l.add(n.nearest(other), "public: true already sets the %s; give one of the two", other)
			}
		}
		b.Policy, b.PublicAccessBlock = access.AllowPublicRead(e.Name), nil
	}
	b.Objects = l.objects(e.Objects, n.get("objects"))
	b.Backend = l.backend(e, n, b.Region)
	return b
}

// bucketName applies
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html.
func (l *loader) bucketName(name string, n *node) {
	at := n.nearest("name")
	switch {
	case name == "" && n.get("name") != nil && n.get("name").kind > boolean:
		// reported as a value of the wrong kind
	case name == "":
		l.missing(n, "a bucket needs a name")
	case len(name) < 3 || len(name) > 63:
		l.add(at, "bucket name %q has %d letters; S3 takes 3 to 63", name, len(name))
	case !bucketForm().MatchString(name):
		l.add(at, "bucket name %q: S3 takes lower-case letters, digits, dots and hyphens, with a letter or digit at both ends", name)
	case strings.Contains(name, ".."):
		l.add(at, "bucket name %q: S3 takes no two dots in a row", name)
	case net.ParseIP(name) != nil:
		l.add(at, "bucket name %q: S3 takes no IP addresses", name)
	}
}

func bucketForm() *regexp.Regexp { return regexp.MustCompile(`^[a-z0-9][a-z0-9.-]*[a-z0-9]$`) }
func regionForm() *regexp.Regexp { return regexp.MustCompile(`^[a-z]{2,}(-[a-z]+)+-[0-9]$`) }

// cors reads a CORS configuration in any of its forms.
func (l *loader) cors(d document) *corsengine.Config {
	doc := l.load(d, "the CORS configuration")
	if doc == nil {
		return nil
	}
	var config *corsengine.Config
	var err error
	if doc.node == nil {
		config, err = corsengine.ParseXML(doc.xml)
	} else {
		text, ok := doc.node.toJSON()
		if !ok {
			l.add(doc.at, "aliases unfold to more than %d values", maxNodes)
			return nil
		}
		config, err = corsengine.ParseJSON(text)
	}
	var mistakes corsengine.Errors
	if errors.As(err, &mistakes) {
		for _, e := range mistakes {
			l.corsMistake(doc, e)
		}
		return nil
	}
	if err != nil {
		l.add(doc.at, "the CORS configuration: %v", err)
		return nil
	}
	return config
}

// corsMistake reports one of S3's refusals where the offending member stands.
func (l *loader) corsMistake(doc *loaded, e *corsengine.Error) {
	at := doc.at
	switch {
	case doc.node != nil && e.Rule >= 0:
		rules := unwrap(doc.node, "CORSConfiguration", "CORSRules")
		at = memberAt(rules, e)
	case doc.node != nil:
		at = doc.node.nearest(e.Field)
	case doc.file && e.Line > 0:
		at.line, at.col = e.Line, e.Column
	}
	hint := ""
	if e.Hint != "" {
		hint = " (" + e.Hint + ")"
	}
	refusal := "S3 would answer " + e.Code
	if e.Code == corsengine.CodeMalformedJSON { // never reaches S3
		refusal = "the S3 console and the AWS CLI refuse this"
	}
	l.add(at, "%s: %s%s", refusal, e.Message, hint)
}

// memberAt is the place of the value that e complains of, or of the member or
// rule that holds it.
func memberAt(rules *node, e *corsengine.Error) position {
	at := rules.nearest(e.Rule, e.Field)
	if e.Rule < len(rules.items) && e.Value != "" {
		if member := rules.items[e.Rule].get(e.Field); member != nil {
			for _, item := range member.items {
				if item.scalar == e.Value {
					return item.at
				}
			}
		}
	}
	return at
}

// bucketPolicy reads a bucket policy, bare or as get-bucket-policy prints it.
func (l *loader) bucketPolicy(d document, bucket string) []byte {
	doc := l.jsonDocument(d, "the bucket policy")
	if doc == nil {
		return nil
	}
	n := doc
	if inner := n.get("Policy"); inner != nil && inner.kind == text {
		read := l.embeddedText(inner, "the bucket policy")
		if read == nil {
			return nil
		}
		if read.node == nil {
			l.add(inner.at, "the bucket policy is XML; expected JSON")
			return nil
		}
		n = read.node
	}
	body, ok := n.toJSON()
	if !ok {
		l.add(n.at, "aliases unfold to more than %d values", maxNodes)
		return nil
	}
	if _, err := access.ParsePolicy(body, bucket); err != nil {
		l.add(n.at, "S3 would answer %v", err)
		return nil
	}
	return body
}

// publicAccessBlock reads the four settings, bare or as
// get-public-access-block prints them.
func (l *loader) publicAccessBlock(d document) *access.PublicAccessBlock {
	n := l.jsonDocument(d, "the public access block")
	if n == nil {
		return nil
	}
	block := new(access.PublicAccessBlock)
	decode(unwrap(n, "PublicAccessBlockConfiguration"), block, "the public access block", l.report)
	return block
}

// jsonDocument is load for documents that have no XML form here.
func (l *loader) jsonDocument(d document, what string) *node {
	doc := l.load(d, what)
	if doc == nil {
		return nil
	}
	if doc.node == nil {
		l.add(doc.at, "%s is XML; expected JSON or YAML", what)
		return nil
	}
	return doc.node
}
