package signed

import (
	"strings"
	"testing"
)

func TestParsePolicy(t *testing.T) {
	const less = `"DateLessThan":{"AWS:EpochTime":1767290400}`
	wrap := func(statement string) string { return `{"Statement":[` + statement + `]}` }
	for _, tt := range []struct{ name, text, want string }{
		{"the least", wrap(`{"Condition":{` + less + `}}`), ""},
		{"everything", wrap(`{"Resource":"https://a/*","Condition":{` + less + `,"DateGreaterThan":{"AWS:EpochTime":1},"IpAddress":{"AWS:SourceIp":"10.0.0.5/24"}}}`), ""},
		{"in another order", wrap(`{"Condition":{"IpAddress":{"AWS:SourceIp":"10.0.0.0"},` + less + `},"Resource":"*"}`), ""},
		{"white space", " {\r\n \"Statement\" : [ { \"Condition\" : { " + less + " } } ] } \n", ""},
		{"the latest date", wrap(`{"Condition":{"DateLessThan":{"AWS:EpochTime":9223372036}}}`), ""},
		{"no text", "", "missing"},
		{"no JSON", "hello", "no JSON object"},
		{"a list", "[]", "no JSON object"},
		{"cut off", wrap(`{"Condition":{` + less)[:40], "well-formed"},
		{"something behind", wrap(`{"Condition":{`+less+`}}`) + "{}", "follows"},
		{"no statement", "{}", "exactly one"},
		{"statement is no list", `{"Statement":{"Condition":{` + less + `}}}`, "exactly one"},
		{"empty list", `{"Statement":[]}`, "exactly one"},
		{"two statements", `{"Statement":[{"Condition":{` + less + `}},{"Condition":{` + less + `}}]}`, "exactly one"},
		{"statement is null", wrap("null"), "no JSON object"},
		{"a version", `{"Version":"2012-10-17","Statement":[{"Condition":{` + less + `}}]}`, `"Version"`},
		{"an effect", wrap(`{"Effect":"Allow","Condition":{` + less + `}}`), `"Effect"`},
		{"lower case", wrap(`{"condition":{` + less + `}}`), `"condition"`},
		{"twice", wrap(`{"Resource":"a","Resource":"b","Condition":{` + less + `}}`), "twice"},
		{"no condition", wrap(`{"Resource":"*"}`), "missing"},
		{"no DateLessThan", wrap(`{"Condition":{"DateGreaterThan":{"AWS:EpochTime":1}}}`), "no DateLessThan"},
		{"another condition", wrap(`{"Condition":{` + less + `,"StringLike":{}}}`), `"StringLike"`},
		{"quoted date", wrap(`{"Condition":{"DateLessThan":{"AWS:EpochTime":"1767290400"}}}`), "bare number"},
		{"date with a point", wrap(`{"Condition":{"DateLessThan":{"AWS:EpochTime":1767290400.5}}}`), "bare number"},
		{"date with an exponent", wrap(`{"Condition":{"DateLessThan":{"AWS:EpochTime":1e9}}}`), "bare number"},
		{"negative date", wrap(`{"Condition":{"DateLessThan":{"AWS:EpochTime":-1}}}`), "bare number"},
		{"date without its name", wrap(`{"Condition":{"DateLessThan":1767290400}}`), "no JSON object"},
		{"date of another name", wrap(`{"Condition":{"DateLessThan":{"aws:EpochTime":1}}}`), `"aws:EpochTime"`},
		{"empty date", wrap(`{"Condition":{"DateLessThan":{}}}`), "bare number"},
		{"milliseconds", wrap(`{"Condition":{"DateLessThan":{"AWS:EpochTime":1767290400000}}}`), "milliseconds"},
		{"a second later than the latest", wrap(`{"Condition":{"DateLessThan":{"AWS:EpochTime":9223372037}}}`), "later"},
		{"resource is a list", wrap(`{"Resource":["*"],"Condition":{` + less + `}}`), "no text"},
		{"empty resource", wrap(`{"Resource":"","Condition":{` + less + `}}`), "no text"},
		{"IPv6", wrap(`{"Condition":{` + less + `,"IpAddress":{"AWS:SourceIp":"2001:db8::/32"}}}`), "IPv4"},
		{"no address", wrap(`{"Condition":{` + less + `,"IpAddress":{"AWS:SourceIp":"10.0.0"}}}`), "IPv4"},
		{"addresses", wrap(`{"Condition":{` + less + `,"IpAddress":{"AWS:SourceIp":["10.0.0.0/8"]}}}`), "IPv4"},
		{"no address at all", wrap(`{"Condition":{` + less + `,"IpAddress":{}}}`), "IPv4"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := ParsePolicy([]byte(tt.text))
			switch {
			case (err == nil) != (tt.want == ""), err != nil && !strings.Contains(err.Error(), tt.want):
				t.Errorf("got %v, want %q", err, tt.want)
			case err == nil && s.Until == 0:
				t.Errorf("%+v", s)
			}
		})
	}
}
