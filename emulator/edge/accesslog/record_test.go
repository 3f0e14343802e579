package accesslog

import (
	"strings"
	"testing"
	"time"
)

// The guide's own example, line for line but for the tail that it cuts.
func TestRecord(t *testing.T) {
	r := Record{
		End: time.Date(2019, 12, 4, 21, 2, 31, 0, time.UTC), Location: "LAX1", Sent: 392, IP: "192.0.2.100", Method: "GET",
		Domain: "d111111abcdef8.cloudfront.net", Path: "/index.html", Status: 200,
		Agent:  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.108 Safari/537.36",
		Result: "Hit", Response: "Hit", Detail: "Hit", RequestID: "SOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==",
		Host: "d111111abcdef8.cloudfront.net", Protocol: "https", Received: 23, Taken: time.Millisecond, FirstByte: time.Millisecond,
		TLS: "TLSv1.2", Cipher: "ECDHE-RSA-AES128-GCM-SHA256", Version: "HTTP/2.0", Port: 11040,
		ContentType: "text/html", ContentLength: 78, RangeStart: -1, RangeEnd: -1,
	}
	const want = "2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.100\tGET\td111111abcdef8.cloudfront.net\t/index.html\t200\t-\t" +
		"Mozilla/5.0%20(Windows%20NT%2010.0;%20Win64;%20x64)%20AppleWebKit/537.36%20(KHTML,%20like%20Gecko)%20Chrome/78.0.3904.108%20Safari/537.36\t" +
		"-\t-\tHit\tSOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==\td111111abcdef8.cloudfront.net\thttps\t23\t0.001\t-\t" +
		"TLSv1.2\tECDHE-RSA-AES128-GCM-SHA256\tHit\tHTTP/2.0\t-\t-\t11040\t0.001\tHit\ttext/html\t78\t-\t-\n"
	if got := string(r.append(nil)); got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	none := Record{ContentLength: -1, RangeStart: -1, RangeEnd: -1}
	fields := strings.Split(strings.TrimSuffix(string(none.append(nil)), "\n"), "\t")
	if len(fields) != 33 || fields[8] != "000" || fields[9] != "-" || fields[30] != "-" {
		t.Errorf("%d fields: %q", len(fields), fields)
	}
	if names := strings.Fields(strings.Split(header, "\n")[1])[1:]; len(names) != 33 || names[0] != "date" || names[32] != "sc-range-end" {
		t.Errorf("%d names: %q", len(names), names)
	}
}

func TestEncode(t *testing.T) {
	for in, want := range map[string]string{
		"plain/text?a=b&c=d;e": "plain/text?a=b&c=d;e",
		" \t\n\x00":            "%20%09%0A%00",
		`<>"#%{}|\^~[]` + "`'": "%3C%3E%22%23%25%7B%7D%7C%5C%5E%7E%5B%5D%60%27",
		"é\x7f":                "%C3%A9%7F",
		"(KHTML, like Gecko)":  "(KHTML,%20like%20Gecko)",
	} {
		if got := string(encode(nil, in)); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// A line never has other than 33 fields, whatever a viewer sends.
func FuzzRecord(f *testing.F) {
	f.Add("/a b\tc", "Mozilla\n5.0", "x=\r\n", "-")
	f.Fuzz(func(t *testing.T, path, agent, query, cookie string) {
		r := Record{Path: path, Agent: agent, Query: query, Cookie: cookie, Host: agent, Referer: query, ContentType: cookie}
		text := string(r.append(nil))
		if strings.Count(text, "\t") != 32 || strings.Count(text, "\n") != 1 || strings.ContainsAny(text, " \r\x00") {
			t.Errorf("%q", text)
		}
	})
}
