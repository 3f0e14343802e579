package corsengine

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Limits of a configuration (DOC ManageCorsUsing, API_PutBucketCors, API_CORSRule).
const (
	MaxRules     = 100       // rules in a configuration
	MaxBytes     = 64 * 1024 // bytes of the XML document
	MaxIDLength  = 255       // characters of a rule's ID
	maxJSONBytes = 4 * MaxBytes
)

// Namespace is the XML namespace of S3's documents.
const Namespace = "http://s3.amazonaws.com/doc/2006-03-01/"

// Config is a bucket's CORS configuration. Its JSON form is that of the AWS CLI
// and SDKs: {"CORSRules": [...]}.
type Config struct {
	Rules []Rule `json:"CORSRules"`
}

// Rule is one CORSRule. The order of every list is kept, for S3 answers in it.
// The names are those of the AWS CLI; the XML elements are the singulars.
type Rule struct {
	ID             string   `json:"ID,omitempty"`             // at most 255 characters; S3 does nothing with it
	AllowedOrigins []string `json:"AllowedOrigins,omitempty"` // at least one; each with at most one "*"
	AllowedMethods []string `json:"AllowedMethods,omitempty"` // at least one of GET, PUT, HEAD, POST, DELETE
	AllowedHeaders []string `json:"AllowedHeaders,omitempty"` // compared with Access-Control-Request-Headers; each with at most one "*"
	ExposeHeaders  []string `json:"ExposeHeaders,omitempty"`  // no "*"
	MaxAgeSeconds  *int     `json:"MaxAgeSeconds,omitempty"`  // nil: not set; 32 bits; 0 and negative are accepted
}

// Clone is a deep copy.
func (c *Config) Clone() *Config {
	if c == nil {
		return nil
	}
	rules := make([]Rule, len(c.Rules))
	for i, r := range c.Rules {
		rules[i] = r.clone()
	}
	return &Config{Rules: rules}
}

func (r Rule) clone() Rule {
	r.AllowedOrigins = slices.Clone(r.AllowedOrigins)
	r.AllowedMethods = slices.Clone(r.AllowedMethods)
	r.AllowedHeaders = slices.Clone(r.AllowedHeaders)
	r.ExposeHeaders = slices.Clone(r.ExposeHeaders)
	if r.MaxAgeSeconds != nil {
		age := *r.MaxAgeSeconds
		r.MaxAgeSeconds = &age
	}
	return r
}

// consoleRule is a rule as the S3 console shows it: lists always there, the
// console's order of members (DOC ManageCorsUsing).
type consoleRule struct {
	ID             string   `json:"ID,omitempty"`
	AllowedHeaders []string `json:"AllowedHeaders"`
	AllowedMethods []string `json:"AllowedMethods"`
	AllowedOrigins []string `json:"AllowedOrigins"`
	ExposeHeaders  []string `json:"ExposeHeaders"`
	MaxAgeSeconds  *int     `json:"MaxAgeSeconds,omitempty"`
}

// JSON is the configuration as the S3 console shows it: a bare array, indented,
// without a final newline. A nil configuration is an empty array.
func (c *Config) JSON() []byte {
	rules := []consoleRule{}
	if c != nil {
		for _, r := range c.Rules {
			rules = append(rules, consoleRule{
				ID:             r.ID,
				AllowedHeaders: orEmpty(r.AllowedHeaders),
				AllowedMethods: orEmpty(r.AllowedMethods),
				AllowedOrigins: orEmpty(r.AllowedOrigins),
				ExposeHeaders:  orEmpty(r.ExposeHeaders),
				MaxAgeSeconds:  r.MaxAgeSeconds,
			})
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "    ")
	// Strings, integers and lists of them always encode.
	_ = e.Encode(rules)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

func orEmpty(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
