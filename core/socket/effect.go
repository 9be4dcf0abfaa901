package socket

// ID numbers the sockets of a machine, from 1.
type ID uint32

// SubscriptionID names a subscription. The shell gives it.
type SubscriptionID uint32

// Kind says what an [Effect] asks of the shell.
type Kind uint8

// The effects. Each line names the fields of [Effect] that are set beside Kind.
const (
	// Dial makes Socket. What comes of it is told by [Machine.Opened] and [Machine.Closed].
	Dial Kind = iota + 1
	// HangUp closes Socket with Code. What is heard of it later means nothing.
	HangUp
	// Connected says that the connection is active. When that is done, it is to be told by [Machine.Told].
	Connected
	// Disconnected says that it is not any more, with Code. After 1000 it stays so until [Machine.Open].
	Disconnected
	// WhenOpen, WhenClosed call the user's functions for Socket, the latter with Code.
	WhenOpen
	WhenClosed
	// Send sends what Subscription is begun with.
	Send
	// Subscribe asks for Subscription by SID; after Position, if it has one.
	Subscribe
	// Unsubscribe ends SID.
	Unsubscribe
	// Ping and Pong send N.
	Ping
	Pong
	// Deliver has Subscription handle event N of SID.
	Deliver
	// Begun says that Subscription, which had no position, has one, in a stream with events before it: what happens from now
	// on is delivered, and what is known may be older than that.
	Begun
	// Missed says that Subscription has missed events, for Reason: those after From, up to Position.
	Missed
	// Renew says that the user session has changed, or may have, while there was no connection that told of it.
	Renew
	// Trouble reports a fault of Code and Message; of Subscription, if that is not 0.
	Trouble
)

// Effect is one thing that the shell has to do.
type Effect struct {
	Kind         Kind
	Socket       ID
	Code         uint16
	Subscription SubscriptionID
	SID          uint32
	Position     Position
	From         uint64
	N            uint64
	Reason       string
	Fault        string // one of the codes of the protocol
	Message      string
}

// Position is a place in a stream of events. The zero value: none.
type Position struct {
	Epoch string
	Last  uint64 // id of the newest event that counts as handled
	Known bool
}
