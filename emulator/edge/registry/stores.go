package registry

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"crossfront/emulator/edge/function"
	"crossfront/emulator/edge/policy"
)

// A KeyValueStore is a key value store with what is in it. The control plane
// and the data API each have a version of their own.
type KeyValueStore struct {
	ID           string // a UUID
	Name         string
	ARN          string
	Comment      string
	Status       string // StatusReady
	ETag         string // of the settings
	LastModified time.Time
	Created      time.Time
	Tags         []Tag

	DataETag string // of the keys
	Updated  time.Time
	Items    map[string]string // shared, never changed
	Size     int               // bytes of all keys and values
}

// StatusReady is the status of every store: it is filled before the call that
// makes it returns.
const StatusReady = "READY"

// Limits of stores.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-keyvaluestores
const (
	maxStores           = 50
	maxFunctionsOfStore = 10
	maxKey              = 512
	maxValue            = 1 << 10
	maxStoreSize        = 5 << 20
	maxUpdateKeys       = 50
	maxUpdateSize       = 3 << 20
	maxStoreComment     = 128
)

func noSuchStore() *policy.Error { return noSuch("EntityNotFound", "The entity was not found.") }

// StoreInput is what a store is made of.
type StoreInput struct {
	ID      string // wanted id, for seeds; empty makes one
	Name    string
	Comment string
	Items   map[string]string // imported
	Tags    []Tag
}

// CreateKeyValueStore adds a store.
func (r *Registry) CreateKeyValueStore(in StoreInput) (*KeyValueStore, error) {
	switch {
	case !policy.ValidFunctionName(in.Name):
		return nil, bad("InvalidArgument", "The parameter Name must have 1 to 64 letters, digits, hyphens and underscores.", "Name")
	case utf8.RuneCountInString(in.Comment) > maxStoreComment:
		return nil, longComment()
	}
	tags, err := mergeTags(nil, in.Tags)
	if err != nil {
		return nil, err
	}
	size := 0
	for key, value := range in.Items {
		if err := checkItem(key, value); err != nil {
			return nil, bad("InvalidArgument", "The import source is not valid: "+err.Message, "ImportSource")
		}
		size += len(key) + len(value)
	}
	if size > maxStoreSize {
		return nil, &policy.Error{Code: "EntitySizeLimitExceeded", Message: "The entity size limit was exceeded.", Status: http.StatusRequestEntityTooLarge}
	}
	var made *KeyValueStore
	err = r.change(func(next *World) error {
		if next.stores[in.Name] != nil {
			return conflict("EntityAlreadyExists", "The entity already exists. You must provide a unique entity.")
		}
		if len(next.stores) >= maxStores {
			return bad("EntityLimitExceeded", "The entity limit has been exceeded.", "")
		}
		id := cmp.Or(in.ID, newUUID())
		now := r.clock.Now()
		made = &KeyValueStore{
			ID: id, Name: in.Name, ARN: "arn:aws:cloudfront::" + r.options.AccountID + ":key-value-store/" + id,
			Comment: in.Comment, Status: StatusReady, ETag: r.newID(), LastModified: now, Created: now, Tags: tags,
			DataETag: r.newID(), Updated: now, Items: maps.Clone(in.Items), Size: size,
		}
		next.stores[in.Name] = made
		return nil
	})
	return made, err
}

func longComment() error {
	return bad("InvalidArgument", "The parameter Comment can have at most 128 characters.", "Comment")
}

// KeyValueStore is the store of that name, or EntityNotFound. It is not to be
// changed.
func (r *Registry) KeyValueStore(name string) (*KeyValueStore, error) {
	s := r.World().stores[name]
	if s == nil {
		return nil, noSuchStore()
	}
	return s, nil
}

// ListKeyValueStores is all stores, by name.
func (r *Registry) ListKeyValueStores() []*KeyValueStore {
	return slices.SortedFunc(maps.Values(r.World().stores), func(a, b *KeyValueStore) int { return cmp.Compare(a.Name, b.Name) })
}

// UpdateKeyValueStore changes a store's comment.
func (r *Registry) UpdateKeyValueStore(name, ifMatch, comment string) (*KeyValueStore, error) {
	if utf8.RuneCountInString(comment) > maxStoreComment {
		return nil, longComment()
	}
	var made *KeyValueStore
	err := r.change(func(next *World) error {
		old := next.stores[name]
		if old == nil {
			return noSuchStore()
		}
		if err := checkVersion(ifMatch, old.ETag); err != nil {
			return err
		}
		s := *old
		s.Comment, s.ETag, s.LastModified = comment, r.newID(), r.clock.Now()
		made = &s
		next.stores[name] = made
		return nil
	})
	return made, err
}

// DeleteKeyValueStore removes a store that no function is associated with.
func (r *Registry) DeleteKeyValueStore(name, ifMatch string) error {
	return r.change(func(next *World) error {
		s := next.stores[name]
		if s == nil {
			return noSuchStore()
		}
		if err := checkVersion(ifMatch, s.ETag); err != nil {
			return err
		}
		if users := next.functionsOfStore(s.ARN); len(users) > 0 {
			return conflict("CannotDeleteEntityWhileInUse",
				"The entity cannot be deleted while it is in use: it is associated with "+strings.Join(users, ", ")+".")
		}
		delete(next.stores, name)
		return nil
	})
}

// functionsOfStore are the names of the functions that have a store, in either
// stage, sorted.
func (w *World) functionsOfStore(arn string) []string {
	var names []string
	for _, f := range w.functions {
		if slices.Contains(f.Development.Config.Stores(), arn) || f.Live != nil && slices.Contains(f.Live.Config.Stores(), arn) {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names
}

func (w *World) storeByARN(arn string) *KeyValueStore {
	for _, s := range w.stores {
		if s.ARN == arn {
			return s
		}
	}
	return nil
}

// storesOf is what a function finds its stores by.
func (w *World) storesOf(cfg *policy.FunctionConfig) function.Stores {
	arns := cfg.Stores()
	if len(arns) == 0 {
		return nil
	}
	return func(id string) (function.Store, bool) {
		for _, arn := range arns {
			if s := w.storeByARN(arn); s != nil && (id == "" || id == s.ID) {
				return view{s}, true
			}
		}
		return nil, false
	}
}

// A view is a store as functions see it.
type view struct{ s *KeyValueStore }

func (v view) Get(key string) (string, bool) { value, ok := v.s.Items[key]; return value, ok }
func (v view) Count() int                    { return len(v.s.Items) }
func (v view) Created() time.Time            { return v.s.Created }
func (v view) Updated() time.Time            { return v.s.Updated }

// The data API. Its errors are its own:
// https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Operations_Amazon_CloudFront_KeyValueStore.html

func dataError(code string, status int, message string) *policy.Error {
	return &policy.Error{Code: code, Message: message, Status: status}
}

func invalidKeys(format string, args ...any) *policy.Error {
	return dataError("ValidationException", http.StatusBadRequest, fmt.Sprintf(format, args...))
}

// Keys is the store of that ARN, or ResourceNotFoundException. It is not to be
// changed.
func (r *Registry) Keys(storeARN string) (*KeyValueStore, error) {
	s := r.World().storeByARN(storeARN)
	if s == nil {
		return nil, dataError("ResourceNotFoundException", http.StatusNotFound, "The key value store does not exist: "+storeARN)
	}
	return s, nil
}

// UpdateKeys puts and deletes keys, all or none. ifMatch is the version of the
// keys.
func (r *Registry) UpdateKeys(storeARN, ifMatch string, puts map[string]string, deletes []string) (*KeyValueStore, error) {
	var made *KeyValueStore
	err := r.change(func(next *World) error {
		old := next.storeByARN(storeARN)
		if old == nil {
			return dataError("ResourceNotFoundException", http.StatusNotFound, "The key value store does not exist: "+storeARN)
		}
		if ifMatch == "" {
			return invalidKeys("The If-Match header is required.")
		}
		if ifMatch != old.DataETag {
			return dataError("ConflictException", http.StatusConflict, "The If-Match version does not match the current version of the key value store.")
		}
		s := *old
		if err := s.edit(puts, deletes); err != nil {
			return err
		}
		s.DataETag, s.Updated = r.newID(), r.clock.Now()
		made = &s
		next.stores[s.Name] = made
		return nil
	})
	return made, err
}

// edit makes a store's new items. Deleting a key that is not there changes
// nothing.
func (s *KeyValueStore) edit(puts map[string]string, deletes []string) error {
	if n := len(puts) + len(deletes); n == 0 || n > maxUpdateKeys {
		return invalidKeys("From 1 to %d keys can be updated at once; %d were given.", maxUpdateKeys, n)
	}
	items := maps.Clone(s.Items)
	if items == nil {
		items = map[string]string{}
	}
	payload := 0
	for _, key := range deletes {
		if _, twice := puts[key]; twice {
			return invalidKeys("The key %q is both put and deleted.", key)
		}
		if value, ok := items[key]; ok {
			s.Size -= len(key) + len(value)
		}
		delete(items, key)
	}
	for key, value := range puts {
		if err := checkItem(key, value); err != nil {
			return err
		}
		payload += len(key) + len(value)
		if old, ok := items[key]; ok {
			s.Size -= len(key) + len(old)
		}
		s.Size += len(key) + len(value)
		items[key] = value
	}
	switch {
	case payload > maxUpdateSize:
		return invalidKeys("At most 3 MB can be updated at once.")
	case s.Size > maxStoreSize:
		return dataError("ServiceQuotaExceededException", http.StatusPaymentRequired, "The key value store would exceed its maximum size of 5 MB.")
	}
	s.Items = items
	return nil
}

func checkItem(key, value string) *policy.Error {
	switch {
	case key == "":
		return invalidKeys("A key has at least one character.")
	case !utf8.ValidString(key) || !utf8.ValidString(value):
		return invalidKeys("Keys and values are UTF-8.")
	case len(key) > maxKey:
		return invalidKeys("A key has at most %d bytes: %.40s… has %d.", maxKey, key, len(key))
	case len(value) > maxValue:
		return invalidKeys("A value has at most %d bytes: that of %.40q has %d.", maxValue, key, len(value))
	}
	return nil
}
