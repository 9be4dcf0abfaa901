package client_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func TestSocketOverTheNetwork(t *testing.T) {
	type closing struct {
		socket *client.Socket
		code   int
	}
	dialled := func(t *testing.T, url string, change func(*client.Subscriber)) (*client.Client, chan closing, chan error) {
		t.Helper()
		closes, errs := make(chan closing, 10), make(chan error, 10)
		s := client.Subscriber{
			URL: url, ReconnectTimeout: client.Never,
			OnClose: func(s *client.Socket, code int) { closes <- closing{s, code} }, OnError: func(err error) { errs <- err },
		}
		if change != nil {
			change(&s)
		}
		c := client.New(client.Options{BaseURL: "http://host/api", Subscriber: &s})
		t.Cleanup(c.Close)
		return c, closes, errs
	}
	t.Run("header and protocols go with the handshake, texts both ways, the code with the close", func(t *testing.T) {
		codes := make(chan websocket.StatusCode, 1)
		site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "yes", r.Header.Get("X-Own"))
			ws, err := websocket.Accept(w, r, &websocket.AcceptOptions{Subprotocols: []string{"b"}})
			if !assert.NoError(t, err) {
				return
			}
			_, text, err := ws.Read(context.Background())
			assert.NoError(t, err)
			assert.Equal(t, `"hello"`, string(text))
			assert.NoError(t, ws.Write(context.Background(), websocket.MessageBinary, []byte(`{}`)))
			_, _, err = ws.Read(context.Background())
			codes <- websocket.CloseStatus(err)
		}))
		t.Cleanup(site.Close)
		c, closes, errs := dialled(t, site.URL, func(s *client.Subscriber) {
			s.Header, s.Protocols = http.Header{"X-Own": {"yes"}}, []string{"a", "b"}
			s.OnOpen = func(s *client.Socket, _ any) { assert.Equal(t, "b", s.Protocol()); assert.True(t, s.Open()) }
		})
		_, err := client.Listen[any](c, "A", nil, client.Payload("hello"))
		require.NoError(t, err)
		var e *client.SocketError
		require.ErrorAs(t, <-errs, &e)
		assert.Equal(t, client.SocketParse, e.Kind, "binary")
		require.NoError(t, c.CloseSocket(3001))
		assert.EqualValues(t, 3001, <-codes)
		end := <-closes
		assert.Equal(t, 3001, end.code)
		assert.False(t, end.socket.Open())
		require.ErrorIs(t, end.socket.Send([]byte("late")), client.ErrSocketClosed)
		require.NoError(t, end.socket.Close(1000))
		assert.Empty(t, errs)
	})
	t.Run("who does not answer with a socket is a NetworkError, and a close of 1006", func(t *testing.T) {
		site := httptest.NewServer(http.NotFoundHandler())
		t.Cleanup(site.Close)
		c, closes, errs := dialled(t, site.URL, nil)
		var e *core.NetworkError
		require.ErrorAs(t, <-errs, &e)
		assert.Equal(t, 1006, (<-closes).code)
		assert.Equal(t, client.SocketState{}, c.SocketState())
	})
	t.Run("a message that is too large closes with 1009, and is told of", func(t *testing.T) {
		codes := make(chan websocket.StatusCode, 1)
		site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ws, err := websocket.Accept(w, r, nil)
			if !assert.NoError(t, err) {
				return
			}
			_ = ws.Write(context.Background(), websocket.MessageText, make([]byte, 10<<20)) // may be cut
			_, _, err = ws.Read(context.Background())
			codes <- websocket.CloseStatus(err)
		}))
		t.Cleanup(site.Close)
		closes, errs := make(chan int, 10), make(chan error, 10)
		c := client.New(client.Options{BaseURL: "http://host/api", MaxBody: 1 << 20, Subscriber: &client.Subscriber{
			URL: site.URL, ReconnectTimeout: client.Never,
			OnClose: func(_ *client.Socket, code int) { closes <- code }, OnError: func(err error) { errs <- err },
		}})
		t.Cleanup(c.Close)
		assert.Equal(t, 1009, <-closes)
		var e *core.NetworkError
		require.ErrorAs(t, <-errs, &e)
		require.ErrorIs(t, e, websocket.ErrMessageTooBig)
		assert.Equal(t, websocket.StatusMessageTooBig, <-codes)
		assert.Equal(t, client.SocketState{}, c.SocketState())
	})
	t.Run("a Dial that panics is one as well, and Close ends one that goes on", func(t *testing.T) {
		_, closes, errs := dialled(t, "", func(s *client.Subscriber) {
			s.Dial = func(context.Context, string, []string) (client.SocketConn, error) { panic("no") }
		})
		var e *client.PanicError
		require.ErrorAs(t, <-errs, &e)
		assert.Equal(t, 1006, (<-closes).code)
		begun, ended := make(chan bool), make(chan error)
		c, closes, errs := dialled(t, "", func(s *client.Subscriber) {
			s.Dial = func(ctx context.Context, _ string, _ []string) (client.SocketConn, error) {
				begun <- true
				<-ctx.Done()
				ended <- ctx.Err()
				return nil, errors.New("over")
			}
		})
		<-begun
		c.Close()
		require.ErrorIs(t, <-ended, context.Canceled)
		assert.Equal(t, 1000, (<-closes).code)
		assert.Empty(t, errs)
	})
}
