package config

import (
	"strings"
)

// readSeed reads the seed file at name, with everything that it names. Its
// error is [Problems].
func readSeed(f files, name string) (*Seed, error) {
	l := &loader{report: &report{}, files: f}
	src := &source{name: f.name(name)}
	text, err := read(f, name)
	if err != nil {
		l.add(src.whole(), "cannot read the seed file: %v", err)
		return nil, l.err()
	}
	src.text = text
	root := parse(src, l.report)
	if root == nil {
		return nil, l.err()
	}
	if root.kind == null {
		l.add(root.at, "the seed file is empty; give it buckets and distributions, or start with --empty")
		return nil, l.err()
	}
	var file seedFile
	decode(root, &file, "the seed file", l.report)
	seed := &Seed{Resolve: map[string]string{}}
	seed.Buckets = l.buckets(file.Buckets, root.get("buckets"))
	l.policies(file.Policies, seed)
	l.uniquePolicies(seed, root.nearest("policies"))
	l.distributions(file.Distributions, root.get("distributions"), seed)
	if len(file.Functions) > 0 {
		l.add(root.nearest("functions"), "CloudFront functions are not built yet; take this part out")
	}
	l.resolve(file.Resolve, root.get("resolve"), seed)
	if err := l.err(); err != nil {
		return nil, err
	}
	return seed, nil
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
