package core

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newLimited has client 1 with no more than two requests at once for an origin.
func newLimited(t *testing.T) *shell { return newShell(t).open(1, Options{Concurrency: 2}) }

// keyed makes n calls of getUser with keys of their own.
func (s *shell) keyed(n int) (ids []CallID) {
	for i := range n {
		ids = append(ids, s.call("getUser", key(fmt.Sprint(i))))
	}
	return ids
}

// networks says what became of the fetches of calls.
func (s *shell) networks(ids ...CallID) (out []string) {
	for _, id := range ids {
		out = append(out, s.network(id))
	}
	return out
}

func TestConcurrency(t *testing.T) {
	t.Run("so many are on the network; the others follow in the order of their calls", func(t *testing.T) {
		s := newLimited(t)
		record := s.watch("getUser", "3", "")
		ids := s.keyed(5)
		assert.Equal(t, []string{"open", "open", "held", "held", "held"}, s.networks(ids...))
		assert.EqualValues(t, 1, s.shows(record).state.Pending, "one that waits is pending")
		s.answer(ids[1], "1")
		assert.Equal(t, []string{"open", "answered", "open", "held", "held"}, s.networks(ids...))
		s.unanswered(ids[0])
		s.answer(ids[2], "2")
		assert.Equal(t, []string{"answered", "answered", "answered", "open", "open"}, s.networks(ids...))
	})
	t.Run("there is no limit where none is given, and each client has its own", func(t *testing.T) {
		s := newShell(t).open(2, Options{Concurrency: 1})
		for range 3 {
			assert.Equal(t, "open", s.network(s.call("save")))
		}
		a, b := s.call("save", byClient(2)), s.call("save", byClient(2))
		assert.Equal(t, []string{"open", "held"}, s.networks(a, b))
	})
	t.Run("mutations and the session wait, too; logins and logouts neither wait nor count", func(t *testing.T) {
		s := newLimited(t)
		logout, login := s.call("logout"), s.enter(false)
		first := s.keyed(2)
		late := []CallID{s.call("save"), s.call("session"), s.enter(true)}
		assert.Equal(t, []string{"open", "open", "open", "open"}, s.networks(logout, login, first[0], first[1]))
		assert.Equal(t, []string{"held", "held", "open"}, s.networks(late...))
		s.unanswered(login)
		assert.Equal(t, []string{"held", "held", "open"}, s.networks(late...))
	})
	for name, end := range map[string]func(s *shell, id CallID) (how string){
		"is aborted":    func(s *shell, id CallID) string { s.abort(id); return "aborted" },
		"is superseded": func(s *shell, _ CallID) string { s.call("getUser", key("2")); return "superseded" },
		"is late":       func(s *shell, _ CallID) string { s.pass(30); return "timeout" },
		"is reset":      func(s *shell, _ CallID) string { s.fromTab(NoteEnded, ""); return "reset" },
		"is closed":     func(s *shell, _ CallID) string { s.close(1); return "closed" },
	} {
		t.Run("one that "+name+" while it waits is never sent", func(t *testing.T) {
			s := newLimited(t)
			first := s.keyed(2)
			id := s.call("getUser", key("2"), timeout(30))
			how := end(s, id)
			assert.Equal(t, how, s.how(id))
			assert.Equal(t, "aborted: "+how, s.network(id))
			if how != "reset" && how != "closed" {
				s.answer(first[0], "1")
				s.answer(first[1], "1")
			}
			s.pass(1000)
			assert.Zero(t, s.sent(id))
		})
	}
	t.Run("a mutation that waits is not sent after a reset; one on the network runs on, and does not count", func(t *testing.T) {
		s := newLimited(t)
		ids := []CallID{s.call("save"), s.call("save"), s.call("save")}
		s.fromTab(NoteEnded, "")
		assert.Equal(t, []string{"forgotten", "forgotten", "aborted: reset"}, s.networks(ids...))
		after := []CallID{s.call("save"), s.call("save"), s.call("save")}
		assert.Equal(t, []string{"open", "open", "held"}, s.networks(after...))
	})
	t.Run("what ends in a step does not take the place of what ended before it", func(t *testing.T) {
		s := newLimited(t)
		ids := s.keyed(6)
		s.abortRequests(Target{Name: "getUser", Key: "0", Exact: true}, Target{Name: "getUser", Key: "2", Exact: true})
		assert.Equal(t, []string{"aborted: aborted", "open", "aborted: aborted", "open", "held", "held"}, s.networks(ids...))
	})
	t.Run("one that has its answer makes room while functions of the user's run", func(t *testing.T) {
		s := newShell(t).open(1, Options{Concurrency: 1})
		a := s.call("getUser", s.does(StepSuccess, returns(Waiting)))
		b := s.call("getTask")
		s.answer(a, "1")
		assert.Equal(t, "pending", s.how(a))
		assert.Equal(t, "open", s.network(b))
	})
	t.Run("one that waits for a function of the user's takes no place", func(t *testing.T) {
		s := newShell(t).open(1, Options{Concurrency: 1})
		a := s.call("getUser", s.does(StepRequest, returns(Waiting)))
		b := s.call("getTask")
		assert.Equal(t, "open", s.network(b))
		s.ran(a, StepRequest, Done)
		assert.Equal(t, []string{"held", "open"}, s.networks(a, b))
		s.answer(b, "1")
		assert.Equal(t, "open", s.network(a))
	})
	t.Run("in a batch, what has room goes at its end", func(t *testing.T) {
		s := newShell(t).open(1, Options{Concurrency: 1})
		a, b := s.call("getUser"), s.call("getTask")
		s.core.Batch(s.now, true)
		s.abort(a)
		assert.Equal(t, "held", s.network(b))
		c := s.call("getMore") // does not overtake it
		s.core.Batch(s.now, false)
		s.carryOut()
		assert.Equal(t, []string{"open", "held"}, s.networks(b, c))
	})
	t.Run("data is of the time when its request was sent", func(t *testing.T) {
		s := newShell(t).open(1, Options{Concurrency: 1})
		a, b := s.call("getUser"), s.call("getTask")
		record := s.watch("getTask", "", "")
		s.pass(40)
		s.answer(a, "1")
		s.answer(b, "2")
		assert.Equal(t, start+40, s.shows(record).state.FetchedAt)
	})
}

func TestConcurrencyAndRetry(t *testing.T) {
	t.Run("one that waits for its next attempt makes room, and queues again", func(t *testing.T) {
		s := newShell(t).open(1, Options{Concurrency: 1, Retry: retrying})
		a, b := s.call("getUser"), s.call("getTask")
		s.unanswered(a)
		assert.Equal(t, []string{"held", "open"}, s.networks(a, b))
		s.pass(100)
		c := s.call("getMore")
		assert.Equal(t, []string{"held", "open", "held"}, s.networks(a, b, c))
		s.answer(b, "1")
		assert.Equal(t, []string{"open", "answered", "held"}, s.networks(a, b, c))
	})
	t.Run("time that is over in the queue is an attempt", func(t *testing.T) {
		s := newShell(t).open(1, Options{Concurrency: 1, Retry: Retry{Attempts: 2, Delay: 10, Max: 10}})
		a := s.call("getUser")
		b := s.call("getTask", timeout(50))
		s.pass(50 + 10)
		assert.Equal(t, "held", s.network(b))
		s.answer(a, "1")
		assert.Equal(t, "open", s.network(b))
		s.pass(50)
		assert.Equal(t, "timeout", s.how(b))
		assert.Equal(t, 1, s.sent(b))
	})
}

func TestConcurrencyOfEndpoints(t *testing.T) {
	limited := func(t *testing.T) *shell {
		s := newData(t)
		s.core.clients[1].options.Concurrency = 1
		s.core.DefineEndpoint(s.now, 1, getArticle, Endpoint{Schema: 1, Origin: 2})
		s.core.DefineEndpoint(s.now, 1, note, Endpoint{Origin: OriginBase})
		s.core.DefineEndpoint(s.now, 1, update, Endpoint{Schema: 1, Mutation: true, Origin: 2})
		return s
	}
	t.Run("each origin has its own limit; calls by name share that of the client's address", func(t *testing.T) {
		s := limited(t)
		ids := []CallID{s.call("getUser"), s.fetch(note, "note", `[]`), s.fetch(getArticle, "get 1", `[]`), s.fetch(getArticle, "get 2", `[]`)}
		assert.Equal(t, []string{"open", "held", "open", "held"}, s.networks(ids...))
		s.answer(ids[0], "1")
		assert.Equal(t, []string{"answered", "open", "open", "held"}, s.networks(ids...))
	})
	t.Run("without a known origin there is no limit", func(t *testing.T) {
		s := limited(t)
		assert.Equal(t, []string{"open", "open"}, s.networks(s.fetch(rename, "a", `[]`), s.fetch(rename, "b", `[]`)))
	})
	t.Run("who shares one that waits gets its answer; the caller who has left is still what it is sent with", func(t *testing.T) {
		s := limited(t)
		first := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		a, b := s.fetch(getArticle, "get 2", `[{"id":2}]`), s.fetch(getArticle, "get 2", `[{"id":2}]`)
		s.abort(a)
		assert.Equal(t, "held", s.network(a))
		s.answer(first, `{"id":1}`)
		s.answer(a, `{"id":2}`)
		assert.Equal(t, "answered", s.how(b))
	})
	t.Run("an answer from outside ends a read that waits, and a mutation", func(t *testing.T) {
		s := limited(t)
		first := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		read, change := s.fetch(getArticle, "get 2", `[{"id":2}]`), s.fetch(update, "update 3", `[{"id":3}]`)
		give := func(e EndpointID, key string, of CallID) {
			s.core.Resolve(s.now, Resolved{Written: Written{Call: s.done(), Client: 1, Endpoint: e, Key: key, Args: []byte(`[{"id":2}]`), Value: []byte(`{"id":2}`)}, Request: of})
			s.carryOut()
		}
		give(getArticle, "get 2", read)
		give(update, "update 3", change)
		assert.Equal(t, []string{"aborted: aborted", "aborted: reset"}, s.networks(read, change))
		assert.Equal(t, []string{"answered", "answered"}, []string{s.how(read), s.how(change)})
		s.answer(first, `{"id":1}`)
		assert.Empty(t, s.core.requests)
	})
	t.Run("a poll waits for its turn; its time runs", func(t *testing.T) {
		s := limited(t)
		first := s.fetch(getArticle, "get 2", `[]`)
		subscription, call := s.done(), s.done()
		s.core.Subscribe(s.now, call, Subscription{ID: subscription, Client: 1, Endpoint: getArticle, Key: "get 1", Args: []byte(`[]`), Frequency: 10_000, Timeout: 50})
		s.carryOut()
		poll := s.core.lastRequest
		assert.Equal(t, "held", s.requests[poll].network)
		s.pass(50)
		assert.Equal(t, "aborted: timeout", s.requests[poll].network)
		s.pass(10_000)
		require.NotEqual(t, poll, s.core.lastRequest)
		s.answer(first, `{"id":2}`)
		assert.Equal(t, "open", s.requests[s.core.lastRequest].network)
	})
}
