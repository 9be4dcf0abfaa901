package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func (s *shell) promise() CallID {
	id := s.newCall()
	s.calls[id] = &promise{call: Call{Client: 1}}
	return id
}

func TestBatch(t *testing.T) {
	s := newData(t)
	root := s.shown(1, "get 1", `[{"id":1}]`)
	s.answer(s.fetch(getArticle, "get 1", `[{"id":1}]`), `{"id":1,"title":"x"}`)
	told, made := s.sink.told[root], s.sink.made
	s.core.Batch(s.now, true)
	calls := []CallID{}
	for _, title := range []string{"y", "z"} {
		calls = append(calls, s.promise())
		s.core.Set(s.now, Written{Call: calls[len(calls)-1], Client: 1, Schema: 1, Args: []byte(`[1]`), Value: []byte(`{"id":1,"title":"` + title + `"}`)})
		s.carryOut()
		assert.Equal(t, made, s.sink.made, "nothing is told before the end")
		assert.Equal(t, "pending", s.how(calls[len(calls)-1]))
	}
	s.core.Batch(s.now, false)
	s.carryOut()
	assert.Equal(t, told+1, s.sink.told[root])
	assert.Contains(t, s.row(0), `"z"`)
	for _, call := range calls {
		assert.Equal(t, "answered", s.how(call))
	}
}

func TestResolve(t *testing.T) {
	resolve := func(s *shell, x Resolved) CallID {
		x.Call, x.Client = s.promise(), 1
		s.core.Resolve(s.now, x)
		s.carryOut()
		return x.Call
	}
	t.Run("a call that is named by its number is fulfilled, whatever the time", func(t *testing.T) {
		s := newData(t)
		first, second := s.fetch(update, "update 1", `[]`), s.fetch(update, "update 1", `[]`)
		resolve(s, Resolved{Written: Written{Endpoint: update, Key: "update 1", Args: []byte(`[]`), Value: []byte(`{"id":1}`)}, Request: second, FetchedAt: s.now - 50})
		assert.Equal(t, "pending", s.how(first))
		assert.Equal(t, "answered", s.how(second))
		assert.Equal(t, "forgotten", s.network(second))
	})
	t.Run("one that is in flight no more is none: the answer counts as one of then", func(t *testing.T) {
		s := newData(t)
		root := s.shown(1, "get 1", `[{"id":1}]`)
		done := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.answer(done, `{"id":1,"title":"x"}`)
		resolve(s, Resolved{Written: Written{Endpoint: getArticle, Key: "get 1", Args: []byte(`[]`), Value: []byte(`{"id":1,"title":"old","extra":1}`)}, Request: done, FetchedAt: s.now - 50})
		assert.Equal(t, `{"id":1,"title":"x","extra":1}`, s.row(0))
		assert.False(t, s.views[root].Failed)
	})
	t.Run("of a client that is closed it does nothing", func(t *testing.T) {
		s := newData(t)
		s.core.Close(s.now, 1)
		s.carryOut()
		assert.Equal(t, "answered", s.how(resolve(s, Resolved{Written: Written{Endpoint: getArticle, Key: "k"}})))
	})
}
