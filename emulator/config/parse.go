package config

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"
)

// maxDocument is the largest seed file or document that is read, in bytes.
const maxDocument = 8 << 20

// parse reads YAML or JSON. It returns nil after reporting a mistake.
func parse(src *source, r *report) *node {
	src.text = bytes.TrimPrefix(src.text, []byte("\xef\xbb\xbf"))
	if at := invalidUTF8(src.text); at >= 0 {
		r.add(src.at(at), "this byte is no UTF-8; expected a text file")
		return nil
	}
	if isJSON(src) {
		return parseJSON(src, r)
	}
	return parseYAML(src, r)
}

// isJSON goes by the name and, where that leaves it open, by the first letter.
// Flow style YAML also starts with a brace: what is no JSON is tried as YAML,
// unless the name says JSON.
func isJSON(src *source) bool {
	switch strings.ToLower(path.Ext(src.name)) {
	case ".json":
		return true
	case ".yaml", ".yml":
		return false
	}
	start := bytes.TrimLeft(src.text, " \t\r\n")
	if len(start) == 0 || (start[0] != '{' && start[0] != '[') {
		return false
	}
	return parseJSON(src, &report{}) != nil
}

func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
