package s3

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"net/http"
	"slices"

	"crossfront/emulator/s3/settings"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/wire"
)

// Limits of the configurations that have ids.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketMetricsConfiguration.html
const (
	maxNamed     = 1000
	namedPerPage = 100
)

// A shelf is where configurations of one kind stand in a bucket's settings.
type shelf[D settings.Named] struct {
	of   func(*store.Settings) *[]D
	root string // of the answer that lists them
	// put is the status that answers a PUT. The documentation says 200;
	// recorded is 204 (localstack's test_put_bucket_metrics_configuration,
	// test_s3_analytics_configurations, test_s3_inventory_report_crud).
	put int
}

func metrics() shelf[*settings.Metrics] {
	return shelf[*settings.Metrics]{
		func(s *store.Settings) *[]*settings.Metrics { return &s.Metrics }, "ListMetricsConfigurationsResult", http.StatusNoContent,
	}
}

func analytics() shelf[*settings.Analytics] {
	return shelf[*settings.Analytics]{
		func(s *store.Settings) *[]*settings.Analytics { return &s.Analytics }, "ListBucketAnalyticsConfigurationResult", http.StatusNoContent,
	}
}

func inventory() shelf[*settings.Inventory] {
	return shelf[*settings.Inventory]{
		func(s *store.Settings) *[]*settings.Inventory { return &s.Inventory }, "ListInventoryConfigurationsResult", http.StatusNoContent,
	}
}

func tiering() shelf[*settings.Tiering] {
	return shelf[*settings.Tiering]{
		func(s *store.Settings) *[]*settings.Tiering { return &s.Tiering }, "ListBucketIntelligentTieringConfigurationsOutput", http.StatusOK,
	}
}

// putNamed adds a configuration or replaces the one with its id.
func putNamed[T any, D interface {
	*T
	settings.Named
}](c *call, s shelf[D]) (*answer, error) {
	config, err := readSettings[T, D](c)
	if err != nil {
		return nil, err
	}
	if config.Name() != c.query.Get("id") {
		return nil, refuse(http.StatusBadRequest, "IdMismatch", "Document ID does not match the specified configuration ID.")
	}
	if !validID(config.Name()) {
		return nil, refuse(http.StatusBadRequest, "InvalidConfigurationId", "The specified configuration id is invalid.")
	}
	return c.updateSettings(s.put, func(all *store.Settings) error {
		at, found := s.find(*s.of(all), config.Name())
		kept := slices.Clone(*s.of(all))
		switch {
		case found:
			kept[at] = config
		case len(kept) == maxNamed:
			return refuse(http.StatusBadRequest, "TooManyConfigurations",
				"You are attempting to create a new configuration but have already reached the 1,000-configuration limit.")
		default:
			kept = slices.Insert(kept, at, config)
		}
		*s.of(all) = kept
		return nil
	})
}

func (s shelf[D]) find(all []D, id string) (int, bool) {
	return slices.BinarySearchFunc(all, id, func(d D, id string) int { return cmp.Compare(d.Name(), id) })
}

// validID holds an id to letters, digits, periods, dashes and underscores, 64
// at most.
func validID(id string) bool {
	for _, r := range id {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' || r == '_') {
			return false
		}
	}
	return id != "" && len(id) <= 64
}

func errNoConfiguration() error {
	return refuse(http.StatusNotFound, "NoSuchConfiguration", "The specified configuration does not exist.")
}

func getNamed[D settings.Named](c *call, s shelf[D]) (*answer, error) {
	all := *s.of(&c.bucket.Settings)
	at, found := s.find(all, c.query.Get("id"))
	if !found {
		return nil, errNoConfiguration()
	}
	return document(all[at])
}

func deleteNamed[D settings.Named](c *call, s shelf[D]) (*answer, error) {
	return c.updateSettings(http.StatusNoContent, func(all *store.Settings) error {
		at, found := s.find(*s.of(all), c.query.Get("id"))
		if !found {
			return errNoConfiguration()
		}
		*s.of(all) = slices.Delete(slices.Clone(*s.of(all)), at, at+1)
		return nil
	})
}

// A namedPage is a page of configurations; each is an element with its own
// name.
type namedPage[D settings.Named] struct {
	XMLName           xml.Name
	ContinuationToken string `xml:"ContinuationToken,omitempty"`
	IsTruncated       bool   `xml:"IsTruncated"`
	Next              string `xml:"NextContinuationToken,omitempty"`
	Configurations    []D
}

// listNamed gives a hundred at a time.
func listNamed[D settings.Named](c *call, s shelf[D]) (*answer, error) {
	all := *s.of(&c.bucket.Settings)
	page := namedPage[D]{XMLName: xml.Name{Space: wire.Namespace, Local: s.root}}
	if c.query.Has("continuation-token") {
		after, err := c.token()
		if err != nil {
			return nil, err
		}
		page.ContinuationToken = c.query.Get("continuation-token")
		at, found := s.find(all, after)
		if found {
			at++
		}
		all = all[at:]
	}
	if len(all) > namedPerPage {
		all = all[:namedPerPage]
		page.IsTruncated, page.Next = true, newToken(all[namedPerPage-1].Name())
	}
	page.Configurations = all
	doc, err := wire.Marshal(page)
	if err != nil {
		return nil, err
	}
	return xmlAnswer(namespaceOnce(doc)), nil
}

// namespaceOnce leaves the namespace to the root element: its children's types
// say it too, for they are documents of their own.
func namespaceOnce(doc []byte) []byte {
	attribute := []byte(` xmlns="` + wire.Namespace + `"`)
	at := bytes.Index(doc, attribute) + len(attribute)
	return append(doc[:at:at], bytes.ReplaceAll(doc[at:], attribute, nil)...)
}
