package server

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/require"

	"sluice/internal/protocol"
	"sluice/server/internal/live"
)

// patience is how long a test waits for what has to come.
const patience = 10 * time.Second

// wire is a client's end of a WebSocket.
type wire struct {
	t  *testing.T
	ws *websocket.Conn
}

// connect opens a WebSocket that speaks sluice.v1, with the browser's cookie. Headers are
// given as "Name: value".
func (b *browser) connect(headers ...string) *wire {
	b.site.t.Helper()
	return b.open(b.site.t, []string{protocol.Subprotocol}, headers...)
}

func (b *browser) open(t *testing.T, protocols []string, headers ...string) *wire {
	t.Helper()
	ws, answer, err := b.dial(t, protocols, headers...)
	require.NoError(t, err)
	require.Equal(t, http.StatusSwitchingProtocols, answer.StatusCode)
	ws.SetReadLimit(4 << 20)
	t.Cleanup(func() { _ = ws.CloseNow() })
	return &wire{t, ws}
}

func (b *browser) dial(t *testing.T, protocols []string, headers ...string) (*websocket.Conn, *http.Response, error) {
	t.Helper()
	h := http.Header{}
	if b.token != "" {
		h.Set("Cookie", cookieName+"="+b.token)
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		h.Set(name, value)
	}
	return websocket.Dial(t.Context(), b.site.url+"/ws", &websocket.DialOptions{
		HTTPClient: client, HTTPHeader: h, Subprotocols: protocols,
	})
}

func (w *wire) send(text string) {
	w.t.Helper()
	require.NoError(w.t, w.ws.Write(w.t.Context(), websocket.MessageText, []byte(text)))
}

// next returns the next frame that is no ping. Those it answers, as clients do: on a busy
// machine a test may take longer than a server waits for a sign of life.
func (w *wire) next() string {
	w.t.Helper()
	for {
		ctx, cancel := context.WithTimeout(w.t.Context(), patience)
		_, text, err := w.ws.Read(ctx)
		cancel()
		require.NoError(w.t, err)
		n, ping := strings.CutPrefix(string(text), `{"op":"ping"`)
		if !ping {
			return string(text)
		}
		_ = w.ws.Write(w.t.Context(), websocket.MessageText, []byte(`{"op":"pong"`+n)) // what comes next tells
	}
}

// expect reads frames, which are compared as JSON.
func (w *wire) expect(frames ...string) {
	w.t.Helper()
	for _, frame := range frames {
		require.JSONEq(w.t, frame, w.next())
	}
}

// silent checks that everything the server had to say has been read.
func (w *wire) silent() {
	w.t.Helper()
	w.send(`{"op":"ping","n":4711}`)
	w.expect(`{"op":"pong","n":4711}`)
}

// closed reads to the end and returns the code of the close.
func (w *wire) closed() int {
	w.t.Helper()
	for {
		ctx, cancel := context.WithTimeout(w.t.Context(), patience)
		_, _, err := w.ws.Read(ctx)
		cancel()
		var end websocket.CloseError
		if errors.As(err, &end) {
			return int(end.Code)
		}
		require.NoError(w.t, err, "ended without a close frame")
	}
}

// subscribe subscribes and returns the position.
func (w *wire) subscribe(frame string) (epoch string, last int64) {
	w.t.Helper()
	w.send(frame)
	var answer struct {
		Op, Epoch string
		Last      int64
	}
	text := w.next()
	require.NoError(w.t, json.Unmarshal([]byte(text), &answer))
	require.Equal(w.t, "subscribed", answer.Op, text)
	require.NotEmpty(w.t, answer.Epoch)
	return answer.Epoch, answer.Last
}

// publish publishes and expects no error.
func (s *site) publish(topic string, value any, options ...PublishOption) {
	s.t.Helper()
	require.NoError(s.t, s.Publish(s.t.Context(), topic, value, options...))
}

// topics declares open topics.
func topics(names ...string) func(*App) {
	return func(a *App) {
		for _, name := range names {
			Topic(a, name)
		}
	}
}

func streamOf(topic string) live.Stream { return live.Stream{Topic: topic} }
