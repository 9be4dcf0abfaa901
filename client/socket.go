package client

import (
	"errors"

	"sluice/core"
	"sluice/core/socket"
)

// Socket is one connection, as functions of a [Subscriber] see it.
type Socket struct{ connection *connection }

// ErrSocketClosed says that a socket is not open.
var ErrSocketClosed = errors.New("client: the socket is not open")

// Send sends a text, behind what is to be sent before it, without waiting for that.
func (s *Socket) Send(text []byte) error {
	c := s.connection.client
	c.mu.Lock()
	defer c.mu.Unlock()
	if !s.connection.send(text) {
		return ErrSocketClosed
	}
	return nil
}

// Close closes this connection with 1000, or 3000 to 4999: with another one than 1000, another connection is made
// when its time has come. If it is closed nothing happens.
func (s *Socket) Close(code int) error {
	if err := usableCode(code); err != nil {
		return err
	}
	s.connection.client.do(func(now core.Time) {
		if s.connection.shut {
			return
		}
		s.connection.end(code)
		s.connection.client.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Closed(now, s.connection.id, uint16(code)) })
	})
	return nil
}

// Open reports whether it is open.
func (s *Socket) Open() bool {
	s.connection.client.mu.Lock()
	defer s.connection.client.mu.Unlock()
	return s.connection.conn != nil && !s.connection.shut
}

// Protocol is the one that the server has chosen, "" if none.
func (s *Socket) Protocol() string {
	s.connection.client.mu.Lock()
	defer s.connection.client.mu.Unlock()
	if s.connection.conn == nil {
		return ""
	}
	return s.connection.conn.Protocol()
}

// CloseReason is what the other side has said of its close: "" before, of a connection that was lost, and of one that this
// side has closed.
func (s *Socket) CloseReason() string {
	s.connection.client.mu.Lock()
	defer s.connection.client.mu.Unlock()
	return s.connection.reason
}

// Client is the one whose socket it is.
func (s *Socket) Client() *Client { return s.connection.client }

// OpenSocket opens a socket, in place of one that there is, which is closed with 1000. OnOpen is given props, also
// of the connections that replace this one when it is lost. While OnClose is called it is done at once, in place of the attempt that
// was to be; when that happens again before a connection has lasted for ReconnectTimeout, it waits as the attempt does. The error is
// a *core.UsageError: there is no Subscriber.
func (c *Client) OpenSocket(props any) error {
	if err := c.needSocket(); err != nil {
		return err
	}
	c.do(func(now core.Time) {
		c.live.props = props
		if c.live.closing {
			c.toSocket(now, (*socket.Machine).Reopen)
		} else {
			c.toSocket(now, (*socket.Machine).Open)
		}
	})
	return nil
}

// CloseSocket closes the socket, if there is one, with 1000 or 3000 to 4999. After 1000 none is made until
// [Client.OpenSocket]; after another code one is, when its time has come. The error is a *core.UsageError.
func (c *Client) CloseSocket(code int) error {
	if err := c.needSocket(); err != nil {
		return err
	}
	if err := usableCode(code); err != nil {
		return err
	}
	c.do(func(now core.Time) {
		c.toSocket(now, func(m *socket.Machine, now socket.Time) { m.Close(now, uint16(code)) })
	})
	return nil
}

// CheckSocket asks the server at once whether it is there, where delivery is resumed; if it does not answer within PongTimeout the
// connection counts as lost: for programs that know that the machine has slept, or has another network. The error is a
// *core.UsageError.
func (c *Client) CheckSocket() error {
	if err := c.needSocket(); err != nil {
		return err
	}
	c.do(func(now core.Time) {
		c.toSocket(now, func(m *socket.Machine, now socket.Time) {
			m.SetPage(now, true, false)
			m.SetPage(now, false, false)
		})
	})
	return nil
}

// SocketState is the state of the socket now.
func (c *Client) SocketState() SocketState {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.live.state
}

func usableCode(code int) error {
	if code != 1000 && (code < 3000 || code > 4999) {
		return usage("a socket cannot be closed with %d; give 1000, or 3000 to 4999", code)
	}
	return nil
}

// needSocket gives why there is none.
func (c *Client) needSocket() error {
	if c.options.usage != nil {
		return c.options.usage
	}
	if c.options.Subscriber == nil {
		return usage("the client has no Options.Subscriber")
	}
	return nil
}
