package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

type createKeyValueStoreRequest struct {
	Name         string        `xml:"Name"`
	Comment      string        `xml:"Comment"`
	ImportSource *importSource `xml:"ImportSource"`
	Tags         tags          `xml:"Tags"`
}

// importSource is the API structure ImportSource.
type importSource struct {
	SourceType string `xml:"SourceType"` // S3
	SourceARN  string `xml:"SourceARN"`  // of an object
}

type updateKeyValueStoreRequest struct {
	Comment string `xml:"Comment"`
}

// keyValueStore is the API structure KeyValueStore.
type keyValueStore struct {
	Name             string    `xml:"Name"`
	ID               string    `xml:"Id"`
	Comment          string    `xml:"Comment"`
	ARN              string    `xml:"ARN"`
	Status           string    `xml:"Status"`
	LastModifiedTime time.Time `xml:"LastModifiedTime"`
}

type keyValueStoreList struct {
	policyListHead
	Items []keyValueStore `xml:"Items>KeyValueStore"`
}

func (a *API) routeStores(v *mux.Router) {
	v.Methods(http.MethodPost).Path("/key-value-store").Handler(a.handle(a.createKeyValueStore))
	v.Methods(http.MethodGet).Path("/key-value-store").Handler(a.handle(listKeyValueStores))
	v.Methods(http.MethodGet).Path("/key-value-store/{name}").Handler(a.handle(describeKeyValueStore))
	v.Methods(http.MethodPut).Path("/key-value-store/{name}").Handler(a.handle(updateKeyValueStore))
	v.Methods(http.MethodDelete).Path("/key-value-store/{name}").Handler(a.handle(deleteKeyValueStore))
}

func (a *API) createKeyValueStore(c *call) (answer, error) {
	var in createKeyValueStoreRequest
	if err := c.decode("CreateKeyValueStoreRequest", &in); err != nil {
		return answer{}, err
	}
	made := registry.StoreInput{Name: in.Name, Comment: in.Comment, Tags: in.Tags.Items}
	if in.ImportSource != nil {
		var err error
		if made.Items, err = a.items(c, in.ImportSource); err != nil {
			return answer{}, err
		}
	}
	s, err := c.registry.CreateKeyValueStore(made)
	if err != nil {
		return answer{}, err
	}
	ans := storeAnswer(s)
	ans.status, ans.location = http.StatusCreated, c.base+"/key-value-store/"+s.ARN
	return ans, nil
}

// items reads an import source. CloudFront fills a store after it has answered,
// and a bad file shows in the store's status; here the call is refused.
func (a *API) items(c *call, from *importSource) (map[string]string, error) {
	if from.SourceType != "S3" {
		return nil, invalid("ImportSource.SourceType", "The parameter SourceType must be S3.")
	}
	path, ok := strings.CutPrefix(from.SourceARN, "arn:aws:s3:::")
	bucket, key, slash := strings.Cut(path, "/")
	if !ok || !slash || bucket == "" || key == "" {
		return nil, invalid("ImportSource.SourceARN", "The parameter SourceARN must be the ARN of an object in Amazon S3: "+from.SourceARN)
	}
	if a.importFrom == nil {
		return nil, &policy.Error{Code: "NotImplemented", Message: "There is no Amazon S3 beside this API to import from.", Status: http.StatusNotImplemented}
	}
	doc, err := a.importFrom(c.ctx, bucket, key)
	if err != nil {
		return nil, invalid("ImportSource.SourceARN", "The import source cannot be read: "+err.Error())
	}
	return readItems(doc)
}

// readItems reads a file to import: a JSON object with the one member data, a
// list of objects with key and value. No key comes twice.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/kvs-with-functions-create-s3-kvp.html
func readItems(doc []byte) (map[string]string, error) {
	bad := func(why string) error {
		return invalid("ImportSource", "The import source is not a valid file of key value pairs: "+why)
	}
	var file struct {
		Data []struct {
			Key   *string `json:"key"`
			Value *string `json:"value"`
		} `json:"data"`
	}
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return nil, bad(err.Error())
	}
	if d.More() || file.Data == nil {
		return nil, bad("it must be one object with the list data")
	}
	items := make(map[string]string, len(file.Data))
	for _, pair := range file.Data {
		if pair.Key == nil || pair.Value == nil {
			return nil, bad("each of data needs a key and a value, both strings")
		}
		if _, twice := items[*pair.Key]; twice {
			return nil, bad("the key " + *pair.Key + " comes twice")
		}
		items[*pair.Key] = *pair.Value
	}
	return items, nil
}

func describeKeyValueStore(c *call) (answer, error) {
	s, err := c.registry.KeyValueStore(c.vars["name"])
	if err != nil {
		return answer{}, err
	}
	return storeAnswer(s), nil
}

func updateKeyValueStore(c *call) (answer, error) {
	var in updateKeyValueStoreRequest
	if err := c.decode("UpdateKeyValueStoreRequest", &in); err != nil {
		return answer{}, err
	}
	s, err := c.registry.UpdateKeyValueStore(c.vars["name"], c.ifMatch, in.Comment)
	if err != nil {
		return answer{}, err
	}
	return storeAnswer(s), nil
}

func deleteKeyValueStore(c *call) (answer, error) {
	if err := c.registry.DeleteKeyValueStore(c.vars["name"], c.ifMatch); err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusNoContent}, nil
}

// listKeyValueStores lists stores, or those of a Status.
func listKeyValueStores(c *call) (answer, error) {
	var all []keyValueStore
	for _, s := range c.registry.ListKeyValueStores() {
		if want := c.query.Get("Status"); want == "" || want == s.Status {
			all = append(all, storeOf(s))
		}
	}
	page, head, err := paginate(c, all, func(s keyValueStore) string { return s.Name })
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, root: "KeyValueStoreList", body: keyValueStoreList{head.ofPolicies(), page}}, nil
}

func storeAnswer(s *registry.KeyValueStore) answer {
	return answer{status: http.StatusOK, etag: s.ETag, root: "KeyValueStore", body: storeOf(s)}
}

func storeOf(s *registry.KeyValueStore) keyValueStore {
	return keyValueStore{s.Name, s.ID, s.Comment, s.ARN, s.Status, s.LastModified}
}
