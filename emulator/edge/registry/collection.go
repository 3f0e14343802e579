package registry

import (
	"cmp"
	"slices"
	"strings"

	"crossfront/emulator/edge/policy"
)

// Collection is all records of one kind, with the API's five verbs.
type Collection[C any] struct {
	r *Registry
	k *kind[C]
}

// Create adds a record with a new id, or with the given one (for seeds) when
// id is not empty. Fails with …AlreadyExists when the name is taken, TooMany…
// at the quota, and with what validation finds.
func (c Collection[C]) Create(cfg C, id string) (*Record[C], error) {
	cfg, err := deepCopy(cfg)
	if err != nil {
		return nil, err
	}
	var made *Record[C]
	err = c.r.change(func(next *World) error {
		if err := c.k.prepare(&cfg, source{next, &c.r.kinds}); err != nil {
			return err
		}
		table := c.k.table(next)
		if holder := c.like(next, &cfg); holder != nil {
			return conflict(c.k.noun+"AlreadyExists", c.k.taken)
		}
		if c.k.limit > 0 && len(table) >= c.k.limit {
			return bad(c.k.tooMany, "You have reached the quota of this account.", "")
		}
		if id, err = c.newID(next, id); err != nil {
			return err
		}
		now := c.r.clock.Now()
		made = &Record[C]{ID: id, ETag: c.r.newID(), Created: now, LastModified: now, Config: cfg}
		table[id] = made
		return nil
	})
	if err != nil {
		return nil, err
	}
	return copyRecord(made)
}

// Get is the record of that id, managed ones included; NoSuch… without one.
func (c Collection[C]) Get(id string) (*Record[C], error) {
	rec := c.find(c.r.World(), id)
	if rec == nil {
		return nil, c.k.noSuch()
	}
	return copyRecord(rec)
}

// List is all records: managed ones first in AWS's order, then the account's
// own, sorted by id.
func (c Collection[C]) List() ([]*Record[C], error) {
	w := c.r.World()
	own := make([]*Record[C], 0, len(c.k.table(w)))
	for _, rec := range c.k.table(w) {
		own = append(own, rec)
	}
	slices.SortFunc(own, func(a, b *Record[C]) int { return cmp.Compare(a.ID, b.ID) })
	all := slices.Concat(c.k.managed, own)
	for i, rec := range all {
		var err error
		if all[i], err = copyRecord(rec); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Update replaces the configuration of the record whose ETag is ifMatch.
// Distributions that use it follow at once; if one of them could not, nothing
// changes.
func (c Collection[C]) Update(id, ifMatch string, cfg C) (*Record[C], error) {
	cfg, err := deepCopy(cfg)
	if err != nil {
		return nil, err
	}
	var made *Record[C]
	err = c.r.change(func(next *World) error {
		old := c.find(next, id)
		if err := c.changeable(old, ifMatch, "IllegalUpdate", "The update contains modifications that are not allowed."); err != nil {
			return err
		}
		if err := c.k.prepare(&cfg, source{next, &c.r.kinds}); err != nil {
			return err
		}
		if c.k.fixed != nil && c.k.fixed(&old.Config) != c.k.fixed(&cfg) {
			if c.k.immutable != nil {
				return c.k.immutable
			}
			return bad("IllegalUpdate", "The update contains modifications that are not allowed.", "")
		}
		if holder := c.like(next, &cfg); holder != nil && holder.ID != id {
			return conflict(c.k.noun+"AlreadyExists", c.k.taken)
		}
		made = &Record[C]{ID: id, ETag: c.r.newID(), Created: old.Created, LastModified: c.r.clock.Now(), Config: cfg}
		c.k.table(next)[id] = made
		if !c.k.attached {
			return nil
		}
		return c.r.recompile(next, func(cfg *policy.DistributionConfig) bool { return c.k.usedBy(cfg, id) })
	})
	if err != nil {
		return nil, err
	}
	return copyRecord(made)
}

// Delete removes the record whose ETag is ifMatch unless a distribution,
// disabled or not, or another record uses it: …InUse.
func (c Collection[C]) Delete(id, ifMatch string) error {
	return c.r.change(func(next *World) error {
		if err := c.changeable(c.find(next, id), ifMatch, "IllegalDelete", "Deletion is not allowed for this entity."); err != nil {
			return err
		}
		if c.k.used(next, id) {
			return c.k.usedError()
		}
		delete(c.k.table(next), id)
		return nil
	})
}

// UsedBy is the ids of the distributions that use the record, sorted.
func (c Collection[C]) UsedBy(id string) ([]string, error) {
	w := c.r.World()
	if c.find(w, id) == nil {
		return nil, c.k.noSuch()
	}
	ids := []string{}
	for _, d := range w.distributions {
		if c.k.usedBy(&d.Config, id) {
			ids = append(ids, d.ID)
		}
	}
	slices.Sort(ids)
	return ids, nil
}

// changeable says why old may not be changed, if so; old is nil when there is
// no such record.
func (c Collection[C]) changeable(old *Record[C], ifMatch, code, message string) error {
	switch {
	case old == nil:
		return c.k.noSuch()
	case old.Managed:
		return bad(code, message, "Id")
	}
	return checkVersion(ifMatch, old.ETag)
}

func (c Collection[C]) find(w *World, id string) *Record[C] {
	if rec := c.k.table(w)[id]; rec != nil {
		return rec
	}
	for _, rec := range c.k.managed {
		if rec.ID == id {
			return rec
		}
	}
	return nil
}

// like is a record that cfg cannot stand beside: it has the same name, or was
// created by the same request.
func (c Collection[C]) like(w *World, cfg *C) *Record[C] {
	same := func(rec *Record[C]) bool {
		return c.k.name(&rec.Config) == c.k.name(cfg) || c.k.again != nil && c.k.again(&rec.Config) == c.k.again(cfg)
	}
	if i := slices.IndexFunc(c.k.managed, same); i >= 0 {
		return c.k.managed[i]
	}
	for _, rec := range c.k.table(w) {
		if same(rec) {
			return rec
		}
	}
	return nil
}

// newID is given, if it can be used, or a fresh id when given is empty.
func (c Collection[C]) newID(w *World, given string) (string, error) {
	switch {
	case given == "" && c.k.uuid:
		return c.r.newPolicyID(), nil
	case given == "" && c.k.initial != "":
		return c.k.initial + strings.TrimPrefix(c.r.newID(), "E"), nil
	case given == "":
		return c.r.newID(), nil
	case !validID(given):
		return "", bad("InvalidArgument", "The id "+given+" is not valid: letters, digits and hyphens only.", "Id")
	case c.find(w, given) != nil:
		return "", conflict(c.k.noun+"AlreadyExists", "The id "+given+" is taken.")
	}
	return given, nil
}

func copyRecord[C any](rec *Record[C]) (*Record[C], error) {
	c := *rec
	var err error
	c.Config, err = deepCopy(rec.Config)
	return &c, err
}
