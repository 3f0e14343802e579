package clients

// uploads are showings with libraries that upload.
func uploads() []showing {
	const failed = "^TypeError: "
	to := func(more settings) settings {
		s := settings{"endpoint": "https://s3.us-east-1.amazonaws.com", "virtualHosted": true, "bucket": "media", "key": "a.png", "text": uploaded, "settings": settings{}}
		for name, value := range more {
			s[name] = value
		}
		return s
	}
	list := []showing{
		{scenario: "PF-HEADER-NOT-ALLOWED", client: "awssdk", with: to(settings{"call": "presignedPut"}), says: failed, cause: "NO-RULE-MATCHES"},
		{scenario: "PF-HEADER-NOT-ALLOWED", client: "uppy", with: to(nil), says: ": Network error during S3 request$", cause: "NO-RULE-MATCHES"},
		{scenario: "SDK-CHECKSUM", client: "awssdk", with: to(settings{"call": "put"}), cured: settings{"settings": settings{"requestChecksumCalculation": "WHEN_REQUIRED"}}, says: failed, cause: "NO-RULE-MATCHES"},
		{scenario: "CONTENT-TYPE-MISMATCH", client: "awssdk", with: to(settings{"call": "presignedPut", "signType": true, "type": "image/jpeg"}), cured: settings{"type": "image/png"}, says: "^403 SignatureDoesNotMatch$"},
		{scenario: "UNSIGNED-HDR", client: "awssdk", with: to(settings{"call": "presignedPut", "headers": settings{"x-amz-meta-by": "app"}}), cured: settings{"headers": settings{}}, says: "^403 AccessDenied$"},
		{scenario: "POST-POLICY", client: "dropzone", with: to(nil), cured: settings{"defaultHeaders": false}, says: "^Server responded with 0 code.$", cause: "NO-RULE-MATCHES"},
		{scenario: "ETAG-NOT-EXPOSED", client: "uppy", with: to(settings{"parts": true}), says: "^Error: .* Missing ETag in uploadPart response headers$"},
		{scenario: "ETAG-NOT-EXPOSED", client: "awssdk", with: to(settings{"call": "multipart", "bytes": 6 << 20}), says: "^Error: Part [12] is missing ETag in UploadPart response"},
		{scenario: "REGION-REDIRECT", client: "awssdk", with: to(settings{"call": "presignedPut"}), cured: settings{"endpoint": "https://s3.eu-west-1.amazonaws.com", "settings": settings{"region": "eu-west-1"}}, says: failed, cause: "PREFLIGHT-REDIRECT"},
		{scenario: "TRACE-HDR", client: "sentry", with: settings{"url": "https://media.s3.us-east-1.amazonaws.com/a.png", "text": uploaded, "targets": []string{"://"}}, cured: settings{"targets": nil}, says: failed, cause: "NO-RULE-MATCHES"},
	}
	for i := range list {
		list[i].works = "^uploaded$"
		if list[i].with["bytes"] == nil { // e2e reads those back
			list[i].stores = "media/a.png"
		}
	}
	return list
}

// uploaded is what they upload.
const uploaded = "hello from the page"
