package corsengine

import (
	"bytes"
	"encoding/xml"
	"strconv"
)

// XML is the configuration as GetBucketCors answers it, on two lines: only
// members that were set, lists in their order, values as they were given
// (cfg-origins-not-normalised, cfg-header-case-preserved). The order of the
// elements in a rule is not recorded; this is the API reference's sample's.
func (c *Config) XML() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	b.WriteString(`<CORSConfiguration xmlns="` + Namespace + `">`)
	if c != nil {
		for i := range c.Rules {
			c.Rules[i].writeXML(&b)
		}
	}
	b.WriteString("</CORSConfiguration>")
	return b.Bytes()
}

func (r *Rule) writeXML(b *bytes.Buffer) {
	b.WriteString("<CORSRule>")
	if r.ID != "" {
		writeElement(b, "ID", r.ID)
	}
	for _, list := range [...]struct {
		name   string
		values []string
	}{
		{"AllowedOrigin", r.AllowedOrigins},
		{"AllowedMethod", r.AllowedMethods},
		{"AllowedHeader", r.AllowedHeaders},
	} {
		for _, v := range list.values {
			writeElement(b, list.name, v)
		}
	}
	if r.MaxAgeSeconds != nil {
		writeElement(b, "MaxAgeSeconds", strconv.Itoa(*r.MaxAgeSeconds))
	}
	for _, v := range r.ExposeHeaders {
		writeElement(b, "ExposeHeader", v)
	}
	b.WriteString("</CORSRule>")
}

func writeElement(b *bytes.Buffer, name, text string) {
	b.WriteString("<" + name + ">")
	// Writing to a buffer does not fail.
	_ = xml.EscapeText(b, []byte(text))
	b.WriteString("</" + name + ">")
}
