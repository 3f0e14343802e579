package api

import (
	"net/http"
	"time"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// invalidation is the API structure Invalidation.
type invalidation struct {
	ID                string                   `xml:"Id"`
	Status            string                   `xml:"Status"`
	CreateTime        time.Time                `xml:"CreateTime"`
	InvalidationBatch policy.InvalidationBatch `xml:"InvalidationBatch"`
}

// invalidationList is the API structure InvalidationList.
type invalidationList struct {
	listHead
	Items []invalidationSummary `xml:"Items>InvalidationSummary"`
}

type invalidationSummary struct {
	ID         string    `xml:"Id"`
	CreateTime time.Time `xml:"CreateTime"`
	Status     string    `xml:"Status"`
}

func (a *API) routeInvalidations(v *mux.Router) {
	const path = "/distribution/{distribution}/invalidation"
	v.Methods(http.MethodPost).Path(path).Handler(a.handle(createInvalidation))
	v.Methods(http.MethodGet).Path(path).Handler(a.handle(listInvalidations))
	v.Methods(http.MethodGet).Path(path + "/{id}").Handler(a.handle(getInvalidation))
}

func createInvalidation(c *call) (answer, error) {
	var batch policy.InvalidationBatch
	if err := c.decode("InvalidationBatch", &batch); err != nil {
		return answer{}, err
	}
	inv, err := c.registry.CreateInvalidation(c.vars["distribution"], batch)
	if err != nil {
		return answer{}, err
	}
	return answer{
		status:   http.StatusCreated,
		location: c.base + "/distribution/" + c.vars["distribution"] + "/invalidation/" + inv.ID,
		root:     "Invalidation",
		body:     invalidationOf(inv),
	}, nil
}

func getInvalidation(c *call) (answer, error) {
	inv, err := c.registry.Invalidation(c.vars["distribution"], c.vars["id"])
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, root: "Invalidation", body: invalidationOf(inv)}, nil
}

// listInvalidations is ListInvalidations, newest first.
func listInvalidations(c *call) (answer, error) {
	all, err := c.registry.ListInvalidations(c.vars["distribution"])
	if err != nil {
		return answer{}, err
	}
	page, head, err := paginate(c, all, func(inv *registry.Invalidation) string { return inv.ID })
	if err != nil {
		return answer{}, err
	}
	list := invalidationList{listHead: head}
	for _, inv := range page {
		list.Items = append(list.Items, invalidationSummary{inv.ID, inv.CreateTime, inv.Status})
	}
	return answer{status: http.StatusOK, root: "InvalidationList", body: list}, nil
}

func invalidationOf(inv *registry.Invalidation) invalidation {
	return invalidation{inv.ID, inv.Status, inv.CreateTime, inv.Batch}
}
