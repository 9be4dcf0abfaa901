package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
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

func TestUpdatesThatThrow(t *testing.T) {
	t.Run("what cannot be foretold is not sent, and changes nothing", func(t *testing.T) {
		s, list := having(t, "0")
		other := s.watch("other", "", "")
		s.answered("other", "5", query(Yes))
		id := s.call("save", told, s.updates(updater{query: "list", optimistic: plus("a")}, updater{query: "other", optimistic: throws}))
		assert.Equal(t, "an update threw", s.how(id))
		assert.Equal(t, "none", s.network(id))
		assert.Equal(t, "0", list.data)
		assert.Equal(t, "5", s.shows(other).data)
		assert.Equal(t, []string{"save 1", "save_ERROR 0"}, s.actions)
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("what cannot be made of an answer is an error, and takes all of it back", func(t *testing.T) {
		s, list := having(t, "0")
		other := s.watch("other", "", "")
		s.answered("other", "5", query(Yes))
		id := s.call("save", told, s.through(StepError), s.updates(
			updater{query: "list", optimistic: plus("a"), data: plusAnswer},
			updater{query: "other", optimistic: plus("b"), data: func(string, string) string { return "throw" }},
		))
		assert.Equal(t, "5b", s.shows(other).data)
		s.answer(id, "x")
		assert.Equal(t, "an update threw", s.how(id))
		assert.Equal(t, "0", list.data)
		assert.Equal(t, "5", s.shows(other).data)
		assert.Empty(t, s.ranSteps)
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("what cannot be taken back as it should is taken back as if it never was, and is reported", func(t *testing.T) {
		for _, end := range []func(s *shell, id CallID){
			func(s *shell, id CallID) { s.refuse(id, 500, "E") },
			func(s *shell, id CallID) { s.abort(id) },
		} {
			s, list := having(t, "0")
			id := s.call("save", s.updates(updater{query: "list", optimistic: plus("a"), revert: throws}))
			end(s, id)
			assert.Equal(t, "0", list.data)
			require.Len(t, s.reported, 1)
			s.closes()
		}
	})

	t.Run("what throws on later data leaves that as it is, and is reported", func(t *testing.T) {
		s, list := having(t, "0")
		id := s.call("save", s.updates(updater{query: "list", optimistic: func(data string) string {
			if data == "1" {
				return "throw"
			}
			return data + "a"
		}}))
		s.answer(s.list(), "1")
		assert.Equal(t, "1", list.data)
		assert.Len(t, s.reported, 1)
		s.answer(s.list(), "2")
		assert.Equal(t, "2a", list.data)
		s.answer(id, "x")
		assert.Equal(t, "2a", list.data)
		s.closes()
	})
}

func TestLocalUpdates(t *testing.T) {
	local := func(f func(data, answer string) string) updater {
		return updater{query: "list", data: f, local: true}
	}

	t.Run("are applied at once, and are final", func(t *testing.T) {
		s, list := having(t, "0")
		id := s.local(local(plusAnswer))
		assert.Equal(t, "answered", s.how(id))
		assert.Equal(t, "0null", list.data, "there is no answer")
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("of a request, too, also if that fails", func(t *testing.T) {
		s, list := having(t, "0")
		id := s.call("save", s.updates(local(func(data, _ string) string { return data + "l" })))
		assert.Equal(t, "0l", list.data)
		s.refuse(id, 500, "E")
		assert.Equal(t, "0l", list.data)
		s.closes()
	})

	t.Run("of a request whose updateData throws, too", func(t *testing.T) {
		for _, refetches := range []bool{true, false} {
			s, list := having(t, "0")
			if refetches {
				s.list()
			}
			id := s.call("save", s.updates(local(func(data, _ string) string { return data + "l" }), updater{query: "list", data: func(string, string) string { return "throw" }}))
			s.answer(id, "x")
			assert.Equal(t, "an update threw", s.how(id))
			assert.Equal(t, "0l", list.data)
			s.closes()
		}
	})

	t.Run("are kept above the answer of a refetch that was under way", func(t *testing.T) {
		s, list := having(t, "0")
		id := s.list()
		s.local(local(func(data, _ string) string { return data + "l" }))
		s.answer(id, "1")
		assert.Equal(t, "1l", list.data)
		assert.Empty(t, s.values)
		s.closes()
	})

	t.Run("that throw are refused", func(t *testing.T) {
		s, list := having(t, "0")
		id := s.local(local(func(string, string) string { return "throw" }))
		assert.Equal(t, "an update threw", s.how(id))
		assert.Equal(t, "0", list.data)
		s.closes()
	})
}

func TestPresentDataOfGetData(t *testing.T) {
	t.Run("is what is shown, without the layers that will be above the answer", func(t *testing.T) {
		s, list := having(t, "0")
		earlier := s.list(latest(No))
		s.answered("save", "x", s.updates(updater{query: "list", data: plusAnswer}))
		like := s.call("like", s.updates(updater{query: "list", optimistic: plus("!")}))
		assert.Equal(t, "0x!", list.data)
		id := s.list(latest(No), s.does(StepGetData, func(f *flow) Verdict {
			f.response = s.based[0] + f.response
			return Done
		}))
		s.answer(id, "2")
		assert.Equal(t, []string{"0x"}, s.based)
		assert.Equal(t, "0x2!", list.data)
		s.answer(earlier, "9")
		s.refuse(like, 500, "E")
		assert.Equal(t, "0x2", list.data)
		s.closes()
	})
}
