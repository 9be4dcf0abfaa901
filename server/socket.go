package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"sluice/internal/protocol"
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
	ws           *websocket.Conn
	net          net.Conn

	mu     sync.Mutex
	conn   *live.Conn // nil during the handshake
	ending int        // the code to close with, when the handshake is over
	state  sessionState
}

// openSocket makes the checks of a handshake that concern the caller, and upgrades.
func (x *exchange) openSocket() {
	if x.r.Method != http.MethodGet {
		x.w.Header().Set("Allow", http.MethodGet)
		x.fail(methodNotAllowed("open a WebSocket by GET"))
		return
	}
	if !headerHas(x.r.Header, "Connection", "upgrade") || !headerHas(x.r.Header, "Upgrade", "websocket") {
		x.w.Header().Set("Connection", "Upgrade")
		x.w.Header().Set("Upgrade", "websocket")
		x.fail(&Error{Status: http.StatusUpgradeRequired, Message: "this is a WebSocket"})
		return
	}
	a := x.app
	s := &socket{
		app: a, requestID: x.id, limitAddress: a.proxies.limitAddress(x.r),
		token: tokenFrom(x.r.Header.Values("Cookie")),
	}
	s.server, _ = x.r.Context().Value(http.ServerContextKey).(*http.Server)
	if s.token != "" {
		s.session = idOf(s.token)
	}
	a.note(x.r.Context())
	if !a.sockets.add(s) { // before the session is read: no change of it is missed
		x.fail(&Error{Status: http.StatusServiceUnavailable, Message: "the server is stopping", retryAfter: time.Second})
		return
	}
	if err := x.upgrade(s); err != nil {
		a.sockets.remove(s)
		if !x.started {
			x.fail(err)
		}
		return
	}
	go s.serve()
}

func headerHas(h http.Header, name, token string) bool {
	for _, value := range h.Values(name) {
		for part := range strings.SplitSeq(value, ",") {
			if strings.EqualFold(strings.TrimSpace(part), token) {
				return true
			}
		}
	}
	return false
}

// upgrade reads the session and answers 101.
func (x *exchange) upgrade(s *socket) error {
	c := s.call(x.r.Context())
	x.call = c
	if err := c.begin(); err != nil {
		return err
	}
	if c.user != nil {
		user, err := encodeUser(c.user)
		if err != nil {
			return err
		}
		s.mu.Lock()
		s.state.user, s.state.version = user, c.known[s.session].version
		s.mu.Unlock()
	}
	x.setSessionHeaders()
	x.w.Header().Del("Content-Type")
	x.started = true
	taken := &takenOver{ResponseWriter: x.w}
	ws, err := websocket.Accept(taken, x.r, &websocket.AcceptOptions{
		Subprotocols:       []string{protocol.Subprotocol},
		InsecureSkipVerify: true, // the origin was checked, by the rule of routes
		OnPingReceived:     func(context.Context, []byte) bool { s.conn.Heard(); return true },
		OnPongReceived:     func(context.Context, []byte) { s.conn.Heard() },
	})
	if err != nil {
		return err
	}
	ws.SetReadLimit(maxFrame)
	s.ws, s.net = ws, taken.conn
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = live.New(live.Config{
		Socket: s, Broker: x.app.options.Broker.live(), Gate: s,
		Plain: ws.Subprotocol() == "", Failed: s.report,
	})
	if s.ending != 0 {
		s.conn.End(s.ending)
	}
	if s.state.again {
		s.look()
	}
	return nil
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

// call makes a call with the token of the connection.
func (s *socket) call(ctx context.Context) *Call {
	return &Call{app: s.app, ctx: ctx, requestID: s.requestID, limitAddress: s.limitAddress, token: s.token}
}

// Admit checks the rules of a topic.
func (s *socket) Admit(stream live.Stream, payload []byte, again bool) *live.Refusal {
	t := s.app.topics[stream.Topic]
	if t == nil {
		return &live.Refusal{Code: protocol.CodeTopicUnknown, Message: "there is no such topic"}
	}
	if t.rules.open() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), s.app.options.HandlerTimeout)
	defer cancel()
	c := s.call(ctx)
	if s.state.user != nil {
		c.user = &User{Token: s.token}
		if err := c.user.UnmarshalJSON(s.state.user); err != nil {
			s.report(err)
			return &live.Refusal{Code: live.CodeInternal, Message: "internal error", Retry: true}
		}
		c.remember(s.session, knownSession{s.state.version, c.user.ID})
	}
	err := t.admit(c, stream.Key, payload, again)
	if err == nil {
		return nil
	}
	refusal, internal := refusalOf(err)
	if internal {
		s.report(fmt.Errorf("server: topic %q: %w", stream.Topic, err))
	}
	return &refusal
}

// Keeps reports whether the rules look at the payload.
func (s *socket) Keeps(topic string) bool {
	t := s.app.topics[topic]
	return t != nil && len(t.rules.allow) > 0
}
