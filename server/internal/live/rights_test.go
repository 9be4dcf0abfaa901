package live

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// askedGate is asked again every minute, and answers what a test says.
type askedGate struct {
	mu      sync.Mutex
	answers map[string]*Refusal // by topic
	asked   int                 // again
	slow    time.Duration
}

func (g *askedGate) Admit(ctx context.Context, stream Stream, payload []byte, again bool) *Refusal {
	if g.slow > 0 {
		select {
		case <-time.After(g.slow):
		case <-ctx.Done():
		}
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if again {
		g.asked++
		if string(payload) != `"p"` {
			return &Refusal{Code: "no payload"}
		}
	}
	return g.answers[stream.Topic]
}

func (g *askedGate) Again(string) (bool, time.Duration) { return true, time.Minute }

func (g *askedGate) say(topic string, r *Refusal) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.answers = map[string]*Refusal{topic: r}
}

// minutes lets time go by for a client that answers pings.
func minutes(c *Conn, n int) {
	for range 10 * n {
		c.Heard()
		time.Sleep(6 * time.Second)
	}
	synctest.Wait()
}

// withoutPings are the frames since the last time, but pings.
func withoutPings(t *testing.T, socket *fakeSocket) (list []seenFrame) {
	for _, f := range decode(t, socket.seen()) {
		if f.Op != "ping" {
			list = append(list, f)
		}
	}
	return list
}

func TestRightsAreAskedAgain(t *testing.T) {
	open := func(t *testing.T) (*askedGate, *Memory, *Conn, *fakeSocket) {
		gate, b := &askedGate{}, NewMemory()
		c, socket := newConn(t, b, func(c *Config) { c.Gate = gate })
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A","payload":"p"}`))
		c.Handle([]byte(`{"op":"subscribe","sid":2,"topic":"B","payload":"p"}`))
		require.Len(t, socket.seen(), 2)
		return gate, b, c, socket
	}
	inBubble(t, "every so often, and what is refused ends", func(t *testing.T) {
		gate, b, c, socket := open(t)
		minutes(c, 3)
		assert.InDelta(t, 6, gate.asked, 2, "both, once in a minute and up to 8 s later")
		assert.Empty(t, withoutPings(t, socket))
		gate.say("A", &Refusal{Code: "topic.forbidden"})
		minutes(c, 2)
		publish(t, b, "A", "1")
		publish(t, b, "B", "1")
		frames := withoutPings(t, socket)
		require.Len(t, frames, 2)
		assert.Equal(t, []any{"error", int64(1), "topic.forbidden"}, []any{frames[0].Op, frames[0].Sid, frames[0].Code})
		assert.Equal(t, []any{"event", int64(2)}, []any{frames[1].Op, frames[1].Sid})
	})
	inBubble(t, "and what nobody can tell stays until the next time", func(t *testing.T) {
		gate, _, c, socket := open(t)
		gate.say("A", &Refusal{Code: CodeInternal, Retry: true})
		minutes(c, 3)
		assert.Empty(t, withoutPings(t, socket))
		gate.say("A", &Refusal{Code: "topic.forbidden"})
		minutes(c, 2)
		assert.Len(t, withoutPings(t, socket), 1)
	})
	inBubble(t, "by one goroutine, however long it takes, while frames are answered", func(t *testing.T) {
		gate, _, c, socket := open(t)
		gate.slow = 10 * time.Minute
		for range 100 {
			c.Handle([]byte(`{"op":"ping","n":1}`))
			time.Sleep(3 * time.Second)
		}
		assert.LessOrEqual(t, gate.asked, 1)
		assert.Len(t, withoutPings(t, socket), 100)
		minutes(c, 20)
		assert.Positive(t, gate.asked)
	})
	inBubble(t, "also about what is due while others are asked about", func(t *testing.T) {
		gate, _, c, socket := open(t)
		for range 5 {
			c.Heard()
			time.Sleep(6 * time.Second)
		}
		c.Handle([]byte(`{"op":"subscribe","sid":3,"topic":"C","payload":"p"}`))
		require.Equal(t, "subscribed", withoutPings(t, socket)[0].Op)
		gate.slow = 25 * time.Second
		gate.say("C", &Refusal{Code: "topic.forbidden"})
		minutes(c, 4)
		assert.Len(t, withoutPings(t, socket), 1)
	})
	inBubble(t, "as long as a first answer takes: a client that is not read is not silent", func(t *testing.T) {
		gate, _, c, socket := open(t)
		gate.slow = 25 * time.Second
		c.Handle([]byte(`{"op":"subscribe","sid":3,"topic":"C","payload":"p"}`))
		frames := withoutPings(t, socket)
		require.Len(t, frames, 1)
		assert.Equal(t, "subscribed", frames[0].Op)
		time.Sleep(25 * time.Second)
		code, _ := socket.closed()
		assert.Equal(t, CloseSilent, code, "but is from then on")
	})
	inBubble(t, "no more when the connection has gone", func(t *testing.T) {
		gate, _, c, _ := open(t)
		c.Done()
		time.Sleep(time.Hour)
		assert.Zero(t, gate.asked)
	})
}
