package core

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
)

const life = 120_000

func (s *shell) sweep(budget int) {
	call := CallID(0)
	if budget == 0 {
		call = s.promise()
	}
	s.core.Sweep(s.now, Sweep{Client: 1, Call: call, Budget: budget})
	s.carryOut()
	if budget == 0 {
		assert.Equal(s.t, "answered", s.how(call))
	}
}

func TestSweep(t *testing.T) {
	t.Run("keys, rows, views and records go, and nothing is left", func(t *testing.T) {
		s := newData(t)
		for i := range 100 {
			key, args := fmt.Sprint("get ", i), fmt.Sprintf(`[{"id":%d}]`, i)
			s.answer(s.fetch(getArticle, key, args), fmt.Sprintf(`{"id":%d}`, i))
			s.answer(s.fetch(note, "note "+args, args), `1`)
		}
		cl := s.core.clients[1]
		s.sweep(0)
		assert.Len(t, cl.keys, 200)
		assert.True(t, s.swept.Left)
		s.now += life + 1
		s.sweep(0)
		assert.Empty(t, cl.keys)
		assert.Empty(t, cl.views)
		assert.Empty(t, s.core.records)
		assert.False(t, s.swept.Left)
	})
	t.Run("in steps it comes to the same", func(t *testing.T) {
		s := newData(t)
		for i := range 100 {
			s.answer(s.fetch(getArticle, fmt.Sprint("get ", i), fmt.Sprintf(`[{"id":%d}]`, i)), fmt.Sprintf(`{"id":%d}`, i))
		}
		s.now += life + 1
		steps := 0
		for ok := true; ok; ok = !s.swept.Done {
			s.sweep(20)
			steps++
		}
		assert.Greater(t, steps, 5)
		assert.Empty(t, s.core.clients[1].keys)
		assert.False(t, s.swept.Left)
	})
	t.Run("a whole sweep ends the one that goes on, and begins another", func(t *testing.T) {
		s := newData(t)
		s.answer(s.fetch(getArticle, "get 1", `[{"id":1}]`), `{"id":1}`)
		s.sweep(1)
		assert.False(t, s.swept.Done)
		s.now += life + 1
		s.sweep(0)
		assert.Empty(t, s.core.clients[1].keys)
	})
	t.Run("of many views that nobody watches the ones not looked at for long go, though they show something", func(t *testing.T) {
		s := newData(t)
		s.core.DefineEndpoint(s.now, 1, getArticle, Endpoint{Schema: 1, DataExpiry: float64(never), ErrorExpiry: 1})
		s.answer(s.fetch(getArticle, "get 1", `[{"id":1}]`), `{"id":1}`)
		for i := range 2 * sparedViews {
			s.core.Look(s.now, Look{Client: 1, Token: s.newCall(), Schema: 1, Args: fmt.Appendf(nil, `[1,%d]`, i)})
			s.carryOut()
		}
		s.now += idleView
		s.sweep(0)
		assert.Len(t, s.core.clients[1].views, 2*sparedViews+1)
		s.now++
		s.sweep(0)
		assert.Len(t, s.core.clients[1].views, sparedViews)
	})
	t.Run("a call that waits for a key has its view kept", func(t *testing.T) {
		s := newData(t)
		s.answer(s.fetch(getArticle, "get 1", `[{"id":1}]`), `{"id":1}`)
		call := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.now += life + 1
		s.sweep(0)
		s.answer(call, `{"id":1,"title":"new"}`)
		assert.Equal(t, "answered", s.how(call))
	})
	t.Run("an answer that comes after those who waited for it were served is stored", func(t *testing.T) {
		s := newData(t)
		call := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.core.SetResponse(s.now, Written{Call: s.promise(), Client: 1, Endpoint: getArticle, Key: "get 1", Args: []byte(`[]`), Value: []byte(`{"id":1}`)})
		s.carryOut()
		s.now += life + 1
		s.sweep(0)
		s.answer(call, `{"id":1,"title":"late"}`)
		root := s.shown(1, "get 1", `[{"id":1}]`)
		assert.NotEmpty(t, s.sink.shows(root))
	})
}
