// Package demo carries the world that the emulator starts with when nobody
// gives it another: a private bucket without CORS, an HLS stream in it, and a
// distribution with the console's defaults in front. It is a seed file like
// any user's, with the files that it names, and goes through the same code.
package demo

import (
	"embed"
	"io/fs"
)

// SeedFile is the seed file's path in [Files].
const SeedFile = "seed.yaml"

//go:embed seed.yaml media
var files embed.FS

// Files is the demo's seed file and everything that it names.
func Files() fs.FS { return files }
