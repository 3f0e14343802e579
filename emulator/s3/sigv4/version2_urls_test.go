package sigv4

// version2URLs are presigned by botocore 1.43.11 at noon for a minute, path-style
// and virtual-hosted, with what has to be made of them.
var version2URLs = []struct {
	method, url string
	header      []string
	want        string // start of the error
}{
	{"GET", "http://localhost:4566/media/vod/a%20b%2Bc%3D%C3%A9.m3u8?AWSAccessKeyId=test&Signature=wHTsggJqYVHbYIVfRer1dIXeyN8%3D&Expires=1795435260", nil, ""},
	{"GET", "http://localhost:4566/media/a?response-content-type=text%2Fplain%3B%20x%3Dy&versionId=v%201&AWSAccessKeyId=test&Signature=wQbVQbwmiY%2BySLmDMsTuQ3%2FChA8%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://localhost:4566/media/a?partNumber=1&uploadId=u%2F1&AWSAccessKeyId=test&Signature=COKjEj7WanAjZBU8vC%2FSbbtvcPM%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=GL%2F7VyDyDfa%2BTBSuQEdnoy6JdDA%3D&content-type=video%2Fmp2t&x-amz-acl=private&x-amz-meta-k=v&Expires=1795435260", nil, ""},
	{"GET", "http://media.s3.localhost:4566/vod/a%20b%2Bc%3D%C3%A9.m3u8?AWSAccessKeyId=test&Signature=wHTsggJqYVHbYIVfRer1dIXeyN8%3D&Expires=1795435260", nil, ""},
	{"GET", "http://media.s3.localhost:4566/a?response-content-type=text%2Fplain%3B%20x%3Dy&versionId=v%201&AWSAccessKeyId=test&Signature=wQbVQbwmiY%2BySLmDMsTuQ3%2FChA8%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://media.s3.localhost:4566/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://media.s3.localhost:4566/a?partNumber=1&uploadId=u%2F1&AWSAccessKeyId=test&Signature=COKjEj7WanAjZBU8vC%2FSbbtvcPM%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://media.s3.localhost:4566/a?AWSAccessKeyId=test&Signature=GL%2F7VyDyDfa%2BTBSuQEdnoy6JdDA%3D&content-type=video%2Fmp2t&x-amz-acl=private&x-amz-meta-k=v&Expires=1795435260", nil, ""},
	{"GET", "http://media.localhost:4566/vod/a%20b%2Bc%3D%C3%A9.m3u8?AWSAccessKeyId=test&Signature=wHTsggJqYVHbYIVfRer1dIXeyN8%3D&Expires=1795435260", nil, ""},
	{"GET", "http://media.localhost:4566/a?response-content-type=text%2Fplain%3B%20x%3Dy&versionId=v%201&AWSAccessKeyId=test&Signature=wQbVQbwmiY%2BySLmDMsTuQ3%2FChA8%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://media.localhost:4566/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://media.localhost:4566/a?partNumber=1&uploadId=u%2F1&AWSAccessKeyId=test&Signature=COKjEj7WanAjZBU8vC%2FSbbtvcPM%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://media.localhost:4566/a?AWSAccessKeyId=test&Signature=GL%2F7VyDyDfa%2BTBSuQEdnoy6JdDA%3D&content-type=video%2Fmp2t&x-amz-acl=private&x-amz-meta-k=v&Expires=1795435260", nil, ""},
	{"GET", "http://localhost:4566/media?list-type=2&prefix=x&encoding-type=url&AWSAccessKeyId=test&Signature=1zaL5maIi0OALKE6wynZN%2BS21mY%3D&Expires=1795435260", nil, ""},
	{"GET", "http://localhost:4566/media?cors&AWSAccessKeyId=test&Signature=656UPuqRgIZN5cb8c%2FLT439mNoo%3D&Expires=1795435260", nil, ""},
	{"GET", "http://media.s3.localhost:4566/?list-type=2&prefix=x&encoding-type=url&AWSAccessKeyId=test&Signature=1zaL5maIi0OALKE6wynZN%2BS21mY%3D&Expires=1795435260", nil, ""},
	{"GET", "http://media.s3.localhost:4566/?cors&AWSAccessKeyId=test&Signature=656UPuqRgIZN5cb8c%2FLT439mNoo%3D&Expires=1795435260", nil, ""},
	{"GET", "http://media.localhost:4566/?list-type=2&prefix=x&encoding-type=url&AWSAccessKeyId=test&Signature=1zaL5maIi0OALKE6wynZN%2BS21mY%3D&Expires=1795435260", nil, ""},
	{"GET", "http://media.localhost:4566/?cors&AWSAccessKeyId=test&Signature=656UPuqRgIZN5cb8c%2FLT439mNoo%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t+Gjc%3D&Expires=1795435260", nil, ""},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435260", []string{"Content-Type", "video/mp2t"}, "SignatureDoesNotMatch"},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435260", []string{"X-Amz-Acl", "public-read"}, "SignatureDoesNotMatch"},
	{"GET", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435260", nil, "SignatureDoesNotMatch"},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&uploads&Expires=1795435260", nil, "SignatureDoesNotMatch"},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435261", nil, "SignatureDoesNotMatch"},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435199", nil, "AccessDenied: Request has expired"},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=soon", nil, "AccessDenied: Invalid date (should be seconds since epoch): soon"},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=test&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D", nil, "AccessDenied: Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters"},
	{"PUT", "http://localhost:4566/media/a?AWSAccessKeyId=toast&Signature=C4YJ9O6thYISWYseB4PSD7t%2BGjc%3D&Expires=1795435260", nil, "InvalidAccessKeyId"},
}
