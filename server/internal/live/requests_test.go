package live

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// keepingGate wants payloads again. While busy is set it decides nothing until the
// connection has ended.
type keepingGate struct{ busy bool }

func (g *keepingGate) Again(string) (bool, time.Duration) { return true, 0 }

func (g *keepingGate) Admit(ctx context.Context, _ Stream, _ []byte, _ bool) *Refusal {
	if !g.busy {
		return nil
	}
	<-ctx.Done()
	return &Refusal{Code: CodeInternal}
}

func TestWhatAClientMayAskFor(t *testing.T) {
	turn := func(c *Conn, i int) {
		c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":%d,"topic":"A","key":"%d"}`, i, i))
		c.Handle(fmt.Appendf(nil, `{"op":"unsubscribe","sid":%d}`, i))
	}
	inBubble(t, "256 subscriptions at once, then 50 in a second: what comes earlier is read later", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		start := time.Now()
		for i := range 256 {
			turn(c, i)
		}
		assert.Zero(t, time.Since(start))
		for i := range 1000 {
			turn(c, 256+i)
		}
		assert.Equal(t, 20*time.Second, time.Since(start))
		frames := decode(t, socket.seen())
		accepted := 0
		for _, f := range frames {
			if f.Op == "subscribed" {
				accepted++
			}
		}
		assert.Equal(t, 1256, accepted)
		time.Sleep(6 * time.Second)
		c.Heard()
		start = time.Now()
		for i := range 256 {
			turn(c, 2000+i)
		}
		assert.Zero(t, time.Since(start), "rested")
	})
	inBubble(t, "10,000 subscriptions at once: 128 are accepted and none waits", func(t *testing.T) {
		c, socket := newConn(t, NewMemory())
		start := time.Now()
		for i := range 10_000 {
			c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":%d,"topic":"A","key":"%d"}`, i, i))
		}
		assert.Zero(t, time.Since(start))
		frames := decode(t, socket.seen())
		require.Len(t, frames, 10_000)
		for i, f := range frames {
			if i < MaxSubscriptions {
				require.Equal(t, "subscribed", f.Op)
			} else {
				require.Equal(t, CodeTooMany, f.Code)
			}
		}
	})
	inBubble(t, "256 KiB of payloads that are kept, and room again after an unsubscribe", func(t *testing.T) {
		for name, plainClient := range map[string]bool{"sluice.v1": false, "plain": true} {
			gate := &keepingGate{}
			c, socket := newConn(t, NewMemory(), func(c *Config) { c.Gate, c.Plain = gate, plainClient })
			ask := func(i int) []seenFrame {
				payload := `"` + strings.Repeat("x", 60_000) + `"`
				c.Handle(fmt.Appendf(nil, `{"op":"subscribe","sid":%d,"topic":"A","key":"%d","payload":%s,"type":"A","requestKey":"%d"}`, i, i, payload, i))
				return decode(t, socket.seen())
			}
			for i := range 4 {
				for _, f := range ask(i) {
					require.Equal(t, "subscribed", f.Op, name)
				}
			}
			refused := ask(4)
			require.Len(t, refused, 1, name)
			assert.Equal(t, CodeTooMany, refused[0].Code)
			c.Handle([]byte(`{"op":"unsubscribe","sid":0,"type":"A","requestKey":"0"}`))
			for _, f := range ask(5) {
				assert.Equal(t, "subscribed", f.Op, name)
			}
		}
	})
	inBubble(t, "a rule that is at work when the connection ends is let go", func(t *testing.T) {
		c, socket := newConn(t, NewMemory(), func(c *Config) { c.Gate = &keepingGate{busy: true} })
		decided := make(chan struct{})
		go func() {
			c.Handle([]byte(`{"op":"subscribe","sid":1,"topic":"A"}`))
			close(decided)
		}()
		synctest.Wait()
		c.End(CloseGoingAway)
		synctest.Wait()
		select {
		case <-decided:
		default:
			require.Fail(t, "the rule is still asked")
		}
		assert.Empty(t, socket.seen())
	})
}
