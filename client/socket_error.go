package client

import "strings"

// SocketErrorKind says what has gone wrong with a socket.
type SocketErrorKind string

// The kinds.
const (
	SocketParse    SocketErrorKind = "parse"    // a message is no JSON, or binary
	SocketCallback SocketErrorKind = "callback" // a function of the user's has failed or panicked, or data does not fit its type
	SocketSend     SocketErrorKind = "send"     // something could not be sent
	SocketProtocol SocketErrorKind = "protocol" // the server does not speak, or refuses, sluice.v1, or what it sends is not of it
)

// SocketError is an error of a socket, after which the connection lives on.
type SocketError struct {
	Kind SocketErrorKind
	// Code of a SocketProtocol: message.invalid, topic.unknown, topic.forbidden, auth.required, limit.subscriptions, internal.
	Code    string
	Topic   Topic    // of the subscription, where there is one
	Message *Message // nil unless it is about one
	Err     error    // what happened
}

func (e *SocketError) Error() string {
	text := "client: socket: " + string(e.Kind)
	if e.Code != "" {
		text += ": " + e.Code
	}
	if e.Topic.Name != "" {
		text += ": " + e.Topic.String()
	}
	if e.Err != nil {
		text += ": " + strings.TrimPrefix(e.Err.Error(), "sluice: ")
	}
	return text
}

// Unwrap gives what happened.
func (e *SocketError) Unwrap() error { return e.Err }
