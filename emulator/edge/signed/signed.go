// Package signed decides over CloudFront's signed URLs and signed cookies:
// is this request signed, by a trusted key, and does the policy that was signed
// allow it now. It is pure: the time is an argument, keys are handed in.
//
// Sources: DG is
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ and the
// page's name. The refusals are captured ones; in which order CloudFront looks
// for mistakes is inferred from which of them win in captures.
package signed

import (
	"strconv"
	"strings"
	"time"
)

// A Request is what of a viewer's request counts.
type Request struct {
	Scheme   string   // http or https
	Host     string   // the Host header, with its port if it has one
	Path     string   // raw, as it stood in the request line
	RawQuery string   // without "?"
	Cookies  []string // lines of the Cookie header
	IP       string   // the viewer's address
}

// Keys are the public keys that may have signed, by the id that requests name
// as Key-Pair-Id.
type Keys map[string]*Key

// A Verdict is what became of a request, with the reason.
type Verdict struct {
	Refusal *Refusal // nil: let in
	// Signed is what was presented: "URL", "cookies", or empty for nothing.
	Signed string
	KeyID  string // the key that signed, or was said to
	// Because is the reason in words.
	Because string
}

// A Refusal is CloudFront's answer to a request that is not let in: status 403
// and a short XML document.
type Refusal struct{ Code, Message string }

// The refusals. Codes, sentences and bytes are those of captures:
// https://repost.aws/knowledge-center/cloudfront-troubleshoot-signed-url-cookies,
// https://github.com/aws/aws-sdk-js/issues/2236 (MalformedPolicy),
// https://github.com/aws-solutions-library-samples/video-on-demand-on-aws/issues/100
// (AccessDenied).
func missingKey() *Refusal {
	return &Refusal{"MissingKey", "Missing Key-Pair-Id query parameter or cookie value"}
}
func invalidKey() *Refusal { return &Refusal{"InvalidKey", "Unknown Key"} }
func malformedSignature() *Refusal {
	return &Refusal{"MalformedSignature", "Could not unencode Signature"}
}
func malformedPolicy() *Refusal { return &Refusal{"MalformedPolicy", "Malformed Policy"} }
func accessDenied() *Refusal    { return &Refusal{"AccessDenied", "Access denied"} }

// Document is the refusal's body, on one line.
func (r *Refusal) Document() string {
	return `<?xml version="1.0" encoding="UTF-8"?><Error><Code>` + r.Code + "</Code><Message>" + r.Message + "</Message></Error>"
}

// Check decides over r at the time now.
func Check(r *Request, keys Keys, now time.Time) Verdict {
	p := presented(r)
	v := Verdict{Signed: p.by, KeyID: p.keyID}
	refuse := func(refusal *Refusal, because string) Verdict {
		v.Refusal, v.Because = refusal, because
		return v
	}
	if p.keyID == "" {
		return refuse(missingKey(), p.missing())
	}
	key := keys[p.keyID]
	if key == nil {
		return refuse(invalidKey(), "no key with the id "+p.keyID+" is trusted by this behavior")
	}
	signed, err := decode(p.signature)
	if err != nil {
		return refuse(malformedSignature(), "the signature "+err.Error())
	}
	statement, texts, err := p.statement(r)
	if err != nil {
		return refuse(malformedPolicy(), err.Error())
	}
	hash, ok := hashOf(p.algorithm)
	if !ok {
		return refuse(accessDenied(), "Hash-Algorithm is "+strconv.Quote(p.algorithm)+"; SHA1 and SHA256 are known")
	}
	if !key.verifiesAny(hash, texts, signed) {
		return refuse(accessDenied(), p.mismatch(texts))
	}
	if because := statement.refuses(r, now); because != "" {
		return refuse(accessDenied(), because)
	}
	v.Because = "key " + p.keyID + " signed " + p.kind() + " for " + statement.scope()
	return v
}

// A presentation is what a request shows in order to be let in.
type presentation struct {
	by        string // URL or cookies; empty for nothing
	keyID     string
	signature string
	expires   string // canned policy
	policy    string // custom policy, encoded
	algorithm string
}

// presented collects what the URL shows or, only when the URL shows nothing at
// all, the cookies.
// Source: DG private-content-choosing-signed-urls-cookies ("CloudFront assumes
// that URLs that contain any of those query string parameters are signed URLs,
// and therefore won't look at signed cookies").
func presented(r *Request) presentation {
	if p, ok := fromQuery(r.RawQuery); ok {
		p.by = "URL"
		return p
	}
	p, ok := fromCookies(r.Cookies)
	if ok {
		p.by = "cookies"
	}
	return p
}

// missing says what lacks when there is no key's id.
func (p *presentation) missing() string {
	switch p.by {
	case "URL":
		return "the URL has parameters of a signed one, but no Key-Pair-Id"
	case "cookies":
		return "there are CloudFront-… cookies, but no CloudFront-Key-Pair-Id among them"
	}
	return "the request has neither a signed URL nor signed cookies"
}

// kind names the policy in words.
func (p *presentation) kind() string {
	if p.policy != "" {
		return "a custom policy"
	}
	return "a canned policy"
}

// mismatch says against which text the signature was held.
func (p *presentation) mismatch(texts []string) string {
	if p.policy != "" {
		return "the signature is not that of the policy by key " + p.keyID + ": " + texts[0]
	}
	return "the signature is not that of this URL until " + p.expires + " by key " + p.keyID + "; the text it had to be made of is " + texts[0]
}

// statement is the policy with the texts that may have been signed.
//
// A canned policy is not sent: it is written anew from the request, in the one
// form that AWS documents. Its URL has the viewer's Host; CloudFront serves the
// usual ports only, so where the Host names another one the URL without it is
// as good. A custom policy wins when both are there, as SDKs send it.
// Source: DG private-content-creating-signed-url-canned-policy.
func (p *presentation) statement(r *Request) (*Statement, []string, error) {
	if p.policy != "" {
		text, err := decode(p.policy)
		if err != nil {
			return nil, nil, errf("the policy %w", err)
		}
		s, err := ParsePolicy(text)
		return s, []string{string(text)}, err
	}
	if p.expires == "" {
		return nil, nil, errf("there is neither a policy nor an expiry beside the signature")
	}
	until, err := epoch(p.expires)
	if err != nil {
		return nil, nil, errf("Expires %w", err)
	}
	var texts []string
	for _, host := range hostsOf(r.Host) {
		texts = append(texts, cannedPolicy(urlOf(r, host), p.expires))
	}
	return &Statement{Until: until, canned: true}, texts, nil
}

// cannedPolicy is the text that is signed for one URL.
func cannedPolicy(url, expires string) string {
	url = strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(url)
	return `{"Statement":[{"Resource":"` + url + `","Condition":{"DateLessThan":{"AWS:EpochTime":` + expires + `}}}]}`
}

// urlOf is the viewer's URL without what signing added.
func urlOf(r *Request, host string) string {
	url := r.Scheme + "://" + host + r.Path
	if query := StripQuery(r.RawQuery); query != "" {
		url += "?" + query
	}
	return url
}

// hostsOf is the Host as it came and, when it names a port, without it.
func hostsOf(host string) []string {
	if at := strings.LastIndexByte(host, ':'); at > 0 && !strings.HasSuffix(host, "]") {
		return []string{host, host[:at]}
	}
	return []string{host}
}
