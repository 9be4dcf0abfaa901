package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func apart(c *Call) { c.Meta = &Meta{Apart: true} }

// A request of an endpoint that is made without the store: no name leads to it, not even the one that it has.
func TestApart(t *testing.T) {
	s := newShell(t)
	watched := s.watch("", "", "")
	first, second := s.call("", apart, query(Yes)), s.call("", apart, query(Yes))
	s.abortRequests()
	s.abortRequests(Target{})
	s.forget(Forgetting{Pending: true, Cached: true})
	s.answer(first, "1")
	assert.Equal(t, []string{"answered", "pending"}, []string{s.how(first), s.how(second)})
	s.answer(second, "2")
	assert.Equal(t, "answered", s.how(second))
	assert.True(t, s.shows(watched).state.Pristine)
	s.closes()
	assert.Empty(t, s.core.records)
}
