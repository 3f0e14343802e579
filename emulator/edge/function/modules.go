package function

// hasModule reports whether a runtime has a module. Only runtime 2.0 has
// cloudfront, with key value stores and origins, and buffer.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-features.html
func hasModule(runtime Runtime, name string) bool {
	switch name {
	case "crypto", "querystring":
		return true
	case "buffer", "cloudfront":
		return runtime == Runtime2
	}
	return false
}
