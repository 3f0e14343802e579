package e2e_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/chromedp/cdproto/network"
)

const (
	uploadText  = "hello from the page"
	uploadBytes = 20 << 20 // four parts of 5 MiB
)

// change takes something away from the rule that allows everything.
type change func(types.CORSRule) []types.CORSRule

func asItIs(r types.CORSRule) []types.CORSRule { return []types.CORSRule{r} }

func noRule(types.CORSRule) []types.CORSRule { return nil }

func withoutMethod(method string) change {
	return func(r types.CORSRule) []types.CORSRule {
		r.AllowedMethods = slices.DeleteFunc(r.AllowedMethods, func(m string) bool { return m == method })
		return []types.CORSRule{r}
	}
}

func onlyHeaders(names ...string) change {
	return func(r types.CORSRule) []types.CORSRule {
		r.AllowedHeaders = names
		return []types.CORSRule{r}
	}
}

// onlyHeadersFor leaves all other methods their headers.
func onlyHeadersFor(method string, names ...string) change {
	return func(r types.CORSRule) []types.CORSRule {
		narrow := types.CORSRule{AllowedOrigins: r.AllowedOrigins, AllowedMethods: []string{method}, AllowedHeaders: names, ExposeHeaders: r.ExposeHeaders}
		return append(withoutMethod(method)(r), narrow)
	}
}

func exposing(names ...string) change {
	return func(r types.CORSRule) []types.CORSRule {
		r.ExposeHeaders = names
		return []types.CORSRule{r}
	}
}

// slashed writes the origin as people copy it from the address bar.
func slashed(r types.CORSRule) []types.CORSRule {
	r.AllowedOrigins = []string{r.AllowedOrigins[0] + "/"}
	return []types.CORSRule{r}
}

// block is how a browser blocks a request: Chromium's own name for it, the
// status that S3 answered with unseen, and the layer that the emulator blames.
type block struct {
	name   network.CorsError
	status int
	layer  string
}

var (
	allowed block
	// S3 refuses a preflight with 403 and no CORS header at all, so Chromium
	// never gets to say which method or header was not allowed.
	preflightRefused = block{network.CorsErrorPreflightMissingAllowOriginHeader, http.StatusForbidden, "bucket"}
	// Where no preflight is needed S3 does as it is asked, and only the answer is
	// kept from the page.
	formStored = block{network.CorsErrorMissingAllowOriginHeader, http.StatusCreated, "bucket"}
	// Nor can a refusal be read then, whose reason is not the rule.
	formRefused = block{network.CorsErrorMissingAllowOriginHeader, http.StatusForbidden, "client"}
	// A 301 for another region has no Location: no redirect to a browser.
	wrongRegion = block{network.CorsErrorPreflightMissingAllowOriginHeader, http.StatusMovedPermanently, "client"}
)

const (
	fetchFailed = "TypeError: Failed to fetch"
	xhrFailed   = "error event, status 0"
	noETag      = "the ETag header cannot be read"
	// The SDK's own words.
	partWithoutETag = "Error: Part 1 is missing ETag in UploadPart response. Missing Bucket CORS configuration for ETag header?"
)

// uploadCase is one upload under the rule as it should be, or with one thing
// missing.
type uploadCase struct {
	name   string
	call   string    // of the page
	with   arguments // of the call
	rules  change
	blocks block
	says   string // to the app, in full; "" for success
	stored bool   // whether the object is in the bucket afterwards
	left   int    // uploads in parts that are in the bucket afterwards
	region string // of the bucket
}

// TestSmallUploadsInChromium sends files to presigned URLs and as presigned
// forms from a page on another origin, with fetch and with the progress bar of
// XMLHttpRequest. Each way works under the right rule; with one thing missing
// it fails as apps on S3 are seen to fail.
func TestSmallUploadsInChromium(t *testing.T) {
	widget := arguments{"headers": map[string]string{"X-Requested-With": "XMLHttpRequest"}}
	testUploads(t, []uploadCase{
		{name: "PUT", call: "presignedPut", rules: asItIs, stored: true},
		{name: "PUT, no rule", call: "presignedPut", rules: noRule, blocks: preflightRefused, says: fetchFailed},
		{name: "PUT, no PUT", call: "presignedPut", rules: withoutMethod("PUT"), blocks: preflightRefused, says: fetchFailed},
		{name: "PUT, no content-type", call: "presignedPut", rules: onlyHeaders("authorization"), blocks: preflightRefused, says: fetchFailed},
		{name: "PUT, origin with a slash", call: "presignedPut", rules: slashed, blocks: preflightRefused, says: fetchFailed},
		{name: "PUT, no ETag", call: "presignedPut", rules: exposing("x-amz-checksum-crc32"), says: noETag, stored: true},
		// A refusal can be read, because it has the rule's headers too.
		{name: "PUT of another type than was signed", call: "presignedPut", with: arguments{"signType": true, "type": "image/jpeg"}, rules: asItIs, says: "403 SignatureDoesNotMatch"},
		{name: "PUT of metadata that was not signed", call: "presignedPut", with: arguments{"headers": map[string]string{"x-amz-meta-a": "b"}}, rules: asItIs, says: "403 AccessDenied"},
		{name: "PUT in another region", call: "presignedPut", with: arguments{"virtualHosted": true}, rules: asItIs, region: "eu-west-1", blocks: wrongRegion, says: fetchFailed},

		{name: "PUT with a progress bar", call: "presignedPutXHR", rules: asItIs, stored: true},
		{name: "PUT with a progress bar, no PUT", call: "presignedPutXHR", rules: withoutMethod("PUT"), blocks: preflightRefused, says: xhrFailed},
		{name: "PUT with a progress bar, no content-type", call: "presignedPutXHR", rules: onlyHeaders("authorization"), blocks: preflightRefused, says: xhrFailed},
		{name: "PUT with a progress bar, no ETag", call: "presignedPutXHR", rules: exposing("x-amz-checksum-crc32"), says: noETag, stored: true},

		{name: "POST", call: "presignedPost", rules: asItIs, stored: true},
		{name: "POST, no rule", call: "presignedPost", rules: noRule, blocks: formStored, says: fetchFailed, stored: true},
		{name: "POST, no POST", call: "presignedPost", rules: withoutMethod("POST"), blocks: formStored, says: fetchFailed, stored: true},
		{name: "POST, no ETag", call: "presignedPost", rules: exposing("x-amz-checksum-crc32"), says: noETag, stored: true},
		{name: "POST with a wrong signature", call: "presignedPost", with: arguments{"spoilt": true}, rules: asItIs, says: "403 SignatureDoesNotMatch"},
		{name: "POST with a wrong signature, no POST", call: "presignedPost", with: arguments{"spoilt": true}, rules: withoutMethod("POST"), blocks: formRefused, says: fetchFailed},
		{name: "POST of a widget", call: "presignedPost", with: widget, rules: onlyHeaders("x-requested-with"), stored: true},
		{name: "POST of a widget, no x-requested-with", call: "presignedPost", with: widget, rules: onlyHeaders("content-type"), blocks: preflightRefused, says: fetchFailed},

		// A listener for progress makes browsers ask first, without any header
		// to ask for: now nothing is stored that the page is not to see.
		{name: "POST with a progress bar", call: "presignedPostXHR", rules: onlyHeaders(), stored: true},
		{name: "POST with a progress bar, no POST", call: "presignedPostXHR", rules: withoutMethod("POST"), blocks: preflightRefused, says: xhrFailed},
		{name: "POST with a progress bar, no ETag", call: "presignedPostXHR", rules: exposing("x-amz-checksum-crc32"), says: noETag, stored: true},
	})
}

// TestMultipartInChromium uploads 20 MiB in parts with the SDK for JavaScript
// as it comes.
func TestMultipartInChromium(t *testing.T) {
	testUploads(t, []uploadCase{
		{name: "all", call: "multipart", rules: asItIs, stored: true},
		{name: "no PUT", call: "multipart", rules: withoutMethod("PUT"), blocks: preflightRefused, says: fetchFailed},
		{name: "no POST", call: "multipart", rules: withoutMethod("POST"), blocks: preflightRefused, says: fetchFailed},
		{name: "no x-amz-*", call: "multipart", rules: onlyHeaders("authorization", "content-type"), blocks: preflightRefused, says: fetchFailed},
		{name: "no ETag", call: "multipart", rules: exposing("x-amz-checksum-crc32"), says: partWithoutETag},
		// Since version 3.729 the SDK starts uploads with a checksum algorithm, and
		// S3 then wants every part's checksum back (aws/aws-sdk-js-v3 issue 6818):
		// a page that cannot read it cannot complete.
		{name: "no x-amz-checksum-crc32", call: "multipart", rules: exposing("ETag"),
			says: "InvalidRequest: The upload was created using a crc32 checksum. The complete request must include the checksum for each part. It was missing for part 1 in the request."},
	})
}

// TestAbortInChromium gives an upload up: the SDK removes its parts, which
// takes DELETE in the rule; without it they stay and cost money.
func TestAbortInChromium(t *testing.T) {
	const aborted = "AbortError: Upload aborted."
	testUploads(t, []uploadCase{
		{name: "all", call: "abort", rules: asItIs, says: aborted},
		{name: "no DELETE", call: "abort", rules: withoutMethod("DELETE"), blocks: preflightRefused, says: aborted, left: 1},
		{name: "no x-amz-* with DELETE", call: "abort", rules: onlyHeadersFor("DELETE", "authorization"), blocks: preflightRefused, says: aborted, left: 1},
		// It never gets as far as being given up.
		{name: "no ETag", call: "abort", rules: exposing("x-amz-checksum-crc32"), says: partWithoutETag},
	})
}

// TestResumeInChromium breaks an upload off, keeping its parts, and takes it
// up again, for which the page must be able to list the parts.
func TestResumeInChromium(t *testing.T) {
	testUploads(t, []uploadCase{
		{name: "all", call: "resume", rules: asItIs, stored: true},
		{name: "no GET", call: "resume", rules: withoutMethod("GET"), blocks: preflightRefused, says: fetchFailed, left: 1},
		{name: "no x-amz-* with GET", call: "resume", rules: onlyHeadersFor("GET", "authorization"), blocks: preflightRefused, says: fetchFailed, left: 1},
		// The first part's ETag comes in the list's document, the others' do not.
		{name: "no ETag", call: "resume", rules: exposing("x-amz-checksum-crc32"),
			says: "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema", left: 1},
	})
}

func testUploads(t *testing.T, cases []uploadCase) {
	p := openPage(t)
	s := start(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.test(t, p, s) })
	}
}

func (c uploadCase) test(t *testing.T, p *page, s *server) {
	b := newBucket(t, s, p, c.region)
	with := c.arguments(s, b)
	if c.call == "resume" {
		b.allow(t, asItIs)
		with["uploadId"] = breakOff(t, p, s, b)
	}
	b.allow(t, c.rules)
	before := s.lastExchange(t)
	got := p.call(t, c.call, with)
	if got.Error != c.says {
		t.Errorf("the app is told %q, want %q", got.Error, c.says)
	}
	c.compareBlocks(t, p, s, before)
	c.compareStored(t, got, b)
	if warned := strings.Contains(p.said(), `Refused to get unsafe header "ETag"`); warned != (c.says == noETag && strings.HasSuffix(c.call, "XHR")) {
		t.Errorf("Chromium warns of the header: %v", warned)
	}
}

func (c uploadCase) arguments(s *server, b *bucket) arguments {
	with := arguments{"endpoint": s.aws, "bucket": b.name, "key": b.key, "text": uploadText, "bytes": uploadBytes}
	for name, value := range c.with {
		with[name] = value
	}
	if c.with["virtualHosted"] != nil {
		with["endpoint"] = strings.Replace(s.aws, "127.0.0.1", "s3.us-east-1.localhost", 1)
	}
	return with
}

// breakOff leaves an upload with some of its parts.
func breakOff(t *testing.T, p *page, s *server, b *bucket) string {
	t.Helper()
	broken := p.call(t, "abort", arguments{"endpoint": s.aws, "bucket": b.name, "key": b.key, "bytes": uploadBytes, "keepParts": true})
	if broken.UploadID == "" || b.uploads(t) != 1 {
		t.Fatalf("no upload is left to resume: %+v", broken)
	}
	return broken.UploadID
}

// compareBlocks holds what Chromium reported and printed against what the case
// wants, and against what the emulator says of the same requests.
func (c uploadCase) compareBlocks(t *testing.T, p *page, s *server, after string) {
	t.Helper()
	var judged []exchange
	// The SDK tidies up after it has told the app, and the emulator writes down
	// what it has answered.
	eventually(t, "Chromium and the emulator say the same", func() bool {
		judged = s.blocked(t, p.origin, after)
		return (len(judged) > 0) == (c.blocks != allowed) && len(p.blocked()) == len(judged) && slices.Equal(messages(judged), p.printed())
	}, func() string {
		return fmt.Sprintf("Chromium reported %q and printed\n%q,\nthe emulator's words for it are\n%q", p.blocked(), p.printed(), messages(judged))
	})
	for _, x := range judged {
		if x.Browser.Chromium.Error != c.blocks.name.String() || x.Response.Status != c.blocks.status {
			t.Errorf("the emulator answered %s %s with %d and thinks %q, want %d and %q", x.Request.Method, x.Request.URL,
				x.Response.Status, x.Browser.Chromium.Error, c.blocks.status, c.blocks.name)
		}
		if len(x.Advice) == 0 || x.Advice[0].Layer != c.blocks.layer {
			t.Errorf("the emulator's advice is %+v, want the %s blamed", x.Advice, c.blocks.layer)
		}
	}
	for _, name := range p.blocked() {
		if name != c.blocks.name {
			t.Errorf("Chromium reported %q, want %q", name, c.blocks.name)
		}
	}
}

// compareStored looks at what an upload has left in the bucket.
func (c uploadCase) compareStored(t *testing.T, got result, b *bucket) {
	t.Helper()
	eventually(t, "the parts are removed, or left", func() bool { return b.uploads(t) == c.left }, nil)
	body, stored := b.object(t)
	if stored != c.stored {
		t.Errorf("the object is there: %v, want %v", stored, c.stored)
	}
	if c.says != "" {
		return
	}
	got.compare(t, body)
	switch {
	case c.call == "multipart":
		got.compareProgress(t, 4)
	case strings.HasSuffix(c.call, "XHR"):
		got.compareProgress(t, 1)
	case c.call == "resume" && (got.Found < 1 || got.Found > 3):
		t.Errorf("%d parts were there, want some and not all", got.Found)
	}
}
