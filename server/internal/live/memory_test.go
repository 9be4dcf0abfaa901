package live

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
		for i := range maxUnused + 10 {
			join(t, b, fmt.Sprint("T", i))
		}
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
	inBubble(t, "events of more than 300 s, also while somebody is subscribed and no other comes", func(t *testing.T) {
		b := NewMemory()
		c, socket := newConn(t, b)
		c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
		publish(t, b, "A", "1")
		assert.Len(t, decode(t, socket.seen()), 2)
		for range 40 {
			time.Sleep(10 * time.Second)
			c.Heard()
		}
		publish(t, b, "B", "1")
		assert.Zero(t, b.streams[Stream{Topic: "A"}].buffer.len())
		socket.seen()
		publish(t, b, "A", "2")
		assert.Equal(t, int64(2), decode(t, socket.seen())[0].ID)
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
