// Package socket decides about the WebSocket of a client: when it is opened, closed and opened again, what it is alive by,
// what is subscribed, and what of resumable delivery is handed out. It is a state machine without I/O: what happens comes in
// with the time, and [Effect] values come out, to be carried out in their order after the call has returned.
//
// The socket itself, the texts that go over it and the functions of the user's are a shell's.
package socket
