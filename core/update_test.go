package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// to sets data; plus appends to it.
func to(text string) func(string) string { return func(string) string { return text } }

func plus(text string) func(string) string { return func(data string) string { return data + text } }

// plusAnswer appends the answer.
func plusAnswer(data, answer string) string { return data + answer }

func throws(string) string { return "throw" }

// having has the query list with data, which is watched.
func having(t *testing.T, data string) (*shell, *shown) {
	s := newShell(t)
	id := s.watch("list", "", "")
	if data != "" {
		s.answered("list", data, latest(Yes), query(Yes))
	}
	return s, s.shows(id)
}

// list asks for the query list.
func (s *shell) list(parts ...with) CallID { return s.call("list", append(parts, query(Yes))...) }

func TestUpdates(t *testing.T) {
	t.Run("a change that is foretold is shown at once, and stays with its success", func(t *testing.T) {
		s, list := having(t, "0")
		id := s.call("save", s.updates(updater{query: "list", optimistic: plus("a")}))
		assert.Equal(t, "0a", list.data)
		s.answer(id, "x")
		assert.Equal(t, "0a", list.data)
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("updateData is given the answer, and data with what was foretold", func(t *testing.T) {
		s, list := having(t, "0")
		s.answered("save", "x", s.updates(updater{query: "list", optimistic: plus("a"), data: plusAnswer}))
		assert.Equal(t, "0ax", list.data)
		s.closes()
	})

	t.Run("the answer is that which the steps have made", func(t *testing.T) {
		s, list := having(t, "0")
		s.answered("save", "x", s.updates(updater{query: "list", data: plusAnswer}), s.does(StepGetData, func(f *flow) Verdict { f.response = "y"; return Done }))
		assert.Equal(t, "0y", list.data)
		s.closes()
	})

	t.Run("every end but a success takes it back", func(t *testing.T) {
		ends := map[string]func(s *shell, id CallID){
			"an error": func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			"an abort": func(s *shell, id CallID) { s.abort(id) },
			"time":     func(s *shell, id CallID) { s.pass(50) },
			"getData":  func(s *shell, id CallID) { s.answer(id, "x"); s.ran(id, StepGetData, Threw) },
			"a crash": func(s *shell, id CallID) {
				s.answer(id, "x")
				s.core.Fail(s.now, s.requestOf(id), errCrash)
				s.carryOut()
			},
		}
		for name, end := range ends {
			for _, revert := range []func(string) string{nil, plus("r")} {
				s, list := having(t, "0")
				id := s.call("save", told, timeout(50), s.does(StepGetData, returns(Waiting)), s.updates(updater{query: "list", optimistic: plus("a"), revert: revert}))
				end(s, id)
				want := "0"
				if revert != nil {
					want = "0ar"
				}
				assert.Equal(t, want, list.data, name)
				assert.Empty(t, s.values, name)
				s.closes()
			}
		}
	})

	t.Run("of two that overlap the later stays shown when the earlier fails (W22)", func(t *testing.T) {
		for _, revert := range []func(string) string{nil, to("-1")} {
			s, list := having(t, "0")
			seen := []string{}
			see := func() { seen = append(seen, list.data) }
			first := s.call("save", s.updates(updater{query: "list", optimistic: to("1"), revert: revert}))
			see()
			second := s.call("save", s.updates(updater{query: "list", optimistic: to("2")}))
			see()
			s.answer(second, "x")
			see()
			s.refuse(first, 500, "E")
			see()
			assert.Equal(t, []string{"1", "2", "2", "2"}, seen)
			s.closes()
		}
	})

	t.Run("one that supersedes another is laid upon what there was before that", func(t *testing.T) {
		for _, part := range []with{told, s0} {
			s, list := having(t, "0")
			s.call("save", part, latest(Yes), s.updates(updater{query: "list", optimistic: plus("a")}))
			id := s.call("save", part, latest(Yes), s.updates(updater{query: "list", optimistic: plus("b")}))
			assert.Equal(t, "0b", list.data)
			s.refuse(id, 500, "E")
			assert.Equal(t, "0", list.data)
			s.closes()
		}
	})

	t.Run("a refetch that was under way does not lose it (W23); a later one knows it", func(t *testing.T) {
		for _, part := range []with{told, s0, func(*Call) {}} {
			s, list := having(t, "1")
			refetch := s.list(part)
			s.answered("save", "x", s.updates(updater{query: "list", data: func(data, _ string) string { return data + "9" }}))
			assert.Equal(t, "19", list.data)
			s.answer(refetch, "1")
			assert.Equal(t, "19", list.data)
			assert.Empty(t, s.values)
			s.answer(s.list(part), "19")
			assert.Equal(t, "19", list.data)
			s.closes()
		}
	})

	t.Run("it becomes final when the refetch that was under way comes to nothing", func(t *testing.T) {
		ends := map[string]func(s *shell, id CallID){
			"fails":         func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			"is aborted":    func(s *shell, id CallID) { s.abort(id) },
			"is superseded": func(s *shell, id CallID) { s.list(told) },
		}
		for name, end := range ends {
			s, list := having(t, "1")
			refetch := s.list(told)
			s.answered("save", "x", s.updates(updater{query: "list", data: plusAnswer}))
			end(s, refetch)
			assert.Equal(t, "1x", list.data, name)
			assert.Empty(t, s.values, name)
			assert.Empty(t, s.core.records[1].layered, name)
			s.closes()
		}
	})

	t.Run("likewise when a later refetch was answered before", func(t *testing.T) {
		s, list := having(t, "1")
		earlier := s.list(latest(No))
		s.answered("save", "x", s.updates(updater{query: "list", data: plusAnswer}))
		s.answer(s.list(latest(No)), "2")
		assert.Equal(t, "2", list.data)
		s.answer(earlier, "1")
		assert.Equal(t, "2", list.data)
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("a query that is asked for the first time meanwhile gets it, too", func(t *testing.T) {
		s, list := having(t, "")
		save := s.call("save", s.updates(updater{query: "list", optimistic: plus("a"), data: plusAnswer}))
		first := s.list()
		s.answer(save, "x")
		assert.Equal(t, "null", list.data)
		s.answer(first, "1")
		assert.Equal(t, "1x", list.data)
		s.closes()
	})

	t.Run("one whose first request is aborted is as if nobody had asked for it, watched or not", func(t *testing.T) {
		for _, watched := range []bool{true, false} {
			s := newShell(t)
			if watched {
				s.watch("list", "", "")
			}
			s.list()
			s.call("save", s.updates(updater{query: "list", optimistic: plus("a")}))
			s.abortRequests(Target{Name: "list"})
			s.answer(s.list(), "1")
			assert.Equal(t, "1", s.shows(s.look("list", "", "")).data)
			s.closes()
		}
	})

	t.Run("one whose first request fails keeps what is foretold, for when it is asked again", func(t *testing.T) {
		s, list := having(t, "")
		first := s.list()
		s.call("save", s.updates(updater{query: "list", optimistic: plus("a")}))
		s.refuse(first, 500, "E")
		s.answer(s.list(), "1")
		assert.Equal(t, "1a", list.data)
		s.closes()
	})

	t.Run("one that nobody has asked for is skipped", func(t *testing.T) {
		s, list := having(t, "")
		s.answered("save", "x", s.updates(updater{query: "list", optimistic: throws, data: func(string, string) string { return "throw" }}))
		assert.Equal(t, "null", list.data)
		assert.True(t, list.state.Pristine)
		s.closes()
	})

	t.Run("a name and a key may be put together, and mean the same until the end", func(t *testing.T) {
		s := newShell(t)
		id := s.watch("getUser", "1", "")
		s.answered("getUser", "0", key("1"))
		save := s.call("save", s.updates(updater{query: "getUser1", optimistic: plus("a"), data: plusAnswer}))
		assert.Equal(t, "0a", s.shows(id).data)
		s.answered("getUser1", "d")
		s.answer(save, "x")
		assert.Equal(t, "0ax", s.shows(id).data)
		assert.Equal(t, "dx", s.shows(s.look("getUser1", "", "")).data)
		s.closes()
	})

	t.Run("hooks of the name get it, too", func(t *testing.T) {
		s := newShell(t)
		id := s.watch("getUser", "", `{"a":1}`)
		s.answered("getUser", "0", variant(`{"a":1}`))
		s.answered("save", "x", s.updates(updater{query: "getUser", data: plusAnswer}))
		assert.Equal(t, "0x", s.shows(id).data)
		s.closes()
	})

	t.Run("a query may update itself", func(t *testing.T) {
		s, list := having(t, "0")
		id := s.list(s.updates(updater{query: "list", optimistic: plus("a"), data: plusAnswer}))
		assert.Equal(t, "0a", list.data)
		s.answer(id, "1")
		assert.Equal(t, "1a1", list.data)
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("several queries are updated by one request", func(t *testing.T) {
		s, list := having(t, "0")
		other := s.watch("other", "", "")
		s.answered("other", "5", query(Yes))
		s.answered("save", "x", s.updates(updater{query: "list", data: plusAnswer}, updater{query: "other", data: plusAnswer}, updater{query: "list", data: plusAnswer}))
		assert.Equal(t, "0xx", list.data)
		assert.Equal(t, "5x", s.shows(other).data)
		s.closes()
	})
}
