package server

import (
	"context"
	"errors"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/coder/websocket"

	"sluice/server/internal/live"
)

// maxFrame limits a message from a client, in bytes. A longer one ends the connection
// with code 1009.
const maxFrame = 64 << 10

// pingTime is how long a client may take to answer a ping of the WebSocket protocol.
const pingTime = 10 * time.Second

// socket is one connection: it carries frames between the WebSocket and a live.Conn, and
// is the gate of its subscriptions.
type socket struct {
	app          *App
	server       *http.Server // by which it came, nil if unknown
	requestID    string       // of the handshake
	limitAddress string
	token        string // of the handshake's cookie, "" without one
	session      sessionID
	caller       string // with whose connections it counts, "" = they are not limited
	ws           *websocket.Conn
	net          net.Conn

	mu     sync.Mutex
	conn   *live.Conn // nil during the handshake
	ending int        // the code to close with, when the handshake is over
	state  sessionState
}

// serve reads until the connection ends.
func (s *socket) serve() {
	defer s.app.sockets.remove(s)
	defer func() { _ = s.ws.CloseNow() }()
	defer s.conn.Done()
	defer func() {
		if value := recover(); value != nil {
			s.report(&panicError{value, debug.Stack()})
		}
	}()
	for {
		kind, text, err := s.ws.Read(context.Background())
		switch {
		case errors.Is(err, websocket.ErrMessageTooBig):
			_ = s.ws.Close(websocket.StatusMessageTooBig, "") // reads on for a while, so that the client gets to know
			return
		case err != nil:
			return
		case kind != websocket.MessageText:
			s.conn.Invalid("send text frames")
		default:
			s.conn.Handle(text)
		}
	}
}

// end closes with a code.
func (s *socket) end(code int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn == nil {
		s.ending = code
		return
	}
	s.conn.End(code)
}

// report tells OnError.
func (s *socket) report(err error) {
	told := &CallError{RequestID: s.requestID, Route: s.app.socket, Err: err}
	var panicked *panicError
	if errors.As(err, &panicked) {
		told.Stack = panicked.stack
	}
	defer func() { _ = recover() }() // a listener that panics must not take the connection along
	s.app.options.OnError(told)
}

// Write gives the client Options.WriteTimeout for each 64 KiB.
func (s *socket) Write(text []byte) error {
	limit := s.app.options.WriteTimeout * time.Duration(1+len(text)/chunkSize)
	_ = s.net.SetWriteDeadline(time.Now().Add(limit)) // fails if the connection has gone, as the write will
	err := s.ws.Write(context.Background(), websocket.MessageText, text)
	_ = s.net.SetWriteDeadline(time.Time{}) // what the library itself writes has times of its own
	return err
}

// Ping sends a ping of the WebSocket protocol, which every client answers.
func (s *socket) Ping() {
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), pingTime)
		defer cancel()
		_ = s.ws.Ping(ctx) // its answer is heard, or not
	}()
}

// Close takes leave.
func (s *socket) Close(code int) {
	_ = s.ws.Close(websocket.StatusCode(code), "")
}

// Drop ends the connection at once.
func (s *socket) Drop() { _ = s.net.Close() }
