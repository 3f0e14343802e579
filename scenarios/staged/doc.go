// Package staged has real browsers take the gallery's scenarios as they are
// written: each expectation against an emulator of its own, with every page and
// every server at its real name, which a proxy leads to this machine.
package staged
