// Package store reads JSON as it comes from the network.
//
// It works on the bytes of a body: nothing is copied, nothing is allocated per value, and
// there is no reflection. It knows nothing of requests, clients or JavaScript.
//
// Functions of this package are safe for concurrent use; they keep nothing of what they are
// given.
package store
