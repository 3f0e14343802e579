package wire_test

import (
	"encoding/xml"
	"reflect"
	"strings"
	"testing"

	"crossfront/emulator/s3/wire"
)

// shape has a field of each kind that Read knows.
type shape struct {
	XMLName struct{} `xml:"http://s3.amazonaws.com/doc/2006-03-01/ Shape"`
	Word    string   `xml:"Word" rule:"required,one|two"`
	Number  *int32   `xml:"Number"`
	Truth   bool     `xml:"Truth"`
	Words   []string `xml:"Item" rule:"a|b"`
	Inner   *inner   `xml:"Inner"`
}

type inner struct {
	Kind string   `xml:"x:kind,attr"`
	Text *string  `xml:"Text"`
	Many []nested `xml:"Many" rule:"required"`
}

type nested struct {
	ID string `xml:"ID"`
}

func TestRead(t *testing.T) {
	const namespace = ` xmlns="` + wire.Namespace + `"`
	for doc, want := range map[string]bool{
		`<Shape><Word>one</Word></Shape>`:                                                    true,
		`<Shape` + namespace + `><Word>one</Word></Shape>`:                                   true,
		"\ufeff<Shape><Word>one</Word></Shape>":                                              true,
		`<?xml version="1.0"?><!-- c --> <Shape a="b"><Word>two</Word></Shape>` + "\n":       true,
		`<s:Shape xmlns:s="` + wire.Namespace + `"><s:Word>one</s:Word></s:Shape>`:           true,
		`<Shape><Word>one</Word><Number> -5 </Number><Truth>1</Truth></Shape>`:               true,
		`<Shape><Item>a</Item><Word>one</Word><Item>b</Item></Shape>`:                        true,
		`<Shape><Word>one</Word><Inner x="y"><Many/><Many><ID>1</ID></Many></Inner></Shape>`: true,

		``: false, `<Shape/>`: false, `<Shape></Shape>`: false, `<Other><Word>one</Word></Other>`: false,
		`<Shape><Word>three</Word></Shape>`: false, `<Shape><Word> one</Word></Shape>`: false,
		`<Shape><Word>one</Word><Word>one</Word></Shape>`:                 false,
		`<Shape><Word>one</Word><word>one</word></Shape>`:                 false,
		`<Shape><Word>one</Word>text</Shape>`:                             false,
		`<Shape><Word>o<b/>ne</Word></Shape>`:                             false,
		`<Shape><Word>one</Word><Number>5.0</Number></Shape>`:             false,
		`<Shape><Word>one</Word><Number/></Shape>`:                        false,
		`<Shape><Word>one</Word><Number>2147483648</Number></Shape>`:      false,
		`<Shape><Word>one</Word><Truth>TRUE</Truth></Shape>`:              false,
		`<Shape><Word>one</Word><Item>c</Item></Shape>`:                   false,
		`<Shape><Word>one</Word><Inner/></Shape>`:                         false,
		`<Shape><Word>one</Word></Shape><Shape/>`:                         false,
		`<Shape><Word>one</Word></Shape>text`:                             false,
		`text<Shape><Word>one</Word></Shape>`:                             false,
		`<Shape><Word>one</Word>`:                                         false,
		`<Shape xmlns="http://example.com/"><Word>one</Word></Shape>`:     false,
		`<Shape` + namespace + `><Word xmlns="">one</Word></Shape>`:       false,
		`<Shape a="1"b="2"><Word>one</Word></Shape>`:                      false,
		`<?xml version=1.0?><Shape><Word>one</Word></Shape>`:              false,
		`<!DOCTYPE s [<!ENTITY e "one">]><Shape><Word>&e;</Word></Shape>`: false,
		`<Shape a="1" a="2"><Word>one</Word></Shape>`:                     false,
		`<Shape><Word a="1" a="2">one</Word></Shape>`:                     false,
	} {
		var v shape
		if err := wire.Read([]byte(doc), &v); (err == nil) != want {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

func TestReadValues(t *testing.T) {
	var got shape
	doc := `<Shape><Word>one</Word><Number>7</Number><Truth>true</Truth><Item>b</Item><Item>a</Item>` +
		`<Inner xmlns:x="http://example.com/" x:kind="group"><Text></Text><Many><ID> 1&amp;<![CDATA[<2>]]></ID></Many></Inner></Shape>`
	if err := wire.Read([]byte(doc), &got); err != nil {
		t.Fatal(err)
	}
	seven, empty := int32(7), ""
	want := shape{Word: "one", Number: &seven, Truth: true, Words: []string{"b", "a"},
		Inner: &inner{Kind: "group", Text: &empty, Many: []nested{{ID: " 1&<2>"}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

// FuzzRead: what is read is read again, the same, from what it is written as.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`<Shape><Word>one</Word><Number>7</Number><Truth>true</Truth><Item>b</Item><Inner><Text/><Many><ID>1</ID></Many></Inner></Shape>`))
	f.Add([]byte(`<!DOCTYPE s [<!ENTITY e "one">]><Shape><Word>&e;</Word></Shape>`))
	f.Add([]byte(`<Shape xmlns="` + wire.Namespace + `"><Word>two</Word></Shape>`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		var first, second shape
		if wire.Read(doc, &first) != nil {
			return
		}
		if first.Inner != nil {
			first.Inner.Kind = "" // written with a prefix that is not declared here
		}
		again, err := wire.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := xml.Unmarshal(again, new(struct{ XMLName xml.Name })); err != nil && !strings.Contains(err.Error(), "illegal character") {
			t.Fatal(err)
		}
		if err := wire.Read(again, &second); err != nil || !reflect.DeepEqual(first, second) {
			t.Errorf("%q is written as %q and read as %+v: %v", doc, again, second, err)
		}
	})
}
