package corsengine

// position is a place in a document; zero when there is no document.
type position struct{ line, column int }

// value is a string with its place.
type value struct {
	text string
	at   position
}

// source is a configuration with the place of everything in it: what the
// readers make, what is validated, and what becomes a Config.
type source struct {
	names fieldNames
	at    position // of the root
	rules []sourceRule
	// malformed are the mistakes of structure that the reader met.
	malformed Errors
}

type sourceRule struct {
	at       position
	id       value
	origins  []value
	methods  []value
	headers  []value
	expose   []value
	maxAge   *int
	maxAgeAt position
	// spoilt are the members, by their JSON names, that are there but could not
	// be read: they are not missing.
	spoilt []string
}

func (r *sourceRule) spoil(members ...string) { r.spoilt = append(r.spoilt, members...) }

// fieldNames are the names of a rule's members in one form of document.
type fieldNames struct{ rule, origin, method, header, expose string }

// In the REST API's XML each value is an element of its own.
func xmlNames() fieldNames {
	return fieldNames{"CORSRule", "AllowedOrigin", "AllowedMethod", "AllowedHeader", "ExposeHeader"}
}

// In the JSON of the console, the CLI and the SDKs they are lists.
func jsonNames() fieldNames {
	return fieldNames{"CORSRules", "AllowedOrigins", "AllowedMethods", "AllowedHeaders", "ExposeHeaders"}
}

// sourceOf is a Config without places.
func sourceOf(c *Config) *source {
	src := &source{names: jsonNames(), rules: make([]sourceRule, len(c.Rules))}
	for i, r := range c.Rules {
		src.rules[i] = sourceRule{
			id:      value{text: r.ID},
			origins: unplaced(r.AllowedOrigins),
			methods: unplaced(r.AllowedMethods),
			headers: unplaced(r.AllowedHeaders),
			expose:  unplaced(r.ExposeHeaders),
			maxAge:  r.MaxAgeSeconds,
		}
	}
	return src
}

func unplaced(list []string) []value {
	values := make([]value, len(list))
	for i, s := range list {
		values[i].text = s
	}
	return values
}

func (src *source) config() *Config {
	c := &Config{Rules: make([]Rule, len(src.rules))}
	for i, r := range src.rules {
		c.Rules[i] = Rule{
			ID:             r.id.text,
			AllowedOrigins: texts(r.origins),
			AllowedMethods: texts(r.methods),
			AllowedHeaders: texts(r.headers),
			ExposeHeaders:  texts(r.expose),
			MaxAgeSeconds:  r.maxAge,
		}
	}
	return c
}

// texts is nil for an empty list: a member that was not set.
func texts(values []value) []string {
	if len(values) == 0 {
		return nil
	}
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = v.text
	}
	return list
}
