package policy

import "net/http"

// A ProtocolVerdict says what the viewer protocol policy makes of a request.
type ProtocolVerdict struct {
	// Status is 0 when the request may pass, 301 or 307 to redirect it to the
	// same URL with https, 403 to refuse it.
	Status  int
	Because string
}

// Protocol applies the viewer protocol policy.
// Source: DG:using-https-viewers-to-cloudfront (GET and HEAD 301; other methods
// 307 from HTTP/1.1 on, below 403). DG:cnames-and-https-procedures still says
// 403 for all others, see [Options.RedirectOnlyGetAndHead].
func (b *Behavior) Protocol(v *Viewer) ProtocolVerdict {
	because := "the viewer protocol policy is " + b.ViewerProtocolPolicy
	if v.Scheme == "https" || b.ViewerProtocolPolicy == "allow-all" {
		return ProtocolVerdict{Because: because}
	}
	if b.ViewerProtocolPolicy == "https-only" {
		return ProtocolVerdict{Status: http.StatusForbidden, Because: because}
	}
	if v.Method == http.MethodGet || v.Method == http.MethodHead {
		return ProtocolVerdict{Status: http.StatusMovedPermanently, Because: because}
	}
	if v.ProtoMajor < 1 || v.ProtoMajor == 1 && v.ProtoMinor < 1 || b.opts.RedirectOnlyGetAndHead {
		return ProtocolVerdict{Status: http.StatusForbidden, Because: because + " and " + v.Method + " is not redirected"}
	}
	return ProtocolVerdict{Status: http.StatusTemporaryRedirect, Because: because}
}
