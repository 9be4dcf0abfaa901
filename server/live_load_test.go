package server

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"strconv"
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

// TestAClientThatNeverReads floods a connection whose client takes nothing: what is kept
// for it stays within its limits, others get everything, and it is cut off.
func TestAClientThatNeverReads(t *testing.T) {
	s := newSite(t, Options{WriteTimeout: 500 * time.Millisecond}, topics("T"))
	subscribeBare(t, s.url[len("http://"):], "T", "") // and reads nothing from then on
	w := s.browser().connect()
	w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)

	before := heap()
	text := strings.Repeat("x", 50_000)
	for id := 1; id <= 1000; id++ { // 50 MB, most of which no buffer of the system takes
		s.publish("T", text)
		require.Contains(t, w.next(), fmt.Sprintf(`"id":%d,`, id))
	}
	s.publishSmall(1000) // the buffer of the stream lets the large ones go
	assert.Less(t, heap()-before, int64(8<<20), "bytes kept")
	require.Eventually(t, func() bool {
		s.sockets.mu.Lock()
		defer s.sockets.mu.Unlock()
		return len(s.sockets.all) == 1
	}, patience, 10*time.Millisecond, "cut off")
}

// publishSmall publishes without waiting for anybody.
func (s *site) publishSmall(n int) {
	s.t.Helper()
	for range n {
		s.publish("T", 1)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestDeliveryOverWebSockets has many clients follow many publishers, resuming after
// every few events, over real connections.
func TestDeliveryOverWebSockets(t *testing.T) {
	const publishers, each, clients = 4, 150, 8
	s := newSite(t, Options{}, topics("T"))
	s.publish("T", "0")
	var publishing, reading sync.WaitGroup
	for range publishers {
		publishing.Go(func() {
			for i := range each {
				assert.NoError(t, s.Publish(t.Context(), "T", i, Key("k")))
				if i%10 == 0 {
					time.Sleep(time.Millisecond)
				}
			}
		})
	}
	probe := s.browser().connect()
	epoch, _ := probe.subscribe(`{"op":"subscribe","sid":1,"topic":"T","key":"k"}`)
	for range clients {
		reading.Go(func() {
			at := 0
			for at < publishers*each {
				ws, _, err := s.browser().dial(t, []string{"sluice.v1"})
				if !assert.NoError(t, err) {
					return
				}
				at = followSome(t, ws, epoch, at, min(60, publishers*each-at))
				_ = ws.CloseNow()
			}
			assert.Equal(t, publishers*each, at)
		})
	}
	publishing.Wait()
	reading.Wait()
}

// followSome resumes and reads n events, which have to have the next ids.
func followSome(t *testing.T, ws *websocket.Conn, epoch string, at, n int) int {
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
	defer cancel()
	assert.NoError(t, ws.Write(ctx, websocket.MessageText,
		fmt.Appendf(nil, `{"op":"subscribe","sid":1,"topic":"T","key":"k","epoch":%q,"after":%d}`, epoch, at)))
	for n > 0 {
		_, text, err := ws.Read(ctx)
		var frame struct {
			Op string
			ID int
		}
		if !assert.NoError(t, err) || !assert.NoError(t, json.Unmarshal(text, &frame)) {
			return 1 << 30
		}
		switch frame.Op {
		case "event":
			if !assert.Equal(t, at+1, frame.ID) {
				return 1 << 30
			}
			at, n = frame.ID, n-1
		case "gap":
			assert.Fail(t, "a gap", string(text))
			return 1 << 30
		}
	}
	return at
}

// subscribeBare subscribes over a socket and reads no further than the answer.
func subscribeBare(t testing.TB, address, topic, key string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprintf(conn, "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"+
		"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: sluice.v1\r\n\r\n")
	require.NoError(t, err)
	request := fmt.Appendf(nil, `{"op":"subscribe","sid":1,"topic":%q,"key":%q}`, topic, key)
	_, err = conn.Write(append([]byte{0x81, 0x80 | byte(len(request)), 0, 0, 0, 0}, request...)) // masked with zeros
	require.NoError(t, err)
	got := make([]byte, 0, 1024)
	for !strings.Contains(string(got), "subscribed") {
		read, err := conn.Read(got[len(got):cap(got)])
		require.NoError(t, err)
		got = got[:len(got)+read]
	}
	return conn
}

// BenchmarkIdleConnections prints the memory of a connection with one subscription that
// has nothing to do: heap and stacks, of the server alone. The clients are bare sockets.
func BenchmarkIdleConnections(b *testing.B) {
	app := New(Options{})
	Topic(app, "T")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(b, err)
	ctx, stop := context.WithCancel(b.Context())
	served := make(chan error, 1)
	go func() { served <- Serve(ctx, listener, app) }()
	const n = 2000
	clients := make([]net.Conn, n)
	measure := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapInuse + m.StackInuse
	}
	for range b.N {
		before := measure()
		for i := range n {
			clients[i] = subscribeBare(b, listener.Addr().String(), "T", strconv.Itoa(i%100))
		}
		time.Sleep(100 * time.Millisecond)
		b.ReportMetric(float64(measure()-before)/n, "B/connection")
		for _, conn := range clients {
			_ = conn.Close()
		}
	}
	stop()
	require.NoError(b, <-served)
}
