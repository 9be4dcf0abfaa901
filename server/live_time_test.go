package server

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// network is one within the process, so that a server, its connections and their
// clients share the clock of a test.
type network chan net.Conn

func (p network) Accept() (net.Conn, error) {
	if conn, ok := <-p; ok {
		return conn, nil
	}
	return nil, net.ErrClosed
}

func (p network) Close() error { close(p); return nil }

func (p network) Addr() net.Addr { return &net.UnixAddr{Name: "links", Net: "unix"} }

func (p network) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	p <- there
	return here, nil
}

// inTime runs a test with an App and clients whose time goes by at once.
func inTime(t *testing.T, name string, o Options, test func(t *testing.T, connect func(protocols ...string) *websocket.Conn), rules ...Rule) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			links := make(network)
			app := New(o)
			Topic(app, "T", rules...)
			ctx, stop := context.WithCancel(context.Background())
			served := make(chan error, 1)
			go func() { served <- Serve(ctx, links, app) }()
			test(t, func(protocols ...string) *websocket.Conn {
				ws, _, err := websocket.Dial(t.Context(), "http://x/ws", &websocket.DialOptions{
					HTTPClient:   &http.Client{Transport: &http.Transport{DialContext: links.dial}},
					Subprotocols: protocols,
				})
				require.NoError(t, err)
				return ws
			})
			stop()
			require.NoError(t, <-served)
		})
	})
}

func TestTimeOfConnections(t *testing.T) {
	inTime(t, "a client that answers pings stays, and is closed after 20 s of silence", Options{},
		func(t *testing.T, connect func(...string) *websocket.Conn) {
			ws := connect("sluice.v1")
			start := time.Now()
			for time.Since(start) < time.Hour {
				_, text, err := ws.Read(t.Context())
				require.NoError(t, err)
				require.NoError(t, ws.Write(t.Context(), websocket.MessageText, []byte(strings.Replace(string(text), "ping", "pong", 1))))
			}
			code, after := end(ws)
			assert.Equal(t, 4000, code)
			assert.Equal(t, 20*time.Second, after)
		})
	inTime(t, "a plain client stays although it says nothing: its WebSocket does", Options{},
		func(t *testing.T, connect func(...string) *websocket.Conn) {
			ws := connect()
			start := time.Now()
			for time.Since(start) < time.Hour {
				_, _, err := ws.Read(t.Context())
				require.NoError(t, err)
			}
			require.NoError(t, ws.CloseNow())
		})
	inTime(t, "a client that takes nothing is let go when its time to write is up", Options{WriteTimeout: time.Second},
		func(t *testing.T, connect func(...string) *websocket.Conn) {
			ws := connect("sluice.v1")
			time.Sleep(10 * time.Second) // a ping is on its way since 8 s, and a pipe has no room
			_, _, err := ws.Read(t.Context())
			require.Error(t, err)
		})
}

func TestRecheck(t *testing.T) {
	var member atomic.Bool
	member.Store(true)
	allow := func(_ *Call, key string, payload json.RawMessage) error {
		if !member.Load() {
			return &Error{Status: 403, Message: "no longer " + key + string(payload)}
		}
		return nil
	}
	inTime(t, "a subscription ends when its rules no longer allow it", Options{}, func(t *testing.T, connect func(...string) *websocket.Conn) {
		ws := connect("sluice.v1")
		require.NoError(t, ws.Write(t.Context(), websocket.MessageText, []byte(`{"op":"subscribe","sid":1,"topic":"T","key":"k","payload":7}`)))
		start := time.Now()
		for {
			_, text, err := ws.Read(t.Context())
			require.NoError(t, err)
			if strings.Contains(string(text), `"error"`) {
				assert.JSONEq(t, `{"op":"error","sid":1,"code":"topic.forbidden","message":"no longer k7","retry":false}`, string(text))
				break
			}
			if time.Since(start) > 10*time.Minute {
				member.Store(false)
			}
			if pong, is := strings.CutPrefix(string(text), `{"op":"ping"`); is {
				require.NoError(t, ws.Write(t.Context(), websocket.MessageText, []byte(`{"op":"pong"`+pong)))
			}
		}
		assert.InDelta(t, (10*time.Minute + 34*time.Second).Seconds(), time.Since(start).Seconds(), 24)
		require.NoError(t, ws.CloseNow())
	}, Recheck(30*time.Second), Allow(allow))
}

// end reads until the connection ends, and returns its code and how long it took.
func end(ws *websocket.Conn) (code int, after time.Duration) {
	start := time.Now()
	for {
		if _, _, err := ws.Read(context.Background()); err != nil {
			return int(websocket.CloseStatus(err)), time.Since(start)
		}
	}
}
