package clients

import "crossfront/corsengine/fetch"

// players are showings with players.
func players() []showing {
	const (
		bucket = "https://media.s3.us-east-1.amazonaws.com/vod/"
		cdn    = "https://cdn.example.com/vod/"
		key    = "https://keys.example.com/key.bin"
		hls    = "application/vnd.apple.mpegurl"
		cue    = "^cue: The captions came through.$"
	)
	list := []showing{
		{scenario: "NO-CORS-CONFIG", client: "hlsjs", with: settings{"url": bucket + "index.m3u8"}, says: "^manifestLoadError 0$", cause: "NO-CORS-CONFIG"},
		{scenario: "NO-CORS-CONFIG", client: "videojs", with: settings{"url": bucket + "index.m3u8"}, says: "^error [24]:", cause: "NO-CORS-CONFIG"},
		{scenario: "NO-CORS-CONFIG", client: "shaka", with: settings{"url": bucket + "index.m3u8"}, says: "^1002 HTTP_ERROR$", cause: "NO-CORS-CONFIG"},
		{scenario: "NO-CORS-CONFIG", client: "dashjs", with: settings{"url": bucket + "index.mpd"}, says: "^25 .* is not available$", cause: "NO-CORS-CONFIG"},
		{scenario: "NO-CORS-CONFIG", client: "native", not: []fetch.Engine{fetch.Firefox}, with: settings{"url": bucket + "index.m3u8", "type": hls, "attributes": settings{"crossorigin": "anonymous"}}, says: "^MediaError 4$", cause: "NO-CORS-CONFIG"},

		{scenario: "CF-ORIGIN-NOT-KEYED", client: "hlsjs", visited: cdn + "segment.ts", with: settings{"url": cdn + "index.m3u8"}, says: "^fragLoadError 0$", cause: "CF-ORIGIN-NOT-KEYED"},
		{scenario: "CF-ORIGIN-NOT-KEYED", client: "videojs", visited: cdn + "segment.ts", with: settings{"url": cdn + "index.m3u8"}, says: "^VIDEOJS: WARN: Problem encountered with playlist", cause: "CF-ORIGIN-NOT-KEYED"},
		{scenario: "CF-ORIGIN-NOT-KEYED", client: "shaka", visited: cdn + "segment.ts", with: settings{"url": cdn + "index.m3u8"}, says: "^1002 HTTP_ERROR$", cause: "CF-ORIGIN-NOT-KEYED"},
		{scenario: "CF-ORIGIN-NOT-KEYED", client: "dashjs", curled: cdn + "range.mp4", with: settings{"url": cdn + "index.mpd"}, says: "^27 .*range.mp4 is not available$", cause: "CF-ORIGIN-NOT-KEYED"},

		{scenario: "KEY-CACHED", client: "hlsjs", visited: key, moved: "media/vod/encrypted.m3u8", with: settings{"url": cdn + "encrypted.m3u8"}, says: "^keyLoadError 0$", cause: "CF-ORIGIN-NOT-KEYED"},
		{scenario: "KEY-CACHED", client: "videojs", visited: key, moved: "media/vod/encrypted.m3u8", with: settings{"url": cdn + "encrypted.m3u8"}, says: "^VIDEOJS: WARN: Problem encountered with playlist", cause: "CF-ORIGIN-NOT-KEYED"},
		{scenario: "KEY-CACHED", client: "shaka", visited: key, moved: "media/vod/encrypted.m3u8", with: settings{"url": cdn + "encrypted.m3u8"}, says: "^1002 HTTP_ERROR$", cause: "CF-ORIGIN-NOT-KEYED"},

		{scenario: "KEY-CACHED", client: "native", about: " with crossorigin", not: []fetch.Engine{fetch.Firefox}, curled: key, moved: "media/vod/encrypted.m3u8", with: settings{"url": cdn + "encrypted.m3u8", "type": hls, "attributes": settings{"crossorigin": "anonymous"}}, says: "^MediaError 4$", cause: "CF-ORIGIN-NOT-KEYED"},
		{scenario: "KEY-CACHED", client: "native", harmless: true, not: []fetch.Engine{fetch.Chromium, fetch.Firefox}, curled: key, moved: "media/vod/encrypted.m3u8", with: settings{"url": cdn + "encrypted.m3u8", "type": hls}, says: "^plays$"},

		{scenario: "SIGNED-COOKIE-CREDS", client: "hlsjs", about: " without credentials", cookies: true, with: settings{"url": cdn + "index.m3u8"}, cured: settings{"credentials": true}, says: "^manifestLoadError 0$", cause: "SIGNED-COOKIE-CREDS"},
		{scenario: "SIGNED-COOKIE-CREDS", client: "hlsjs", about: " and the wildcard", cookies: true, with: settings{"url": cdn + "index.m3u8", "credentials": true}, says: "^manifestLoadError 0$", cause: "WILDCARD-CREDS"},
		{scenario: "SIGNED-COOKIE-CREDS", client: "videojs", cookies: true, with: settings{"url": cdn + "index.m3u8"}, cured: settings{"credentials": true}, says: "^error [24]:", cause: "SIGNED-COOKIE-CREDS"},
		{scenario: "SIGNED-COOKIE-CREDS", client: "shaka", cookies: true, with: settings{"url": cdn + "index.m3u8"}, cured: settings{"credentials": true}, says: "^1002 HTTP_ERROR$", cause: "SIGNED-COOKIE-CREDS"},
		{scenario: "SIGNED-COOKIE-CREDS", client: "dashjs", cookies: true, with: settings{"url": cdn + "index.mpd"}, cured: settings{"credentials": true}, says: "^25 .* is not available$", cause: "SIGNED-COOKIE-CREDS"},

		{scenario: "VHS-CREDS-GLOBAL", client: "videojs", with: settings{"url": "https://public.s3.us-east-1.amazonaws.com/vod/index.m3u8", "credentials": true},
			cured: settings{"credentials": "https://private.s3.us-east-1.amazonaws.com/"}, says: "^error [24]:", cause: "WILDCARD-CREDS"},
		{scenario: "VHS-CREDS-GLOBAL", client: "hlsjs", with: settings{"url": "https://public.s3.us-east-1.amazonaws.com/vod/index.m3u8", "credentials": true},
			cured: settings{"credentials": "https://private.s3.us-east-1.amazonaws.com/"}, says: "^manifestLoadError 0$", cause: "WILDCARD-CREDS"},

		{scenario: "CMCD-HDR", client: "hlsjs", with: settings{"url": bucket + "index.m3u8", "cmcd": "headers"}, cured: settings{"cmcd": "query"}, says: "^manifestLoadError 0$", cause: "NO-RULE-MATCHES"},
		{scenario: "CMCD-HDR", client: "dashjs", with: settings{"url": bucket + "index.mpd", "cmcd": "headers"}, cured: settings{"cmcd": "query"}, says: "^25 .* is not available$", cause: "NO-RULE-MATCHES"},
		{scenario: "CMCD-HDR", client: "shaka", with: settings{"url": bucket + "index.m3u8", "cmcd": "headers"}, cured: settings{"cmcd": "query"}, says: "^1002 HTTP_ERROR$", cause: "NO-RULE-MATCHES"},

		{scenario: "ERRPAGE-200", client: "hlsjs", with: settings{"url": cdn + "missing.m3u8"}, says: "^manifestParsingError 200$", works: "^manifestLoadError 403$", fails: true},
		{scenario: "ERRPAGE-200", client: "videojs", with: settings{"url": cdn + "missing.m3u8"}, says: "^VIDEOJS: WARN: Problem encountered with playlist", works: "^error [24]:", fails: true},
		{scenario: "ERRPAGE-200", client: "shaka", with: settings{"url": cdn + "missing.m3u8"}, says: "^4015 HLS_PLAYLIST_HEADER_MISSING$", works: "^1001 BAD_HTTP_STATUS$", fails: true},
		{scenario: "ERRPAGE-200", client: "dashjs", with: settings{"url": cdn + "missing.mpd"}, says: "^10 parsing failed", works: "^25 .* is not available$", fails: true},

		// WebKitGTK loads such a track.
		{scenario: "TRACK-CROSSORIGIN", client: "native", not: []fetch.Engine{fetch.WebKit}, with: settings{"url": bucket + "range.mp4", "track": bucket + "captions.vtt"},
			cured: settings{"attributes": settings{"crossorigin": "anonymous"}}, says: "^track error$", works: cue},
		{scenario: "TRACK-CROSSORIGIN", client: "native", about: " and the video", with: settings{"url": bucket + "range.mp4", "attributes": settings{"crossorigin": "anonymous"}}, says: "^MediaError 4$", cause: "NO-CORS-CONFIG"},
		// Which asks for tracks itself, whatever the video's crossorigin.
		{scenario: "TRACK-CROSSORIGIN", client: "videojs", with: settings{"url": bucket + "range.mp4", "type": "video/mp4", "track": bucket + "captions.vtt"}, says: "^VIDEOJS: ERROR: |^track error$", works: cue, cause: "NO-CORS-CONFIG"},
		{scenario: "TRACK-NO-COOKIE", client: "hlsjs", cookies: true, with: settings{"url": cdn + "index.m3u8", "credentials": true, "track": cdn + "captions.vtt", "attributes": settings{"crossorigin": "anonymous"}},
			cured: settings{"attributes": settings{"crossorigin": "use-credentials"}}, says: "^track error$", works: cue, cause: "SIGNED-COOKIE-CREDS"},
		{scenario: "TRACK-NO-COOKIE", client: "videojs", cookies: true, with: settings{"url": cdn + "index.m3u8", "credentials": true, "track": cdn + "captions.vtt", "attributes": settings{"crossorigin": "anonymous"}},
			cured: settings{"attributes": settings{"crossorigin": "use-credentials"}}, says: "^VIDEOJS: ERROR: |^track error$", works: cue, cause: "SIGNED-COOKIE-CREDS"},
		// Ranges of segments go out at once.
		{scenario: "RANGE-PREFLIGHT", client: "hlsjs", with: settings{"url": bucket + "range.m3u8"}, says: "^plays$", harmless: true},
		{scenario: "RANGE-PREFLIGHT", client: "videojs", with: settings{"url": bucket + "range.m3u8"}, says: "^plays$", harmless: true},
		{scenario: "RANGE-PREFLIGHT", client: "shaka", with: settings{"url": bucket + "index.mpd"}, says: "^plays$", harmless: true},
		{scenario: "RANGE-PREFLIGHT", client: "dashjs", with: settings{"url": bucket + "index.mpd"}, says: "^plays$", harmless: true},
		{scenario: "V10-NO-CREDS", client: "hlsjs", cookies: true, with: settings{"url": cdn + "index.m3u8"}, cured: settings{"credentials": true}, says: "^manifestLoadError 0$", cause: "SIGNED-COOKIE-CREDS"},
	}
	for i := range list {
		if list[i].client == "videojs" { // which leaves HLS to WebKitGTK
			list[i].not = []fetch.Engine{fetch.WebKit}
		}
	}
	return list
}
