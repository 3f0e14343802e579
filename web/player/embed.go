// Package player carries the product page, a Video.js HLS player with the
// consoles and the live list of exchanges beside it, inside the binary.
//
// The page is built by npm into dist (`make web`); dist itself is not in the
// repository. Without it everything still compiles, and the page that is
// served says how to build the real one.
package player

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var built embed.FS

//go:embed unbuilt
var unbuilt embed.FS

// Files are the pages: index.html, gallery.html, their scripts and style sheets, and icon.svg. When the
// page has not been built it is one index.html that says so.
func Files() fs.FS {
	if Built() {
		return packed{sub(built, "dist")}
	}
	return sub(unbuilt, "unbuilt")
}

// Built tells whether the binary carries the real page.
func Built() bool {
	_, err := fs.Stat(built, "dist/index.html")
	return err == nil
}

// sub is the folder dir of files; the folders are those named in the embed
// directives above, so an error cannot happen and would give the whole tree.
func sub(files embed.FS, dir string) fs.FS {
	s, err := fs.Sub(files, dir)
	if err != nil {
		return files
	}
	return s
}
