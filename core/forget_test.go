package core

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestResetRequests(t *testing.T) {
	all := Forgetting{Pending: true, Cached: true}

	t.Run("what is in flight shows nothing at once, then it is aborted, and polling has stopped (W18)", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", repeats(1))
		id := s.call("getUser", told, repeats(1))
		s.slow = true
		s.forget(all)
		record := s.shows(1)
		assert.Equal(t, "reset", abortedBy(s, id))
		assert.Equal(t, "null", record.data)
		assert.True(t, record.state.Pristine)
		assert.Equal(t, uint32(1), record.state.Pending)
		s.hasten()
		assert.True(t, record.dropped)
		assert.Equal(t, []string{"getUser 1", "getUser_ABORT 0"}, s.actions)
		s.pass(10_000)
		assert.Equal(t, 2, s.fetched())
		s.closes()
	})

	t.Run("errors, progress and what may be given again go, too", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		s.refuse(s.call("getUser", measured), 500, "E")
		s.answered("getTask", "1", cachedFor(math.Inf(1), ""))
		s.forget(all)
		require.NoError(t, s.shows(record).err)
		assert.InEpsilon(t, -1, s.shows(record).state.Upload, 0)
		assert.True(t, s.answered("getTask", "2", cachedFor(math.Inf(1), "")))
		s.closes()
	})

	t.Run("without Pending the answer counts when it comes", func(t *testing.T) {
		for _, part := range []with{told, s0} {
			s := newShell(t)
			record := s.watch("getUser", "", "")
			s.answered("getUser", "1")
			id := s.call("getUser", part)
			s.forget(Forgetting{Cached: true})
			assert.True(t, s.shows(record).state.Pristine)
			assert.Equal(t, uint32(1), s.shows(record).state.Pending)
			s.answer(id, "2")
			assert.Equal(t, "2", s.shows(record).data)
			assert.False(t, s.shows(record).state.Pristine)
			s.closes()
		}
	})

	t.Run("without Cached queries stay that may be given again, whatever their key", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", cachedFor(60, "x"))
		s.answered("getTask", "1")
		s.forget(Forgetting{Pending: true})
		assert.Len(t, s.core.records, 1)
		s.pass(60_001)
		s.forget(Forgetting{Pending: true})
		assert.Empty(t, s.core.records)
		s.closes()
	})

	t.Run("only the named ones", func(t *testing.T) {
		s := newShell(t)
		for _, k := range []string{"", "1", "2"} {
			s.answered("getUser", "d", key(k))
		}
		s.forget(all, Target{Name: "getUser1"})
		assert.Len(t, s.core.records, 2)
		s.forget(all, Target{Name: "getUser", AnyKey: true})
		assert.Empty(t, s.core.records)
		s.forget(all, []Target{}...)
		s.closes()
	})

	t.Run("silent ones are aborted, too", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser", silent)
		s.forget(all)
		assert.Equal(t, "reset", s.how(id))
		s.closes()
	})
}

// abortedBy says why a call will end, if that was not told yet.
func abortedBy(s *shell, id CallID) string {
	if q := s.core.calls[id]; q != nil && q.ending != 0 {
		return q.ending.String()
	}
	return s.how(id)
}

func TestJoin(t *testing.T) {
	t.Run("with nothing in flight there is nothing (W19)", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "d")
		for _, name := range []string{"X", "getUser"} {
			id := s.join(name, "")
			assert.Equal(t, "answered", s.how(id))
			assert.Equal(t, "null", s.calls[id].text)
		}
		s.closes()
	})

	t.Run("the newest in flight counts, a silent one, too, and one that is about to begin", func(t *testing.T) {
		for _, part := range []with{silent, told, s0} {
			s := newShell(t)
			first := s.call("save")
			s.slow = true
			second := s.call("save", part, s.through(StepRequest))
			joined := s.join("save", "")
			s.hasten()
			s.answer(first, "1")
			assert.Equal(t, "pending", s.how(joined))
			s.answer(second, "2")
			assert.Equal(t, "2", s.calls[joined].text)
			s.closes()
		}
	})

	t.Run("its end is theirs, whatever that is", func(t *testing.T) {
		ends := map[string]func(s *shell, id CallID){
			"500 E":      func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			"aborted":    func(s *shell, id CallID) { s.abortRequests() },
			"superseded": func(s *shell, id CallID) { s.call("getUser") },
			"reset":      func(s *shell, id CallID) { s.answer(s.call("logout"), "null") },
			"closed":     func(s *shell, id CallID) { s.closes() },
			"timeout":    func(s *shell, id CallID) { s.pass(50) },
		}
		for how, end := range ends {
			s := newShell(t)
			id := s.call("getUser", told, timeout(50))
			joined := s.join("getUser", "")
			end(s, id)
			assert.Equal(t, how, s.how(joined))
			assert.Equal(t, how, s.how(id))
			s.closes()
		}
	})

	t.Run("one that is ending is not waited for", func(t *testing.T) {
		s := newShell(t)
		s.slow = true
		s.call("getUser", told)
		s.abortRequests()
		joined := s.join("getUser", "")
		assert.Equal(t, "answered", s.how(joined))
		s.closes()
	})

	t.Run("a poll can be waited for", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", repeats(1), s.through(StepOwnRequest))
		s.slow = true
		s.pass(1000)
		joined := s.join("getUser", "")
		s.hasten()
		s.answer(joined, "2")
		assert.Equal(t, "2", s.calls[joined].text)
		s.closes()
	})
}
