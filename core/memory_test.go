package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestMemory(t *testing.T) {
	t.Run("a million requests leave nothing in the core's tables but a record per name", func(t *testing.T) {
		c := New()
		c.Open(start, 1, Options{Timeout: 1000})
		call := CallID(0)
		run := func(n int) {
			for i := range n {
				call++
				now := start + Time(call)
				name := [...]string{"getUser", "save", "session", "search"}[i%4]
				c.Call(now, Call{ID: call, Client: 1, Name: name, Started: now, Timeout: -1})
				for _, e := range c.Effects() {
					if e.Kind == EffectFetch && i%3 != 0 { // the others are superseded, or time out
						c.Settle(now, e.Request, Outcome{Status: 200, Body: BodyJSON, Text: []byte("null")})
					}
				}
				c.Tick(now)
			}
			c.Tick(start + Time(call) + 1000)
			c.Effects()
		}
		run(1_000_000)
		assert.LessOrEqual(t, len(c.records), 4, "one per name")
		assert.Empty(t, c.calls)
		assert.Empty(t, c.requests)
		assert.Empty(t, c.deadlines)
		assert.Less(t, cap(c.deadlines), 4096)
		assert.Less(t, cap(c.effects), 16384)
		free := 0
		for q := c.free; q != nil; q = q.next {
			free++
		}
		assert.Less(t, free, 4096)
		c.Close(start, 1)
		assertEmpty(t, c)
	})
}
