package config

import (
	"strings"
)

// readSeed reads the seed file at name, with everything that it names. Its
// error is [Problems].
func readSeed(f files, name string) (*Seed, error) {
	l := &loader{report: &report{}, files: f}
	return l.whole(l.document(name, "the seed file"))
}

// parseSeed reads a seed file's text; what it names is looked for in the working
// directory.
func parseSeed(given string) (*Seed, error) {
	l := &loader{report: &report{}, files: disk{base: "."}}
	root := parse(&source{name: "seed", text: []byte(given)}, l.report)
	return l.whole(root)
}

// whole is the seed of a document, nil when it could not be read.
func (l *loader) whole(root *node) (*Seed, error) {
	if root == nil {
		return nil, l.err()
	}
	if root.kind == null {
		l.add(root.at, "the seed file is empty; give it buckets and distributions, or start with --empty")
		return nil, l.err()
	}
	seed := l.seed(root)
	if err := l.err(); err != nil {
		return nil, err
	}
	return seed, nil
}

// document reads and parses one file; nil after reporting a mistake.
func (l *loader) document(name, what string) *node {
	src := &source{name: l.files.name(name)}
	text, err := read(l.files, name)
	if err != nil {
		l.add(src.whole(), "cannot read %s: %v", what, err)
		return nil
	}
	src.text = text
	return parse(src, l.report)
}

// seed reads a seed. What it returns is good when nothing was reported.
func (l *loader) seed(root *node) *Seed {
	var file seedFile
	decode(root, &file, "the seed file", l.report)
	seed := &Seed{Resolve: map[string]string{}}
	seed.Buckets = l.buckets(file.Buckets, root.get("buckets"))
	l.policies(file.Policies, seed)
	l.uniquePolicies(seed, root.nearest("policies"))
	l.stores(file.KeyValueStores, root.get("keyValueStores"), seed)
	l.functions(file.Functions, root.get("functions"), seed)
	l.distributions(file.Distributions, root.get("distributions"), seed)
	l.resolve(file.Resolve, root.get("resolve"), seed)
	seed.Faults = l.faults(file.Faults, root.get("faults"))
	l.faultPlaces(seed, root.get("faults"))
	return seed
}

func (l *loader) resolve(entries map[string]string, n *node, seed *Seed) {
	if n == nil {
		return
	}
	for _, f := range n.fields {
		host, err := resolveEntry(f.name, entries[f.name])
		if err != nil {
			l.add(f.at, "resolve: %v", strings.TrimPrefix(err.Error(), "resolve: "))
			continue
		}
		seed.Resolve[host] = entries[f.name]
	}
}
