package keyvalue

import (
	"encoding/base64"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"crossfront/emulator/edge/policy"
	"crossfront/emulator/edge/registry"
)

// totals are in most answers.
type totals struct {
	ItemCount        int
	TotalSizeInBytes int
}

func totalsOf(s *registry.KeyValueStore) totals { return totals{len(s.Items), s.Size} }

type pair struct {
	Key   string
	Value string
}

// describe is DescribeKeyValueStore.
func describe(c *call) (any, string, error) {
	s, err := c.registry.Keys(c.store)
	if err != nil {
		return nil, "", err
	}
	return struct {
		totals
		KvsARN                string
		Created, LastModified seconds
		Status                string
	}{totalsOf(s), s.ARN, seconds(s.Created), seconds(s.Updated), s.Status}, s.DataETag, nil
}

func getKey(c *call) (any, string, error) {
	s, err := c.registry.Keys(c.store)
	if err != nil {
		return nil, "", err
	}
	value, ok := s.Items[c.key]
	if !ok {
		return nil, "", noSuchKey(c.key)
	}
	return struct {
		pair
		totals
	}{pair{c.key, value}, totalsOf(s)}, "", nil
}

func noSuchKey(key string) error {
	return &policy.Error{Code: "ResourceNotFoundException", Message: "The key does not exist: " + key, Status: http.StatusNotFound}
}

// Lengths of pages: "The default is 10 and maximum allowed page is 50".
const (
	defaultPage = 10
	maxPage     = 50
)

// listKeys lists pairs by key. A token is the last key of the page before.
func listKeys(c *call) (any, string, error) {
	s, err := c.registry.Keys(c.store)
	if err != nil {
		return nil, "", err
	}
	size := defaultPage
	if text := c.query.Get("MaxResults"); text != "" {
		if size, err = strconv.Atoi(text); err != nil || size < 1 || size > maxPage {
			return nil, "", invalid("MaxResults must be from 1 to 50.")
		}
	}
	keys := slices.Sorted(maps.Keys(s.Items))
	if token := c.query.Get("NextToken"); token != "" {
		after, err := base64.URLEncoding.DecodeString(token)
		if err != nil {
			return nil, "", invalid("NextToken is not one that was given out.")
		}
		i, found := slices.BinarySearch(keys, string(after))
		if found {
			i++
		}
		keys = keys[i:]
	}
	var page struct {
		NextToken string `json:",omitempty"`
		Items     []pair
	}
	if len(keys) > size {
		keys = keys[:size]
		page.NextToken = base64.URLEncoding.EncodeToString([]byte(keys[size-1]))
	}
	page.Items = make([]pair, 0, len(keys))
	for _, key := range keys {
		page.Items = append(page.Items, pair{key, s.Items[key]})
	}
	return page, "", nil
}

func putKey(c *call) (any, string, error) {
	var in struct{ Value *string }
	if err := c.decode(&in); err != nil {
		return nil, "", err
	}
	if in.Value == nil {
		return nil, "", invalid("Value is required.")
	}
	return c.update(map[string]string{c.key: *in.Value}, nil)
}

func deleteKey(c *call) (any, string, error) {
	s, err := c.registry.Keys(c.store)
	if err != nil {
		return nil, "", err
	}
	if _, ok := s.Items[c.key]; !ok {
		return nil, "", noSuchKey(c.key)
	}
	return c.update(nil, []string{c.key})
}

func updateKeys(c *call) (any, string, error) {
	var in struct {
		Puts    []struct{ Key, Value *string }
		Deletes []struct{ Key *string }
	}
	if err := c.decode(&in); err != nil {
		return nil, "", err
	}
	puts := make(map[string]string, len(in.Puts))
	for _, p := range in.Puts {
		if p.Key == nil || p.Value == nil {
			return nil, "", invalid("Each of Puts needs a Key and a Value.")
		}
		if _, twice := puts[*p.Key]; twice {
			return nil, "", invalid("The key " + *p.Key + " is put twice.")
		}
		puts[*p.Key] = *p.Value
	}
	var deletes []string
	for _, d := range in.Deletes {
		if d.Key == nil {
			return nil, "", invalid("Each of Deletes needs a Key.")
		}
		deletes = append(deletes, *d.Key)
	}
	return c.update(puts, deletes)
}

func (c *call) update(puts map[string]string, deletes []string) (any, string, error) {
	s, err := c.registry.UpdateKeys(c.store, c.ifMatch, puts, deletes)
	if err != nil {
		return nil, "", err
	}
	return totalsOf(s), s.DataETag, nil
}
