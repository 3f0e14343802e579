package wellformed

import (
	"encoding/xml"
	"errors"
	"strings"
	"testing"
)

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		doc  string
		want string // words of the error; empty for none
		line int
	}{
		"plain":                    {`<a/>`, "", 0},
		"with all that may be":     {"\ufeff<?xml  version = '1.0' encoding='UTF-8'\n standalone=\"yes\" ?><?x?><?y z?><!-- é --><a b='>\"' c=\"'\"\nd=''\t>x</a>", "", 0},
		"encoding/xml's own":       {"<a>\n<b", "unexpected EOF", 2},
		"attribute twice":          {"<a>\n<b c='1' c='2'/></a>", "the attribute c stands there twice", 2},
		"attributes run together":  {`<a b="1"c="2"/>`, "no blank between attributes", 1},
		"blank before declaration": {" <?xml version='1.0'?><a/>", "nothing may stand before", 1},
		"declaration, no version":  {`<?xml encoding="UTF-8"?><a/>`, "an XML declaration is", 1},
		"declaration, no quotes":   {`<?xml version="1.0" encoding=UTF-8?><a/>`, "an XML declaration is", 1},
		"declaration, order":       {`<?xml version="1.0" standalone="no" encoding="UTF-8"?><a/>`, "an XML declaration is", 1},
		"declaration, capital":     {`<?Xml version="1.0"?><a/>`, "an XML declaration is", 1},
		"declaration, no blank":    {`<?xmlversion="1.0"?><a/>`, "has no blank behind it", 1},
		"control in a comment":     {"<a/><!-- \x01 -->", "a character that XML cannot hold", 1},
		"control in instruction":   {"<?x \x01?><a/>", "a character that XML cannot hold", 1},
	} {
		err := Check([]byte(c.doc))
		var syntax *xml.SyntaxError
		switch {
		case c.want == "":
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case !errors.As(err, &syntax) || !strings.Contains(syntax.Msg, c.want) || syntax.Line != c.line:
			t.Errorf("%s: %v, want %q in line %d", name, err, c.want, c.line)
		}
	}
}

// FuzzCheck: whatever it is, it is read to an end, and a comment behind it changes
// nothing.
func FuzzCheck(f *testing.F) {
	for _, doc := range []string{`<?xml version="1.0"?><a b="c"/>`, `<?x y?><!-- -->`, "<a b='1'c='2'", "<?"} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		if err := Check(doc); err == nil {
			if err := Check(append(doc[:len(doc):len(doc)], "<!-- -->"...)); err != nil {
				t.Errorf("%q with a comment behind: %v", doc, err)
			}
		}
	})
}
