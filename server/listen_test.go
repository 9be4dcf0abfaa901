package server

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listen serves an App until stop, which returns what Serve did.
func listen(t *testing.T, app *App) (s *site, stop func() error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, listener, app) }()
	t.Cleanup(cancel)
	return &site{App: app, t: t, url: "http://" + listener.Addr().String()}, func() error {
		cancel()
		return <-ended
	}
}

func TestServeEndsWhenTheCallsHave(t *testing.T) {
	app := New(Options{})
	running, goOn := make(chan struct{}), make(chan struct{})
	Handle(app, "slow", func(c *Call, _ empty) (string, error) {
		close(running)
		<-goOn
		return "done", c.Context().Err()
	})
	s, stop := listen(t, app)
	answer := make(chan reply)
	go func() { answer <- s.browser().post("/api/slow", "") }()
	<-running
	ended := make(chan error)
	go func() { ended <- stop() }()
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err == nil {
			_ = conn.Close()
		}
		return err != nil
	}, 5*time.Second, time.Millisecond, "no new connections")
	select {
	case err := <-ended:
		t.Fatalf("Serve ended with %v while a call was running", err)
	default:
	}
	close(goOn)
	assert.Equal(t, `"done"`, (<-answer).body)
	assert.NoError(t, <-ended)
}

func TestServeLimitsHeaders(t *testing.T) {
	app := New(Options{})
	s, stop := listen(t, app)
	b := s.browser()
	assert.Equal(t, 200, b.post("/api/session", "", "X-Long: "+strings.Repeat("x", 60<<10)).status)
	assert.Equal(t, 431, b.post("/api/session", "", "X-Long: "+strings.Repeat("x", 64<<10)).status)
	t.Run("a header of 10 MB", func(t *testing.T) {
		conn := dial(t, s)
		go func() { // the server stops reading long before the end
			_, _ = fmt.Fprintf(conn, "POST /api/session HTTP/1.1\r\nHost: a\r\nX-Long: %s\r\n\r\n", strings.Repeat("x", 10_000_000))
		}()
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		require.NoError(t, err)
		defer answer.Body.Close()
		assert.Equal(t, 431, answer.StatusCode)
	})
	assert.NoError(t, stop())
}

func TestServeDoesNotWaitForASlowHeader(t *testing.T) {
	t.Parallel()
	s, stop := listen(t, New(Options{}))
	conn := dial(t, s)
	_, err := fmt.Fprint(conn, "POST /api/session HTTP/1.1\r\nHost: a\r\n")
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(headerTimeout+2*time.Second)))
	began := time.Now()
	_, err = bufio.NewReader(conn).ReadByte()
	require.Error(t, err)
	assert.InDelta(t, headerTimeout.Seconds(), time.Since(began).Seconds(), 1, "closed, not timed out here")
	assert.NoError(t, stop())
}

func TestListenAndServeSaysWhyItCannot(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	assert.ErrorContains(t, ListenAndServe(t.Context(), taken.Addr().String(), New(Options{})), "address already in use")
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, closed.Close())
	assert.Error(t, Serve(t.Context(), closed, New(Options{})))
}

func TestAPlainHTTPServerServesToo(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	app := New(Options{})
	Handle(app, "x", func(*Call, empty) (string, error) { return "ok", nil })
	ended := make(chan error, 1)
	go func() { ended <- http.Serve(listener, app) }()
	s := &site{App: app, t: t, url: "http://" + listener.Addr().String()}
	assert.Equal(t, `"ok"`, s.browser().post("/api/x", "").body)
	require.NoError(t, listener.Close())
	assert.ErrorIs(t, <-ended, net.ErrClosed)
}
