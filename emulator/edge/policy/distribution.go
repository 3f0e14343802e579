package policy

import (
	"encoding/json"
	"strings"
	"time"
)

// A Distribution is a compiled distribution: immutable, safe for concurrent
// use, every rule ready to be asked.
type Distribution struct {
	ID         string
	ARN        string   // arn:aws:cloudfront::000000000000:distribution/ID
	DomainName string   // the id in lower case and .cloudfront.localhost
	Aliases    []string // lower case; may begin with "*."
	Enabled    bool
	// Staging: viewers cannot reach it.
	Staging bool
	// DefaultRootObject is the object that "/" stands for, without a leading
	// slash; empty for none.
	DefaultRootObject string
	Behaviors         []*Behavior        // in matching order, the default behavior last
	Origins           map[string]*Origin // by origin id
	// ErrorResponses are the custom error responses by the origin's status.
	ErrorResponses map[int]ErrorResponse
	Geo            Geo
	HTTPVersion    string // http1.1, http2, http3 or http2and3
	// Logging is where access logs go; nil: there are none.
	Logging *Logging
	// Config is the normalised configuration this was compiled from. It is
	// shared: do not change it.
	Config *DistributionConfig
}

// An ErrorResponse is a compiled custom error response.
type ErrorResponse struct {
	Status       int           // the origin's status that it replaces
	PagePath     string        // path of the page, begins with "/"; empty: only the TTL changes
	ResponseCode int           // status for the viewer; equals Status when the configuration names none
	MinTTL       time.Duration // ErrorCachingMinTTL
}

// Compile checks cfg and turns it into a Distribution. cfg itself is neither
// kept nor changed. The error is [Errors] with every mistake.
func Compile(id string, cfg *DistributionConfig, src Source, opts Options) (*Distribution, error) {
	own, err := cloneConfig(cfg)
	if err != nil {
		return nil, err
	}
	Normalize(own)
	if err := Validate(own, src); err != nil {
		return nil, err
	}
	d := &Distribution{
		ID:                id,
		ARN:               "arn:aws:cloudfront::" + opts.accountID() + ":distribution/" + id,
		DomainName:        strings.ToLower(id) + ".cloudfront.localhost",
		Enabled:           own.Enabled,
		Staging:           *own.Staging,
		DefaultRootObject: own.DefaultRootObject,
		Geo:               compileGeo(own.Restrictions),
		HTTPVersion:       strings.ToLower(own.HttpVersion),
		Logging:           compileLogging(own.Logging),
		ErrorResponses:    compileErrorResponses(own.CustomErrorResponses),
		Origins:           make(map[string]*Origin, len(own.Origins.Items)),
		Config:            own,
	}
	d.Aliases = append(d.Aliases, own.Aliases.Items...)
	for i := range own.Origins.Items {
		o := compileOrigin(&own.Origins.Items[i], src)
		d.Origins[o.ID] = o
	}
	for i := range own.CacheBehaviors.Items {
		b := &own.CacheBehaviors.Items[i]
		d.Behaviors = append(d.Behaviors, compileBehavior(d, b.PathPattern, &b.DefaultCacheBehavior, src, opts))
	}
	d.Behaviors = append(d.Behaviors, compileBehavior(d, "*", &own.DefaultCacheBehavior, src, opts))
	return d, nil
}

// Match is the behavior that path, normalised by [NormalizePath], belongs to:
// the first whose pattern matches, else the default behavior. Query string and
// cookies have no say.
// Source: DG:DownloadDistValuesCacheBehavior#DownloadDistValuesPathPattern.
func (d *Distribution) Match(path string) *Behavior {
	last := len(d.Behaviors) - 1
	for _, b := range d.Behaviors[:last] {
		if b.path.matches(path) {
			return b
		}
	}
	return d.Behaviors[last]
}

// RootObject is the path that the viewer's path stands for: the default root
// object for "/", path itself for everything else, sub-directories included.
// Source: DG:DefaultRootObject.
func (d *Distribution) RootObject(path string) string {
	if path == "/" && d.DefaultRootObject != "" {
		return "/" + d.DefaultRootObject
	}
	return path
}

// cloneConfig copies cfg deeply through its JSON form.
func cloneConfig(cfg *DistributionConfig) (*DistributionConfig, error) {
	doc, err := json.Marshal(cfg)
	if err != nil {
		return nil, uncopyable(err)
	}
	own := new(DistributionConfig)
	if err := json.Unmarshal(doc, own); err != nil {
		return nil, uncopyable(err)
	}
	return own, nil
}

func uncopyable(err error) Errors {
	var c checker
	c.invalid("", "The configuration cannot be copied: %v.", err)
	return c.errs
}
