// Package emulatortest runs S3 and CloudFront in a Go test, and fails the test in
// the explainer's words when a page would not get what it asks for.
//
//	func TestPlayerMayRead(t *testing.T) {
//		aws := emulatortest.Start(t, "--config", "testdata/seed.yaml")
//		aws.ExpectAllowed(t, &browser.Page{Origin: "https://app.example.com", URL: "https://cdn.example.com/vod/index.m3u8"})
//	}
//
// An emulator keeps everything in memory, has ports of its own and ends with its
// test, so any number may run in parallel. [Check] needs no emulator: it runs a
// suite file's expectations, each as a test.
package emulatortest
