package server

import (
	"context"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestShutdown(t *testing.T) {
	t.Run("of the App closes with 1001, and new connections are refused", func(t *testing.T) {
		s := newSite(t, Options{}, topics("T"))
		list := []*wire{s.browser().open(t, nil), s.browser().open(t, []string{"sluice.v1"}), s.loggedIn("u", nil).open(t, nil)}
		var closed sync.WaitGroup
		for _, w := range list {
			closed.Go(func() { assert.Equal(t, 1001, w.closed()) })
		}
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		require.NoError(t, s.Shutdown(ctx))
		closed.Wait()
		_, answer, err := s.browser().dial(t, nil)
		require.Error(t, err)
		assert.Equal(t, 503, answer.StatusCode)
		assert.Equal(t, 200, s.browser().post("/api/session", "").status, "routes go on")
		require.NoError(t, s.Shutdown(ctx), "a second time")
	})
	t.Run("of Serve waits for them", func(t *testing.T) {
		app := New(Options{})
		Topic(app, "T")
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		ctx, stop := context.WithCancel(t.Context())
		served := make(chan error, 1)
		wrapped := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { app.ServeHTTP(w, r) })
		go func() { served <- Serve(ctx, listener, wrapped) }()
		ws, _, err := websocket.Dial(t.Context(), "http://"+listener.Addr().String()+"/ws", nil)
		require.NoError(t, err)
		stop()
		assert.Equal(t, 1001, (&wire{t, ws}).closed())
		require.NoError(t, <-served)
		assert.Empty(t, app.sockets.all)
	})
	t.Run("of any http.Server ends those that came by it", func(t *testing.T) {
		s := newSite(t, Options{}, topics("T"))
		stays := s.browser().open(t, nil)
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		own := &http.Server{Handler: http.StripPrefix("", s.App), ReadHeaderTimeout: time.Second}
		go func() { _ = own.Serve(listener) }()
		ws, _, err := websocket.Dial(t.Context(), "http://"+listener.Addr().String()+"/ws", nil)
		require.NoError(t, err)
		go func() { _ = own.Shutdown(t.Context()) }()
		assert.Equal(t, 1001, (&wire{t, ws}).closed())
		stays.silent()
	})
}

// TestNothingRunsOnAfterwards has all kinds of clients go, in all kinds of ways.
func TestNothingRunsOnAfterwards(t *testing.T) {
	stores := redisStores(t)
	s := stores.instances(t, 1)[0]
	subscribe := `{"op":"subscribe","sid":1,"topic":"T"}`
	for i := range 8 {
		b := s.browser()
		if i%2 == 0 {
			b = s.loggedIn("u", nil)
		}
		w := b.open(t, []string{"sluice.v1"})
		w.subscribe(subscribe)
		b.open(t, nil).send(`{"type":"T"}`)
		subscribeBare(t, strings.TrimPrefix(s.url, "http://"), "T", "") // says nothing more
		switch i % 4 {
		case 0:
			require.NoError(t, w.ws.CloseNow())
		case 1:
			go func() { _ = w.ws.Close(websocket.StatusNormalClosure, "") }()
		case 2:
			b.post("/auth/logout", "")
		}
	}
	s.publish("T", 1)
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	require.NoError(t, s.Shutdown(ctx))
	b := s.options.Broker.(*redisBroker)
	assert.Eventually(t, func() bool {
		b.unwire() // which happens once a minute
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.streams) == 0 && b.listener == nil && runningOn() == ""
	}, patience, 50*time.Millisecond, "still there: %s", runningOn())
}

// runningOn is a goroutine of a connection or of what connections need, "" without one.
func runningOn() string {
	all := make([]byte, 4<<20)
	all = all[:runtime.Stack(all, true)]
	for _, stack := range strings.Split(string(all), "\n\n") {
		for _, of := range []string{"server.(*socket", "live.(*Conn)", "redisSessions).watch"} {
			if strings.Contains(stack, of) {
				return stack
			}
		}
	}
	return ""
}
