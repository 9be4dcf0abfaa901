package core

import (
	"testing"

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
