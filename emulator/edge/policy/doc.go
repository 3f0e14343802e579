// Package policy holds what a CloudFront distribution says and the rules that
// follow from it: which behavior a path belongs to, what is in the cache key,
// which headers reach the origin, how long an answer stays fresh, what a
// response headers policy adds.
//
// Everything here is pure: no input or output, no clock, no goroutine, no
// package state. A configuration in AWS's own shape ([DistributionConfig] and
// the policy configurations) is checked once by [Validate], all mistakes
// together, and turned by [Compile] into a [Distribution], which is immutable
// and safe for concurrent use. Each rule takes a value and returns a value that
// also says because of which setting it came out so.
//
// Two worlds of configuration must not be mixed up: a behavior with
// ForwardedValues (legacy) forwards many viewer headers by default, a behavior
// with a cache policy forwards almost none.
//
// Sources are named at the lines that follow them. "DG:Page" stands for
// https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Page.html,
// "API:Name" for https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Name.html.
// Where the truth is disputed, [Options] has a switch.
package policy
