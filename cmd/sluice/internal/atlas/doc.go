// Package atlas is the demo's application: the world's cities and countries, a
// type-ahead search over them, and the routes that the page calls.
//
// The data is read once at start and never written again, so that an Atlas may be
// used from any number of goroutines. The home city and the favourite countries of a
// user live in the user session and nowhere else. What the page about requests changes
// is a trip of one tab, in memory.
package atlas
