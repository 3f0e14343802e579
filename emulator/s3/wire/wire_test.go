package wire_test

import (
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"crossfront/emulator/s3/wire"
)

func TestErrorDocument(t *testing.T) {
	e := &wire.Error{Status: 404, Code: "NoSuchKey", Message: "The specified key does not exist.", Fields: []wire.Field{{Name: "Key", Value: "a<b>&\n\"😀\r"}}}
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&lt;b&gt;&amp;` + "\n" + `"😀&#xD;</Key><RequestId>REQ</RequestId><HostId>HOST</HostId></Error>`
	if got := string(e.Document("REQ", "HOST")); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	more := e.With(wire.Field{Name: "BucketName", Value: "b"})
	if len(e.Fields) != 1 || len(more.Fields) != 2 {
		t.Errorf("With changed its receiver: %v %v", e.Fields, more.Fields)
	}
}

func TestUnmarshal(t *testing.T) {
	for doc, want := range map[string]bool{
		`<Delete><Object><Key>k</Key></Object></Delete>`:                                                                   true,
		`<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>k</Key></Object></Delete>`:                   true,
		`<?xml version="1.0" encoding="UTF-8"?><!-- c --><Delete><Object><Key>k</Key></Object></Delete> <!-- d -->` + "\n": true,
		`<Delete xmlns="http://example.com/"><Object><Key>k</Key></Object></Delete>`:                                       false,
		`<Remove/>`: false, ``: false, `text`: false, `<Delete>`: false, `<Delete/><Delete/>`: false, `<Delete/>text`: false,
		`<Delete><Quiet>maybe</Quiet></Delete>`:                                          false,
		`<Delete a="1" a="2"><Object><Key>k</Key></Object></Delete>`:                     false,
		" <?xml version=\"1.0\"?><Delete><Object><Key>k</Key></Object></Delete>":         false,
		`<!DOCTYPE d [<!ENTITY e "x">]><Delete><Object><Key>&e;</Key></Object></Delete>`: false,
	} {
		var d wire.Delete
		if err := wire.Unmarshal([]byte(doc), &d); (err == nil) != want {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

func TestMarshal(t *testing.T) {
	doc, err := wire.Marshal(wire.LocationConstraint{Region: "eu-west-1"})
	want := `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-west-1</LocationConstraint>`
	if err != nil || string(doc) != want {
		t.Errorf("%s %v", doc, err)
	}
	for _, v := range []any{wire.FullControl("id"), wire.PublicAccessBlock{Namespace: wire.Namespace}, wire.PolicyStatus{IsPublic: true}} {
		doc, err := wire.Marshal(v)
		if err != nil || strings.Count(string(doc), wire.Namespace) != 1 {
			t.Errorf("%T: %s %v", v, doc, err)
		}
	}
	if got := wire.Time(time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.FixedZone("", 3600))); got != "2026-01-02T02:04:05.678Z" {
		t.Error(got)
	}
}

func TestChecksums(t *testing.T) {
	for _, name := range []string{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256", "SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"} {
		c := wire.NewChecksums(name, "value")
		doc, err := wire.Marshal(wire.Part{Checksums: c})
		if err != nil || !strings.Contains(string(doc), "<Checksum"+name+">value</Checksum"+name+">") || c.Value(name) != "value" {
			t.Errorf("%s: %s %v", name, doc, err)
		}
	}
	if c := wire.NewChecksums("CRC16", "value"); c != (wire.Checksums{}) || c.Value("CRC16") != "" {
		t.Errorf("%+v", c)
	}
}

// FuzzUnmarshal: no document makes any of the shapes panic, and what is read
// is read again from what it is written as.
func FuzzUnmarshal(f *testing.F) {
	for _, doc := range []string{
		`<Delete><Quiet>true</Quiet><Object><Key>k</Key><VersionId>null</VersionId></Object></Delete>`,
		`<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"x"</ETag><ChecksumCRC32>AAAA</ChecksumCRC32></Part></CompleteMultipartUpload>`,
		`<CreateBucketConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>`,
		`<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>`,
		`<!DOCTYPE d [<!ENTITY e "x">]><Delete>&e;</Delete>`, `<Delete`, "\x00", `<a><a><a>`,
	} {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var complete wire.CompleteMultipartUpload
		var create wire.CreateBucketConfiguration
		var block wire.PublicAccessBlock
		wire.Unmarshal(doc, &complete)
		wire.Unmarshal(doc, &create)
		wire.Unmarshal(doc, &block)
		var first, second wire.Delete
		if wire.Unmarshal(doc, &first) != nil {
			return
		}
		first.XMLName = xml.Name{}
		again, err := wire.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := wire.Unmarshal(again, &second); err != nil || len(second.Objects) != len(first.Objects) {
			t.Errorf("%q is written as %q: %v", doc, again, err)
		}
	})
}
