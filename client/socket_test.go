package client_test

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

var (
	fresh     = client.SocketState{Pristine: true}
	connected = client.SocketState{Connected: true}
	lost      = client.SocketState{}
)

func (l *line) listen(name string, options ...client.Option) func() {
	l.t.Helper()
	stop, err := client.Listen(l.Client, name, func(data any) { l.note("%s %v", name, data) }, options...)
	require.NoError(l.t, err)
	return stop
}

func greets(l *line, s *client.Subscriber) {
	s.OnOpen = func(s *client.Socket, props any) {
		l.note("open %v", props)
		_ = s.Send([]byte("hi"))
	}
}

func TestSocketOpening(t *testing.T) {
	lazily := func(change func(*line, *client.Subscriber)) func(*line, *client.Subscriber) {
		return func(l *line, s *client.Subscriber) { s.Lazy = true; change(l, s) }
	}
	wired(t, "1 what is subscribed goes out before what OnOpen sends", lazily(greets), func(t *testing.T, l *line) {
		l.listen("A", client.Payload("a"))
		l.listen("B", client.Payload("b"))
		l.listen("C")
		assert.Equal(t, fresh, l.SocketState())
		require.NoError(t, l.OpenSocket(nil))
		assert.Equal(t, []string{`"a"`, `"b"`, "hi"}, l.said())
		assert.Equal(t, connected, l.SocketState())
		l.listen("D", client.Payload(map[string]int{"d": 1}))
		assert.Equal(t, []string{`{"d":1}`}, l.said())
	})
	wired(t, "2 with ActivateOn it goes out after the server's word", lazily(func(l *line, s *client.Subscriber) {
		greets(l, s)
		s.ActivateOn = func(m client.Message) bool { return string(m.Data) == `{"type":"ok"}` }
		s.OnMessage = func(_ json.RawMessage, m client.Message) { l.note("message %s", m.Data) }
	}), func(t *testing.T, l *line) {
		l.listen("A", client.Payload("a"))
		l.listen("B", client.Payload("b"))
		require.NoError(t, l.OpenSocket(nil))
		assert.Equal(t, []string{"hi"}, l.said())
		assert.False(t, l.SocketState().Connected)
		l.told()
		l.hear(`{"type":"ok"}`)
		assert.True(t, l.SocketState().Connected)
		assert.Equal(t, []string{`"a"`, `"b"`}, l.said())
		assert.Equal(t, []string{`message {"type":"ok"}`}, l.told())
	})
	wired(t, "3 lazy: props of OpenSocket, also of reconnects", lazily(greets), func(t *testing.T, l *line) {
		wait(time.Minute)
		assert.Empty(t, l.at())
		require.NoError(t, l.OpenSocket("x"))
		assert.Equal(t, []string{"open x"}, l.told())
		l.lose(1006)
		wait(5 * time.Second)
		assert.Equal(t, []string{"close 1006", "open x"}, l.told())
	})
	wired(t, "4 attempts every five seconds", nil, func(t *testing.T, l *line) {
		l.listen("A", client.Payload("a"))
		l.fails(true)
		l.lose(1006)
		assert.Equal(t, lost, l.SocketState())
		wait(16 * time.Second)
		assert.Equal(t, []float64{0, 5, 10, 15}, l.at())
		l.fails(false)
		wait(5 * time.Second)
		assert.Equal(t, []string{`"a"`}, l.said())
	})
	wired(t, "5 waits that grow", func(_ *line, s *client.Subscriber) { s.Backoff = &client.Backoff{Jitter: 0.5} }, func(t *testing.T, l *line) {
		l.fails(true)
		l.lose(1006)
		wait(10 * time.Minute)
		at := l.at()
		require.Greater(t, len(at), 8)
		for i, d := range []float64{5, 10, 20, 40, 60, 60, 60} {
			assert.GreaterOrEqual(t, at[i+1]-at[i], d/2-0.01)
			assert.LessOrEqual(t, at[i+1]-at[i], d+0.01)
		}
	})
	wired(t, "6 closed with 1000 it stays closed", nil, func(t *testing.T, l *line) {
		require.NoError(t, l.CloseSocket(1000))
		p := l.plug()
		assert.Equal(t, 1000, p.code)
		assert.Equal(t, []string{"close 1000"}, l.told())
		l.having(`[1]`)
		wait(time.Minute)
		assert.Len(t, l.at(), 1)
		assert.Equal(t, fresh, l.SocketState())
	})
	wired(t, "7 a connection without heartbeats is dead", func(_ *line, s *client.Subscriber) {
		s.IsHeartbeatMessage = func(m client.Message) bool { return string(m.Data) == `"beat"` }
	}, func(t *testing.T, l *line) {
		wait(15 * time.Second)
		l.hear(`"beat"`)
		wait(15 * time.Second)
		l.hear(`"other"`)
		wait(4900 * time.Millisecond)
		assert.Empty(t, l.told())
		wait(200 * time.Millisecond)
		assert.Equal(t, []string{"close 3000"}, l.told())
		assert.Equal(t, lost, l.SocketState())
		wait(5 * time.Second)
		assert.InDeltaSlice(t, []float64{0, 40}, l.at(), 0.01)
	})
	wired(t, "12 another OpenSocket, and one by OnClose, are the only ones", func(l *line, s *client.Subscriber) {
		greets(l, s)
		s.OnClose = func(s *client.Socket, code int) {
			if l.note("close %d", code); code == 1006 {
				_ = s.Client().OpenSocket("again")
			}
		}
	}, func(t *testing.T, l *line) {
		require.NoError(t, l.OpenSocket("p"))
		assert.Equal(t, []string{"open <nil>", "close 1000", "open p"}, l.told())
		l.lose(1006)
		assert.Equal(t, []string{"close 1006", "open again"}, l.told())
		wait(time.Minute)
		assert.Len(t, l.at(), 3)
	})
	wired(t, "OnClose opens the one new socket also where it is opened again at once", func(l *line, s *client.Subscriber) {
		s.ReconnectTimeout = client.AtOnce
		s.OnClose = func(s *client.Socket, code int) {
			if l.note("close %d", code); code == 1006 {
				time.Sleep(time.Second) // until the attempt is due
				_ = s.Client().OpenSocket("again")
			}
		}
		s.OnOpen = func(_ *client.Socket, props any) { l.note("open %v", props) }
	}, func(t *testing.T, l *line) {
		l.lose(1006)
		wait(time.Minute)
		assert.Equal(t, []string{"open <nil>", "close 1006", "open again"}, l.told())
		assert.Len(t, l.at(), 2)
	})
	wired(t, "OnClose that always opens another one is made to wait as an attempt is, until a connection has lasted", func(_ *line, s *client.Subscriber) {
		s.OnClose = func(s *client.Socket, _ int) { _ = s.Client().OpenSocket("again") }
	}, func(t *testing.T, l *line) {
		wait(5 * time.Second)
		l.fails(true)
		l.lose(1006)
		wait(16 * time.Second)
		assert.Equal(t, []float64{0, 5, 10, 15, 20}, l.at())
		l.fails(false)
		wait(10 * time.Second)
		l.lose(1000)
		assert.Equal(t, []float64{0, 5, 10, 15, 20, 25, 31}, l.at())
	})
	wired(t, "a Socket is told the props that it was made for, and its OnClose what the server said", func(l *line, s *client.Subscriber) {
		s.Lazy = true
		once := sync.OnceFunc(func() { _ = l.OpenSocket("newer") })
		s.OnSend = func(payload any, _ client.Topic) (any, error) { once(); return payload, nil }
		s.OnOpen = func(s *client.Socket, props any) { l.note("open %v", props) }
		s.OnClose = func(s *client.Socket, code int) { l.note("close %d %q", code, s.CloseReason()) }
	}, func(t *testing.T, l *line) {
		l.listen("A", client.Payload("a"))
		require.NoError(t, l.OpenSocket("older"))
		l.plug().why = "maintenance"
		l.lose(1001)
		assert.Equal(t, []string{"open older", `close 1000 ""`, "open newer", `close 1001 "maintenance"`}, l.told())
	})
	for _, test := range []struct {
		title string
		after time.Duration
		want  int
	}{{"never again", client.Never, 1}, {"again at once", client.AtOnce, 2}} {
		wired(t, "ReconnectTimeout: "+test.title, func(_ *line, s *client.Subscriber) { s.ReconnectTimeout = test.after }, func(t *testing.T, l *line) {
			l.lose(1001)
			assert.Len(t, l.at(), test.want)
			wait(time.Hour)
			assert.Len(t, l.at(), test.want)
		})
	}
	wired(t, "closed by 3000 while there is none, it is opened again all the same", nil, func(t *testing.T, l *line) {
		l.lose(1006)
		wait(2 * time.Second)
		require.NoError(t, l.CloseSocket(3000))
		wait(time.Minute)
		assert.Equal(t, []float64{0, 5}, l.at())
		l.lose(1006)
		require.NoError(t, l.CloseSocket(1000))
		wait(time.Minute)
		assert.Len(t, l.at(), 2)
	})
	wired(t, "the other side's close without a code is that of a loss", nil, func(t *testing.T, l *line) {
		l.lose(0)
		assert.Equal(t, []string{"close 1006"}, l.told())
		assert.Equal(t, lost, l.SocketState())
		wait(time.Minute)
		assert.Equal(t, []float64{0, 5}, l.at())
	})
	wired(t, "Close of a Socket closes that one", func(l *line, s *client.Subscriber) {
		s.OnOpen = func(s *client.Socket, _ any) { l.note("open %v %v", s.Close(999) != nil, s.Close(3001)) }
		s.ReconnectTimeout = client.Never
	}, func(t *testing.T, l *line) {
		assert.Equal(t, []string{"open true <nil>", "close 3001"}, l.told())
		assert.Equal(t, 3001, l.plug().code)
	})
	wired(t, "a client that is closed closes it for good", nil, func(t *testing.T, l *line) {
		l.Close()
		assert.Equal(t, []string{"close 1000"}, l.told())
		_, err := client.Listen(l.Client, "A", func(any) {})
		require.ErrorIs(t, err, core.ErrAborted)
		wait(time.Hour)
		assert.Len(t, l.at(), 1)
	})
}

func TestSocketUsage(t *testing.T) {
	refused := func(t *testing.T, err error) {
		t.Helper()
		_, ok := errors.AsType[*core.UsageError](err)
		assert.True(t, ok, "%v", err)
	}
	script(t, "without a Subscriber there is no socket", func(t *testing.T, s *scripted) {
		refused(t, s.OpenSocket(nil))
		refused(t, s.CloseSocket(1000))
		_, err := client.Listen(s.Client, "A", func(any) {})
		refused(t, err)
	})
	wired(t, "codes, topics and updates that cannot be meant", nil, func(t *testing.T, l *line) {
		for _, code := range []int{0, 999, 1001, 2999, 5000} {
			refused(t, l.CloseSocket(code))
		}
		_, err := client.Listen(l.Client, "", func(any) {})
		refused(t, err)
		_, err = client.Listen(l.Client, "A", func(any) {}, client.UpdateOptimistic("getList", func(l []int) []int { return l }))
		refused(t, err)
		assert.Empty(t, l.told())
	})
	wired(t, "for a page that is rendered there is no socket, and nothing is subscribed", nil, func(t *testing.T, l *line) {
		d := &line{scripted: l.scripted}
		c := newClient(t, never, func(o *client.Options) { o.SSR, o.Subscriber = client.SSRServer, &client.Subscriber{Dial: d.dial} })
		stop, err := client.Listen(c, "A", func(any) {})
		require.NoError(t, err)
		stop()
		require.NoError(t, c.OpenSocket(nil))
		assert.Empty(t, d.at())
		assert.Equal(t, fresh, c.SocketState())
		c.Close()
	})
	for title, s := range map[string]client.Subscriber{
		"no URL":            {},
		"a path":            {URL: "/ws"},
		"another scheme":    {URL: "ftp://host/ws"},
		"a negative time":   {URL: "ws://host", HeartbeatTimeout: -5},
		"a shrinking wait":  {URL: "ws://host", Backoff: &client.Backoff{Factor: 0.5}},
		"too much of a jit": {URL: "ws://host", Backoff: &client.Backoff{Jitter: 2}},
	} {
		script(t, title, func(t *testing.T, c *scripted) { refused(t, c.OpenSocket(nil)) }, func(o *client.Options) { o.Subscriber = &s })
	}
}
