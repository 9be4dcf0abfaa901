package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeouts(t *testing.T) {
	t.Run("when the time is over the call rejects, the fetch is aborted, and the next call works", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser", timeout(50))
		s.pass(49)
		assert.Equal(t, "pending", s.how(id))
		s.pass(1)
		assert.Equal(t, "timeout", s.how(id))
		assert.Equal(t, "aborted: timeout", s.network(id))
		var late *TimeoutError
		require.ErrorAs(t, s.calls[id].err, &late)
		assert.Equal(t, 50.0, late.Timeout)
		assert.NotErrorIs(t, s.calls[id].err, ErrAborted)
		next := s.call("getUser", timeout(50))
		s.answer(next, `1`)
		assert.Equal(t, "answered", s.how(next))
	})
	t.Run("an answer after the timeout is ignored", func(t *testing.T) {
		s := newShell(t)
		id := s.call("save", timeout(50))
		s.pass(50)
		s.answer(id, `1`)
		assert.Equal(t, "timeout", s.how(id))
	})
	t.Run("there is no timeout by default", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser")
		s.pass(1e12)
		assert.Equal(t, "pending", s.how(id))
		assert.Equal(t, never, s.timer)
	})
	for _, test := range []struct {
		title string
		parts []with
		want  string
	}{
		{"the client's timeout is for calls that give none", nil, "timeout"},
		{"a call's own wins", []with{timeout(200)}, "pending"},
		{"0 switches the client's off", []with{timeout(0)}, "pending"},
	} {
		t.Run(test.title, func(t *testing.T) {
			s := newShell(t).open(2, Options{Timeout: 100})
			id := s.call("getUser", append(test.parts, byClient(2))...)
			s.pass(100)
			assert.Equal(t, test.want, s.how(id))
		})
	}
	t.Run("the time counts from the call, also while the core was still loading", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser", startedAt(s.now-80), timeout(100))
		s.pass(20)
		assert.Equal(t, "timeout", s.how(id))
	})
	t.Run("nothing is sent when the time was over before the core had loaded", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		pending := s.call("getUser")
		id := s.call("getUser", startedAt(s.now-100), timeout(100))
		assert.Equal(t, "timeout", s.how(id))
		assert.Equal(t, "none", s.network(id))
		assert.Equal(t, "superseded", s.how(pending))
		assert.Equal(t, "timeout", words(s.shows(record).err))
		assert.Zero(t, s.shows(record).state.Pending)
		logout := s.call("logout", startedAt(s.now-100), timeout(100))
		assert.Equal(t, "timeout", s.how(logout))
		s.answer(s.call("logout"), `null`)
		assert.Equal(t, 2, s.fetched(), "the pending one and the second logout")
	})
	t.Run("of several requests each times out at its own time, of equal ones the older first", func(t *testing.T) {
		s := newShell(t)
		late, early, equal, off := s.call("a", timeout(30)), s.call("b", timeout(10)), s.call("c", timeout(10)), s.call("d")
		s.log = nil
		s.pass(10)
		assert.Equal(t, []string{"pending", "timeout", "timeout", "pending"}, []string{s.how(late), s.how(early), s.how(equal), s.how(off)})
		assert.Contains(t, s.log[0], "request=2")
		s.pass(20)
		assert.Equal(t, "timeout", s.how(late))
		assert.Empty(t, s.core.deadlines)
	})
	t.Run("a settled request leaves no deadline, and an early timer costs one empty tick", func(t *testing.T) {
		s := newShell(t)
		first := s.call("a", timeout(10))
		s.call("b", timeout(50))
		s.answer(first, `1`)
		assert.Len(t, s.core.deadlines, 1)
		s.log = nil
		s.pass(10)
		assert.Equal(t, []string{"timer"}, verbs(s.log))
		assert.Equal(t, start+50, s.timer)
	})
	t.Run("the core's clock never runs back", func(t *testing.T) {
		s := newShell(t)
		s.call("a", timeout(100))
		s.now -= 1000
		id := s.call("b", startedAt(s.now), timeout(500))
		assert.Equal(t, "timeout", s.how(id), "by the core's clock its time is over")
		s.core.Tick(start - 5000)
		s.carryOut()
		assert.Equal(t, start+100, s.timer)
	})
	t.Run("a login and a logout time out as well, and everyone who shares the logout is told", func(t *testing.T) {
		s := newShell(t).open(2, Options{Timeout: 100})
		login := s.newCall()
		s.calls[login] = &promise{}
		s.core.CallAccount(s.now, Account{ID: login, Client: 2, Started: s.now, Timeout: -1})
		first, second := s.call("logout", byClient(2)), s.call("logout", byClient(2))
		s.pass(100)
		for _, id := range []CallID{login, first, second} {
			assert.Equal(t, "timeout", s.how(id))
		}
	})
}
