package har

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"crossfront/corsengine"
	"crossfront/emulator/journal"
)

// Layers, as [journal.Advice] has them.
const (
	bucket = "bucket"
	edge   = "edge"
	cache  = "cache"
	client = "client"
)

// A cause finds its failure in what the archive has of an answer, or says
// nothing.
type cause struct {
	id   string
	find func(*seen) (journal.Advice, bool)
}

// causes in the order in which they are to be acted on; only the first that
// applies is given, since what stands behind it cannot be told from headers.
func causes() []cause {
	return []cause{
		{"PREFLIGHT-REDIRECT", redirected},
		{"SIGNED-COOKIE-CREDS", signature},
		{"NO-CORS-CONFIG", notEnabled},
		{"NO-RULE-MATCHES", notAllowed},
		{"CF-OPTIONS-NOT-ALLOWED", optionsRefused},
		{"INVALIDATE", storedWithout},
		{"REFLECT-CACHED", storedForAnother},
		{"MASKED-403", masked},
		{"DUP-ACAO", twice},
		{"WILDCARD-CREDS", wildcard},
		{"PF-HEADER-NOT-ALLOWED", headerMissing},
		{"METHOD-NOT-ALLOWED", methodMissing},
		{"ORIGIN-STRING", otherOrigin},
		{"CF-ORIGIN-STRIPPED", noneThroughEdge},
		{"NO-RULE-MATCHES", noneFromS3},
		{"NO-CORS-HEADERS", noneFromOther},
	}
}

// Causes are the ids that advice on an archive can have.
func Causes() []string {
	var ids []string
	for _, c := range causes() {
		if !slices.Contains(ids, c.id) {
			ids = append(ids, c.id)
		}
	}
	return append(ids, causeHidden)
}

// causeHidden: the archive has no answer to judge.
const causeHidden = "NO-ANSWER"

// seen is an answer that did not pass, and who gave it.
type seen struct {
	f            *Failure
	h            http.Header
	status       int
	code, text   string // of an XML error
	allow        []string
	byCloudFront bool // the answer came through CloudFront
	byS3         bool // S3 made it
	stored       bool // CloudFront had it stored
}

func advise(f *Failure) []journal.Advice {
	if f.Hidden {
		return []journal.Advice{{
			Layer: client, Cause: causeHidden,
			What: "The browser wrote no answer into the archive, as it does with what it blocks; its error, " + f.Reported + ", is the one for CORS failures.",
			Fix: "Ask for the same with curl -si -H 'Origin: " + f.Origin + "' '" + f.Request.URL + "' and look at the status and at Access-Control-Allow-Origin; " +
				"--config says what a configuration answers.",
		}}
	}
	e := f.entry
	if f.At == "preflight" {
		e = f.asked
	}
	s := &seen{f: f, h: e.Response.Header, status: e.Response.Status, allow: e.Response.Header.Values("Access-Control-Allow-Origin")}
	s.code, s.text = errorOf(e.Response.Body)
	s.byCloudFront = s.h.Get("X-Amz-Cf-Id") != "" || strings.Contains(s.h.Get("X-Cache"), "cloudfront") || strings.Contains(s.h.Get("Via"), "cloudfront")
	s.byS3 = s.h.Get("Server") == "AmazonS3" || s.h.Get("X-Amz-Request-Id") != ""
	s.stored = s.byCloudFront && (strings.HasPrefix(s.h.Get("X-Cache"), "Hit") || strings.HasPrefix(s.h.Get("X-Cache"), "RefreshHit") || s.h.Get("Age") != "")
	for _, c := range causes() {
		if a, ok := c.find(s); ok {
			a.Cause = c.id
			return []journal.Advice{a}
		}
	}
	return []journal.Advice{}
}

func say(layer, what, fix string) (journal.Advice, bool) {
	return journal.Advice{Layer: layer, What: what, Fix: fix}, true
}

func no() (journal.Advice, bool) { return journal.Advice{}, false }

var element = regexp.MustCompile(`<(Code|Message)>([^<]{0,500})</(?:Code|Message)>`)

// errorOf reads the document of an error of S3 or CloudFront.
func errorOf(body string) (code, message string) {
	for _, m := range element.FindAllStringSubmatch(body, 4) {
		switch {
		case m[1] == "Code" && code == "":
			code = m[2]
		case m[1] == "Message" && message == "":
			message = m[2]
		}
	}
	return code, message
}

func (s *seen) preflight() bool { return s.f.At == "preflight" }

func (s *seen) age() string {
	if age := s.h.Get("Age"); age != "" {
		return age + " s ago"
	}
	return "some time ago"
}

// redirected: browsers follow no redirect on a preflight.
func redirected(s *seen) (journal.Advice, bool) {
	if !s.preflight() || s.status < 300 || s.status > 399 {
		return no()
	}
	return say(client, fmt.Sprintf("The preflight was answered with a redirect (%d) to %s. Browsers do not follow redirects on a preflight.", s.status, s.h.Get("Location")),
		"Let the page ask the address that the redirect names, directly.")
}

// signature: CloudFront's own errors for signed URLs and cookies.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-signed-cookies.html
func signature(s *seen) (journal.Advice, bool) {
	if s.code != "MissingKey" && !(s.byCloudFront && !s.byS3 && s.code == "AccessDenied") {
		return no()
	}
	return say(edge, fmt.Sprintf("The real answer is CloudFront's %d %s, for want of a valid signed URL or signed cookie. It carries no CORS headers, so the browser shows a CORS error.", s.status, s.code),
		"Send the signed cookies along, with fetch's credentials: 'include' (xhr.withCredentials), or use a signed URL. Preflights never carry cookies: let another behavior answer them, or keep the request simple.")
}

// notEnabled: S3's answer for a bucket without rules (recorded).
func notEnabled(s *seen) (journal.Advice, bool) {
	if !strings.Contains(s.text, "CORS is not enabled for this bucket") {
		return no()
	}
	return say(bucket, "The bucket has no CORS configuration: S3 refused the preflight, saying "+s.text, s.rule())
}

// notAllowed: S3's answer when no rule matches (recorded).
func notAllowed(s *seen) (journal.Advice, bool) {
	if !strings.Contains(s.text, "This CORS request is not allowed") {
		return no()
	}
	return say(bucket, "No CORS rule of the bucket matches: S3 refused the preflight.", s.rule())
}

// optionsRefused: CloudFront refuses a method that its behavior does not allow
// by itself, without S3's headers.
func optionsRefused(s *seen) (journal.Advice, bool) {
	if !s.preflight() || s.status != http.StatusForbidden || !s.byCloudFront || s.byS3 {
		return no()
	}
	methods := "GET, HEAD, OPTIONS"
	if m := s.f.page.Sent(); m != http.MethodGet && m != http.MethodHead {
		methods += ", PUT, POST, PATCH, DELETE"
	}
	return say(edge, "CloudFront refused the preflight by itself; the origin never saw it. Probably the behavior does not allow OPTIONS.",
		"Set the behavior's AllowedMethods to "+methods+".")
}

// storedWithout: what the cache holds was stored for a request without Origin,
// or before CORS was configured.
func storedWithout(s *seen) (journal.Advice, bool) {
	if !s.stored || len(s.allow) > 0 {
		return no()
	}
	return say(cache, "CloudFront answered with a copy that it stored "+s.age()+" without CORS headers; the origin was not asked. Changes made since then do not show yet.",
		"Have the behavior send Origin on (origin request policy "+corsS3Origin+"), or set a response headers policy such as Managed-SimpleCORS; then aws cloudfront create-invalidation --distribution-id ID --paths '/*'")
}

const corsS3Origin = "Managed-CORS-S3Origin, 88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"

func storedForAnother(s *seen) (journal.Advice, bool) {
	if !s.stored || len(s.allow) != 1 || s.allow[0] == "*" || strings.EqualFold(s.allow[0], s.f.Origin) {
		return no()
	}
	return say(cache, fmt.Sprintf("CloudFront answered with a copy that it stored %s for %s; probably Origin is not in the cache key, so %s gets it too.", s.age(), s.allow[0], s.f.Origin),
		"Use a cache policy that has Origin in its key, then invalidate /*.")
}

// masked: the answer is an error; that it lacks CORS headers is all that the
// browser shows.
func masked(s *seen) (journal.Advice, bool) {
	if s.preflight() || s.status < 400 || len(s.allow) > 0 {
		return no()
	}
	what := fmt.Sprintf("The real answer is an error, %d %s", s.status, http.StatusText(s.status))
	if s.code != "" {
		what = fmt.Sprintf("The real answer is an error, %d %s (%s)", s.status, s.code, strings.TrimSuffix(s.text, "."))
	}
	layer := client
	if s.byS3 {
		layer = bucket
	} else if s.byCloudFront {
		layer = edge
	}
	return say(layer, what+". It carries no Access-Control-Allow-Origin, so the browser shows a CORS error in its place.",
		"Cure the error first: "+cure(s.code))
}

func cure(code string) string {
	switch code {
	case "AccessDenied":
		return "S3 answers 403 when the caller may not read the object, and also when the key does not exist and the caller may not list the bucket."
	case "NoSuchKey":
		return "upload the object, or ask for a key that is there."
	case "SignatureDoesNotMatch":
		return "the request differs from what was signed, often in Content-Type or in a header that was added."
	case "ExpiredToken", "RequestTimeTooSkewed":
		return "sign anew; the signature is of another time."
	}
	return "ask for the same with curl -si and read the body."
}

// twice: two lines, or one with a list (Fetch, "CORS check").
func twice(s *seen) (journal.Advice, bool) {
	if len(s.allow) < 2 && !strings.Contains(strings.Join(s.allow, ""), ",") {
		return no()
	}
	layer := client
	if s.byCloudFront {
		layer = edge
	}
	return say(layer, "Access-Control-Allow-Origin is there more than once: "+strings.Join(s.allow, ", ")+".",
		"Let only one place add it: the origin, the response headers policy (with OriginOverride), or a function.")
}

func wildcard(s *seen) (journal.Advice, bool) {
	if len(s.allow) != 1 || s.allow[0] != "*" || s.f.page.Credentials != "include" {
		return no()
	}
	return say(bucket, "The page asks with credentials, and the answer allows *: browsers want the page's own origin then, and Access-Control-Allow-Credentials: true.",
		"Name "+s.f.Origin+" in AllowedOrigins in place of *, or leave credentials out of the request (fetch's credentials: 'omit', withCredentials = false).")
}

// headerMissing and methodMissing: the preflight was answered, for this origin,
// but not for all that the page wants.
func headerMissing(s *seen) (journal.Advice, bool) {
	if !s.preflight() || len(s.allow) == 0 || s.status > 299 {
		return no()
	}
	var missing []string
	allowed := list(s.h, "Access-Control-Allow-Headers")
	for _, name := range s.f.page.UnsafeNames {
		if !slices.ContainsFunc(allowed, func(a string) bool { return a == "*" || strings.EqualFold(a, name) }) {
			missing = append(missing, name)
		}
	}
	if len(missing) == 0 {
		return no()
	}
	return say(bucket, "The preflight's answer does not allow the header "+strings.Join(missing, ", ")+".",
		"Add it to AllowedHeaders of the bucket's rule (or to AccessControlAllowHeaders of the response headers policy), or do not send it. "+s.rule())
}

func methodMissing(s *seen) (journal.Advice, bool) {
	if !s.preflight() || len(s.allow) == 0 || s.status > 299 {
		return no()
	}
	want := s.f.page.Sent()
	if want == http.MethodGet || want == http.MethodHead || want == http.MethodPost ||
		slices.ContainsFunc(list(s.h, "Access-Control-Allow-Methods"), func(a string) bool { return a == "*" || a == want }) {
		return no()
	}
	return say(bucket, "The preflight's answer does not allow "+want+".",
		"Add "+want+" to AllowedMethods of the bucket's rule (or to AccessControlAllowMethods of the response headers policy). "+s.rule())
}

func list(h http.Header, name string) []string {
	var all []string
	for part := range strings.SplitSeq(strings.Join(h.Values(name), ","), ",") {
		if part = strings.TrimSpace(part); part != "" {
			all = append(all, part)
		}
	}
	return all
}

// otherOrigin: the answer allows somebody else.
func otherOrigin(s *seen) (journal.Advice, bool) {
	if len(s.allow) != 1 || s.allow[0] == "*" || s.allow[0] == s.f.Origin {
		return no()
	}
	what := fmt.Sprintf("The answer allows %s, and the page is %s: the two must be the same, letter for letter.", s.allow[0], s.f.Origin)
	if strings.TrimSuffix(s.allow[0], "/") == s.f.Origin {
		what = fmt.Sprintf("The answer allows %s: the slash at its end makes it another string than %s.", s.allow[0], s.f.Origin)
	}
	return say(client, what, "Let whoever writes Access-Control-Allow-Origin write "+s.f.Origin+".")
}

// noneThroughEdge: S3's answer came through CloudFront, freshly, without CORS
// headers.
func noneThroughEdge(s *seen) (journal.Advice, bool) {
	if !s.byCloudFront || len(s.allow) > 0 {
		return no()
	}
	return say(edge, "CloudFront asked the origin, whose answer has no Access-Control-Allow-Origin. Probably the behavior does not send Origin on, so the origin took this for no CORS request.",
		"Set the behavior's origin request policy to "+corsS3Origin+", and have a CORS rule in the bucket; or set a response headers policy such as Managed-SimpleCORS. "+s.rule())
}

func noneFromS3(s *seen) (journal.Advice, bool) {
	if !s.byS3 || len(s.allow) > 0 {
		return no()
	}
	return say(bucket, "S3 answered without Access-Control-Allow-Origin: no CORS rule of the bucket matches, or it has none.", s.rule())
}

func noneFromOther(s *seen) (journal.Advice, bool) {
	if len(s.allow) > 0 {
		return no()
	}
	who := s.h.Get("Server")
	if who == "" {
		who = "The server"
	}
	return say(client, who+" answered without Access-Control-Allow-Origin; nothing in the answer is of S3 or CloudFront.",
		"Have that server allow "+s.f.Origin+".")
}

// rule is one for S3's console that lets this request pass.
func (s *seen) rule() string {
	r := corsengine.Rule{AllowedHeaders: slices.Clone(s.f.page.UnsafeNames), AllowedMethods: []string{s.f.page.Sent()}, AllowedOrigins: []string{s.f.Origin}, ExposeHeaders: []string{}}
	if r.AllowedHeaders == nil {
		r.AllowedHeaders = []string{}
	}
	if r.AllowedMethods[0] == http.MethodGet {
		r.AllowedMethods = append(r.AllowedMethods, http.MethodHead)
	}
	doc, err := json.Marshal([]corsengine.Rule{r})
	if err != nil {
		return ""
	}
	return "The bucket's rule: " + string(doc)
}
