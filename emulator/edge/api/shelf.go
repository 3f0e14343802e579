package api

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/registry"
)

// shelf serves one kind of record: policies, access controls, identities.
// Their operations differ in names only.
type shelf[C any] struct {
	path       string // /cache-policy
	putConfig  bool   // updates go to {path}/{id}/config, else to {path}/{id}
	configRoot string // document element of a configuration: CachePolicyConfig
	root       string // document element of a record: CachePolicy
	listRoot   string // document element of the list: CachePolicyList
	records    func(*registry.Registry) registry.Collection[C]
	create     func(*registry.Registry, C) (*registry.Record[C], error)
	body       func(*registry.Record[C]) any
	list       func([]*registry.Record[C], listHead) any
	managed    bool   // there are managed ones: lists take Type
	usedByPath string // /distributionsByCachePolicyId, empty when there is none
}

// route enters the kind's operations into v.
func (s shelf[C]) route(a *API, v *mux.Router) {
	put := s.path + "/{id}"
	if s.putConfig {
		put += "/config"
	}
	v.Methods(http.MethodPost).Path(s.path).Handler(a.handle(s.handleCreate))
	v.Methods(http.MethodGet).Path(s.path).Handler(a.handle(s.handleList))
	v.Methods(http.MethodGet).Path(s.path + "/{id}").Handler(a.handle(s.handleGet))
	v.Methods(http.MethodGet).Path(s.path + "/{id}/config").Handler(a.handle(s.handleGetConfig))
	v.Methods(http.MethodPut).Path(put).Handler(a.handle(s.handleUpdate))
	v.Methods(http.MethodDelete).Path(s.path + "/{id}").Handler(a.handle(s.handleDelete))
	if s.usedByPath != "" {
		v.Methods(http.MethodGet).Path(s.usedByPath + "/{id}").Handler(a.handle(s.handleUsedBy))
	}
}

func (s shelf[C]) handleCreate(c *call) (answer, error) {
	var cfg C
	if err := c.decode(s.configRoot, &cfg); err != nil {
		return answer{}, err
	}
	rec, err := s.create(c.registry, cfg)
	if err != nil {
		return answer{}, err
	}
	return answer{
		status:   http.StatusCreated,
		etag:     rec.ETag,
		location: c.base + s.path + "/" + rec.ID,
		root:     s.root,
		body:     s.body(rec),
	}, nil
}

func (s shelf[C]) handleGet(c *call) (answer, error) {
	rec, err := s.records(c.registry).Get(c.vars["id"])
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, etag: rec.ETag, root: s.root, body: s.body(rec)}, nil
}

func (s shelf[C]) handleGetConfig(c *call) (answer, error) {
	rec, err := s.records(c.registry).Get(c.vars["id"])
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, etag: rec.ETag, root: s.configRoot, body: rec.Config}, nil
}

func (s shelf[C]) handleUpdate(c *call) (answer, error) {
	var cfg C
	if err := c.decode(s.configRoot, &cfg); err != nil {
		return answer{}, err
	}
	rec, err := s.records(c.registry).Update(c.vars["id"], c.ifMatch, cfg)
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, etag: rec.ETag, root: s.root, body: s.body(rec)}, nil
}

func (s shelf[C]) handleDelete(c *call) (answer, error) {
	if err := s.records(c.registry).Delete(c.vars["id"], c.ifMatch); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}

// handleList lists records; Type=managed or Type=custom picks.
func (s shelf[C]) handleList(c *call) (answer, error) {
	all, err := s.records(c.registry).List()
	if err != nil {
		return answer{}, err
	}
	if s.managed {
		if all, err = ofType(c, all); err != nil {
			return answer{}, err
		}
	}
	slices.SortFunc(all, func(a, b *registry.Record[C]) int { return cmp.Compare(a.ID, b.ID) })
	page, head, err := paginate(c, all, func(rec *registry.Record[C]) string { return rec.ID })
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, root: s.listRoot, body: s.list(page, head)}, nil
}

// ofType leaves the records of the type that the call asks for.
func ofType[C any](c *call, all []*registry.Record[C]) ([]*registry.Record[C], error) {
	want := c.query.Get("Type")
	switch want {
	case "":
		return all, nil
	case "managed", "custom":
	default:
		return nil, invalid("Type", "The parameter Type must be managed or custom.")
	}
	var some []*registry.Record[C]
	for _, rec := range all {
		if rec.Managed == (want == "managed") {
			some = append(some, rec)
		}
	}
	return some, nil
}

// distributionIDList is the API structure DistributionIdList.
type distributionIDList struct {
	listHead
	Items []string `xml:"Items>DistributionId"`
}

// handleUsedBy is ListDistributionsBy…Id.
func (s shelf[C]) handleUsedBy(c *call) (answer, error) {
	ids, err := s.records(c.registry).UsedBy(c.vars["id"])
	if err != nil {
		return answer{}, err
	}
	page, head, err := paginate(c, ids, func(id string) string { return id })
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, root: "DistributionIdList", body: distributionIDList{head, page}}, nil
}
