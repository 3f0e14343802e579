package s3_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"crossfront/corsengine"
	"crossfront/emulator/clock"
	"crossfront/emulator/journal"
	"crossfront/emulator/s3"
	"crossfront/emulator/s3/access"
	"crossfront/emulator/s3/sigv4"
	"crossfront/emulator/s3/store"
)

const account = "000000000000"

// A service is a Server behind a real port, with what stands behind it.
type service struct {
	store   *store.Memory
	clock   *clock.Adjustable
	journal *recorder
	server  *httptest.Server
	handler *s3.Server
	client  *http.Client // reaches the server under every host name
}

// recorder keeps what was recorded.
type recorder struct {
	mu        sync.Mutex
	exchanges []*journal.Exchange
}

func (r *recorder) Record(e *journal.Exchange) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.exchanges = append(r.exchanges, e)
}

// last is the newest exchange, completed as the journal would.
func (r *recorder) last(t *testing.T) *journal.Exchange {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.exchanges) == 0 {
		t.Fatal("nothing was recorded")
	}
	e := r.exchanges[len(r.exchanges)-1]
	if e.Lazy != nil {
		e.Lazy(e)
	}
	return e
}

func newService(t *testing.T, change ...func(*s3.Config)) *service {
	t.Helper()
	s := &service{clock: &clock.Adjustable{}, journal: &recorder{}}
	s.store = store.NewMemory(s.clock)
	keys := sigv4.NewKeyring([]sigv4.Credential{
		{AccessKeyID: "test", SecretAccessKey: "test", AccountID: account},
		{AccessKeyID: "other", SecretAccessKey: "other", AccountID: "111111111111"},
	})
	config := s3.Config{Store: s.store, Clock: s.clock, Journal: s.journal, Verifier: sigv4.NewVerifier(keys, s.clock)}
	for _, f := range change {
		f(&config)
	}
	s.handler = s3.New(config)
	s.server = httptest.NewUnstartedServer(s.handler)
	s.server.Config.DisableGeneralOptionsHandler = true // OPTIONS * is S3's to answer
	s.server.Start()
	t.Cleanup(s.server.Close)
	transport := &http.Transport{DialContext: s.dial, DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	s.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return s
}

// dial reaches the server whatever the address says.
func (s *service) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "tcp", s.server.Listener.Addr().String())
}

func (s *service) makeBucket(t *testing.T, name string) {
	t.Helper()
	if _, err := s.store.CreateBucket(t.Context(), store.BucketInput{Name: name, Region: "us-east-1", Owner: account}); err != nil {
		t.Fatal(err)
	}
}

func (s *service) setCORS(t *testing.T, bucket, document string) {
	t.Helper()
	config, err := corsengine.ParseJSON([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.store.UpdateSettings(t.Context(), bucket, func(s *store.Settings) error { return s.SetCORS(config, corsengine.Options{}) }); err != nil {
		t.Fatal(err)
	}
}

// setPolicy lets the public access block go and sets a policy.
func (s *service) setPolicy(t *testing.T, bucket, document string) {
	t.Helper()
	policy, err := access.ParsePolicy([]byte(document), bucket)
	if err != nil {
		t.Fatal(err)
	}
	err = s.store.UpdateSettings(t.Context(), bucket, func(s *store.Settings) error {
		s.Policy, s.PublicAccessBlock = policy, nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (s *service) put(t *testing.T, bucket, key, content string) store.Object {
	t.Helper()
	o, err := s.store.PutObject(t.Context(), bucket, key, store.PutInput{
		Body: strings.NewReader(content), Size: -1, Attributes: store.Attributes{ContentType: "text/plain"}})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func testKey() aws.Credentials {
	return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}
}

// sign signs req in its headers.
func (s *service) sign(t *testing.T, req *http.Request, body string) {
	t.Helper()
	sum := sha256.Sum256([]byte(body))
	hash := hex.EncodeToString(sum[:])
	if stated := req.Header.Get("X-Amz-Content-Sha256"); stated != "" {
		hash = stated // what the test wants to be said of the payload
	}
	req.Header.Set("X-Amz-Content-Sha256", hash)
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	if err := signer.SignHTTP(t.Context(), testKey(), req, hash, "s3", "us-east-1", s.clock.Now()); err != nil {
		t.Fatal(err)
	}
}

// presign signs the URL of req for method.
func (s *service) presign(t *testing.T, req *http.Request, method string, signed time.Time, valid time.Duration) {
	t.Helper()
	plain, err := http.NewRequest(method, req.URL.String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	query := plain.URL.Query()
	query.Set("X-Amz-Expires", strconv.Itoa(int(valid.Seconds())))
	plain.URL.RawQuery = query.Encode()
	signer := v4.NewSigner(func(o *v4.SignerOptions) { o.DisableURIPathEscaping = true })
	uri, _, err := signer.PresignHTTP(t.Context(), testKey(), plain, "UNSIGNED-PAYLOAD", "s3", "us-east-1", signed)
	if err != nil {
		t.Fatal(err)
	}
	if req.URL, err = req.URL.Parse(uri); err != nil {
		t.Fatal(err)
	}
}

// call sends a signed request and reads the answer. Headers come as "Name: value".
func (s *service) call(t *testing.T, method, target, body string, headers ...string) *response {
	t.Helper()
	return s.send(t, true, method, target, body, headers...)
}

// anonymous sends a request that nobody signed.
func (s *service) anonymous(t *testing.T, method, target, body string, headers ...string) *response {
	t.Helper()
	return s.send(t, false, method, target, body, headers...)
}

func (s *service) send(t *testing.T, signed bool, method, target, body string, headers ...string) *response {
	t.Helper()
	if strings.HasPrefix(target, "/") {
		target = "http://localhost" + target
	}
	req, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Add(name, value)
	}
	if signed {
		s.sign(t, req, body)
	}
	return s.do(t, req)
}

// errorDocument is the elements of an error document by name.
func (r *response) errorDocument(t *testing.T) map[string]string {
	t.Helper()
	var doc struct {
		XMLName xml.Name `xml:"Error"`
		Fields  []struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
		} `xml:",any"`
	}
	if err := xml.Unmarshal([]byte(r.body), &doc); err != nil {
		t.Fatalf("%v in %q", err, r.body)
	}
	if doc.XMLName.Space != "" {
		t.Errorf("an error document in namespace %s", doc.XMLName.Space)
	}
	fields := make(map[string]string)
	for _, f := range doc.Fields {
		fields[f.XMLName.Local] = f.Text
	}
	return fields
}

// refused fails the test unless r is the error code with that status.
func (r *response) refused(t *testing.T, status int, code string) map[string]string {
	t.Helper()
	e := r.errorDocument(t)
	if r.status != status || e["Code"] != code {
		t.Errorf("%d %s (%s), want %d %s", r.status, e["Code"], e["Message"], status, code)
	}
	return e
}
