package server

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pipes is a listener of connections without buffers, whose time is that of the test.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}
func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{Name: "pipe", Net: "pipe"} }

// overPipe runs a test in virtual time with a client's end of a connection to handler.
func overPipe(t *testing.T, handler func() http.Handler, test func(t *testing.T, conn net.Conn, answers *bufio.Reader)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		listener := &pipes{make(chan net.Conn), make(chan struct{})}
		server := &http.Server{Handler: handler()}
		ended := make(chan error, 1)
		go func() { ended <- server.Serve(listener) }()
		ours, theirs := net.Pipe()
		listener.conns <- theirs
		test(t, ours, bufio.NewReaderSize(ours, 16))
		require.NoError(t, ours.Close())
		require.NoError(t, server.Close())
		assert.ErrorIs(t, <-ended, http.ErrServerClosed)
	})
}

const long = 256 << 10

// longAnswers has an answer and files of 256 KiB, and a handler beside the App.
func longAnswers() http.Handler {
	file := &fstest.MapFile{Data: bytes.Repeat([]byte("x"), long)}
	app := New(Options{Static: fstest.MapFS{"a.txt": file, "b.txt": file, "b.txt.br": file}, HandlerTimeout: time.Minute, Origins: []string{"http://b"}})
	Handle(app, "long", func(*Call, empty) (string, error) { return strings.Repeat("x", long-2), nil })
	Handle(app, "slow", func(c *Call, _ empty) (string, error) {
		select {
		case <-c.Context().Done():
			return "", c.Context().Err()
		case <-time.After(50 * time.Second):
			return "done", nil
		}
	})
	mux := http.NewServeMux()
	mux.Handle("/", app)
	mux.HandleFunc("/beside/", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "beside") })
	return mux
}

var longRequests = map[string]string{
	"JSON":           "POST /api/long HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n",
	"a file":         "GET /a.txt HTTP/1.1\r\nHost: a\r\n\r\n",
	"a variant":      "GET /b.txt HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\n\r\n",
	"part of a file": "GET /a.txt HTTP/1.1\r\nHost: a\r\nRange: bytes=0-262143\r\n\r\n",
}

func TestAClientThatNeverReadsIsLeft(t *testing.T) {
	for name, request := range longRequests {
		t.Run(name, func(t *testing.T) {
			overPipe(t, longAnswers, func(t *testing.T, conn net.Conn, _ *bufio.Reader) {
				began := time.Now()
				_, err := io.WriteString(conn, request)
				require.NoError(t, err)
				_, err = io.WriteString(conn, strings.Repeat("x", 1<<20)) // nobody reads it: it ends with the connection
				require.ErrorIs(t, err, io.ErrClosedPipe)
				assert.InDelta(t, 30, time.Since(began).Seconds(), 1)
			})
		})
	}
}

func TestAClientThatReadsSlowlyGetsAll(t *testing.T) {
	for name, request := range longRequests {
		t.Run(name, func(t *testing.T) {
			overPipe(t, longAnswers, func(t *testing.T, conn net.Conn, answers *bufio.Reader) {
				_, err := io.WriteString(conn, request)
				require.NoError(t, err)
				answer, err := http.ReadResponse(answers, &http.Request{Method: request[:strings.IndexByte(request, ' ')]})
				require.NoError(t, err)
				began, got := time.Now(), int64(0)
				for err == nil {
					var n int64
					time.Sleep(10 * time.Second) // of virtual time
					n, err = io.CopyN(io.Discard, answer.Body, 32<<10)
					got += n
				}
				assert.ErrorIs(t, err, io.EOF)
				assert.EqualValues(t, long, got)
				assert.Greater(t, time.Since(began), time.Minute)
			})
		})
	}
}

func TestTheDeadlineIsOfOneAnswer(t *testing.T) {
	overPipe(t, longAnswers, func(t *testing.T, conn net.Conn, answers *bufio.Reader) {
		ask := func(method, path, body string, header ...string) string {
			t.Helper()
			go func() {
				_, _ = fmt.Fprintf(conn, "%s %s HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n%s",
					method, path, strings.Join(header, ""), len(body), body)
			}()
			answer, err := http.ReadResponse(answers, &http.Request{Method: method})
			require.NoError(t, err)
			text, err := io.ReadAll(answer.Body)
			require.NoError(t, err)
			return fmt.Sprint(answer.StatusCode, " ", string(text))
		}
		for range 2 {
			assert.Equal(t, "200 null", ask("POST", "/api/session", ""))
			time.Sleep(5 * time.Minute) // of virtual time
			assert.Equal(t, "200 beside", ask("GET", "/beside/", ""), "another handler, on the same connection")
			assert.Equal(t, `200 "done"`, ask("POST", "/api/slow", "{}"), "a handler may take its time")
			assert.Equal(t, "204 ", ask("OPTIONS", "/api/session", "", "Origin: http://b\r\nAccess-Control-Request-Method: POST\r\n"))
		}
	})
}

func TestAStreamOfHTTP2ThatNobodyReadsEnds(t *testing.T) {
	file := &fstest.MapFile{Data: bytes.Repeat([]byte("x"), 16<<20)}
	app := New(Options{Static: fstest.MapFS{"a.txt": file, "small.txt": {Data: []byte("small")}}, WriteTimeout: 100 * time.Millisecond})
	done := make(chan struct{}, 10)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() { done <- struct{}{} }()
		app.ServeHTTP(w, r)
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	get := func(path string) *http.Response {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, nil)
		require.NoError(t, err)
		answer, err := server.Client().Do(request)
		require.NoError(t, err)
		require.Equal(t, 2, answer.ProtoMajor)
		return answer
	}
	stalled := get("/a.txt")
	defer stalled.Body.Close()
	<-done // the handler has ended although nobody reads
	_, err := io.Copy(io.Discard, stalled.Body)
	assert.ErrorContains(t, err, "INTERNAL_ERROR")
	small := get("/small.txt")
	defer small.Body.Close()
	text, err := io.ReadAll(small.Body)
	require.NoError(t, err)
	assert.Equal(t, "small", string(text), "on the same connection")
}
