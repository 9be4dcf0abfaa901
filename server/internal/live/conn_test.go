package live

import (
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
