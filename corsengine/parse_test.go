package corsengine

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const xmlHead = `<CORSConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`

// mistake is what a case asserts of an Error: rule, field, place and a part of
// the hint. The messages of S3 are held by the vectors.
type mistake struct {
	code         string
	rule         int
	field        string
	line, column int
	hint         string
}

func badDocuments() map[string]struct {
	doc  string
	want []mistake
} {
	const good = "<AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
	rule := func(inner string) string {
		return xmlHead + "\n<CORSRule>" + inner + "</CORSRule></CORSConfiguration>"
	}
	const malformed, invalid, noJSON = CodeMalformedXML, CodeInvalidRequest, CodeMalformedJSON
	return map[string]struct {
		doc  string
		want []mistake
	}{
		// XML, structure.
		"wrong root":               {"<Configuration/>", []mistake{{malformed, -1, "Configuration", 1, 1, "the root element is CORSConfiguration"}}},
		"wrong namespace":          {`<CORSConfiguration xmlns="urn:x"/>`, []mistake{{malformed, -1, "CORSConfiguration", 1, 1, "the namespace is"}}},
		"rule in no namespace":     {`<a:CORSConfiguration xmlns:a="` + Namespace + `"><CORSRule>` + good + `</CORSRule></a:CORSConfiguration>`, []mistake{{malformed, -1, "CORSRule", 1, 72, "not in the namespace"}}},
		"document type":            {`<!DOCTYPE c [<!ENTITY a "b">]>` + xmlHead, []mistake{{malformed, -1, "", 1, 1, "document type"}}},
		"entity":                   {rule("<AllowedOrigin>&a;</AllowedOrigin>"), []mistake{{malformed, -1, "", 2, 29, "entity"}}},
		"late declaration":         {` <?xml version="1.0"?>` + strings.TrimPrefix(rule(good), ""), []mistake{{malformed, -1, "", 1, 2, "before the XML declaration"}}},
		"declaration, no version":  {`<?xml encoding="UTF-8"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, misspelt":    {`<?xml version="1.0" encodng="UTF-8"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, run on":      {`<?xml version="1.0"encoding="UTF-8"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, no encoding": {`<?xml version="1.0" encoding=""?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, no quotes":   {`<?xml version="1.0" encoding=UTF-8"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, standalone":  {`<?xml version="1.0" standalone="true"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, order":       {`<?xml version="1.0" standalone="no" encoding="UTF-8"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, capital":     {`<?Xml version="1.0"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "an XML declaration is"}}},
		"declaration, no blank":    {`<?xmlversion="1.0"?>` + rule(good), []mistake{{malformed, -1, "", 1, 1, "blank behind"}}},
		"control in a comment":     {rule(good) + "<!-- \x01 -->", []mistake{{malformed, -1, "", 2, 108, "character"}}},
		"attributes run together":  {`<CORSConfiguration a="1"b="2"><CORSRule>` + good + `</CORSRule></CORSConfiguration>`, []mistake{{malformed, -1, "CORSConfiguration", 1, 1, "blank between attributes"}}},
		"other encoding":           {`<?xml version="1.0" encoding="ISO-8859-1"?>` + rule(good), []mistake{{malformed, -1, "", 1, 44, "encoding"}}},
		"two roots":                {rule(good) + "<a/>", []mistake{{malformed, -1, "a", 2, 108, "second root"}}},
		"text behind":              {rule(good) + "x", []mistake{{malformed, -1, "", 2, 108, "outside the root"}}},
		"JSON to the XML reader":   {"\ufeff x", []mistake{{malformed, -1, "", 1, 1, "outside the root"}}},
		"only blanks":              {" \n ", []mistake{{malformed, -1, "", 2, 2, "no CORSConfiguration"}}},
		"text in a rule":           {rule(good + "x"), []mistake{{malformed, 0, "", 2, 77, "text between"}}},
		"element in a value":       {rule("<AllowedOrigin>a<b/></AllowedOrigin><AllowedMethod>GET</AllowedMethod>"), []mistake{{malformed, 0, "AllowedOrigin", 2, 1, "at least one AllowedOrigin"}, {malformed, 0, "b", 2, 27, "holds text only"}}},
		"same attribute twice":     {`<CORSConfiguration a="1" a="2"><CORSRule>` + good + `</CORSRule></CORSConfiguration>`, []mistake{{malformed, -1, "CORSConfiguration", 1, 1, "twice"}}},
		"repeated ID and max age":  {rule(good + "<ID>a</ID><ID>a</ID><MaxAgeSeconds>1</MaxAgeSeconds><MaxAgeSeconds>1</MaxAgeSeconds>"), []mistake{{malformed, 0, "ID", 2, 87, "at most one ID"}, {malformed, 0, "MaxAgeSeconds", 2, 129, "at most one MaxAgeSeconds"}}},
		"plural elements":          {rule("<AllowedOrigins>*</AllowedOrigins><allowedmethod>GET</allowedmethod><Foo><a>x</a></Foo>"), []mistake{{malformed, 0, "AllowedOrigins", 2, 11, "the element is AllowedOrigin"}, {malformed, 0, "allowedmethod", 2, 45, "the element is AllowedMethod"}, {malformed, 0, "Foo", 2, 79, "a rule holds"}}},
		"long ID":                  {rule("<ID>" + strings.Repeat("ü", 256) + "</ID>" + good), []mistake{{malformed, 0, "ID", 2, 11, "256"}}},
		"max age of 33 bits":       {rule(good + "<MaxAgeSeconds>2147483648</MaxAgeSeconds>"), []mistake{{malformed, 0, "MaxAgeSeconds", 2, 77, "32 bits"}}},
		"broken off":               {xmlHead + "<CORSRule><AllowedMethod>GET", []mistake{{malformed, -1, "", 1, 96, "unexpected EOF"}}},
		"structure before values":  {rule("<AllowedMethod>x</AllowedMethod>"), []mistake{{malformed, 0, "AllowedOrigin", 2, 1, "AllowedOrigin"}, {invalid, 0, "AllowedMethod", 2, 11, "S3 knows"}}},
		"all values of a document": {rule("<AllowedOrigin>**</AllowedOrigin><AllowedMethod>OPTIONS</AllowedMethod><AllowedHeader>*a*</AllowedHeader><AllowedHeader>a b</AllowedHeader><ExposeHeader>x-*</ExposeHeader><ExposeHeader>a:b</ExposeHeader>"), []mistake{{invalid, 0, "AllowedMethod", 2, 44, "leave it out"}, {invalid, 0, "AllowedOrigin", 2, 11, "several entries"}, {invalid, 0, "AllowedHeader", 2, 82, "several entries"}, {invalid, 0, "AllowedHeader", 2, 116, "letters, digits"}, {invalid, 0, "ExposeHeader", 2, 150, "name each header"}, {invalid, 0, "ExposeHeader", 2, 182, "without a colon"}}},

		// JSON, syntax.
		"trailing comma":  {"[\n {\"ü\": 1,}]", []mistake{{noJSON, -1, "", 2, 10, "take the comma"}}},
		"single quotes":   {"[{'a': 1}]", []mistake{{noJSON, -1, "", 1, 3, "straight double quotes"}}},
		"curly quotes":    {"[{“a”: 1}]", []mistake{{noJSON, -1, "", 1, 3, "straight double quotes"}}},
		"comment":         {"[ // all\n]", []mistake{{noJSON, -1, "", 1, 3, "no comments"}}},
		"missing comma":   {`[{"a":1 "b":2}]`, []mistake{{noJSON, -1, "", 1, 9, "comma missing"}}},
		"not closed":      {`[{"a":1`, []mistake{{noJSON, -1, "", 1, 8, "not closed"}}},
		"text behind it":  {`[] x`, []mistake{{noJSON, -1, "", 1, 4, ""}}},
		"not UTF-8":       {"[\"\xff\"]", []mistake{{noJSON, -1, "", 0, 0, ""}}},
		"too deep":        {strings.Repeat("[", 20000), []mistake{{noJSON, -1, "", 1, 10001, ""}}},
		"control in text": {`[{"AllowedOrigins":["a\u0001"],"AllowedMethods":["GET"]}]`, []mistake{{malformed, 0, "AllowedOrigins", 1, 21, "XML cannot hold"}}},

		// JSON, structure.
		"empty object":          {`{}`, []mistake{{noJSON, -1, "CORSRules", 1, 1, ""}}},
		"CloudFormation's root": {`{"CorsRules":[]}`, []mistake{{noJSON, -1, "CORSRules", 1, 1, ""}, {noJSON, -1, "CorsRules", 1, 2, "the member is CORSRules"}}},
		"rules no array":        {`{"CORSRules":{}}`, []mistake{{noJSON, -1, "CORSRules", 1, 14, ""}}},
		"rules twice":           {`{"CORSRules":[],"CORSRules":[]}`, []mistake{{noJSON, -1, "CORSRules", 1, 17, ""}}},
		"an SDK's request":      {`{"CORSConfiguration":{"CORSRules":[]}}`, []mistake{{noJSON, -1, "CORSRules", 1, 1, ""}, {noJSON, -1, "CORSConfiguration", 1, 2, "leave CORSConfiguration out"}}},
		"a bare rule":           {`{"AllowedOrigins":["*"],"AllowedMethods":["GET"]}`, []mistake{{noJSON, -1, "AllowedOrigins", 1, 2, "array"}, {noJSON, -1, "AllowedMethods", 1, 25, "array"}}},
		"no rules":              {`[]`, []mistake{{malformed, -1, "CORSRules", 1, 1, "at least one rule"}}},
		"empty rule":            {`[{}]`, []mistake{{malformed, 0, "AllowedOrigins", 1, 2, "AllowedOrigin"}, {malformed, 0, "AllowedMethods", 1, 2, "AllowedMethod"}}},
		"empty lists":           {`[{"AllowedOrigins":[],"AllowedMethods":["GET"]}]`, []mistake{{malformed, 0, "AllowedOrigins", 1, 2, "AllowedOrigin"}}},
		"rule no object":        {`[["a"],null]`, []mistake{{noJSON, 0, "", 1, 2, ""}, {noJSON, 1, "", 1, 8, ""}}},
		"string for a list":     {`[{"AllowedOrigins":"*","AllowedMethods":["GET",1]}]`, []mistake{{noJSON, 0, "AllowedOrigins", 1, 20, `["*"]`}, {noJSON, 0, "AllowedMethods", 1, 48, ""}}},
		"wrong kinds":           {`[{"ID":1,"AllowedOrigins":["*"],"AllowedMethods":["GET"],"MaxAgeSeconds":"1","ExposeHeaders":null}]`, []mistake{{noJSON, 0, "ID", 1, 8, ""}, {noJSON, 0, "MaxAgeSeconds", 1, 74, ""}, {noJSON, 0, "ExposeHeaders", 1, 94, ""}}},
		"member twice":          {`[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"ID":"a","ID":"a"}]`, []mistake{{noJSON, 0, "ID", 1, 60, ""}}},
		"CloudFormation's rule": {`[{"Id":"a","AllowedOrigins":["*"],"AllowedMethods":["GET"],"ExposedHeaders":["ETag"],"MaxAge":5}]`, []mistake{{noJSON, 0, "Id", 1, 3, "the member is ID"}, {noJSON, 0, "ExposedHeaders", 1, 60, "the member is ExposeHeaders"}, {noJSON, 0, "MaxAge", 1, 86, "the member is MaxAgeSeconds"}}},
		"Terraform's rule":      {`[{"allowed_origins":["*"],"allowed_methods":["GET"],"color":{"a":[1]}}]`, []mistake{{noJSON, 0, "allowed_origins", 1, 3, "the member is AllowedOrigins"}, {noJSON, 0, "allowed_methods", 1, 27, "the member is AllowedMethods"}, {noJSON, 0, "color", 1, 53, "a rule has"}}},
		"max age no integer":    {`[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"MaxAgeSeconds":3.5}]`, []mistake{{malformed, 0, "MaxAgeSeconds", 1, 67, "whole number"}}},
		"lower-case method":     {"[{\"AllowedOrigins\":[\"*\"],\n\"AllowedMethods\":[\"GET\",\n \"put\"]}]", []mistake{{invalid, 0, "AllowedMethods", 3, 2, `write "PUT"`}}},
		"methods in one string": {`[{"AllowedOrigins":["*"],"AllowedMethods":["GET, PUT"]}]`, []mistake{{invalid, 0, "AllowedMethods", 1, 44, "one method for each entry"}}},
		"headers in one string": {`[{"AllowedOrigins":["*"],"AllowedMethods":["GET"],"AllowedHeaders":["a, b"," c"]}]`, []mistake{{invalid, 0, "AllowedHeaders", 1, 69, "one header for each entry"}, {invalid, 0, "AllowedHeaders", 1, 76, "blanks"}}},
		"two rules, first first": {`[{"AllowedOrigins":["*a*"],"AllowedMethods":["GET"]},{"AllowedOrigins":["*"],"AllowedMethods":["*"]}]`,
			[]mistake{{invalid, 0, "AllowedOrigins", 1, 21, "several entries"}, {invalid, 1, "AllowedMethods", 1, 96, "no wildcard for methods"}}},
	}
}

func TestMistakes(t *testing.T) {
	for name, c := range badDocuments() {
		t.Run(name, func(t *testing.T) {
			config, err := Parse([]byte(c.doc))
			var errs Errors
			if config != nil || !errors.As(err, &errs) {
				t.Fatalf("accepted: %v", err)
			}
			var got, want []mistake
			for i, e := range errs {
				m := mistake{e.Code, e.Rule, e.Field, e.Line, e.Column, ""}
				if i < len(c.want) && !strings.Contains(e.Hint, c.want[i].hint) {
					m.hint = e.Hint
				}
				got = append(got, m)
			}
			for _, m := range c.want {
				m.hint = ""
				want = append(want, m)
			}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(mistake{})); diff != "" {
				t.Errorf("%s\n%v", diff, err)
			}
		})
	}
}

func TestParseAccepts(t *testing.T) {
	age := 3000
	want := &Config{Rules: []Rule{{
		ID: "a<b", AllowedOrigins: []string{"https://a", ""}, AllowedMethods: []string{"GET", "PUT"},
		AllowedHeaders: []string{"*", "x-amz-*"}, ExposeHeaders: []string{"ETag"}, MaxAgeSeconds: &age,
	}}}
	rule := `<CORSRule><ExposeHeader>ETag</ExposeHeader><AllowedMethod>GET</AllowedMethod><ID>a&lt;<![CDATA[b]]></ID><!-- any order -->
		<AllowedOrigin>https://a</AllowedOrigin><AllowedOrigin/><AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader>
		<AllowedHeader>x-amz-*</AllowedHeader><MaxAgeSeconds> 3000 </MaxAgeSeconds></CORSRule>`
	members := `{"ID":"a<b","ExposeHeaders":["ETag"],"AllowedMethods":["GET","PUT"],"AllowedOrigins":["https://a",""],"AllowedHeaders":["*","x-amz-*"],"MaxAgeSeconds":3000}`
	for name, doc := range map[string]string{
		"XML":             xmlHead + rule + "</CORSConfiguration>",
		"declaration":     `<?xml version="1.0" encoding="utf-8"?>` + "\n" + xmlHead + rule + "</CORSConfiguration>\n",
		"no namespace":    "<CORSConfiguration>" + rule + "</CORSConfiguration>",
		"single quotes":   "<?xml  version = '1.0' encoding='UTF-8'\n standalone=\"yes\" ?><!-- é -->" + xmlHead + rule + "</CORSConfiguration>",
		"instructions":    "<?x?><?y z?>" + xmlHead + rule + "</CORSConfiguration><?x\ty?>",
		"attributes":      "<CORSConfiguration a='>\"' b=\"'\"\nc=''\t>" + rule + "</CORSConfiguration>",
		"byte order mark": "\ufeff" + xmlHead + rule + "</CORSConfiguration>",
		"prefix": `<s3:CORSConfiguration xmlns:s3="` + Namespace + `">` +
			strings.NewReplacer("</", "</s3:", "<!", "<!", "<", "<s3:").Replace(rule) + "</s3:CORSConfiguration>",
		"console":           "[" + members + "]",
		"CLI":               `{"CORSRules": [` + members + `]}`,
		"blanks and a mark": "\ufeff \n[" + members + "]\n",
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Parse([]byte(doc))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWriting(t *testing.T) {
	age := 5
	c := &Config{Rules: []Rule{
		{ID: "1", AllowedOrigins: []string{"https://a&b"}, AllowedMethods: []string{"PUT", "GET"}, AllowedHeaders: []string{"*"}, ExposeHeaders: []string{"ETag"}, MaxAgeSeconds: &age},
		{AllowedOrigins: []string{"*"}, AllowedMethods: []string{"GET"}},
	}}
	xml := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + xmlHead +
		`<CORSRule><ID>1</ID><AllowedOrigin>https://a&amp;b</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod>` +
		`<AllowedHeader>*</AllowedHeader><MaxAgeSeconds>5</MaxAgeSeconds><ExposeHeader>ETag</ExposeHeader></CORSRule>` +
		`<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>`
	if diff := cmp.Diff(xml, string(c.XML())); diff != "" {
		t.Error(diff)
	}
	text := `[
    {
        "AllowedHeaders": [],
        "AllowedMethods": [
            "GET"
        ],
        "AllowedOrigins": [
            "*"
        ],
        "ExposeHeaders": []
    }
]`
	if diff := cmp.Diff(text, string((&Config{Rules: c.Rules[1:]}).JSON())); diff != "" {
		t.Error(diff)
	}
	var none *Config
	if got := string(none.JSON()) + string(none.XML()); !strings.HasPrefix(got, "[]<?xml") || strings.Contains(got, "CORSRule") {
		t.Error(got)
	}
}

// The limit is on the XML, whichever way it comes.
func TestSizeLimits(t *testing.T) {
	pad := func(n int) string { return strings.Repeat("a", n) }
	head := xmlHead + "<CORSRule><AllowedOrigin>"
	const tail = "</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>"
	room := MaxBytes - len(head) - len(tail)
	if _, err := Parse([]byte(head + pad(room) + tail)); err != nil {
		t.Error(err)
	}
	for _, doc := range []string{
		head + pad(room+1) + tail,
		fmt.Sprintf(`[{"AllowedOrigins":[%q],"AllowedMethods":["GET"]}]`, pad(MaxBytes)),
		"[" + strings.Repeat(" ", maxJSONBytes) + "]",
	} {
		_, err := Parse([]byte(doc))
		var e *Error
		if !errors.As(err, &e) || e.Code != CodeTooBig {
			t.Errorf("%d bytes: %v", len(doc), err)
		}
	}
}

func TestErrorText(t *testing.T) {
	_, err := Parse([]byte(`[{"AllowedOrigins":["*"],"AllowedMethods":["get","PATCH"]}]`))
	const want = `line 1, column 44: rule 1: InvalidRequest: Found unsupported HTTP method in CORS config. Unsupported method is get (write "GET")
line 1, column 50: rule 1: InvalidRequest: Found unsupported HTTP method in CORS config. Unsupported method is PATCH (S3 knows GET, PUT, HEAD, POST and DELETE)`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Error(diff)
	}
}

// A body of PutBucketCors that holds JSON, or elements by the names of other
// notations, is told what was expected.
func TestParseXMLHints(t *testing.T) {
	for doc, hint := range map[string]string{
		`[{"AllowedOrigins":["*"]}]`: "the REST API takes XML; JSON is for the console and the CLI",
		"<CORSConfiguration><CORSRule><MaxAge>1</MaxAge></CORSRule></CORSConfiguration>":                                "the element is MaxAgeSeconds",
		"<CORSConfiguration><CORSRule><expose-headers/></CORSRule></CORSConfiguration>":                                 "the element is ExposeHeader",
		`<CORSConfiguration><CORSRule><ID xmlns="urn:x"/></CORSRule></CORSConfiguration>`:                               "the element is not in the namespace of CORSConfiguration",
		"<CORSConfiguration><Rule/></CORSConfiguration>":                                                                "CORSConfiguration holds CORSRule elements only",
		"<CORSConfiguration><CORSRule/><CORSRule></CORSConfiguration>":                                                  "not well-formed: element <CORSRule> closed by </CORSConfiguration>",
		"<CORSConfiguration><CORSRule><AllowedOrigin>a</AllowedOrigin><AllowedOrigin>&x;":                               "not well-formed: invalid character entity &x;",
		"<CORSConfiguration><CORSRule><MaxAgeSeconds>a</MaxAgeSeconds></CORSRule></CORSConfiguration>":                  "a whole number of seconds that fits in 32 bits is needed",
		"<CORSConfiguration>x</CORSConfiguration>":                                                                      "text between elements",
		"<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>":                  "the rule needs at least one AllowedMethod",
		"<CORSConfiguration><CORSRule><Foo><a><b/></a>x</Foo><ID>1</ID><ID>2</ID></CORSRule><!-- - --></x>":             "not well-formed: element <CORSConfiguration> closed by </x>",
		"<?xml version=\"1.1\"?><CORSConfiguration/>":                                                                   `not well-formed: xml: unsupported version "1.1"; only version 1.0 is supported`,
		"<CORSConfiguration><CORSRule><AllowedOrigin>\x01</AllowedOrigin></CORSRule></CORSConfiguration>":               "not well-formed: illegal character code U+0001",
		"<CORSConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01\"><CORSRule></CORSRule></CORSConfiguration>": "the namespace is http://s3.amazonaws.com/doc/2006-03-01/ or none",
	} {
		t.Run(doc, func(t *testing.T) {
			_, err := ParseXML([]byte(doc))
			var errs Errors
			if !errors.As(err, &errs) {
				t.Fatalf("accepted: %v", err)
			}
			var hints []string
			for _, e := range errs {
				if e.Code != CodeMalformedXML || e.Line != 1 {
					t.Errorf("%+v", e)
				}
				hints = append(hints, e.Hint)
			}
			if !slices.Contains(hints, hint) {
				t.Errorf("%q is not among %q", hint, hints)
			}
		})
	}
}

// The console and the journal hand these to pages as they are.
func TestJSONShapes(t *testing.T) {
	_, err := Parse([]byte(`[{"AllowedOrigins":["*"],"AllowedMethods":["get"]}]`))
	for _, c := range []struct {
		value any
		want  string
	}{
		{err, `[{"code":"InvalidRequest","message":"Found unsupported HTTP method in CORS config. Unsupported method is get","rule":0,"field":"AllowedMethods","value":"get","line":1,"column":44,"hint":"write \"GET\""}]`},
		{Warning{1, "F", "V", "M"}, `{"rule":1,"field":"F","value":"V","message":"M"}`},
		{RuleReason{1, true, "R"}, `{"index":1,"matched":true,"reason":"R"}`},
		{&Config{Rules: []Rule{{AllowedOrigins: []string{"*"}, AllowedMethods: []string{"GET"}}}}, `{"CORSRules":[{"AllowedOrigins":["*"],"AllowedMethods":["GET"]}]}`},
	} {
		got, err := json.Marshal(c.value)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Error(diff)
		}
	}
}
