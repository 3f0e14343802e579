// Package checks holds the tree itself to what is promised of it: that the image has
// its sources, that licences are known, that names are documented, that functions
// fit a screen, that documentation leads somewhere and its claims are tested. It has
// tests alone.
package checks
