package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
