package server

import (
	"context"
	"fmt"
	"net"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

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
