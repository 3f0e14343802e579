package clients

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"

	"crossfront/emulator"
	"crossfront/emulator/suite"
	"crossfront/scenarios"
)

// realFiles are laid over the gallery's files, which need to be no media; see
// scripts/make-client-media.sh.
const realFiles = "testdata/files"

var publicKey = regexp.MustCompile(`EncodedKey: "[^"]*"`)

// readGallery is the gallery with its pages on the site, its signer's key ours,
// and real files in its buckets.
func readGallery(t *testing.T, s *site, k *signer) []*scenarios.Scenario {
	t.Helper()
	dir := t.TempDir()
	as := func(doc []byte) []byte {
		doc = bytes.ReplaceAll(doc, []byte("https://app.example.com"), []byte(s.origin))
		return publicKey.ReplaceAllLiteral(doc, []byte("EncodedKey: "+k.public))
	}
	lay(t, dir, scenarios.Files(), as)
	lay(t, filepath.Join(dir, "gallery", "files"), os.DirFS(realFiles), as)
	all, err := scenarios.ReadIn(os.DirFS(dir), "gallery")
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// lay copies all files to a folder, scenarios rewritten.
func lay(t *testing.T, dir string, from fs.FS, as func([]byte) []byte) {
	t.Helper()
	err := fs.WalkDir(from, ".", func(name string, entry fs.DirEntry, err error) error {
		to := filepath.Join(dir, name)
		if err != nil || entry.IsDir() {
			return errors.Join(err, os.MkdirAll(to, 0o755))
		}
		doc, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		if strings.HasSuffix(name, ".yaml") {
			doc = as(doc)
		}
		return os.WriteFile(to, doc, 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A world is one half of a scenario, served on ports of its own.
type world struct {
	half *suite.Suite
	at   emulator.Addresses
}

// serve serves it until the test ends.
func serve(t *testing.T, half *suite.Suite) *world {
	t.Helper()
	cfg, err := half.Settings(emulator.FreePorts(), func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	w := &world{half: half}
	standIn(t, half, cfg, w.here)
	running, err := emulator.New(cfg, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := running.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		_ = running.Close(ctx)
	})
	w.at = running.Addresses()
	return w
}

var ofAmazon = regexp.MustCompile(`https://([a-z0-9.-]+)\.amazonaws\.com`)

// here is a text with each of the scenario's hosts where it is on this machine.
func (w *world) here(text string) string {
	text = ofAmazon.ReplaceAllString(text, "http://$1.localhost:"+port(w.at.AWS))
	for _, d := range w.half.Seed.Distributions {
		local := "http://" + strings.ToLower(d.ID) + ".cloudfront.localhost:" + port(w.at.Edge)
		if d.Config.Aliases == nil {
			continue
		}
		for _, alias := range d.Config.Aliases.Items {
			text = strings.ReplaceAll(text, "https://"+alias, local)
		}
	}
	return text
}

func port(address string) string {
	_, p, _ := net.SplitHostPort(address)
	return p
}

// move stores a real file that names hosts, such as a key's, as they are here.
func (w *world) move(t *testing.T, object string) {
	t.Helper()
	bucket, key, _ := strings.Cut(object, "/")
	doc, err := os.ReadFile(filepath.Join(realFiles, key))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.s3().PutObject(t.Context(), &s3.PutObjectInput{Bucket: &bucket, Key: &key, Body: strings.NewReader(w.here(string(doc)))}); err != nil {
		t.Fatal(err)
	}
}

// curl asks as curl does: without Origin, and for no compression, which is in the
// cache key of most policies.
func (w *world) curl(t *testing.T, url string) {
	t.Helper()
	c := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, "127.0.0.1:"+port(address)) // not every system knows *.localhost
	}, DisableKeepAlives: true, DisableCompression: true}}
	res, err := c.Get(w.here(url))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s", url, res.Status)
	}
}

// object is what S3 has as BUCKET/KEY; empty when it has nothing.
func (w *world) object(t *testing.T, object string) string {
	t.Helper()
	bucket, key, _ := strings.Cut(object, "/")
	out, err := w.s3().GetObject(t.Context(), &s3.GetObjectInput{Bucket: &bucket, Key: &key})
	if missing := new(types.NoSuchKey); errors.As(err, &missing) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	defer out.Body.Close()
	body, err := io.ReadAll(out.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// s3 is the world's S3, for its owner.
func (w *world) s3() *s3.Client {
	return s3.New(s3.Options{
		BaseEndpoint: aws.String("http://" + w.at.AWS), Region: "us-east-1", UsePathStyle: true, RetryMaxAttempts: 1,
		Credentials: credentials.NewStaticCredentialsProvider("test", "test", ""),
	})
}
