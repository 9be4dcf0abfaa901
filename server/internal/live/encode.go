package live

import (
	"encoding/json"
	"strconv"
)

// Refusal is why a subscription or a frame is refused, as the client is told.
type Refusal struct {
	Code    string // message.invalid, topic.unknown, topic.forbidden, auth.required, limit.subscriptions, internal
	Message string
	Retry   bool // ask again on the next connection
}

// Codes of refusals that this package makes itself.
const (
	CodeInvalid  = "message.invalid"
	CodeTooMany  = "limit.subscriptions"
	CodeInternal = "internal"
)

// What is told of the user session of a connection.
const (
	SessionSaved    = "saved"
	SessionEnded    = "ended"
	SessionReplaced = "replaced"
)

// Reasons of gaps.
const (
	gapExpired = "expired" // the position is older than what is kept
	gapEpoch   = "epoch"   // another epoch, or a position from the future
	gapSlow    = "slow"    // the queue of the connection overflowed
)

// format writes what a connection is sent.
type format interface {
	// subscribed accepts; nil is nothing to send.
	subscribed(s *subscription, at Position) []byte
	gap(s *subscription, at Position, reason string) []byte
	// refused says that a subscription is over.
	refused(sid int64, stream Stream, r Refusal) []byte
	// event appends a frame to buf.
	event(buf []byte, s *subscription, e Event) []byte
}

// v1 is sluice.v1.
type v1 struct{}

func (v1) subscribed(s *subscription, at Position) []byte {
	return encode(struct {
		Op    string `json:"op"`
		Sid   int64  `json:"sid"`
		Epoch string `json:"epoch"`
		Last  int64  `json:"last"`
	}{"subscribed", s.sid, at.Epoch, at.Last})
}

func (v1) gap(s *subscription, at Position, reason string) []byte {
	return encode(struct {
		Op     string `json:"op"`
		Sid    int64  `json:"sid"`
		Epoch  string `json:"epoch"`
		Last   int64  `json:"last"`
		Reason string `json:"reason"`
	}{"gap", s.sid, at.Epoch, at.Last, reason})
}

func (v1) refused(sid int64, _ Stream, r Refusal) []byte {
	return encode(struct {
		Op      string `json:"op"`
		Sid     int64  `json:"sid"`
		Code    string `json:"code"`
		Message string `json:"message"`
		Retry   bool   `json:"retry"`
	}{"error", sid, r.Code, r.Message, r.Retry})
}

func (v1) event(buf []byte, s *subscription, e Event) []byte {
	buf = append(buf, `{"op":"event","sid":`...)
	buf = strconv.AppendInt(buf, s.sid, 10)
	buf = append(buf, `,"id":`...)
	buf = strconv.AppendInt(buf, e.ID, 10)
	buf = append(buf, `,"data":`...)
	buf = append(buf, e.Data...)
	return append(buf, '}')
}

// plain is for clients without sluice.v1. Frames other than events have no type, so that
// no handler takes them for an event.
type plain struct{}

func (plain) subscribed(*subscription, Position) []byte { return nil }

func (plain) gap(s *subscription, _ Position, reason string) []byte {
	return encode(struct {
		Op         string `json:"op"`
		Topic      string `json:"topic"`
		RequestKey string `json:"requestKey,omitempty"`
		Reason     string `json:"reason"`
	}{"gap", s.stream.Topic, s.stream.Key, reason})
}

func (plain) refused(_ int64, stream Stream, r Refusal) []byte {
	return encode(struct {
		Op         string `json:"op"`
		Topic      string `json:"topic"`
		RequestKey string `json:"requestKey,omitempty"`
		Code       string `json:"code"`
		Message    string `json:"message"`
		Retry      bool   `json:"retry"`
	}{"error", stream.Topic, stream.Key, r.Code, r.Message, r.Retry})
}

// event spreads an object: {…data, "type": topic + key}. The type comes last and so
// counts, whatever members the object has. Other data becomes {"data": …, "type"}.
func (plain) event(buf []byte, s *subscription, e Event) []byte {
	name := encode(s.stream.Topic + s.stream.Key)
	switch {
	case string(e.Data) == "{}":
		buf = append(buf, '{')
	case e.Data[0] == '{':
		buf = append(append(buf, e.Data[:len(e.Data)-1]...), ',')
	default:
		buf = append(append(append(buf, `{"data":`...), e.Data...), ',')
	}
	buf = append(append(buf, `"type":`...), name...)
	return append(buf, '}')
}

// invalid says that a frame was not understood.
func invalid(message string) []byte {
	return encode(struct {
		Op      string `json:"op"`
		Code    string `json:"code"`
		Message string `json:"message"`
		Retry   bool   `json:"retry"`
	}{"error", CodeInvalid, message, false})
}

func pingFrame(n int64) []byte {
	return append(strconv.AppendInt([]byte(`{"op":"ping","n":`), n, 10), '}')
}

func pongFrame(n string) []byte { return []byte(`{"op":"pong","n":` + n + `}`) }

func sessionFrame(reason string) []byte {
	return []byte(`{"op":"session","reason":"` + reason + `"}`)
}

// encode encodes a value of strings, numbers and booleans, which cannot fail.
func encode(value any) []byte {
	text, _ := json.Marshal(value)
	return text
}
