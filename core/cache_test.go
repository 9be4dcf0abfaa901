package core

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// answered makes a call and answers it, if it was sent. It reports whether it was.
func (s *shell) answered(name, text string, parts ...with) (net bool) {
	before := s.fetched()
	id := s.call(name, parts...)
	if net = s.fetched() > before; net {
		s.answer(id, text)
	}
	return net
}

func TestCache(t *testing.T) {
	forever := math.Inf(1)

	t.Run("an answer is given again up to its last millisecond, and that does not make it last longer (W14)", func(t *testing.T) {
		s := newShell(t)
		s.pass(1010)
		assert.True(t, s.answered("getUser", "d", cachedFor(5, "")))
		s.pass(4999)
		assert.False(t, s.answered("getUser", "e", cachedFor(5, "")))
		s.pass(1)
		assert.False(t, s.answered("getUser", "e", cachedFor(5, "")))
		s.pass(1)
		assert.True(t, s.answered("getUser", "e", cachedFor(5, "")))
		s.closes()
	})

	t.Run("its time runs from its completion", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser", cachedFor(5, ""), s.does(StepSuccess, returns(Waiting)))
		s.pass(3000)
		s.answer(id, "d")
		s.pass(3000)
		s.ran(id, StepSuccess, Done)
		s.pass(5000)
		assert.False(t, s.answered("getUser", "e", cachedFor(5, "")))
		s.closes()
	})

	t.Run("a hit gives what is shown, runs functions beside it, is told, and changes nothing (W15)", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		s.answered("getUser", "1", cachedFor(forever, ""))
		s.answered("save", "null", s.updates(updater{query: "getUser", data: func(string, string) string { return "2" }}))
		before := *s.shows(record)
		s.ranSteps = nil
		id := s.call("getUser", told, cachedFor(forever, ""), s.through(everyStep...))
		assert.Equal(t, "2", s.calls[id].text)
		var ran []Step
		for _, e := range s.ranSteps {
			assert.True(t, e.Aside)
			ran = append(ran, e.Step)
		}
		assert.Equal(t, []Step{StepRequest, StepOwnRequest, StepSuccess, StepOwnSuccess}, ran)
		assert.Equal(t, []string{"getUser 0 hit", "getUser_SUCCESS 0 hit"}, s.actions)
		assert.Equal(t, before.state, s.shows(record).state)
		s.closes()
	})

	t.Run("a hit aborts nobody", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", cachedFor(forever, "a"))
		pending := s.call("getUser", cachedFor(forever, "b"))
		assert.False(t, s.answered("getUser", "1", cachedFor(forever, "a")))
		assert.Equal(t, "pending", s.how(pending))
		s.closes()
	})

	t.Run("one key is remembered, and an error takes its place away (W16)", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", cachedFor(forever, "en"))
		s.refuse(s.call("getUser", cachedFor(forever, "de")), 500, "E")
		assert.True(t, s.answered("getUser", "1", cachedFor(forever, "en")))
		assert.True(t, s.answered("getUser", "2", cachedFor(forever, "de")))
		assert.True(t, s.answered("getUser", "1", cachedFor(forever, "en")))
		s.closes()
	})

	t.Run("two at once are both sent, and the later counts", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser", cachedFor(forever, ""), latest(No))
		second := s.call("getUser", cachedFor(forever, ""), latest(No))
		s.answer(second, "2")
		s.answer(first, "1")
		id := s.call("getUser", cachedFor(forever, ""))
		assert.Equal(t, "2", s.calls[id].text)
		s.closes()
	})

	t.Run("silent answers are not kept", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", silent, cachedFor(forever, ""))
		assert.True(t, s.answered("getUser", "2", cachedFor(forever, "")))
		s.closes()
	})

	t.Run("it can be forgotten, of a name or of all, and the data stays", func(t *testing.T) {
		for _, targets := range [][]Target{nil, {{Name: "getUser"}}} {
			s := newShell(t)
			record := s.watch("getUser", "", "")
			s.answered("getUser", "1", cachedFor(forever, ""))
			s.core.ClearCache(s.now, 1, targets)
			s.carryOut()
			assert.Equal(t, "1", s.shows(record).data)
			assert.True(t, s.answered("getUser", "2", cachedFor(forever, "")))
			s.closes()
		}
	})

	t.Run("another user does not get it", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", cachedFor(forever, ""))
		s.answer(s.call("logout"), "null")
		assert.True(t, s.answered("getUser", "2", cachedFor(forever, "")))
		s.closes()
	})
}

func TestCapacity(t *testing.T) {
	two := []with{capacity(2), cachedFor(math.Inf(1), "")}
	with := func(k string) []with { return append([]with{key(k)}, two...) }

	t.Run("keys go that came first, with what is cached of them (W17)", func(t *testing.T) {
		s := newShell(t)
		var net []bool
		for _, k := range []string{"1", "1", "2", "2", "1", "3", "1"} {
			net = append(net, s.answered("getUser", "d", with(k)...))
		}
		assert.Equal(t, []bool{true, false, true, false, false, true, true}, net)
		assert.Len(t, s.core.records, 2)
		s.closes()
	})

	t.Run("what is in flight stays, and goes when it ends", func(t *testing.T) {
		s := newShell(t)
		var ids []CallID
		for _, k := range []string{"1", "2", "3", "4"} {
			ids = append(ids, s.call("getUser", with(k)...))
		}
		assert.Len(t, s.core.records, 4)
		for i, left := range []int{3, 2, 2, 2} {
			s.answer(ids[i], "d")
			assert.Equal(t, "d", s.calls[ids[i]].text)
			assert.Len(t, s.core.records, left)
		}
		s.closes()
	})

	t.Run("what is about to begin stays", func(t *testing.T) {
		s := newShell(t)
		s.slow = true
		id := s.call("getUser", append(with("1"), told, s.through(StepRequest))...)
		s.call("getUser", with("2")...)
		s.call("getUser", with("3")...)
		s.hasten()
		s.answer(id, "d")
		assert.Equal(t, "d", s.calls[id].text)
		s.closes()
	})

	t.Run("polling of a key that goes ends", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "d", key("1"), capacity(1), repeats(1))
		s.answered("getUser", "d", key("2"), capacity(1))
		s.pass(5000)
		assert.Equal(t, 2, s.fetched())
		s.closes()
	})

	t.Run("one that is watched is emptied, and counts again when it is asked for", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "1", "")
		s.answered("getUser", "d", with("1")...)
		s.answered("getUser", "d", with("2")...)
		s.answered("getUser", "d", with("3")...)
		assert.Equal(t, "null", s.shows(record).data)
		assert.True(t, s.shows(record).state.Pristine)
		s.answered("getUser", "d", with("1")...)
		assert.Equal(t, "d", s.shows(record).data)
		assert.Len(t, s.core.records, 2)
		s.closes()
	})

	t.Run("an answer that comes after that is not given again unless it says so", func(t *testing.T) {
		s := newShell(t)
		s.watch("getUser", "1", "")
		for _, k := range []string{"1", "2", "3"} {
			s.answered("getUser", "d", with(k)...)
		}
		s.answered("getUser", "e", key("1"))
		assert.True(t, s.answered("getUser", "d", with("1")...))
		s.closes()
	})

	t.Run("a silent request takes no place", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "d", with("1")...)
		s.answered("getUser", "d", with("2")...)
		s.answered("getUser", "d", append(with("3"), silent)...)
		assert.False(t, s.answered("getUser", "e", with("1")...))
		assert.Len(t, s.core.records, 2)
		s.closes()
	})

	t.Run("a request that asks for nothing lets what is too much go when it ends, too", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "d", with("1")...)
		id := s.call("getUser", key("1"))
		other := s.call("getUser", with("2")...)
		s.answered("getUser", "d", with("3")...)
		assert.Len(t, s.core.records, 2, "the third went: the others are in flight")
		s.call("getUser", with("4")...)
		assert.Len(t, s.core.records, 3)
		s.answer(id, "d")
		assert.Len(t, s.core.records, 2)
		s.answer(other, "d")
		s.closes()
	})

	t.Run("without a key nothing counts", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "d", capacity(1))
		s.answered("getTask", "d", capacity(1))
		s.answered("getUser", "d", key("1"), capacity(1))
		assert.Len(t, s.core.records, 3)
		s.closes()
	})
}
