// Package jsontext scans, compares and rewrites JSON as bytes.
//
// A text is a []byte, a place in it an index. Nothing is decoded that nobody asked for,
// nothing is allocated per value, and there is no reflection. What is accepted, and what a
// value is, is what JSON.parse of JavaScript says: RFC 8259 and nothing more, the last of
// members with equal names counts, numbers are float64, strings are UTF-16 and may hold lone
// surrogates as escapes.
//
// # Order of use
//
// Clean makes a body valid UTF-8, as TextDecoder does. Check, Scanner and the Skip functions go
// over cleaned, otherwise unknown bytes and refuse what is no JSON. Other functions trust their
// input: it must have passed a Skip function or Check, or have been written by this package;
// given anything else they may return nonsense or panic, but they never write to it and never
// loop for ever.
//
// # Places and failures
//
// A Skip function takes the index of the first byte of what it skips and returns the index
// after its last byte. A negative result is a failure; ErrorOf gives the error of it. A failure
// passed as an index comes out again, so that steps in a row need one check at their end; an
// index equal to len(b) means that the text ends too early.
//
// Functions are safe for concurrent use and keep nothing of what they are given. Those with a
// parameter dst append to it and return it, as append does; dst must not overlap the input.
package jsontext

// MaxDepth is how deep arrays and objects may nest by default. Nothing in this package recurses
// by nesting: the stack of a WebAssembly module ends long before this depth.
const MaxDepth = 10_000
