package s3_test

import "testing"

// TestMisplaced: parameters and headers of one operation on another are found
// before the bucket is looked for.
func TestMisplaced(t *testing.T) {
	s := newService(t)
	s.makeBucket(t, "media")
	source := "x-amz-copy-source: media/k"
	for _, test := range []struct {
		method, target, header string
		status                 int
		code, message          string
		fields                 map[string]string
	}{
		{"GET", "/none/k?uploads", "", 400, "InvalidRequest", "Key is not expected for the GET method ?uploads subresource", nil},
		{"GET", "/none/k?versions", "", 400, "InvalidRequest", "There is no such thing as the ?versions sub-resource for a key", nil},
		{"PUT", "/none/k?partNumber=1", "", 400, "InvalidArgument", "This operation does not accept partNumber without uploadId", map[string]string{"ArgumentName": "partNumber", "ArgumentValue": "partNumber"}},
		{"PUT", "/none/k?uploadId=1", "", 405, "MethodNotAllowed", "The specified method is not allowed against this resource.", map[string]string{"Method": "PUT", "ResourceType": "UPLOAD"}},
		{"GET", "/none/k", source, 400, "InvalidArgument", "You can only specify a copy source header for copy requests.", map[string]string{"ArgumentName": "x-amz-copy-source", "ArgumentValue": "media/k"}},
		{"DELETE", "/none", source, 400, "InvalidArgument", "You can only specify a copy source header for copy requests.", nil},
		{"POST", "/none/k?uploadId=1", source, 400, "InvalidArgument", "You can only specify a copy source header for copy requests.", nil},
		{"POST", "/none/k?uploads", source, 404, "NoSuchBucket", "The specified bucket does not exist", nil},
		{"PUT", "/media?policy", "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER", 400, "InvalidRequest", "The value of x-amz-content-sha256 header is invalid.", nil},
		{"POST", "/media/k?uploadId=1", "x-amz-content-sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER", 400, "InvalidRequest", "The value of x-amz-content-sha256 header is invalid.", nil},
		{"GET", "/media?uploads", "", 200, "", "", nil},
		{"GET", "/media/k?partNumber=1", "", 404, "NoSuchKey", "The specified key does not exist.", nil},
	} {
		var headers []string
		if test.header != "" {
			headers = append(headers, test.header)
		}
		res := s.call(t, test.method, test.target, "", headers...)
		if test.code == "" {
			if res.status != test.status {
				t.Errorf("%s %s: %d %s", test.method, test.target, res.status, res.body)
			}
			continue
		}
		e := res.refused(t, test.status, test.code)
		if e["Message"] != test.message {
			t.Errorf("%s %s: %q, want %q", test.method, test.target, e["Message"], test.message)
		}
		for name, want := range test.fields {
			if e[name] != want {
				t.Errorf("%s %s: %s %q, want %q", test.method, test.target, name, e[name], want)
			}
		}
	}
}
