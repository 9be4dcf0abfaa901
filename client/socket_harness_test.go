package client_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"sluice/client"
)

// line is what the sockets of a client are connected to. What the client's functions are told is in log.
type line struct {
	*scripted
	mu    sync.Mutex
	dials []time.Duration // when
	since time.Time
	plugs []*plug // connections that were made
	log   []string
	down  bool // attempts fail
	speak string
}

// plug is the server's end of a connection.
type plug struct {
	in     chan client.Message
	hungUp chan int // by the server
	done   chan struct{}
	once   sync.Once
	mu     sync.Mutex
	sent   []string
	code   int
	proto  string
	broken bool // nothing can be written
	why    string
}

// wired runs a test with a client that has a socket.
func wired(t *testing.T, title string, change func(l *line, s *client.Subscriber), test func(t *testing.T, l *line)) {
	l := &line{}
	script(t, title, func(t *testing.T, s *scripted) {
		l.scripted = s
		synctest.Wait()
		test(t, l)
	}, func(o *client.Options) {
		l.since = time.Now()
		o.Subscriber = &client.Subscriber{
			Dial:    l.dial,
			OnClose: func(_ *client.Socket, code int) { l.note("close %d", code) },
			OnError: func(err error) {
				if e, ok := errors.AsType[*client.SocketError](err); ok {
					l.note("error %s%s", e.Kind, e.Code)
				}
			},
		}
		if change != nil {
			change(l, o.Subscriber)
		}
	})
}

func resuming(l *line, s *client.Subscriber) { s.Resume, l.speak = true, "sluice.v1" }

func (l *line) note(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.log = append(l.log, fmt.Sprintf(format, args...))
}

// told is what was noted since.
func (l *line) told() []string {
	synctest.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	out := l.log
	l.log = nil
	return out
}

func (l *line) dial(context.Context, string, []string) (client.SocketConn, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dials = append(l.dials, time.Since(l.since))
	if l.down {
		return nil, errors.New("nobody there")
	}
	p := &plug{in: make(chan client.Message), hungUp: make(chan int, 1), done: make(chan struct{}), proto: l.speak}
	l.plugs = append(l.plugs, p)
	return p, nil
}

// at is when connections were tried, in seconds.
func (l *line) at() []float64 {
	synctest.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	out := make([]float64, len(l.dials))
	for i, d := range l.dials {
		out[i] = d.Seconds()
	}
	return out
}

func (l *line) fails(down bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down = down
}

// plug is the connection that was made last.
func (l *line) plug() *plug {
	l.t.Helper()
	synctest.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	require.NotEmpty(l.t, l.plugs)
	return l.plugs[len(l.plugs)-1]
}

// hear has messages come, one after the other.
func (l *line) hear(texts ...string) {
	l.t.Helper()
	p := l.plug()
	for _, text := range texts {
		p.in <- client.Message{Data: []byte(text)}
		synctest.Wait()
	}
}

// lose has the server close, or the connection break.
func (l *line) lose(code int) {
	l.plug().hungUp <- code
	synctest.Wait()
}

// said is what was sent over the last connection since.
func (l *line) said() []string {
	p := l.plug()
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.sent
	p.sent = nil
	return out
}

func wait(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func (p *plug) Read(context.Context) (client.Message, error) {
	select {
	case m := <-p.in:
		return m, nil
	case code := <-p.hungUp:
		if code == 1006 {
			return client.Message{}, errors.New("broken")
		}
		return client.Message{}, &client.SocketClosed{Code: code, Reason: p.why}
	case <-p.done:
		return client.Message{}, errors.New("closed here")
	}
}

func (p *plug) Write(_ context.Context, text []byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.broken {
		return errors.New("broken")
	}
	p.sent = append(p.sent, string(text))
	return nil
}

func (p *plug) Close(code int) error {
	p.once.Do(func() { p.code = code; close(p.done) })
	return nil
}

func (p *plug) Protocol() string { return p.proto }
