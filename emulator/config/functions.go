package config

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"crossfront/emulator/edge/policy"
)

// stores reads keyValueStores.
func (l *loader) stores(entries []keyValueStoreEntry, nodes *node, seed *Seed) {
	for i := range entries {
		e, n := &entries[i], nodes.items[i]
		s := KeyValueStore{ID: strings.ToLower(e.ID), Name: e.Name, Comment: e.Comment}
		if s.ID == "" {
			s.ID = uuid.NewSHA1(uuid.NameSpaceURL, []byte("crossfront:KeyValueStore:"+e.Name)).String()
		} else if _, err := uuid.Parse(e.ID); err != nil || len(e.ID) != 36 {
			l.add(n.nearest("id"), "%q is no id of a key value store; expected a UUID", e.ID)
		}
		switch taken := func(o KeyValueStore) bool { return o.Name == s.Name || o.ID == s.ID }; {
		case e.Name == "":
			l.missing(n, "a key value store needs a name")
		case !policy.ValidFunctionName(e.Name):
			l.add(n.nearest("name"), "%q is no name of a key value store; expected up to 64 letters, digits, hyphens and underscores", e.Name)
		case slices.ContainsFunc(seed.KeyValueStores, taken):
			l.add(n.nearest("name"), "there are two key value stores with the name or id of %s", e.Name)
		}
		if e.Items.given() {
			s.Items = l.items(e.Items)
		}
		seed.KeyValueStores = append(seed.KeyValueStores, s)
	}
}

// items reads what is in a store.
func (l *loader) items(d document) map[string]string {
	const what = "the content of a key value store"
	n := l.jsonDocument(d, what)
	if n == nil {
		return nil
	}
	data := n.get("data")
	if data == nil || data.kind != list {
		var items map[string]string
		decode(n, &items, what, l.report)
		return items
	}
	var file struct {
		Data []struct {
			Key   string `json:"key"`
			Value string `json:"value"`
		} `json:"data"`
	}
	decode(n, &file, what, l.report)
	items := make(map[string]string, len(file.Data))
	for i, pair := range file.Data {
		if _, twice := items[pair.Key]; twice {
			l.add(data.items[i].nearest("key"), "the key %s comes twice", pair.Key)
		}
		items[pair.Key] = pair.Value
	}
	return items
}

// functions reads functions. Whether the code can run is not asked: CloudFront
// publishes any.
func (l *loader) functions(entries []functionEntry, nodes *node, seed *Seed) {
	for i := range entries {
		f, n := l.function(&entries[i], nodes.items[i], seed), nodes.items[i]
		if f.Name != "" && slices.ContainsFunc(seed.Functions, func(o Function) bool { return o.Name == f.Name }) {
			l.add(n.nearest("name"), "there are two functions named %s", f.Name)
			continue
		}
		seed.Functions = append(seed.Functions, f)
	}
}

func (l *loader) function(e *functionEntry, n *node, seed *Seed) (f Function) {
	before := len(l.problems)
	f.Name, f.Config.Runtime = e.Name, e.Runtime
	if e.Describe.given() {
		l.described(e.Describe, &f, seed)
	}
	if f.Config.Runtime == "" {
		f.Config.Runtime = "cloudfront-js-2.0"
	}
	if e.KeyValueStore != "" {
		f.Store = e.KeyValueStore
	}
	if e.Code == "" {
		l.missing(n, "a function needs code: the path of a file")
	} else if strings.ContainsAny(e.Code, "{\n") {
		l.add(n.nearest("code"), "this is the code itself; expected the path of a file with it")
	} else if code, err := read(l.files, e.Code); err != nil {
		l.add(n.nearest("code"), "cannot read %s: %v", l.files.name(e.Code), err)
	} else {
		f.Code = code
	}
	if len(l.problems) == before {
		l.checkFunction(&f, n, seed)
	}
	return f
}

// checkFunction reports what CloudFront would refuse.
func (l *loader) checkFunction(f *Function, n *node, seed *Seed) {
	cfg := f.Config
	if f.Store != "" {
		var names []string
		for _, s := range seed.KeyValueStores {
			names = append(names, s.Name)
		}
		if !slices.Contains(names, f.Store) {
			l.add(n.nearest("keyValueStore"), "there is no %s under keyValueStores%s", f.Store, didYouMean(f.Store, names))
		}
		cfg.KeyValueStoreAssociations = &policy.KeyValueStoreAssociations{Quantity: 1, Items: make([]policy.KeyValueStoreAssociation, 1)}
	}
	short := &node{kind: mapping, at: n.at}
	for _, part := range n.fields {
		as := map[string]string{"name": "Name", "runtime": "FunctionConfig", "code": "FunctionCode", "keyValueStore": "KeyValueStoreAssociations"}[part.name]
		if as != "" {
			short.fields = append(short.fields, field{as, part.at, part.value})
		}
	}
	l.refused(policy.ValidateFunction(f.Name, &cfg, f.Code, func(string) bool { return true }), short)
}

// described takes over what describe-function prints, where the entry itself
// does not say it.
func (l *loader) described(d document, f *Function, seed *Seed) {
	n := l.jsonDocument(d, "the function's description")
	if n == nil {
		return
	}
	n = unwrap(n, "FunctionSummary")
	var summary struct {
		Name             string                `json:"Name"`
		Status           string                `json:"Status"`
		FunctionConfig   policy.FunctionConfig `json:"FunctionConfig"`
		FunctionMetadata struct {
			FunctionARN      string `json:"FunctionARN"`
			Stage            string `json:"Stage"`
			CreatedTime      string `json:"CreatedTime"`
			LastModifiedTime string `json:"LastModifiedTime"`
		} `json:"FunctionMetadata"`
	}
	decode(n, &summary, "the function's description", l.report)
	if f.Name == "" {
		f.Name = summary.Name
	}
	runtime := f.Config.Runtime
	f.Config = summary.FunctionConfig
	if runtime != "" {
		f.Config.Runtime = runtime
	}
	for _, arn := range f.Config.Stores() {
		_, id, _ := strings.Cut(arn, ":key-value-store/")
		i := slices.IndexFunc(seed.KeyValueStores, func(s KeyValueStore) bool { return s.ID == id })
		if i < 0 {
			l.add(n.nearest("FunctionConfig", "KeyValueStoreAssociations"), "the function reads the key value store %s: add it under keyValueStores, with this id", id)
			continue
		}
		f.Store = seed.KeyValueStores[i].Name
	}
	f.Config.KeyValueStoreAssociations = nil
}

// associations are the functions of a short form.
func (l *loader) associations(e *behaviorEntry, n *node, seed *Seed) *policy.FunctionAssociations {
	list := &policy.FunctionAssociations{}
	for _, a := range [...]struct{ member, event, name string }{
		{"viewerRequest", "viewer-request", e.ViewerRequest}, {"viewerResponse", "viewer-response", e.ViewerResponse},
	} {
		if a.name == "" {
			continue
		}
		var names []string
		for _, f := range seed.Functions {
			names = append(names, f.Name)
		}
		if !slices.Contains(names, a.name) {
			l.add(n.nearest(a.member), "there is no %s under functions%s", a.name, didYouMean(a.name, names))
			continue
		}
		list.Quantity++
		list.Items = append(list.Items, policy.FunctionAssociation{EventType: a.event, FunctionARN: policy.FunctionARN("000000000000", a.name)})
	}
	return list
}

// missingFunctions asks for the functions that a config names and the seed does
// not give, and takes their associations out.
func (l *loader) missingFunctions(cfg *policy.DistributionConfig, n *node, seed *Seed) {
	take := func(b *policy.DefaultCacheBehavior, path ...any) {
		list := b.FunctionAssociations
		for i := len(list.Items) - 1; i >= 0; i-- {
			arn := list.Items[i].FunctionARN
			name, ok := policy.FunctionName(arn)
			if _, known := (catalog{seed, policy.Managed()}).Function(arn); !ok || known {
				continue
			}
			l.add(n.nearest(append(path, "FunctionAssociations", "Items", i, "FunctionARN")...),
				"the function %s is not under functions: add it there, with the code that aws cloudfront get-function --name %s --stage LIVE FILE writes", name, name)
			list.Items = slices.Delete(list.Items, i, i+1)
			list.Quantity--
		}
	}
	take(&cfg.DefaultCacheBehavior, "DefaultCacheBehavior")
	for i := range cfg.CacheBehaviors.Items {
		take(&cfg.CacheBehaviors.Items[i].DefaultCacheBehavior, "CacheBehaviors", "Items", i)
	}
}
