package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// again says that what was sent for a request has failed with an error of the shell's that may pass.
func (s *shell) again(id RequestID) bool {
	if f := s.requests[id]; f != nil && f.network == "open" {
		f.network = "answered"
	}
	again := s.core.Again(s.now, id, 0)
	s.carryOut()
	return again
}

// newRetryingData has the endpoints of newData, in a client that retries.
func newRetryingData(t *testing.T) *shell {
	s := newData(t)
	s.core.clients[1].options.Retry = retrying
	return s
}

func TestRetryOfEndpoints(t *testing.T) {
	t.Run("a read is sent again for all who share it, as often as is said", func(t *testing.T) {
		s := newRetryingData(t)
		a := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		request := s.calls[a].request
		require.True(t, s.again(request))
		b := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.abort(a) // what it carries is still needed
		s.pass(100)
		assert.Equal(t, "open", s.requests[request].network)
		s.answerRequest(request, `{"id":1,"title":"x"}`)
		assert.Equal(t, []string{"aborted", "answered"}, []string{s.how(a), s.how(b)})
		assert.Equal(t, `{"id":1,"title":"x"}`, s.row(0))
	})
	t.Run("after the last attempt the shell goes on to say that it has failed", func(t *testing.T) {
		s := newRetryingData(t)
		id := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		request := s.calls[id].request
		require.True(t, s.again(request))
		s.pass(100)
		require.True(t, s.again(request))
		s.pass(200)
		require.False(t, s.again(request))
		assert.Equal(t, "pending", s.how(id))
		s.core.Failed(s.now, request, Failure{})
		s.carryOut()
		assert.Equal(t, ErrForeign.Error(), s.how(id))
	})
	t.Run("a timeout is one attempt; the last one is the key's error", func(t *testing.T) {
		s := newRetryingData(t)
		s.core.clients[1].options.Timeout = 50
		id := s.newCall()
		s.calls[id] = &promise{call: Call{Client: 1}}
		s.core.Fetch(s.now, Fetch{ID: id, Client: 1, Endpoint: getArticle, Key: "get 1", Args: []byte(`[]`), Started: s.now, Timeout: -1})
		s.carryOut()
		s.pass(50 + 100 + 50 + 200 + 49)
		assert.Equal(t, "pending", s.how(id))
		assert.Equal(t, 3, s.sent(id))
		s.pass(1)
		assert.Equal(t, "timeout", s.how(id))
	})
	t.Run("is what the endpoint says, if it does; a mutation and what can be sent once are not sent again", func(t *testing.T) {
		s := newRetryingData(t)
		s.core.DefineEndpoint(s.now, 1, note, Endpoint{Retry: &Retry{}})
		for _, id := range []CallID{s.fetch(note, "note", `[]`), s.fetch(update, "update 1", `[]`)} {
			assert.False(t, s.again(s.calls[id].request))
		}
		id := s.fetch(getArticle, "get 2", `[]`)
		s.core.Once(s.calls[id].request)
		assert.False(t, s.again(s.calls[id].request))
		s.core.Once(99)
		assert.False(t, s.again(99), "a request that is no more")
	})
	for name, give := range map[string]func(*shell){
		"set": func(s *shell) {
			s.core.SetResponse(s.now, Written{Call: s.done(), Client: 1, Endpoint: getArticle, Key: "get 1", Args: []byte(`[{"id":1}]`), Value: []byte(`{"id":1,"title":"set"}`)})
		},
		"an error": func(s *shell) {
			s.core.SetError(s.now, Written{Call: s.done(), Client: 1, Endpoint: getArticle, Key: "get 1"})
		},
		"resolved": func(s *shell) {
			s.core.Resolve(s.now, Resolved{Written: Written{Call: s.done(), Client: 1, Endpoint: getArticle, Key: "get 1", Args: []byte(`[{"id":1}]`), Value: []byte(`{"id":1,"title":"set"}`)}, FetchedAt: s.now})
		},
	} {
		t.Run("one that waits ends when its answer is given from outside: "+name, func(t *testing.T) {
			s := newRetryingData(t)
			id := s.fetch(getArticle, "get 1", `[{"id":1}]`)
			s.again(s.calls[id].request)
			give(s)
			s.carryOut()
			assert.NotEqual(t, "pending", s.how(id))
			assert.Equal(t, "aborted: aborted", s.network(id))
			assert.Empty(t, s.core.requests)
			assert.Empty(t, s.core.deadlines)
		})
	}
	t.Run("one on the network whose answer was given from outside is not sent again", func(t *testing.T) {
		s := newRetryingData(t)
		id := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.core.SetResponse(s.now, Written{Call: s.done(), Client: 1, Endpoint: getArticle, Key: "get 1", Args: []byte(`[{"id":1}]`), Value: []byte(`{"id":1}`)})
		s.carryOut()
		assert.False(t, s.again(s.calls[id].request))
	})
	t.Run("an answer wins over what was written before its attempt", func(t *testing.T) {
		s := newRetryingData(t)
		id := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.again(s.calls[id].request)
		s.pass(50)
		s.core.Set(s.now, Written{Call: s.done(), Client: 1, Schema: 1, Args: []byte(`[{"id":1}]`), Value: []byte(`{"id":1,"title":"set"}`)})
		s.carryOut()
		s.pass(50)
		s.answer(id, `{"id":1,"title":"asked"}`)
		assert.Equal(t, `{"id":1,"title":"asked"}`, s.row(0))
	})
	t.Run("the oldest read is the one that was sent first, not the one that was made first", func(t *testing.T) {
		s := newRetryingData(t)
		again, older := s.fetch(getArticle, "get 1", `[{"id":1}]`), s.fetch(getArticle, "get 2", `[{"id":2}]`)
		s.again(s.calls[again].request)
		s.pass(100)
		assert.Equal(t, s.core.calls[older].mark, s.core.oldest(s.core.clients[1]))
		s.answer(older, `{"id":2}`)
		assert.Equal(t, s.core.calls[again].mark, s.core.oldest(s.core.clients[1]))
	})
	t.Run("an abort of its key, and a reset, end one that waits", func(t *testing.T) {
		s := newRetryingData(t)
		id := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.again(s.calls[id].request)
		s.core.AbortKey(s.now, 1, s.done(), "get 1")
		s.carryOut()
		assert.Equal(t, "aborted", s.how(id))
		id = s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.again(s.calls[id].request)
		s.core.Reset(s.now, 1, s.done())
		s.carryOut()
		assert.Equal(t, "reset", s.how(id))
		assert.Empty(t, s.core.deadlines)
	})
	t.Run("one with steps is sent again before they run", func(t *testing.T) {
		s := newRetryingData(t)
		s.core.DefineEndpoint(s.now, 1, note, Endpoint{Steps: StepsOf(StepError)})
		id := s.fetch(note, "note", `[]`)
		request := s.calls[id].request
		require.True(t, s.again(request))
		s.core.Arrived(s.now, request, true) // of no interest while it waits
		s.carryOut()
		s.pass(100)
		assert.Equal(t, inFlight, s.core.requests[request].phase)
		s.core.Arrived(s.now, request, true)
		assert.Equal(t, failing, s.core.requests[request].phase)
	})
	t.Run("a poll is sent again, and the next one is planned from its end", func(t *testing.T) {
		s := newRetryingData(t)
		s.subscribe(10_000)
		poll := s.core.lastRequest
		require.True(t, s.again(poll))
		s.page(Yes, Default)
		s.pass(100)
		assert.Equal(t, 2, s.requests[poll].sent)
		s.answerRequest(poll, `{"id":1}`)
		s.page(No, Default)
		s.pass(9_999)
		assert.Equal(t, poll, s.core.lastRequest)
		s.pass(1)
		assert.NotEqual(t, poll, s.core.lastRequest)
	})
	t.Run("a poll whose subscription has ended is sent again, as it was", func(t *testing.T) {
		s := newRetryingData(t)
		s.shown(1, "get 1", `[{"id":1}]`)
		subscription := s.subscribe(10_000)
		poll := s.core.lastRequest
		s.again(poll)
		s.unsubscribe(subscription)
		s.pass(100)
		assert.Equal(t, "open", s.requests[poll].network)
		s.answerRequest(poll, `{"id":1,"title":"x"}`)
		assert.Equal(t, `{"id":1,"title":"x"}`, s.row(0))
		assert.Empty(t, s.core.deadlines)
	})
}
