package fetch

import "testing"

func TestSpaceOf(t *testing.T) {
	tests := map[string]AddressSpace{
		"http://localhost:3000/":         Loopback,
		"http://E1.Cloudfront.LOCALHOST": Loopback,
		"http://127.1.2.3/":              Loopback,
		"http://[::1]:8080/":             Loopback,
		"http://[::ffff:127.0.0.1]/":     Loopback,
		"http://192.168.1.2/":            Local,
		"http://10.0.0.1/":               Local,
		"http://169.254.169.254/":        Local,
		"http://100.64.0.1/":             Local,
		"http://[fe80::1]/":              Local,
		"http://[fd00::1]/":              Local,
		"http://printer.local/":          Local,
		"http://100.128.0.1/":            Public,
		"http://8.8.8.8/":                Public,
		"https://app.example.com/":       Public,
		"https://notlocalhost/":          Public,
		"://":                            Public,
	}
	for url, want := range tests {
		if got := SpaceOf(url); got != want {
			t.Errorf("%s: %v, want %v", url, got, want)
		}
	}
}

func TestCheckLocalNetwork(t *testing.T) {
	tests := []struct {
		engine      Engine
		origin, url string
		page        AddressSpace
		permitted   bool
		want        string
	}{
		{Chromium, "https://app.example.com", "http://localhost:8080/a", Public, false, "LocalNetworkAccessPermissionDenied"},
		{Chromium, "https://app.example.com", "http://localhost:8080/a", Public, true, ""},
		{Chromium, "http://app.example.com", "http://localhost:8080/a", Public, true, "InsecureLocalNetwork"},
		{Chromium, "https://app.example.com", "http://192.168.0.1/a", Public, false, "LocalNetworkAccessPermissionDenied"},
		{Chromium, "http://192.168.0.2", "http://127.0.0.1/a", Local, false, "InsecureLocalNetwork"},
		{Chromium, "http://localhost:3000", "http://localhost:8080/a", Loopback, false, ""},
		{Chromium, "https://app.example.com", "https://cdn.example.com/a", Public, false, ""},
		{Firefox, "https://app.example.com", "http://localhost:8080/a", Public, false, ""},
		{WebKit, "https://app.example.com", "http://localhost:8080/a", Public, false, ""},
	}
	for _, tt := range tests {
		v := CheckLocalNetwork(tt.engine, &Request{Origin: tt.origin, URL: tt.url}, tt.page, tt.permitted)
		if v.Error != tt.want || v.Allowed != (tt.want == "") || (v.Message == "") != v.Allowed {
			t.Errorf("%v: %s from %s: %+v, want %q", tt.engine, tt.url, tt.origin, v, tt.want)
		}
	}
}
