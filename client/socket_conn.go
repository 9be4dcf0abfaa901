package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/coder/websocket"
)

// SocketConn is a WebSocket that is open. Read, and Write with Close, are called by one goroutine each.
type SocketConn interface {
	// Read waits for a message. It fails with a *[SocketClosed] when the other side has closed, and in any case soon after Close.
	Read(ctx context.Context) (Message, error)
	// Write sends a text.
	Write(ctx context.Context, text []byte) error
	// Close closes with a code, and may wait for the other side to do so.
	Close(code int) error
	// Protocol is the one that the server has chosen, "" if none.
	Protocol() string
}

// SocketClosed says that the other side has closed.
type SocketClosed struct {
	Code   int // 1005 if it gave none
	Reason string
}

func (e *SocketClosed) Error() string {
	return fmt.Sprintf("client: the socket was closed with %d %s", e.Code, e.Reason)
}

// dial opens a connection as the options say.
func (c *Client) dial(ctx context.Context) (conn SocketConn, err error) {
	defer recovered(&err)
	s := c.options.Subscriber
	if s.Dial != nil {
		if conn, err = s.Dial(ctx, s.URL, c.live.protocols); conn == nil && err == nil {
			err = errors.New("Subscriber.Dial gave nothing")
		}
		return conn, err
	}
	options := &websocket.DialOptions{HTTPClient: s.HTTPClient, HTTPHeader: s.Header.Clone(), Subprotocols: c.live.protocols}
	if options.HTTPClient == nil {
		options.HTTPClient = c.http
	}
	if options.HTTPHeader == nil {
		options.HTTPHeader = http.Header{}
	}
	ws, _, err := websocket.Dial(ctx, s.URL, options) // the body need not be closed
	if err != nil {
		return nil, err
	}
	ws.SetReadLimit(c.options.MaxBody)
	return wsConn{ws}, nil
}

// wsConn is a WebSocket over the network.
type wsConn struct{ ws *websocket.Conn }

func (w wsConn) Read(ctx context.Context) (Message, error) {
	kind, data, err := w.ws.Read(ctx)
	var end websocket.CloseError
	if errors.As(err, &end) {
		err = &SocketClosed{Code: int(end.Code), Reason: end.Reason}
	}
	return Message{Data: data, Binary: kind == websocket.MessageBinary}, err
}

func (w wsConn) Write(ctx context.Context, text []byte) error {
	return w.ws.Write(ctx, websocket.MessageText, text)
}

func (w wsConn) Close(code int) error { return w.ws.Close(websocket.StatusCode(code), "") }

func (w wsConn) Protocol() string { return w.ws.Subprotocol() }
