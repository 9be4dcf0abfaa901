package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// polled has the key "get 1" answered at the start.
func polled(t *testing.T) *shell {
	s := newData(t)
	s.answer(s.fetch(getArticle, "get 1", `[{"id":1}]`), `{"id":1,"title":"a"}`)
	return s
}

func (s *shell) done() CallID {
	id := s.newCall()
	s.calls[id] = &promise{call: Call{ID: id, Client: 1}}
	return id
}

func (s *shell) subscribeTo(e EndpointID, key string, frequency float64) (subscription, call CallID) {
	subscription, call = s.done(), s.done()
	s.core.Subscribe(s.now, call, Subscription{ID: subscription, Client: 1, Endpoint: e, Key: key, Args: []byte(`[{"id":1}]`), Frequency: frequency})
	s.carryOut()
	return subscription, call
}

// subscribe subscribes to "get 1".
func (s *shell) subscribe(frequency float64) CallID {
	subscription, call := s.subscribeTo(getArticle, "get 1", frequency)
	require.Equal(s.t, "answered", s.how(call))
	return subscription
}

func (s *shell) unsubscribe(subscription CallID) {
	call := s.done()
	s.core.Unsubscribe(s.now, call, 1, "get 1", subscription)
	s.carryOut()
	require.Equal(s.t, "answered", s.how(call))
}

func (s *shell) page(hidden, offline Choice) {
	s.core.SetPage(s.now, Page{hidden, offline})
	s.carryOut()
}

// answerPoll answers the last request.
func (s *shell) answerPoll(text string) { s.answerRequest(s.core.lastRequest, text) }

func (s *shell) answerRequest(id RequestID, text string) {
	s.settleRequest(id, Outcome{Status: 200, Body: BodyJSON, Text: []byte(text)})
}

func (s *shell) failPoll() {
	s.settling = s.core.lastRequest
	s.requests[s.settling].network = "answered"
	s.core.Failed(s.now, s.settling, Failure{})
	s.carryOut()
	s.settling = 0
}

const article = `{"id":1,"title":"a"}`

func TestPoll(t *testing.T) {
	t.Run("W45 subscriptions are counted; the last one ends it", func(t *testing.T) {
		s := polled(t)
		root := s.shown(1, "get 1", `[{"id":1}]`)
		first, second := s.subscribe(5000), s.subscribe(5000)
		s.pass(4999)
		assert.Equal(t, 1, s.fetched())
		s.pass(1)
		assert.Equal(t, 2, s.fetched())
		s.answerPoll(`{"id":1,"title":"b"}`)
		assert.Equal(t, start+5000+2500, s.views[root].ExpiresAt)
		s.unsubscribe(first)
		s.pass(4999)
		assert.Equal(t, 2, s.fetched())
		s.pass(1)
		assert.Equal(t, 3, s.fetched())
		s.answerPoll(article)
		s.unsubscribe(second)
		s.pass(1e6)
		assert.Equal(t, 3, s.fetched())
		assert.Empty(t, s.core.deadlines)
		assert.Empty(t, s.core.clients[1].polls)
	})
	t.Run("W46 while the page is offline nothing is asked; what has become due is when it is back", func(t *testing.T) {
		s := polled(t)
		s.subscribe(5000)
		s.pass(1000)
		s.page(Default, Yes)
		s.pass(11_000)
		assert.Equal(t, 1, s.fetched())
		s.page(Default, No)
		assert.Equal(t, 2, s.fetched())
	})
	t.Run("W46 an error hides nothing, and polling goes on", func(t *testing.T) {
		s := polled(t)
		root := s.shown(1, "get 1", `[{"id":1}]`)
		s.subscribe(5000)
		s.pass(5000)
		s.failPoll()
		assert.False(t, s.views[root].Failed)
		assert.Equal(t, start+5000+500, s.views[root].ExpiresAt)
		s.pass(4999)
		assert.Equal(t, 2, s.fetched())
		s.pass(1)
		assert.Equal(t, 3, s.fetched())
	})
	t.Run("on return what is not due comes when it was planned", func(t *testing.T) {
		s := polled(t)
		s.subscribe(5000)
		s.page(Yes, Default)
		s.pass(4000)
		s.page(No, Default)
		s.pass(999)
		assert.Equal(t, 1, s.fetched())
		s.pass(1)
		assert.Equal(t, 2, s.fetched())
	})
	t.Run("a client that is told by itself does not heed the page", func(t *testing.T) {
		s := polled(t)
		s.subscribe(5000)
		s.core.SetClientPage(s.now, 1, Page{Hidden: No})
		s.page(Yes, Default)
		s.pass(5000)
		assert.Equal(t, 2, s.fetched())
		s.answerPoll(article)
		s.core.SetClientPage(s.now, 1, Page{Hidden: Yes})
		s.page(No, No)
		s.pass(20_000)
		assert.Equal(t, 2, s.fetched())
		s.core.SetClientPage(s.now, 1, Page{})
		s.carryOut()
		assert.Equal(t, 3, s.fetched())
	})
	t.Run("what was never answered is asked for at once", func(t *testing.T) {
		s := newData(t)
		s.subscribe(5000)
		assert.Equal(t, 1, s.fetched())
	})
	t.Run("the smallest frequency counts; a change of it moves the next request", func(t *testing.T) {
		s := polled(t)
		slow := s.subscribe(10_000)
		s.pass(3000)
		fast := s.subscribe(4000)
		s.pass(999)
		assert.Equal(t, 1, s.fetched())
		s.pass(1)
		s.answerPoll(article)
		assert.Equal(t, 2, s.fetched())
		s.unsubscribe(fast)
		s.pass(9999)
		assert.Equal(t, 2, s.fetched())
		s.pass(1)
		assert.Equal(t, 3, s.fetched())
		s.answerPoll(article)
		s.pass(5000)
		s.subscribe(5000)
		assert.Equal(t, 4, s.fetched(), "due already")
		s.unsubscribe(slow)
	})
	t.Run("the next one is planned when the last one was settled", func(t *testing.T) {
		s := polled(t)
		s.subscribe(5000)
		s.pass(8000)
		s.answerPoll(article)
		s.pass(4999)
		assert.Equal(t, 2, s.fetched())
		s.pass(1)
		assert.Equal(t, 3, s.fetched())
	})
	t.Run("a request in flight is shared, both ways", func(t *testing.T) {
		s := newData(t)
		own := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.subscribe(5000)
		assert.Equal(t, 1, s.fetched())
		s.pass(1000)
		s.answer(own, article)
		s.pass(4999)
		assert.Equal(t, 1, s.fetched())
		s.pass(1)
		joined := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		assert.Equal(t, 2, s.fetched())
		s.answerPoll(article)
		assert.Equal(t, "answered", s.how(joined))
	})
	t.Run("polls are not shown as pending; who waits for one is", func(t *testing.T) {
		s := polled(t)
		s.subscribe(5000)
		record := s.shows(s.core.keyOf(s.core.clients[1], "get 1").id)
		s.pass(5000)
		assert.Zero(t, record.state.Pending)
		joined := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		assert.EqualValues(t, 1, record.state.Pending)
		s.abort(joined)
		assert.Zero(t, record.state.Pending)
		assert.Equal(t, "open", s.requests[s.core.lastRequest].network, "the poll goes on")
		s.answerPoll(`{"id":1,"title":"b"}`)
		s.pass(5000)
		assert.Equal(t, 3, s.fetched())
	})
	t.Run("the last one to leave does not end a poll in flight, which is stored", func(t *testing.T) {
		s := polled(t)
		root := s.shown(1, "get 1", `[{"id":1}]`)
		only := s.subscribe(5000)
		s.pass(5000)
		s.unsubscribe(only)
		assert.Equal(t, "open", s.requests[s.core.lastRequest].network)
		s.answerPoll(`{"id":1,"title":"b"}`)
		assert.Contains(t, s.row(0), `"b"`)
		assert.Equal(t, start+5000+2500, s.views[root].ExpiresAt)
		s.pass(1e6)
		assert.Equal(t, 2, s.fetched())
	})
	t.Run("a reset leaves the schedule", func(t *testing.T) {
		s := polled(t)
		s.subscribe(5000)
		s.pass(1000)
		s.core.Reset(s.now, 1, s.done())
		s.carryOut()
		s.pass(3999)
		assert.Equal(t, 1, s.fetched())
		s.pass(1)
		assert.Equal(t, 2, s.fetched())
		s.core.Reset(s.now, 1, s.done())
		s.carryOut()
		assert.Equal(t, "aborted: reset", s.requests[2].network)
		s.pass(5000)
		assert.Equal(t, 3, s.fetched())
		s.core.Unsubscribe(s.now, s.done(), 1, "get 1", s.core.clients[1].polls[0].held[0].ID)
		s.carryOut()
		assert.Empty(t, s.core.clients[1].polls)
	})
	t.Run("what is set while a poll is in flight settles it", func(t *testing.T) {
		s := polled(t)
		s.shown(1, "get 1", `[{"id":1}]`)
		s.subscribe(5000)
		s.pass(5000)
		s.core.SetResponse(s.now, Written{Call: s.done(), Client: 1, Endpoint: getArticle, Key: "get 1", Args: []byte(`[{"id":1}]`), Value: []byte(`{"id":1,"title":"pushed"}`)})
		s.carryOut()
		s.pass(4999)
		assert.Equal(t, 2, s.fetched())
		s.answerRequest(2, `{"id":1,"title":"late"}`)
		assert.Contains(t, s.row(0), `"pushed"`)
		s.pass(1)
		assert.Equal(t, 3, s.fetched())
	})
	t.Run("values without schema, and their errors, are polled likewise", func(t *testing.T) {
		s := newData(t)
		s.subscribeTo(note, "note", 1000)
		record := s.shows(s.core.keyOf(s.core.clients[1], "note").id)
		s.answerPoll(`1`)
		assert.Equal(t, "1", record.data)
		s.pass(1000)
		s.failPoll()
		require.Error(t, record.err)
		assert.Equal(t, "1", record.data)
		s.pass(1000)
		s.answerPoll(`2`)
		assert.Equal(t, "2", record.data)
		assert.NoError(t, record.err)
	})
	t.Run("a client that is closed polls no more", func(t *testing.T) {
		s := polled(t)
		s.subscribe(5000)
		s.pass(5000)
		s.close(1)
		assert.Equal(t, "aborted: closed", s.requests[2].network)
		s.pass(1e6)
		assert.Equal(t, 2, s.fetched())
		assert.Empty(t, s.core.deadlines)
		_, call := s.subscribeTo(getArticle, "get 1", 5000)
		assert.Equal(t, "answered", s.how(call))
	})
	t.Run("a mutation, an unknown endpoint, or no frequency is refused", func(t *testing.T) {
		s := newData(t)
		for _, wrong := range []struct {
			e EndpointID
			f float64
		}{{update, 1000}, {99, 1000}, {getArticle, 0}, {getArticle, -1}} {
			_, call := s.subscribeTo(wrong.e, "k", wrong.f)
			assert.Equal(t, "usage", s.how(call))
		}
		assert.Zero(t, s.fetched())
	})
	t.Run("who is not subscribed may unsubscribe", func(t *testing.T) {
		s := polled(t)
		s.unsubscribe(99)
		only := s.subscribe(5000)
		s.unsubscribe(99)
		s.unsubscribe(only)
		s.unsubscribe(only)
	})
	t.Run("a request that takes too long is given up, and asked again", func(t *testing.T) {
		s := newShell(t)
		s.core.DefineEndpoint(s.now, 1, note, Endpoint{})
		s.core.Subscribe(s.now, s.done(), Subscription{ID: s.done(), Client: 1, Endpoint: note, Key: "note", Frequency: 100, Timeout: 50})
		s.carryOut()
		s.pass(149)
		assert.Equal(t, 1, s.fetched())
		assert.Equal(t, "aborted: timeout", s.requests[1].network)
		s.pass(1)
		assert.Equal(t, 2, s.fetched())
	})
}
