package client

import (
	"encoding/json"
	"errors"
	"slices"

	"sluice/core"
	"sluice/core/socket"
	"sluice/internal/protocol"
)

// live is what a client has subscribed, and its socket. Its fields are for who holds the client's lock.
type live struct {
	client    *Client
	protocols []string
	now       *connection // the present one, or the last
	props     any         // of the latest OpenSocket
	state     SocketState
	last      socket.SubscriptionID
	topics    topics
	at        arrival   // what the core is being told of
	active    socket.ID // which has become active, as the core is to be told; 0 is none
	closing   bool      // OnClose is being called
}

// arrival is the data of a message.
type arrival struct {
	data    json.RawMessage
	message *Message
}

// topic is a subscription that is stored.
type topic struct {
	Topic
	id      socket.SubscriptionID
	payload any
	uses    []*listener
	begun   bool // it has a position in a stream that has had events
}

func (l *live) begin(c *Client) {
	l.client, l.state.Pristine = c, true
	if s := c.options.Subscriber; s != nil {
		l.protocols = slices.Clone(s.Protocols)
		if s.Resume && !slices.Contains(l.protocols, protocol.Subprotocol) {
			l.protocols = append(l.protocols, protocol.Subprotocol)
		}
	}
}

// one carries out what the core asks for. It runs under the lock; what calls user code is queued, and so is what
// has to come in order with that.
func (l *live) one(e *socket.Effect) {
	c, s, t := l.client, l.now, l.topics.byID[e.Subscription]
	switch e.Kind {
	case socket.Dial:
		l.connect(e.Socket)
	case socket.HangUp:
		s.end(int(e.Code))
	case socket.Connected:
		s.active = true
		l.state = SocketState{Connected: true}
		l.active = e.Socket
	case socket.Disconnected:
		s.active = false
		l.state = SocketState{Pristine: e.Code == 1000}
	case socket.WhenOpen:
		c.tell(func() { l.opened(s) })
	case socket.WhenClosed:
		c.tell(func() { l.closed(s, int(e.Code)) })
	case socket.Send, socket.Subscribe:
		if t != nil {
			of, payload := t.Topic, t.payload
			c.tell(func() { l.say(s, of, payload, e) })
		}
	case socket.Unsubscribe:
		c.tell(func() { s.post(&said{Op: "unsubscribe", SID: e.SID}) })
	case socket.Ping:
		c.tell(func() { s.post(&said{Op: "ping", N: &e.N}) })
	case socket.Pong:
		c.tell(func() { s.post(&said{Op: "pong", N: &e.N}) })
	case socket.Deliver:
		if at := l.at; t != nil {
			t.begun = true
			c.tell(func() { l.hand(t, at) })
		}
	case socket.Begun:
		if t != nil {
			t.begun = true
			c.tell(func() { l.begun(t) })
		}
	case socket.Missed:
		if t != nil {
			t.begun = true
			c.tell(func() { l.missed(t, Gap{Topic: t.Topic, Reason: e.Reason, From: e.From, To: e.Position.Last}) })
		}
	case socket.Trouble:
		err := &SocketError{Kind: SocketProtocol, Code: e.Fault}
		if e.Message != "" {
			err.Err = errors.New(e.Message)
		}
		if t != nil {
			err.Topic = t.Topic
		}
		c.tell(func() { l.fail(err) })
	}
}

// tellActive tells the core that what it has said of a socket that is active is known, and reports whether it has said so.
func (l *live) tellActive() bool {
	id := l.active
	if id == 0 {
		return false
	}
	l.active = 0
	l.client.toSocket(l.client.now(), func(m *socket.Machine, now socket.Time) { m.Told(now, id) })
	return true
}

// said is a frame to the server.
type said struct {
	Op      string  `json:"op"`
	SID     uint32  `json:"sid,omitempty"`
	Topic   string  `json:"topic,omitempty"`
	Key     string  `json:"key,omitempty"`
	Payload any     `json:"payload,omitempty"`
	Epoch   string  `json:"epoch,omitempty"`
	After   *uint64 `json:"after,omitempty"`
	N       *uint64 `json:"n,omitempty"`
}

// post sends a frame.
func (s *connection) post(frame any) {
	text, err := textOf(frame)
	s.client.mu.Lock()
	defer s.client.mu.Unlock()
	if err == nil {
		s.send(text)
	}
}

// say sends what a subscription is begun with.
func (l *live) say(s *connection, of Topic, payload any, e *socket.Effect) {
	var text []byte
	if err := guard(func() (err error) {
		what := payload
		if on := l.client.options.Subscriber.OnSend; on != nil && payload != nil {
			if what, err = on(payload, of); err != nil {
				return err
			}
		}
		if e.Kind == socket.Send {
			text, err = textOf(what)
			return err
		}
		frame := &said{Op: "subscribe", SID: e.SID, Topic: of.Name, Key: of.Key, Payload: what}
		if e.Position.Known {
			frame.Epoch, frame.After = e.Position.Epoch, &e.Position.Last
		}
		text, err = textOf(frame)
		return err
	}); err != nil {
		l.fail(&SocketError{Kind: SocketCallback, Topic: of, Err: err})
		return
	}
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	s.send(text)
}

func (l *live) opened(s *connection) {
	if on := l.client.options.Subscriber.OnOpen; on != nil {
		l.report(guard(func() error { on(s.facade, s.props); return nil }))
	}
}

func (l *live) closed(s *connection, code int) {
	l.client.mu.Lock()
	begun := s.begun
	l.client.mu.Unlock()
	if on := l.client.options.Subscriber.OnClose; on != nil && begun {
		l.setClosing(true)
		err := guard(func() error { on(s.facade, code); return nil })
		l.setClosing(false)
		l.report(err)
	}
}

func (l *live) setClosing(closing bool) {
	l.client.mu.Lock()
	defer l.client.mu.Unlock()
	l.closing = closing
}

// report tells that a function of the user's has failed, if it has.
func (l *live) report(err error) {
	if err != nil {
		l.fail(&SocketError{Kind: SocketCallback, Err: err})
	}
}

// fail tells of an error.
func (l *live) fail(err error) {
	if on := l.client.options.Subscriber.OnError; on != nil {
		thrown := guard(func() error { on(err); return nil })
		if thrown == nil {
			return
		}
		err = &SocketError{Kind: SocketCallback, Err: thrown}
	}
	if report := l.client.options.Report; report != nil {
		report(err)
	} else if p, ok := errors.AsType[*PanicError](err); ok {
		panic(p)
	}
}

// guard calls user code. A panic is an error.
func guard(f func() error) (err error) {
	defer recovered(&err)
	return f()
}

// socketOptions are those for the core.
func (c *Client) socketOptions() *socket.Options {
	if c.options.Subscriber == nil || c.options.usage != nil {
		return nil
	}
	return c.options.socket
}

// toSocket tells the core about the present connection. It runs under the lock.
func (c *Client) toSocket(now core.Time, do func(m *socket.Machine, now socket.Time)) {
	c.core.Socket(now, clientID, do)
}
