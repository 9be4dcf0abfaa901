package live

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// inBubble runs a test with a clock of its own. Connections end with it.
func inBubble(t *testing.T, name string, test func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) { synctest.Test(t, test) })
}

func publish(t testing.TB, b Broker, topic, data string) {
	t.Helper()
	_, err := b.Publish(t.Context(), Stream{Topic: topic}, []byte(data))
	require.NoError(t, err)
}

func TestHeartbeat(t *testing.T) {
	inBubble(t, "pings every 8 s while the client answers", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		time.Sleep(8*time.Second - 1)
		assert.Empty(t, socket.seen())
		time.Sleep(time.Nanosecond)
		assert.Equal(t, []string{`{"op":"ping","n":1}`}, socket.seen())
		c.Handle([]byte(`{"op":"pong","n":1}`))
		time.Sleep(8 * time.Second)
		assert.Equal(t, []string{`{"op":"ping","n":2}`}, socket.seen())
		for range 100 {
			c.Handle([]byte(`{"op":"pong","n":2}`))
			time.Sleep(8 * time.Second)
		}
		assert.Len(t, socket.seen(), 100)
		code, _ := socket.closed()
		assert.Zero(t, code)
	})
	inBubble(t, "closes with 4000 after 20 s without a frame", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		time.Sleep(5 * time.Second)
		c.Handle([]byte(`{"op":"ping","n":7}`))
		assert.Equal(t, []string{`{"op":"pong","n":7}`}, socket.seen())
		time.Sleep(20*time.Second - 1)
		assert.Len(t, socket.seen(), 3, "pings at 8, 16 and 24 s")
		code, _ := socket.closed()
		assert.Zero(t, code)
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		code, _ = socket.closed()
		assert.Equal(t, CloseSilent, code)
	})
	inBubble(t, "any frame counts, also one that is not understood, and pongs of the protocol", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		time.Sleep(15 * time.Second)
		c.Handle([]byte(`oops`))
		time.Sleep(15 * time.Second)
		c.Heard()
		time.Sleep(15 * time.Second)
		synctest.Wait()
		code, _ := socket.closed()
		assert.Zero(t, code)
	})
	inBubble(t, "pings clients without sluice.v1 by the protocol, too", func(t *testing.T) {
		_, socket := newConn(t, NewMemory(), func(c *Config) { c.Plain = true })
		time.Sleep(17 * time.Second)
		synctest.Wait()
		assert.Equal(t, 2, socket.pings)
	})
	inBubble(t, "a client that takes nothing has one ping waiting, and is cut off 5 s after the close", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		socket.take(0)
		time.Sleep(19 * time.Second)
		c.mu.Lock()
		assert.LessOrEqual(t, c.out.len(), 1)
		c.mu.Unlock()
		time.Sleep(time.Second + closeTime)
		synctest.Wait()
		_, dropped := socket.closed()
		assert.True(t, dropped)
	})
}

// brokenBroker cannot serve.
type brokenBroker struct{ Broker }

func (brokenBroker) Subscribe(context.Context, Stream, Receiver) error { return errDropped }

// brokenFeed joins, and cannot read.
type brokenFeed struct{ brokenBroker }

func (b brokenFeed) Subscribe(_ context.Context, _ Stream, to Receiver) error {
	to.Joined(b, Position{Epoch: "e", Last: 2}, 1)
	return nil
}

func (brokenFeed) Sync(fn func(Position)) { fn(Position{Epoch: "e", Last: 2}) }

func (brokenFeed) Read(context.Context, int64, func()) ([]Event, error) { return nil, errDropped }

func (brokenFeed) Close() {}

func TestABrokerThatFailsEndsTheConnection(t *testing.T) {
	for title, broker := range map[string]Broker{"on subscribing": brokenBroker{}, "in a replay": brokenFeed{}} {
		inBubble(t, title, func(t *testing.T) {
			var told []error
			c, socket := newConn(t, broker, func(o *Config) { o.Failed = func(err error) { told = append(told, err) } })
			c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A","epoch":"e","after":1}`))
			frames := socket.seen()
			require.NotEmpty(t, frames)
			assert.JSONEq(t, `{"op":"error","sid":1,"code":"internal","message":"internal error","retry":true}`, frames[len(frames)-1])
			code, _ := socket.closed()
			assert.Equal(t, CloseTryAgain, code, "a client asks again on its next connection only")
			assert.Equal(t, []error{errDropped}, told)
		})
	}
}

func TestSlowConsumers(t *testing.T) {
	inBubble(t, "beyond 256 messages events are dropped, and one gap says so once the queue is empty", func(t *testing.T) {
		b := NewMemory()
		c, socket := newConn(t, b)
		for sid, topic := range []string{"A", "B", "C"} {
			c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":%d,"topic":%q}`, sid, topic))
		}
		epoch := decode(t, socket.seen())[0].Epoch
		socket.take(0)
		publish(t, b, "A", "1")
		synctest.Wait() // it is on its way, no longer in the queue
		for range 200 {
			publish(t, b, "A", "1")
		}
		for range 100 {
			publish(t, b, "B", "1")
		}
		publish(t, b, "A", "1") // lost
		socket.take(100)
		synctest.Wait() // there is room again
		publish(t, b, "A", "1")
		publish(t, b, "B", "1")
		publish(t, b, "C", "1")
		socket.take(-1)
		frames := decode(t, socket.seen())
		assert.Len(t, frames, 201+56+1+2)
		next := map[int64]int64{}
		for _, f := range frames[:258] {
			require.Equal(t, "event", f.Op)
			next[f.Sid]++
			require.Equal(t, next[f.Sid], f.ID, "in order, without a hole")
		}
		assert.Equal(t, map[int64]int64{0: 201, 1: 56, 2: 1}, next)
		gaps := frames[258:]
		for i := range gaps {
			if gaps[i].Sid == 0 {
				assert.Equal(t, seenFrame{Op: "gap", Epoch: epoch, Last: 203, Reason: "slow"}, gaps[i])
			} else {
				assert.Equal(t, []any{"gap", int64(101), "slow"}, []any{gaps[i].Op, gaps[i].Last, gaps[i].Reason})
			}
		}
		publish(t, b, "A", "1")
		publish(t, b, "B", "1")
		assert.ElementsMatch(t, []string{
			`{"op":"event","sid":0,"id":204,"data":1}`, `{"op":"event","sid":1,"id":102,"data":1}`,
		}, socket.seen())
	})
	inBubble(t, "beyond 1 MiB as well, but one event always fits", func(t *testing.T) {
		b := NewMemory()
		c, socket := newConn(t, b)
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
		socket.seen()
		socket.take(0)
		big := `"` + strings.Repeat("x", 1<<20) + `"`
		publish(t, b, "A", big)
		synctest.Wait()
		publish(t, b, "A", big)
		publish(t, b, "A", "3")
		c.mu.Lock()
		assert.Equal(t, 1, c.out.len())
		assert.Len(t, c.out.lost, 1)
		c.mu.Unlock()
		socket.take(-1)
		frames := decode(t, socket.seen())
		require.Len(t, frames, 3)
		assert.Equal(t, []int64{1, 2}, []int64{frames[0].ID, frames[1].ID})
		assert.Equal(t, "gap", frames[2].Op)
		assert.Equal(t, int64(3), frames[2].Last)
	})
	inBubble(t, "a replay is paced by the socket and does not count", func(t *testing.T) {
		b := NewMemory()
		for range 1000 {
			publish(t, b, "A", "1")
		}
		var epoch string
		_ = b.Subscribe(t.Context(), Stream{Topic: "A"}, receiverFunc(func(at Position) { epoch = at.Epoch }))
		c, socket := newConn(t, b)
		socket.take(1)
		c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":1,"topic":"A","epoch":%q,"after":0}`, epoch))
		require.Len(t, socket.seen(), 1)
		c.mu.Lock()
		assert.Zero(t, c.out.len())
		c.mu.Unlock()
		socket.take(500)
		require.Len(t, socket.seen(), 500)
		for range 300 { // more than a queue holds; the buffer has dropped only what was replayed
			publish(t, b, "A", "2")
		}
		socket.take(-1)
		frames := decode(t, socket.seen())
		require.Len(t, frames, 800)
		for i, f := range frames {
			require.Equal(t, []any{"event", int64(501 + i)}, []any{f.Op, f.ID})
		}
	})
	inBubble(t, "a replay that is slower than the buffer ends in a gap", func(t *testing.T) {
		b := NewMemory()
		for range 1000 {
			publish(t, b, "A", "1")
		}
		var epoch string
		_ = b.Subscribe(t.Context(), Stream{Topic: "A"}, receiverFunc(func(at Position) { epoch = at.Epoch }))
		c, socket := newConn(t, b)
		socket.take(11)
		c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":1,"topic":"A","epoch":%q,"after":0}`, epoch))
		require.Len(t, socket.seen(), 11)
		for range 500 {
			publish(t, b, "A", "2")
		}
		socket.take(-1)
		frames := decode(t, socket.seen())
		last := frames[len(frames)-1]
		assert.Equal(t, seenFrame{Op: "gap", Sid: 1, Epoch: epoch, Last: 1500, Reason: "slow"}, last)
		for i, f := range frames[:len(frames)-1] {
			require.Equal(t, int64(11+i), f.ID)
		}
		publish(t, b, "A", "3")
		assert.Equal(t, []string{`{"op":"event","sid":1,"id":1501,"data":3}`}, socket.seen())
	})
	inBubble(t, "a replay and the queue take turns", func(t *testing.T) {
		b := NewMemory()
		for range 1000 {
			publish(t, b, "A", "1")
		}
		var epoch string
		_ = b.Subscribe(t.Context(), Stream{Topic: "A"}, receiverFunc(func(at Position) { epoch = at.Epoch }))
		c, socket := newConn(t, b)
		c.Handle([]byte(`{"op":"subscribe","sid":2,"topic":"B"}`))
		socket.seen()
		socket.take(1)
		c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":1,"topic":"A","epoch":%q,"after":0}`, epoch))
		synctest.Wait()
		for range 100 {
			publish(t, b, "B", "1")
		}
		socket.take(200)
		seen := map[int64]int{}
		for _, f := range decode(t, socket.seen()) {
			seen[f.Sid]++
		}
		assert.Greater(t, seen[1], 50)
		assert.GreaterOrEqual(t, seen[2], 5)
	})
	inBubble(t, "nothing more is read from a client that leaves its answers", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		socket.take(0)
		var read atomic.Int64
		go func() {
			for range 10_000 {
				c.Handle([]byte(`{"op":"ping","n":1}`))
				read.Add(1)
			}
		}()
		synctest.Wait()
		assert.Equal(t, int64(maxAnswers+1), read.Load(), "one is on its way")
		time.Sleep(21*time.Second + closeTime)
		synctest.Wait()
		_, dropped := socket.closed()
		assert.True(t, dropped)
		assert.Equal(t, int64(10_000), read.Load(), "let go")
	})
	inBubble(t, "saves that are not taken are told once", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		socket.take(0)
		for range 1000 {
			c.Session()
		}
		synctest.Wait()
		socket.take(-1)
		assert.LessOrEqual(t, len(socket.seen()), 2)
	})
}

// receiverFunc is told of the position and nothing else.
type receiverFunc func(Position)

func (f receiverFunc) Joined(feed Feed, at Position, _ int64) { f(at); go feed.Close() }
func (receiverFunc) Receive(Event)                            {}
func (receiverFunc) Reset(string)                             {}

func TestEnds(t *testing.T) {
	inBubble(t, "an ended session is told before the close, whatever is queued", func(t *testing.T) {
		b := NewMemory()
		c, socket := newConn(t, b)
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
		socket.seen()
		socket.take(0)
		for range 100 {
			publish(t, b, "A", "1")
		}
		c.EndSession(SessionReplaced)
		socket.take(-1)
		frames := socket.seen()
		assert.Equal(t, `{"op":"session","reason":"replaced"}`, frames[len(frames)-1])
		assert.LessOrEqual(t, len(frames), 2)
		code, _ := socket.closed()
		assert.Equal(t, CloseSession, code)
	})
	inBubble(t, "the first end counts, and nothing is done for the client after it", func(t *testing.T) {
		b := NewMemory()
		c, socket := newConn(t, b)
		c.End(CloseGoingAway)
		c.EndSession(SessionEnded)
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
		c.Session()
		synctest.Wait()
		publish(t, b, "A", "1")
		assert.Empty(t, socket.seen())
		code, _ := socket.closed()
		assert.Equal(t, CloseGoingAway, code)
	})
	inBubble(t, "a connection that is done leaves nothing at the broker", func(t *testing.T) {
		b := NewMemory()
		c, socket := newConn(t, b)
		for sid := range 10 {
			c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":%d,"topic":"A"}`, sid))
		}
		require.Len(t, socket.seen(), 10)
		c.Done()
		s := b.streams[Stream{Topic: "A"}]
		assert.Empty(t, s.receivers)
		assert.Zero(t, s.holders)
	})
	inBubble(t, "a change of rights ends what is no longer allowed", func(t *testing.T) {
		b, gate := NewMemory(), &openGate{}
		c, socket := newConn(t, b, func(c *Config) { c.Gate = gate })
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
		c.Handle([]byte(`{"op":"subscribe","sid":2,"topic":"B"}`))
		socket.seen()
		c.Change(func() { gate.refuse("A") })
		publish(t, b, "A", "1")
		publish(t, b, "B", "1")
		assert.Equal(t, []string{
			`{"op":"error","sid":1,"code":"topic.forbidden","message":"no","retry":false}`,
			`{"op":"event","sid":2,"id":1,"data":1}`,
		}, socket.seen())
	})
}

func TestMemoryForgets(t *testing.T) {
	join := func(t *testing.T, b Broker, topic string) (at Position) {
		require.NoError(t, b.Subscribe(t.Context(), Stream{Topic: topic}, receiverFunc(func(p Position) { at = p })))
		synctest.Wait()
		return at
	}
	inBubble(t, "streams without subscriber and event for 300 s: a new epoch", func(t *testing.T) {
		b := NewMemory()
		publish(t, b, "A", "1")
		first := join(t, b, "A")
		time.Sleep(300 * time.Second)
		assert.Equal(t, first, join(t, b, "A"))
		time.Sleep(400 * time.Second)
		again := join(t, b, "A")
		assert.NotEqual(t, first.Epoch, again.Epoch)
		assert.Zero(t, again.Last)
		assert.Len(t, b.streams, 1)
	})
	inBubble(t, "streams that were asked for and never had an event, when there are too many", func(t *testing.T) {
		b := NewMemory()
		publish(t, b, "A", "1")
		held, socket := newConn(t, b)
		held.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"B"}`))
		first := decode(t, socket.seen())[0]
		c, other := newConn(t, b)
		for i := range maxUnused + 10 {
			c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":%d,"topic":"T%d"}`, i, i))
			c.Handle(fmt.Appendf(nil, `{"op":"unsubscribe","sid":%d}`, i))
		}
		other.seen()
		assert.Len(t, b.streams, 2+9, "all were forgotten once")
		assert.Equal(t, 9, b.unused)
		assert.Equal(t, first.Epoch, join(t, b, "B").Epoch)
		assert.Equal(t, int64(1), join(t, b, "A").Last)
	})
	inBubble(t, "no stream with a subscriber", func(t *testing.T) {
		b := NewMemory()
		publish(t, b, "A", "1")
		c, socket := newConn(t, b)
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
		epoch := decode(t, socket.seen())[0].Epoch
		for range 200 {
			time.Sleep(10 * time.Second)
			c.Heard()
			join(t, b, "B")
		}
		assert.Equal(t, Position{epoch, 1}, join(t, b, "A"))
	})
	inBubble(t, "events of more than 300 s", func(t *testing.T) {
		b := NewMemory()
		publish(t, b, "A", "1")
		time.Sleep(200 * time.Second)
		publish(t, b, "A", "2")
		time.Sleep(100 * time.Second)
		epoch := join(t, b, "A").Epoch
		c, socket := newConn(t, b)
		ask := func(sid int) []seenFrame {
			c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":%d,"topic":"A","epoch":%q,"after":0}`, sid, epoch))
			return decode(t, socket.seen())
		}
		assert.Len(t, ask(1), 3)
		time.Sleep(time.Nanosecond)
		frames := ask(2)
		require.Len(t, frames, 1)
		assert.Equal(t, "expired", frames[0].Reason)
	})
}
