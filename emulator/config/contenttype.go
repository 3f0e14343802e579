package config

import (
	"path"
	"strings"
)

// contentType is the media type of a file by its ending, from a table of our
// own: the machine's tables differ, and a test in CI must see what a laptop
// sees. Unknown endings get S3's default, binary/octet-stream.
//
// Types of HLS and DASH files: RFC 8216, 4 and
// https://www.iana.org/assignments/media-types/media-types.xhtml.
func contentType(key string) string {
	switch strings.ToLower(path.Ext(key)) {
	case ".m3u8":
		return "application/vnd.apple.mpegurl"
	case ".ts":
		return "video/mp2t"
	case ".m4s":
		return "video/iso.segment"
	case ".mp4", ".m4v", ".cmfv":
		return "video/mp4"
	case ".m4a", ".cmfa":
		return "audio/mp4"
	case ".aac":
		return "audio/aac"
	case ".mp3":
		return "audio/mpeg"
	case ".ogg", ".oga":
		return "audio/ogg"
	case ".wav":
		return "audio/wav"
	case ".webm":
		return "video/webm"
	case ".mov":
		return "video/quicktime"
	case ".mpd":
		return "application/dash+xml"
	case ".vtt":
		return "text/vtt"
	case ".srt":
		return "application/x-subrip"
	}
	return pageType(key)
}

// pageType is contentType for what pages are made of.
func pageType(key string) string {
	switch strings.ToLower(path.Ext(key)) {
	case ".html", ".htm":
		return "text/html"
	case ".css":
		return "text/css"
	case ".js", ".mjs":
		return "text/javascript"
	case ".json", ".map":
		return "application/json"
	case ".geojson":
		return "application/geo+json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".wasm":
		return "application/wasm"
	case ".xml":
		return "application/xml"
	case ".txt", ".md":
		return "text/plain"
	case ".csv":
		return "text/csv"
	case ".pdf":
		return "application/pdf"
	case ".zip":
		return "application/zip"
	case ".gz":
		return "application/gzip"
	}
	return imageType(key)
}

// imageType is contentType for images, fonts and map tiles.
func imageType(key string) string {
	switch strings.ToLower(path.Ext(key)) {
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".png":
		return "image/png"
	case ".gif":
		return "image/gif"
	case ".webp":
		return "image/webp"
	case ".avif":
		return "image/avif"
	case ".svg":
		return "image/svg+xml"
	case ".ico":
		return "image/vnd.microsoft.icon"
	case ".tif", ".tiff":
		return "image/tiff"
	case ".woff":
		return "font/woff"
	case ".woff2":
		return "font/woff2"
	case ".ttf":
		return "font/ttf"
	case ".otf":
		return "font/otf"
	case ".pbf":
		return "application/x-protobuf"
	}
	return "binary/octet-stream"
}

// ContentType is the media type that an object uploaded under key gets.
func ContentType(key string) string { return contentType(key) }
