package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRetryAndSteps(t *testing.T) {
	t.Run("functions for errors see the last one only, functions for requests run once", func(t *testing.T) {
		s := newRetrying(t)
		id := s.call("getUser", s.through(StepRequest, StepError))
		steps := func() (out []Step) {
			for _, e := range s.ranSteps {
				out = append(out, e.Step)
			}
			return out
		}
		for _, wait := range []Time{100, 200} {
			s.unanswered(id)
			s.pass(wait)
		}
		assert.Equal(t, []Step{StepRequest}, steps())
		s.refuse(id, 503, "busy")
		assert.Equal(t, []Step{StepRequest, StepError}, steps())
		assert.Equal(t, "503 busy", s.how(id))
		s.closes()
	})
	t.Run("an error of a driver counts if the shell says so; what a function threw does not", func(t *testing.T) {
		s := newRetrying(t)
		id := s.call("getUser", s.does(StepSuccess, returns(Threw)))
		require.True(t, s.again(s.calls[id].request))
		s.pass(100)
		s.answer(id, "1")
		assert.Equal(t, "thrown", s.how(id))
		assert.Equal(t, 2, s.sent(id))
		s.closes()
	})
	t.Run("time that is over while a function is awaited is not that of an attempt", func(t *testing.T) {
		s := newShell(t).open(1, Options{Retry: retrying, Timeout: 50})
		id := s.call("getUser", s.does(StepRequest, returns(Waiting)))
		s.pass(50)
		assert.Equal(t, "timeout", s.how(id))
		assert.Zero(t, s.fetched())
		s.closes()
	})
	t.Run("one that is told as actions tells of one end", func(t *testing.T) {
		s := newRetrying(t)
		id := s.call("getUser", told)
		s.unanswered(id)
		s.abort(id)
		assert.Equal(t, []string{"getUser 1", "getUser_ABORT 0"}, s.actions)
		s.pass(1000)
		assert.Equal(t, 1, s.sent(id))
		s.closes()
	})
	t.Run("a poll of a name is sent again, and the next one is planned from its end", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser", repeats(10), retry(retrying))
		s.answer(first, "1")
		s.pass(10_000)
		poll := s.core.lastRequest
		s.settleRequest(poll, Outcome{})
		s.pass(100)
		assert.Equal(t, 2, s.requests[poll].sent)
		s.answerRequest(poll, "2")
		s.pass(9_999)
		assert.Equal(t, poll, s.core.lastRequest)
		s.pass(1)
		assert.NotEqual(t, poll, s.core.lastRequest)
	})
}
