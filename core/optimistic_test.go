package core

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/store"
)

const vote EndpointID = 20

// optimist is a user whose function counts one vote more than it finds.
type optimist struct {
	*sink
	s     *shell
	rows  map[store.Space]string // what article 1 is seen as
	asked []Asked
	fails error
}

func (o *optimist) Of(ClientID) store.Sink { return o }

func (o *optimist) Make(sp store.Space, _ *store.Node, _ uint32, own []byte) {
	o.rows[sp] = string(own)
}
func (o *optimist) Share(sp store.Space, _ *store.Node, _ uint32) { delete(o.rows, sp) }

func (o *optimist) shown() string { return cmp.Or(o.rows[store.View], o.rows[store.Base]) }

func (o *optimist) Optimistic(a Asked) ([]byte, error) {
	o.asked = append(o.asked, a)
	if o.fails != nil {
		return nil, o.fails
	}
	_, ok := o.s.core.See(Look{Client: a.Client, Schema: 1, Args: []byte(`["1"]`)}, a.Space)
	require.True(o.s.t, ok)
	var votes int
	text := cmp.Or(o.rows[a.Space], o.rows[store.Base])
	_, err := fmt.Sscanf(text[strings.Index(text, "votes")+7:], "%d", &votes)
	require.NoError(o.s.t, err)
	return fmt.Appendf(nil, `{"id":"1","votes":%d}`, votes+1), nil
}

func newVotes(t *testing.T) (*shell, *optimist) {
	s := newShell(t)
	o := &optimist{sink: s.sink, s: s, rows: map[store.Space]string{}}
	s.core.Attach(o)
	s.open(1, Options{Optimist: o})
	s.core.DefineSchemas(s.now, 1, []byte(`[{"id":1,"kind":"entity","name":"Article"}]`))
	nan := math.NaN()
	s.core.DefineEndpoint(s.now, 1, getArticle, Endpoint{Schema: 1, DataExpiry: nan, ErrorExpiry: nan})
	s.core.DefineEndpoint(s.now, 1, vote, Endpoint{Schema: 1, Mutation: true, Optimistic: true, DataExpiry: nan, ErrorExpiry: nan})
	s.answer(s.fetch(getArticle, "get 1", `[{"id":"1"}]`), `{"id":"1","votes":1}`)
	s.shown(1, "get 1", `[{"id":"1"}]`)
	return s, o
}

func TestOptimistic(t *testing.T) {
	errWrong := errors.New("wrong")
	t.Run("W37 it is shown until the answer is there, by its own request's end alone", func(t *testing.T) {
		s, o := newVotes(t)
		first, second := s.fetch(vote, "vote", `[]`), s.fetch(vote, "vote", `[]`)
		assert.Equal(t, `{"id":"1","votes":3}`, o.shown())
		s.core.Failed(s.now, s.calls[first].request, Failure{})
		s.carryOut()
		assert.Equal(t, `{"id":"1","votes":2}`, o.shown(), "the second counts from the base")
		require.Len(t, o.asked, 3)
		assert.Equal(t, second, o.asked[2].Call)
		s.abort(second)
		assert.Equal(t, `{"id":"1","votes":1}`, o.shown())
		assert.Equal(t, "aborted", s.how(second))
	})
	t.Run("W39 what it fails with is the end of the call, and nothing is sent", func(t *testing.T) {
		s, o := newVotes(t)
		o.fails = errWrong
		sent := s.fetched()
		call := s.fetch(vote, "vote", `[]`)
		assert.Equal(t, "wrong", s.how(call))
		assert.Equal(t, sent, s.fetched())
		assert.Equal(t, `{"id":"1","votes":1}`, o.shown())
		assert.NotZero(t, s.core.clients[1].store.Error("vote"))
	})
	t.Run("7.5 not now: it is asked again after the next commit", func(t *testing.T) {
		s, o := newVotes(t)
		o.fails = ErrNotNow
		call := s.fetch(vote, "vote", `[]`)
		assert.Equal(t, "open", s.network(call))
		o.fails = nil
		s.answer(s.fetch(getArticle, "get 1", `[{"id":"1"}]`), `{"id":"1","votes":5}`)
		assert.Equal(t, `{"id":"1","votes":6}`, o.shown())
	})
	t.Run("5.9 what it fails with later is reported once", func(t *testing.T) {
		s, o := newVotes(t)
		call := s.fetch(vote, "vote", `[]`)
		o.fails = errWrong
		for votes := 5; votes < 8; votes++ {
			s.answer(s.fetch(getArticle, "get 1", `[{"id":"1"}]`), fmt.Sprintf(`{"id":"1","votes":%d}`, votes))
		}
		assert.Equal(t, []error{errWrong}, s.reported)
		assert.Equal(t, `{"id":"1","votes":7}`, o.shown())
		s.answer(call, `{"id":"1","votes":9}`)
		s.publish()
		assert.Equal(t, `{"id":"1","votes":9}`, o.shown())
	})
	t.Run("5.3.5 it goes in the commit that brings the response", func(t *testing.T) {
		s, o := newVotes(t)
		call := s.fetch(vote, "vote", `[]`)
		s.answer(call, `{"id":"1","votes":2}`)
		assert.Equal(t, "answered", s.how(call))
		assert.Contains(t, o.rows, store.View)
		s.publish()
		assert.Equal(t, `{"id":"1","votes":2}`, o.shown())
		assert.NotContains(t, o.rows, store.View)
	})
}

func (s *shell) publish() {
	s.core.Publish(s.now, 1)
	s.carryOut()
}
