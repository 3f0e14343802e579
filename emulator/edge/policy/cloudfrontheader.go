package policy

import (
	"net"
	"net/http"
	"strconv"
	"strings"
)

// cloudFrontHeaders are the request headers that CloudFront can add, as it
// spells them.
// Source: DG:adding-cloudfront-headers.
func cloudFrontHeaders() []string {
	return []string{
		"CloudFront-Forwarded-Proto", "CloudFront-Is-Android-Viewer", "CloudFront-Is-Desktop-Viewer",
		"CloudFront-Is-IOS-Viewer", "CloudFront-Is-Mobile-Viewer", "CloudFront-Is-SmartTV-Viewer",
		"CloudFront-Is-Tablet-Viewer", "CloudFront-Viewer-Address", "CloudFront-Viewer-ASN",
		"CloudFront-Viewer-City", "CloudFront-Viewer-Country", "CloudFront-Viewer-Country-Name",
		"CloudFront-Viewer-Country-Region", "CloudFront-Viewer-Country-Region-Name",
		"CloudFront-Viewer-Http-Version", "CloudFront-Viewer-Latitude", "CloudFront-Viewer-Longitude",
		"CloudFront-Viewer-Metro-Code", "CloudFront-Viewer-Postal-Code", "CloudFront-Viewer-Time-Zone",
		"CloudFront-Viewer-TLS",
	}
}

// isCloudFrontHeader takes a canonical name.
func isCloudFrontHeader(name string) bool { return strings.HasPrefix(name, "Cloudfront-") }

// cloudFrontValue is what CloudFront says about the viewer under a canonical
// header name; ok false when nothing is known. City, region, coordinates,
// postal code, time zone and ASN are never known here: CloudFront too leaves a
// header out when it has no value for it.
func cloudFrontValue(v *Viewer, name string) (value string, ok bool) {
	switch name {
	case "Cloudfront-Forwarded-Proto":
		return v.Scheme, true
	case "Cloudfront-Viewer-Country":
		return v.Country, v.Country != ""
	case "Cloudfront-Viewer-Address":
		if v.IP == "" || v.Port == 0 {
			return "", false
		}
		return net.JoinHostPort(v.IP, strconv.Itoa(v.Port)), true
	case "Cloudfront-Viewer-Http-Version":
		return strconv.Itoa(v.ProtoMajor) + "." + strconv.Itoa(v.ProtoMinor), v.ProtoMajor > 0
	case "Cloudfront-Viewer-Tls":
		return v.TLS, v.TLS != ""
	}
	kind, isDevice := strings.CutPrefix(name, "Cloudfront-Is-")
	kind, ok = strings.CutSuffix(kind, "-Viewer")
	if !isDevice || !ok {
		return "", false
	}
	return strconv.FormatBool(isDevice && deviceIs(v.Header.Get("User-Agent"), kind)), true
}

// deviceIs guesses the device class from the User-Agent, as CloudFront does;
// its own rules are not public. Exactly one of Desktop, Mobile, SmartTV and
// Tablet is true.
func deviceIs(agent, kind string) bool {
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(agent, p) {
				return true
			}
		}
		return false
	}
	tv := has("SmartTV", "SMART-TV", "Smart TV", "AppleTV", "GoogleTV", "HbbTV", "Tizen", "Web0S", "AFTT")
	tablet := !tv && (has("iPad", "Tablet", "Kindle", "Silk/") || has("Android") && !has("Mobile"))
	mobile := !tv && !tablet && has("Mobile", "iPhone", "iPod", "Android")
	switch kind {
	case "Smarttv":
		return tv
	case "Tablet":
		return tablet
	case "Mobile":
		return mobile
	case "Desktop":
		return !tv && !tablet && !mobile
	case "Android":
		return has("Android")
	case "Ios":
		return has("iPhone", "iPad", "iPod")
	}
	return false
}

// spell is a canonical header name as CloudFront, S3 and the standards spell
// it.
func spell(name string) string {
	switch name {
	case "Etag":
		return "ETag"
	case "Te":
		return "TE"
	case "Content-Md5":
		return "Content-MD5"
	case "X-Real-Ip":
		return "X-Real-IP"
	case "X-Xss-Protection":
		return "X-XSS-Protection"
	case "X-Http-Method-Override":
		return "X-HTTP-Method-Override"
	}
	if isCloudFrontHeader(name) {
		for _, h := range cloudFrontHeaders() {
			if http.CanonicalHeaderKey(h) == name {
				return h
			}
		}
		return "CloudFront-" + strings.TrimPrefix(name, "Cloudfront-")
	}
	return name
}
