package live

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// full is a broker that keeps as much of topic A as it may, and the epoch of that.
func full(t *testing.T) (b *Memory, epoch string) {
	b = NewMemory()
	for range 1000 {
		publish(t, b, "A", "1")
	}
	_ = b.Subscribe(t.Context(), Stream{Topic: "A"}, receiverFunc(func(at Position) { epoch = at.Epoch }))
	return b, epoch
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
		b, epoch := full(t)
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
		b, epoch := full(t)
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
		b, epoch := full(t)
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

// tenaciousSocket takes a while to drop.
type tenaciousSocket struct{ *fakeSocket }

func (s tenaciousSocket) Drop() {
	time.Sleep(5 * time.Second)
	s.fakeSocket.Drop()
}

func TestNoStreamWaitsForAClientThatIsCutOff(t *testing.T) {
	inBubble(t, "however long that takes", func(t *testing.T) {
		b := NewMemory()
		c, socket := newConn(t, b, func(c *Config) { c.Socket = tenaciousSocket{c.Socket.(*fakeSocket)} })
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
		socket.seen()
		socket.take(0)
		publish(t, b, "A", "1")
		c.End(CloseGoingAway)
		time.Sleep(closeTime + time.Second) // it is being cut off
		start := time.Now()
		publish(t, b, "A", "2")
		assert.Zero(t, time.Since(start))
		time.Sleep(5 * time.Second)
		synctest.Wait()
		_, dropped := socket.closed()
		assert.True(t, dropped)
	})
}
