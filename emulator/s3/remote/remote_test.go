package remote_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"crossfront/emulator/clock"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/remote"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
	"crossfront/emulator/s3/store/storetest"
)

// systemTime is the clock that clusters check signatures by.
type systemTime struct{}

func (systemTime) Now() time.Time { return time.Now() }

const (
	keyID  = "AKIACLUSTER"
	secret = "the cluster's own secret"
)

// cluster is our own S3, over a socket, as the cluster.
func cluster(t testing.TB, clk clock.Clock, buckets ...string) (*url.URL, store.Store) {
	t.Helper()
	objects := store.NewMemory(clk)
	for _, name := range buckets {
		if _, err := objects.CreateBucket(t.Context(), store.BucketInput{Name: name, Region: "eu-central-1", Owner: "000000000000"}); err != nil {
			t.Fatal(err)
		}
	}
	keys := sigv4.NewKeyring([]sigv4.Credential{{AccessKeyID: keyID, SecretAccessKey: secret, AccountID: "000000000000"}})
	server := httptest.NewServer(s3.New(s3.Config{Store: objects, Clock: clk, Verifier: sigv4.NewVerifier(keys, systemTime{})}))
	t.Cleanup(server.Close)
	at, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return at, objects
}

// transport is one whose connections are closed at the end.
func transport(t testing.TB) http.RoundTripper {
	tr := remote.NewTransport()
	t.Cleanup(tr.CloseIdleConnections)
	return tr
}

// TestStore: before our own S3, such a store does what every plain one does.
func TestStore(t *testing.T) {
	storetest.Plain(t, func(t *testing.T, clk clock.Clock) store.Store {
		names := []string{"a", "b", "c"}
		at, _ := cluster(t, clk, names...)
		backends := map[string]*remote.Backend{}
		for _, name := range names {
			backends[name] = &remote.Backend{Bucket: name, Endpoint: at, Region: "eu-central-1", AccessKeyID: keyID, SecretAccessKey: secret}
		}
		return remote.New(store.NewMemory(clk), backends, transport(t))
	})
}
