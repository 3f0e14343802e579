// Package drive opens real browsers on a page that asks for what it is told, and
// reports what came. The page itself fetches what to ask for from where it came,
// so that a browser needs nothing but to be opened: Chromium, Firefox, and
// WebKitGTK's MiniBrowser on a screen that nobody sees. Where hosts have their real
// names, a browser is told of a proxy and of an authority to trust besides.
package drive
