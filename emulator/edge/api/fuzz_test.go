package api

import (
	"bytes"
	"testing"

	"crossfront/emulator/edge/policy"
)

// What unmarshal takes, marshal writes so that it reads the same again.
func FuzzDistributionConfig(f *testing.F) {
	for _, doc := range []string{
		least, "<DistributionConfig/>", "", "{}", "<DistributionConfig><Comment><![CDATA[<b>&]]></Comment></DistributionConfig>",
		"<DistributionConfig><Enabled> 1 </Enabled><Aliases><Quantity>1</Quantity><Items><CNAME>a.example.com</CNAME></Items></Aliases></DistributionConfig>",
		"<DistributionConfig><!-- c --><?p i?><TenantConfig><a/></TenantConfig></DistributionConfig>",
		"<a:DistributionConfig xmlns:a=\"http://cloudfront.amazonaws.com/doc/2020-05-31/\"><a:Comment>\t\n</a:Comment></a:DistributionConfig>",
		"<DistributionConfig>" + goldenConfig[len("<DistributionConfig>"):],
	} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var first, second policy.DistributionConfig
		if err := unmarshal(doc, "DistributionConfig", &first); err != nil {
			return
		}
		written := mustMarshal(t, first)
		if err := unmarshal(written, "DistributionConfig", &second); err != nil {
			t.Fatalf("reading %s back: %v", written, err)
		}
		if again := mustMarshal(t, second); !bytes.Equal(written, again) {
			t.Fatalf("written first:\n%s\nthen:\n%s", written, again)
		}
	})
}

func FuzzResponseHeadersPolicyConfig(f *testing.F) {
	f.Add([]byte(`<ResponseHeadersPolicyConfig><Name>a</Name><ServerTimingHeadersConfig><Enabled>true</Enabled><SamplingRate>12.3456</SamplingRate></ServerTimingHeadersConfig></ResponseHeadersPolicyConfig>`))
	f.Add([]byte(`<ResponseHeadersPolicyConfig><ServerTimingHeadersConfig><SamplingRate>NaN</SamplingRate></ServerTimingHeadersConfig></ResponseHeadersPolicyConfig>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		var first, second policy.ResponseHeadersPolicyConfig
		if err := unmarshal(doc, "ResponseHeadersPolicyConfig", &first); err != nil {
			return
		}
		written, err := marshal("ResponseHeadersPolicyConfig", first)
		if err != nil {
			t.Fatal(err)
		}
		if err := unmarshal(written, "ResponseHeadersPolicyConfig", &second); err != nil {
			t.Fatalf("reading %s back: %v", written, err)
		}
		again, err := marshal("ResponseHeadersPolicyConfig", second)
		if err != nil || !bytes.Equal(written, again) {
			t.Fatalf("written first:\n%s\nthen:\n%s", written, again)
		}
	})
}

func mustMarshal(t *testing.T, cfg policy.DistributionConfig) []byte {
	t.Helper()
	doc, err := marshal("DistributionConfig", cfg)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
