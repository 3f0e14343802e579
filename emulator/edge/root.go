package edge

// replaceRoot puts the default root object in the place of "/". It does nothing
// for sub-directories.
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html
func replaceRoot(x *visit) bool {
	x.viewer.Path = x.dist.RootObject(x.viewer.Path)
	return false
}
