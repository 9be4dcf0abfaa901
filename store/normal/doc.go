// Package normal keeps the data of queries in normalised form without a schema: whatever object has a
// key is kept once, and every query that contains it shows what it has become.
//
// It works on JSON text and does no I/O, has no clock and keeps no goroutines. A [Store] is not safe for
// concurrent use, and what it calls ([Functions]) must not call it.
//
// # What is kept
//
// An object with a key lives in a table, by its key, and is merged member by member: objects without key
// in it are merged deeply, arrays are replaced. A query is a text in which such objects are references. Each
// reference remembers the members that it was given with, at any depth: so a query shows, of each of its
// objects, what it was given, with the values that are present now. Where a member that was no object comes to
// be one, or an array gets other items, there is no such memory: the item is shown like others of that array,
// else with the members that whoever wrote it gave.
//
// # Layers
//
// What a query shows is what was answered, and over it the layers of requests in the order in which these were
// made. A layer has texts whose objects are merged, and updates: functions of the user's that give a query
// other data, whose objects are merged, too. Whenever something beneath an update changes, it is made again.
// A layer that is settled becomes part of what is beneath it when no older one is pending, and no query is in
// flight that was asked for before it was settled: the answer of that may know nothing of it.
//
// # Values that JSON does not have
//
// A shell writes such a value as an object whose first member is named [Reserved], and puts one more NUL
// before any name of a user's that begins with one. What is in a member of that name is kept as it is
// and compared by its text.
package normal
