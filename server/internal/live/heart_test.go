package live

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
)

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
