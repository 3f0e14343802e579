package signed

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

func errf(format string, args ...any) error { return fmt.Errorf(format, args...) }

// alphabet is base64 with the three characters that do not go into a URL
// replaced: + by -, / by ~, = by _.
// Source: DG private-content-creating-signed-url-canned-policy.
func alphabet() *base64.Encoding {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-~"
	return base64.NewEncoding(letters).WithPadding('_').Strict()
}

// decode reads that form of base64.
func decode(text string) ([]byte, error) {
	if text == "" {
		return nil, errf("is missing")
	}
	if at := strings.IndexFunc(text, func(c rune) bool { return !encodes(c) }); at >= 0 {
		return nil, errf("is not encoded as CloudFront reads it: %q; base64 with - for +, _ for = and ~ for / is expected", text[at:at+1])
	}
	plain, err := alphabet().DecodeString(text)
	if err != nil {
		return nil, errf("is not base64 of whole bytes, padded with _")
	}
	return plain, nil
}

func encodes(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '~' || c == '_'
}

// lastEpoch is the latest time that an expiry can have, in seconds: a date no
// later than 11 April 2262, which is what 64 bits of nanoseconds reach. A time
// in milliseconds, the usual slip, is later.
// Source: DG private-content-creating-signed-url-canned-policy;
// https://github.com/aws/aws-sdk-js/issues/2236 (milliseconds: MalformedPolicy).
const lastEpoch = 9_223_372_036

// epoch reads a time in seconds since 1970.
func epoch(text string) (int64, error) {
	if text == "" || strings.Trim(text, "0123456789") != "" {
		return 0, errf("is %q; seconds since 1970 are expected, as a bare number", text)
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n > lastEpoch {
		return 0, errf("is %s, later than any date that CloudFront takes; seconds are expected, not milliseconds", text)
	}
	return n, nil
}
