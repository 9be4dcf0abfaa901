package client

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"

	"sluice/core/socket"
)

// Subscriber says where the socket of a client goes, and what becomes of its messages. Only URL is needed, or Dial.
//
// Its functions and those of [Listen] are called one at a time, in order, together with the listeners of the client,
// without a lock, so that they may use the client. The next message is read when they are done: what is slow belongs in a
// goroutine of its own. A panic is a *[SocketError] of kind [SocketCallback].
type Subscriber struct {
	// URL is where the socket goes: ws, wss, http or https.
	URL string
	// Protocols are asked for, in this order; with Resume also sluice.v1.
	Protocols []string
	// Header goes with the handshake.
	Header http.Header
	// HTTPClient carries the handshake. Default: that of the client, so that the user session goes along.
	HTTPClient *http.Client
	// Dial makes connections in place of that. URL and Protocols are passed to it. ctx ends when it takes 30 s, and when the
	// connection is not wanted any more.
	Dial func(ctx context.Context, url string, protocols []string) (SocketConn, error)
	// OnOpen is told of each connection, with the props of the OpenSocket that it is for, else nil.
	OnOpen func(s *Socket, props any)
	// OnClose is told once of each socket: of one that could not be opened, and of one that was lost, with 1006. What the other
	// side said is [Socket.CloseReason].
	OnClose func(s *Socket, code int)
	// OnError is told of what goes wrong: a *[SocketError], or a *core.NetworkError of a connection. Default: Options.Report;
	// without either, a panic of a function goes on.
	OnError func(err error)
	// OnMessage is told of each message that is JSON; with Resume, of the data of each event.
	OnMessage func(data json.RawMessage, m Message)
	// OnSend gives what is sent for a subscription, as JSON. Default: its payload.
	OnSend func(payload any, of Topic) (any, error)
	// ActivateOn says whether a message is the server's word that it listens: until then nothing is subscribed. Default: it
	// does as soon as the connection is open.
	ActivateOn func(m Message) bool
	// GetData makes what all else is given of the data of a message.
	GetData func(data json.RawMessage) (json.RawMessage, error)
	// OnStopSubscriptions is told the topics with their keys, as one text each, before their subscriptions end. s is nil unless
	// a connection is open.
	OnStopSubscriptions func(topics []string, s *Socket)
	// Lazy: it is opened by [Client.OpenSocket] only.
	Lazy bool
	// IsHeartbeatMessage says whether a message is a heartbeat. Default: there are none; with Resume, the server's pings.
	IsHeartbeatMessage func(m Message) bool
	// HeartbeatTimeout is how long a connection may be without a heartbeat, if there are any. Default: 20 s.
	HeartbeatTimeout time.Duration
	// ReconnectTimeout is how long after its close it is opened again, without end. Default: 5 s. [Never] is never, [AtOnce]
	// at once.
	ReconnectTimeout time.Duration
	// Backoff says how waits for later attempts grow. Default: they don't.
	Backoff *Backoff
	// Resume: nothing is lost with a connection, if the server speaks sluice.v1, or it is said what.
	Resume bool
	// PongTimeout is how long the server may take to answer [Client.CheckSocket]. Default: 5 s.
	PongTimeout time.Duration
}

// Backoff says how waits grow: attempt n waits d = min(Max, ReconnectTimeout·Factor^(n−1)), drawn from [d·(1−Jitter), d].
// It begins anew once a connection has lasted for ReconnectTimeout.
type Backoff struct {
	Factor float64       // from 1. Default: 2
	Max    time.Duration // default: 60 s
	Jitter float64       // from 0 to 1; 0 is none
}

// Message is what has come over a socket.
type Message struct {
	Data   []byte // do not change it
	Binary bool
}

// Topic is a topic and its request key, "" if it has none.
type Topic struct{ Name, Key string }

// String gives both as one text.
func (t Topic) String() string { return t.Name + t.Key }

// SocketState is the state of a socket.
type SocketState struct {
	Pristine  bool // it never was open, or was closed with 1000
	Connected bool // what is subscribed has been sent
}

// compile gives it as the core needs it.
func (s *Subscriber) compile() (*socket.Options, error) {
	b := Backoff{Factor: 1}
	if s.Backoff != nil {
		if b = *s.Backoff; b.Factor == 0 {
			b.Factor = 2
		}
		if b.Max == 0 {
			b.Max = time.Minute
		}
	}
	switch {
	case s.URL == "" && s.Dial == nil:
		return nil, usage("Options.Subscriber has no URL")
	case s.Dial == nil && !isSocketURL(s.URL):
		return nil, usage("Options.Subscriber.URL is %q; give an absolute ws, wss, http or https URL", s.URL)
	case s.HeartbeatTimeout < 0 || s.PongTimeout < 0 || s.ReconnectTimeout < 0 && s.ReconnectTimeout != AtOnce:
		return nil, usage("Options.Subscriber has a negative length of time")
	case !(b.Factor >= 1) || b.Max < 0 || !(b.Jitter >= 0 && b.Jitter <= 1):
		return nil, usage("Options.Subscriber: give Backoff a Factor of 1 or more, a Max that is not negative, and a Jitter from 0 to 1")
	}
	o := &socket.Options{
		Lazy: s.Lazy, Confirmed: s.ActivateOn != nil, Resume: s.Resume,
		Reconnect: lengthOf(s.ReconnectTimeout, 5000), Pong: lengthOf(s.PongTimeout, 5000),
	}
	if s.Resume || s.IsHeartbeatMessage != nil {
		o.Heartbeat = lengthOf(s.HeartbeatTimeout, 20_000)
	}
	if s.Backoff != nil {
		o.Backoff = socket.Backoff{Factor: b.Factor, Max: lengthOf(b.Max, 60_000), Jitter: b.Jitter}
	}
	return o, nil
}

func isSocketURL(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && slices.Contains([]string{"ws", "wss", "http", "https"}, u.Scheme)
}
