// Package store keeps what one client knows of remote data: rows of entities and collections,
// results by key, and what readers see of them.
//
// It is a state machine: no I/O, no clock, no goroutines, no JavaScript. A shell tells it schemas
// ([Store.Define]), answers and writes, and carries what changed to its readers ([Sink]). Functions
// of the user are called through [Functions], with JSON texts, and only while a write is
// prepared or something is read.
//
// A write goes in two steps: [Store.Prepare] reads a response by a schema, calls what functions it has
// and can fail; nothing has changed then. [Store.Apply] cannot fail. Between the two, [Change.Update] may
// add what the answer does to results of other keys. Readers open a root ([Store.Root]), bring it up to
// date ([Store.Read]) and close it; [Store.Changed] says which ones to look at after a commit.
//
// Nothing here is safe for concurrent use.
package store
