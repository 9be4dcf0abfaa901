package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

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
