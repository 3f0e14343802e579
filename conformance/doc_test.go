// Package conformance_test checks CloudFront's behaviour from outside: it
// starts the built binary, makes the world of each case with the AWS SDK as any
// user would, asks over real HTTP, and compares what viewers and origins saw.
//
// The cases are testdata/cloudfront-vectors.json, which are known from AWS's
// documentation and from captures, and testdata/cloudfront-derived.json, which
// follow from the same sources. EMULATOR_BINARY names a binary to test; without
// it one is built.
package conformance_test

// What the binary is made of: a change there makes an earlier run's result void,
// which go test could not know of a program that it only starts.
import _ "crossfront/emulator"
