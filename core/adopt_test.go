package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// adopt takes what a server has answered for a name. It gives 0 where that is known already.
func (s *shell) adopt(a Adopted, data string) RecordID {
	token := s.newCall()
	s.core.Adopt(s.now, 1, token, a)
	effects := s.core.Effects()
	require.NotEmpty(s.t, effects)
	id := effects[0].Record
	if id != 0 {
		if r := s.record(id); a.Data {
			r.data, r.known = data, true
		} else {
			r.err = errThrown
		}
	}
	for _, e := range effects[1:] {
		s.one(e)
	}
	return id
}

func TestAdopt(t *testing.T) {
	t.Run("so many calls as are promised are answered with what a server has answered; the next one goes out (W28)", func(t *testing.T) {
		for name, part := range map[string]with{"plain": func(*Call) {}, "told": told} {
			s := newShell(t)
			id := s.adopt(Adopted{Name: "getUser", Query: true, Data: true, Promised: 2}, "d")
			before := s.shows(id).state
			for range 2 {
				assert.Equal(t, "d", s.calls[s.call("getUser", part)].text, name)
			}
			assert.Zero(t, s.fetched())
			assert.Equal(t, before, s.shows(id).state)
			assert.True(t, s.answered("getUser", "e", part))
			s.closes()
		}
	})

	t.Run("its error likewise, with the functions for errors beside it", func(t *testing.T) {
		s := newShell(t)
		s.adopt(Adopted{Name: "getUser", Query: true, Error: true, Promised: 1}, "")
		id := s.call("getUser", told, s.through(everyStep...))
		assert.Equal(t, "thrown", s.how(id))
		assert.Equal(t, []string{"getUser 0 hit", "getUser_ERROR 0 hit"}, s.actions)
		var ran []Step
		for _, e := range s.ranSteps {
			ran = append(ran, e.Step)
		}
		assert.Equal(t, []Step{StepRequest, StepOwnRequest, StepError, StepOwnError}, ran)
		s.closes()
	})

	t.Run("a call that is answered so begins to poll", func(t *testing.T) {
		s := newShell(t)
		s.adopt(Adopted{Name: "getUser", Query: true, Data: true, Promised: 1}, "d")
		s.call("getUser", repeats(1))
		s.pass(1000)
		assert.Equal(t, 1, s.fetched())
		s.closes()
	})

	t.Run("what is known or asked for already stays", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1")
		s.call("getTask")
		s.slow = true
		s.call("list", s.through(StepRequest))
		for _, name := range []string{"getUser", "getTask", "list"} {
			assert.Zero(t, s.adopt(Adopted{Name: name, Query: true, Data: true}, "d"), name)
		}
		s.closes()
	})

	t.Run("a reset takes the promise away", func(t *testing.T) {
		s := newShell(t)
		s.adopt(Adopted{Name: "getUser", Query: true, Data: true, Promised: 1}, "d")
		s.forget(Forgetting{Cached: true})
		assert.True(t, s.answered("getUser", "e"))
		s.closes()
	})

	t.Run("what the server says is a query is one, also if it was watched before", func(t *testing.T) {
		s := newShell(t)
		id := s.watch("save", "", "")
		s.adopt(Adopted{Name: "save", Query: true, Data: true}, "0")
		assert.True(t, s.core.records[id].query)
		s.closes()
	})
}
