package api

import (
	"slices"
	"strconv"
)

// defaultMaxItems is the length of a page when the call names none.
const defaultMaxItems = 100

// listHead is the beginning of most lists' documents.
type listHead struct {
	Marker      string `xml:"Marker"`
	NextMarker  string `xml:"NextMarker,omitempty"`
	MaxItems    int    `xml:"MaxItems"`
	IsTruncated bool   `xml:"IsTruncated"`
	Quantity    int    `xml:"Quantity"`
}

// paginate is the page of all that a call's Marker and MaxItems ask for. A
// marker is the id of the last item of the page before; all is sorted by id,
// so that it still works when that item is gone.
func paginate[T any](c *call, all []T, id func(T) string) ([]T, listHead, error) {
	head := listHead{Marker: c.query.Get("Marker"), MaxItems: defaultMaxItems}
	if text := c.query.Get("MaxItems"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, head, invalid("MaxItems", "The parameter MaxItems must be a positive number.")
		}
		head.MaxItems = n
	}
	page := all
	if head.Marker != "" {
		after := slices.IndexFunc(all, func(v T) bool { return id(v) == head.Marker }) + 1
		if after == 0 {
			after = slices.IndexFunc(all, func(v T) bool { return id(v) > head.Marker })
		}
		if after < 0 {
			after = len(all)
		}
		page = all[after:]
	}
	if len(page) > head.MaxItems {
		page = page[:head.MaxItems]
		head.IsTruncated = true
		head.NextMarker = id(page[len(page)-1])
	}
	head.Quantity = len(page)
	return page, head, nil
}
