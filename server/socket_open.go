package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/coder/websocket"

	"sluice/internal/protocol"
	"sluice/server/internal/live"
)

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
	if !x.app.sockets.admit(s, c.caller(), x.app.options.MaxConnections) {
		return &Error{
			Code: protocol.CodeRateLimited, Status: http.StatusTooManyRequests, Message: "too many connections",
			retryAfter: time.Second,
		}
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
