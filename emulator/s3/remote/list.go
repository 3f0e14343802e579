package remote

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"crossfront/emulator/s3/store"
)

// maxPage is how many keys a cluster lists at once.
const maxPage = 1000

// behindAll follows a common prefix to name a key behind all that begin with it:
// no character is greater.
const behindAll = "\U0010FFFF"

// listing is the answer to ListObjectsV2.
type listing struct {
	EncodingType          string
	IsTruncated           bool
	NextContinuationToken string
	Contents              []struct {
		Key, LastModified, ETag, StorageClass string
		Size                                  int64
		ChecksumAlgorithm, ChecksumType       string
	}
	CommonPrefixes []struct{ Prefix string }
}

// list makes one page, of as many of the cluster's as it takes.
func (c *client) list(ctx context.Context, q store.ListQuery) (store.ListPage, error) {
	var page store.ListPage
	if q.Max <= 0 {
		return page, nil
	}
	token := ""
	for {
		in, err := c.listOnce(ctx, q, token, q.Max-len(page.Objects)-len(page.Prefixes))
		if err != nil {
			return page, err
		}
		if err := c.collect(&page, in, q); err != nil {
			return page, err
		}
		full := len(page.Objects)+len(page.Prefixes) >= q.Max
		if !in.IsTruncated || full {
			page.Truncated = in.IsTruncated
			break
		}
		if token = in.NextContinuationToken; token == "" {
			break
		}
	}
	slices.SortFunc(page.Objects, func(a, b store.Object) int { return strings.Compare(a.Key, b.Key) })
	slices.Sort(page.Prefixes)
	if !page.Truncated {
		return page, nil
	}
	if n := len(page.Objects); n > 0 {
		page.Last = page.Objects[n-1].Key
	}
	if n := len(page.Prefixes); n > 0 {
		page.Last = max(page.Last, page.Prefixes[n-1])
	}
	return page, nil
}

func (c *client) listOnce(ctx context.Context, q store.ListQuery, token string, limit int) (*listing, error) {
	query := url.Values{"list-type": {"2"}, "prefix": {c.Prefix + q.Prefix}, "max-keys": {number(int64(min(limit, maxPage)))}, "encoding-type": {"url"}}
	if q.Delimiter != "" {
		query.Set("delimiter", q.Delimiter)
	}
	if q.After != "" {
		after := c.Prefix + q.After
		if q.Delimiter != "" && strings.HasSuffix(q.After, q.Delimiter) && strings.HasPrefix(q.After, q.Prefix) && q.After != q.Prefix {
			after += behindAll
		}
		query.Set("start-after", after)
	}
	if token != "" {
		query.Set("continuation-token", token)
	}
	in := new(listing)
	return in, c.document(ctx, &call{method: http.MethodGet, query: query}, in)
}

// collect takes what the cluster listed, without the backend's prefix.
func (c *client) collect(page *store.ListPage, in *listing, q store.ListQuery) error {
	for _, o := range in.Contents {
		key, err := c.keyOf(in, o.Key)
		if err != nil {
			return err
		}
		if key <= q.After && q.After != "" || key == "" {
			continue
		}
		found := store.Object{Key: key, Size: o.Size, ETag: unquote(o.ETag), LastModified: timeOf(o.LastModified)}
		if o.StorageClass != "STANDARD" {
			found.StorageClass = o.StorageClass
		}
		found.Checksum.Algorithm, found.Checksum.Type = store.Algorithm(o.ChecksumAlgorithm), store.ChecksumType(o.ChecksumType)
		page.Objects = append(page.Objects, found)
	}
	for _, p := range in.CommonPrefixes {
		prefix, err := c.keyOf(in, p.Prefix)
		if err != nil {
			return err
		}
		if prefix != q.After { // of the page before
			page.Prefixes = append(page.Prefixes, prefix)
		}
	}
	return nil
}

// keyOf is a key of the cluster's as it is called here.
func (c *client) keyOf(in *listing, listed string) (string, error) {
	if in.EncodingType == "url" {
		plain, err := url.QueryUnescape(listed)
		if err != nil {
			return "", c.unavailable(&call{method: http.MethodGet}, "it lists a key that it encodes badly: "+listed)
		}
		listed = plain
	}
	return strings.TrimPrefix(listed, c.Prefix), nil
}

// versions is a page of keys as one of versions.
func (c *client) versions(ctx context.Context, q store.VersionsQuery) (store.VersionsPage, error) {
	page, err := c.list(ctx, store.ListQuery{Prefix: q.Prefix, Delimiter: q.Delimiter, After: q.KeyMarker, Max: q.Max})
	out := store.VersionsPage{Prefixes: page.Prefixes, Truncated: page.Truncated}
	for _, o := range page.Objects {
		o.VersionID = store.NullVersion
		out.Versions = append(out.Versions, store.Version{Object: o, IsLatest: true})
	}
	if page.Truncated {
		out.NextKey = page.Last
		if n := len(page.Objects); n > 0 && page.Objects[n-1].Key == page.Last {
			out.NextVersion = store.NullVersion
		}
	}
	return out, err
}
