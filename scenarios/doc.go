// Package scenarios is the gallery: the CORS failures that people really have
// with S3 and CloudFront, each as a world that shows it and the same world cured.
//
// A scenario is one file in gallery/, and nothing else knows of it: it is the
// product's tour, its regression suite and its documentation in one. Its two
// halves are suites, as `emulator check` takes them; [Scenario.Run] has the model
// of the browsers take them through the same code as a running server.
//
//go:generate go test -run ^TestPages$ . -update
//go:generate go test -run ^TestGalleryShowsAll$ ../emulator -pictures ../docs/gallery/pictures
package scenarios
