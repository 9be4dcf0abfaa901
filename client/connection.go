package client

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/coder/websocket"

	"sluice/core"
	"sluice/core/socket"
	"sluice/internal/protocol"
)

// How long a connection may take to be made, and a text to be sent.
const (
	dialTime = 30 * time.Second
	sendTime = 10 * time.Second
)

// The code of a connection that was lost, or not made.
const lostCode = 1006

// connection is one socket of a client, from its making to its close. Its fields are for who holds the client's lock.
type connection struct {
	client *Client
	id     socket.ID
	props  any
	facade *Socket
	cancel context.CancelFunc // of its making

	begun  bool       // it is being made, or was
	conn   SocketConn // nil before it is open, and kept after
	framed bool       // it speaks sluice.v1
	active bool
	shut   bool
	code   int           // to close with
	reason string        // what the other side has said of its close
	gone   chan struct{} // closed when it is shut
	unsent [][]byte
	wake   chan struct{} // takes one
}

// connect makes a connection, when what has been told so far has been heard: OnClose may want another one.
func (l *live) connect(id socket.ID) {
	ctx, cancel := context.WithCancel(context.Background())
	s := &connection{client: l.client, id: id, cancel: cancel, code: 1000, gone: make(chan struct{}), wake: make(chan struct{}, 1)}
	s.facade = &Socket{s}
	l.now = s
	l.client.tell(func() {
		l.client.mu.Lock()
		defer l.client.mu.Unlock()
		if s.begun = !s.shut; s.begun {
			s.props = l.props
			go s.run(ctx)
		}
	})
}

// run makes the connection, and then reads from it to its end.
func (s *connection) run(ctx context.Context) {
	defer s.cancel()
	c := s.client
	limited, cancel := context.WithTimeout(ctx, dialTime)
	conn, err := c.dial(limited)
	cancel()
	if err != nil {
		s.lost(err)
		return
	}
	unwanted := false
	c.do(func(now core.Time) {
		if unwanted = s.shut; unwanted {
			return
		}
		s.conn = conn
		s.framed = c.options.Subscriber.Resume && conn.Protocol() == protocol.Subprotocol
		c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Opened(now, s.id, s.framed) })
	})
	if unwanted {
		_ = conn.Close(1000)
		return
	}
	go s.write()
	for {
		m, err := conn.Read(context.Background())
		if err != nil {
			s.lost(err)
			return
		}
		if !s.take(&m) {
			return
		}
	}
}

// take has a message handled, and reports whether there is to be another one.
func (s *connection) take(m *Message) bool {
	done := make(chan struct{})
	c := s.client
	c.mu.Lock()
	if s.shut {
		c.mu.Unlock()
		return false
	}
	c.tell(func() {
		defer func() { // behind what has come of it
			c.mu.Lock()
			defer c.mu.Unlock()
			c.tell(func() { close(done) })
		}()
		c.live.hear(s, m)
	})
	c.mu.Unlock()
	select {
	case <-done:
		return true
	case <-s.gone:
		return false
	}
}

// lost takes that the connection has ended, or could not be made.
func (s *connection) lost(err error) {
	c, code := s.client, lostCode
	reason := ""
	if end, ok := errors.AsType[*SocketClosed](err); ok {
		code, reason, err = cmp.Or(end.Code, lostCode), end.Reason, nil
	} else if errors.Is(err, websocket.ErrMessageTooBig) {
		code = int(websocket.StatusMessageTooBig) // as the other side has been told
	}
	c.do(func(now core.Time) {
		if s.shut {
			return
		}
		s.reason = reason
		if err != nil {
			c.tell(func() { c.live.fail(&core.NetworkError{Cause: err}) })
		}
		s.end(code)
		c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Closed(now, s.id, uint16(code)) })
	})
}

// end is under the lock: nothing is heard of it any more.
func (s *connection) end(code int) {
	if s.shut {
		return
	}
	s.shut, s.active = true, false
	if s.code = code; code != 1000 && (code < 3000 || code > 4999) {
		s.code = 1000 // it has ended already
	}
	close(s.gone)
	s.cancel()
	s.stir()
}

func (s *connection) stir() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// send sends a text after those before it. It reports false if the connection has ended. It is under the lock.
func (s *connection) send(text []byte) bool {
	if s.shut || s.conn == nil {
		return false
	}
	s.unsent = append(s.unsent, text)
	s.stir()
	return true
}

// write sends what is to be sent, and closes at the end.
func (s *connection) write() {
	c, broken := s.client, false
	for range s.wake {
		c.mu.Lock()
		texts, shut := s.unsent, s.shut
		s.unsent = nil
		c.mu.Unlock()
		for _, text := range texts {
			if broken {
				break
			}
			if err := s.writeOne(text); err != nil {
				broken = true // the reader is told of that, too
				c.mu.Lock()
				if !s.shut {
					c.tell(func() { c.live.fail(&SocketError{Kind: SocketSend, Err: err}) })
				}
				c.mu.Unlock()
			}
		}
		if shut {
			_ = s.conn.Close(s.code)
			return
		}
		if broken {
			s.lost(errUnsent)
		}
	}
}

var errUnsent = errors.New("what was sent did not get through")

func (s *connection) writeOne(text []byte) (err error) {
	defer recovered(&err)
	ctx, cancel := context.WithTimeout(context.Background(), sendTime)
	defer cancel()
	return s.conn.Write(ctx, text)
}
