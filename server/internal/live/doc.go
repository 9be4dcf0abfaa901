// Package live delivers events of streams to connections: exactly once and in order, or
// with a gap that says that it could not be.
//
//	stream.go        what a stream, an event and a position are
//	broker.go        what a broker promises; fanout.go hands events on; memory.go keeps them
//	buffer.go        the newest events of a stream
//	frame.go         what clients send; encode.go what they are sent
//	outbox.go        what a connection has yet to send, and what it has dropped
//	pace.go          how fast a client may subscribe
//	heart.go         when to ping, and when a client counts as gone
//	conn.go          one connection: requests.go reads, flush.go writes
//
// buffer, outbox, pace and heart are plain state with the time as a parameter. Locks are taken
// in one order: broker, stream, connection. A broker calls a [Receiver] with its stream
// locked; a connection never calls a broker with itself locked.
package live
