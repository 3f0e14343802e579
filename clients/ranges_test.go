package clients

import "crossfront/corsengine/fetch"

// ranges are showings with readers of parts of files.
func ranges() []showing {
	const bytes = "^TypeError: "
	return []showing{
		{scenario: "EXPOSE-RANGE", client: "pmtiles", with: settings{"url": "https://tiles.s3.us-east-1.amazonaws.com/map.pmtiles", "endpoint": "https://s3.us-east-1.amazonaws.com", "bucket": "tiles", "key": "map.pmtiles", "virtualHosted": true},
			says: "^the tile, then bytes of something else$", works: "^the tile, then the tile$"},
		{scenario: "EXPOSE-RANGE", client: "zarrita", with: settings{"url": "https://tiles.s3.us-east-1.amazonaws.com/data.bin"}, says: bytes, works: "^8 bytes$", cause: "NO-RULE-MATCHES"},
		{scenario: "EXPOSE-RANGE", client: "geotiff", harmless: true, with: settings{"url": "https://tiles.s3.us-east-1.amazonaws.com/map.tiff"}, says: "^160 pixels wide$", works: "^160 pixels wide$"},
		// WebKitGTK takes long to compile it.
		{scenario: "EXPOSE-RANGE", client: "duckdb", not: []fetch.Engine{fetch.WebKit}, with: settings{"url": "https://tiles.s3.us-east-1.amazonaws.com/numbers.csv"}, says: "^Error: Invalid Error: Opening file 'numbers.csv' failed", works: "^total 15$", cause: "NO-RULE-MATCHES"},
		{scenario: "RANGE-PREFLIGHT", client: "zarrita", with: settings{"url": "https://media.s3.us-east-1.amazonaws.com/data.bin", "suffix": true}, says: bytes, works: "^8 bytes$", cause: "NO-RULE-MATCHES"},
	}
}
