package api

import (
	"net/http"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/registry"
)

// tags is the API structure Tags; its Items stand even when there are none.
type tags struct {
	Items []registry.Tag `xml:"Items>Tag" list:"keep"`
}

// tagKeys is the API structure TagKeys.
type tagKeys struct {
	Items []string `xml:"Items>Key" list:"keep"`
}

func (a *API) routeTags(v *mux.Router) {
	v.Methods(http.MethodGet).Path("/tagging").Handler(a.handle(listTags))
	v.Methods(http.MethodPost).Path("/tagging").Handler(a.handle(changeTags))
}

// listTags is ListTagsForResource.
func listTags(c *call) (answer, error) {
	set, err := c.registry.Tags(c.query.Get("Resource"))
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, root: "Tags", body: tags{set}}, nil
}

// changeTags is TagResource and UntagResource, told apart by Operation.
func changeTags(c *call) (answer, error) {
	resource := c.query.Get("Resource")
	var err error
	switch c.query.Get("Operation") {
	case "Tag":
		var in tags
		if err = c.decode("Tags", &in); err == nil {
			err = c.registry.Tag(resource, in.Items)
		}
	case "Untag":
		var in tagKeys
		if err = c.decode("TagKeys", &in); err == nil {
			err = c.registry.Untag(resource, in.Items)
		}
	default:
		err = invalid("Operation", "The parameter Operation must be Tag or Untag.")
	}
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}
