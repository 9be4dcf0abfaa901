package client_test

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/server"
)

// cable is a network that can be cut.
type cable struct {
	mu    sync.Mutex
	conns map[net.Conn]bool
	off   bool
}

func (w *cable) transport() *http.Transport {
	return &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.off {
			_ = conn.Close()
		}
		w.conns[conn] = true
		return conn, nil
	}}
}

// cut breaks all connections; with off, new ones too.
func (w *cable) cut(off bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.off = off
	for conn := range w.conns {
		_ = conn.Close()
		delete(w.conns, conn)
	}
}

// stream is what has come of a topic.
type stream struct {
	mu     sync.Mutex
	events []int
	gaps   []client.Gap
}

func (s *stream) listen(t *testing.T, c *client.Client, name, key string) {
	t.Helper()
	_, err := client.Listen(c, name, func(n int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.events = append(s.events, n)
	}, client.RequestKey(key), client.OnGap(func(g client.Gap) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.gaps = append(s.gaps, g)
	}))
	require.NoError(t, err)
}

func (s *stream) last() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.events) == 0 {
		return 0
	}
	return s.events[len(s.events)-1]
}

func eventually(t *testing.T, is func() bool, text string) {
	t.Helper()
	require.Eventually(t, is, 20*time.Second, time.Millisecond, text)
}

// liveSite is a server with live topics and a client with a socket to it.
func liveSite(t *testing.T) (*server.App, *cable, *client.Client) {
	t.Helper()
	app := server.New(server.Options{})
	server.Topic(app, "TICK")
	server.Topic(app, "ORDER")
	site := httptest.NewServer(app)
	t.Cleanup(site.Close)
	w := &cable{conns: make(map[net.Conn]bool)}
	c := client.New(client.Options{
		BaseURL: site.URL + "/api", Transport: w.transport(),
		Subscriber: &client.Subscriber{URL: site.URL + "/ws", Resume: true, ReconnectTimeout: 2 * time.Millisecond, OnError: func(error) {}},
	})
	t.Cleanup(c.Close)
	eventually(t, func() bool { return c.SocketState().Connected }, "it connects")
	return app, w, c
}

// begin publishes until the first event has come, so that the subscription has a position, and gives the next number.
func (s *stream) begin(t *testing.T, app *server.App, name string, options ...server.PublishOption) int {
	t.Helper()
	n := 0
	eventually(t, func() bool {
		n++
		return app.Publish(t.Context(), name, n, options...) == nil && s.last() > 0
	}, "the first event")
	return n + 1
}

func TestLiveServer(t *testing.T) {
	t.Run("over connections that break every event comes once and in order", func(t *testing.T) {
		app, w, c := liveSite(t)
		var ticks, order stream
		ticks.listen(t, c, "TICK", "")
		order.listen(t, c, "ORDER", "7")
		nextTick, nextOrder := ticks.begin(t, app, "TICK"), order.begin(t, app, "ORDER", server.Key("7"))
		ended := make(chan struct{})
		var chaos sync.WaitGroup
		chaos.Go(func() {
			random := rand.New(rand.NewPCG(1, 2))
			for {
				select {
				case <-ended:
					return
				case <-time.After(time.Duration(random.IntN(20)) * time.Millisecond):
					w.cut(false)
				}
			}
		})
		const count = 600
		for i := range count {
			require.NoError(t, app.Publish(t.Context(), "TICK", nextTick+i))
			require.NoError(t, app.Publish(t.Context(), "ORDER", nextOrder+i, server.Key("7")))
			require.NoError(t, app.Publish(t.Context(), "ORDER", -1, server.Key("8")))
			if i%5 == 0 {
				time.Sleep(time.Millisecond) // the publisher's own pace
			}
		}
		close(ended)
		chaos.Wait()
		for s, end := range map[*stream]int{&ticks: nextTick + count - 1, &order: nextOrder + count - 1} {
			eventually(t, func() bool { return s.last() == end }, "the last event "+strconv.Itoa(end))
			assert.Empty(t, s.gaps)
			for i := 1; i < len(s.events); i++ {
				require.Equal(t, s.events[i-1]+1, s.events[i], "once, and in order")
			}
		}
	})
	t.Run("what the server does not keep is told as a gap, and what follows comes", func(t *testing.T) {
		app, w, c := liveSite(t)
		var ticks stream
		ticks.listen(t, c, "TICK", "")
		next := ticks.begin(t, app, "TICK")
		eventually(t, func() bool { return ticks.last() == next-1 }, "all so far")
		w.cut(true)
		eventually(t, func() bool { return !c.SocketState().Connected }, "it is lost")
		for i := range 1500 {
			require.NoError(t, app.Publish(t.Context(), "TICK", next+i))
		}
		w.cut(false)
		eventually(t, func() bool { ticks.mu.Lock(); defer ticks.mu.Unlock(); return len(ticks.gaps) == 1 }, "a gap")
		require.NoError(t, app.Publish(t.Context(), "TICK", next+1500))
		eventually(t, func() bool { return ticks.last() == next+1500 }, "the next event")
		g := ticks.gaps[0]
		assert.Equal(t, client.Gap{Topic: client.Topic{Name: "TICK"}, Reason: "expired", From: uint64(next - 1), To: uint64(next + 1499)}, g)
	})
	t.Run("the user session goes along, and a logout ends what it allowed", func(t *testing.T) {
		app := server.New(server.Options{Accounts: server.MemoryAccounts()})
		server.Topic(app, "MINE", server.LoggedIn())
		site := httptest.NewServer(app)
		t.Cleanup(site.Close)
		closed, errs := make(chan int, 10), make(chan error, 10)
		c := client.New(client.Options{BaseURL: site.URL + "/api", Subscriber: &client.Subscriber{
			URL: "ws" + strings.TrimPrefix(site.URL, "http") + "/ws", Resume: true, Lazy: true, ReconnectTimeout: client.AtOnce,
			OnClose: func(_ *client.Socket, code int) { closed <- code }, OnError: func(err error) { errs <- err },
		}})
		t.Cleanup(c.Close)
		_, err := c.Register(t.Context(), client.Registration{Name: "Ann", Email: "ann@example.org", Password: "correct horse battery"})
		require.NoError(t, err)
		_, err = c.Login(t.Context(), "ann@example.org", "correct horse battery")
		require.NoError(t, err)
		var mine stream
		mine.listen(t, c, "MINE", "")
		require.NoError(t, c.OpenSocket(nil))
		mine.begin(t, app, "MINE")
		require.NoError(t, c.Logout(t.Context()))
		assert.Equal(t, 4001, <-closed)
		var e *client.SocketError
		require.ErrorAs(t, <-errs, &e)
		assert.Equal(t, "auth.required", e.Code)
	})
	t.Run("an unknown topic is an error of its subscription", func(t *testing.T) {
		site := httptest.NewServer(server.New(server.Options{}))
		t.Cleanup(site.Close)
		errs := make(chan error, 10)
		c := client.New(client.Options{BaseURL: site.URL + "/api", Subscriber: &client.Subscriber{URL: site.URL + "/ws", Resume: true, OnError: func(err error) { errs <- err }}})
		t.Cleanup(c.Close)
		_, err := client.Listen[any](c, "NONE", nil)
		require.NoError(t, err)
		var e *client.SocketError
		require.ErrorAs(t, <-errs, &e)
		assert.Equal(t, client.SocketProtocol, e.Kind)
		assert.Equal(t, "topic.unknown", e.Code)
		assert.Equal(t, client.Topic{Name: "NONE"}, e.Topic)
	})
}
