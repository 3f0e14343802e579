// Package function runs CloudFront Functions: a program is compiled once and
// run in a fresh sandbox for each event.
//
// CloudFront's runtimes are a JavaScript of their own: ECMAScript 5.1 with a
// listed part of what came later, in an engine that knows nothing else
// (https://nginx.org/en/docs/njs/ by its messages, which AWS passes on). Here
// goja executes the code, and this package takes away what CloudFront lacks, so
// that code fails here where it fails there:
//
//   - dialect.go refuses the syntax, with the engine's own words;
//   - builtins.go lists the objects and methods there are, the rest is removed;
//   - meter.go counts what a run computes and allocates, deterministically, and
//     guards.go makes the built-in methods count too;
//   - event.go and result.go turn requests and responses into the event object
//     and back, and rules.go says what a function may not change.
//
// What the documentation lists: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-features.html
package function
