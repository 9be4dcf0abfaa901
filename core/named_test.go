package core

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhatIsCarriedOverOfHooks(t *testing.T) {
	const many = maxVariants + 20
	server := newShell(t)
	server.open(2, Options{Server: true})
	for i := range many {
		server.answer(server.call("getUser", byClient(2), variant(strconv.Itoa(i))), `"d"`)
	}
	named := server.core.Named(2)

	t.Run("a server keeps the answers of all, and says how many there were", func(t *testing.T) {
		assert.Len(t, named, many)
		for i, n := range named {
			assert.Equal(t, About{Name: "getUser", Variant: strconv.Itoa(i), Query: true, Finished: 1}, n.About)
		}
		assert.Empty(t, server.core.Named(3))
	})
	t.Run("a page keeps what is promised, and answers one call with it by its data", func(t *testing.T) {
		s := newShell(t)
		for _, n := range named {
			s.adopt(Adopted{Name: n.Name, Variant: n.Variant, Query: true, Data: true, Promised: n.Finished}, n.Variant)
		}
		assert.Len(t, s.core.Named(1), many)
		for _, n := range named {
			assert.Equal(t, n.Variant, s.calls[s.call(n.Name, variant(n.Variant))].text)
		}
		assert.Zero(t, s.fetched())
		s.call("getUser", variant("0"))
		s.call("getUser")
		assert.Equal(t, 2, s.fetched())
	})
	t.Run("another user than that of the session that was carried over drops what is there", func(t *testing.T) {
		s := newShell(t)
		s.adopt(Adopted{Name: "session", Query: true, Data: true, Text: []byte(`{"id":1}`)}, `{"id":1}`)
		book := s.watch("getBook", "", "")
		s.answer(s.call("getBook"), `"b"`)
		s.answer(s.call("session"), `{"id":1}`)
		assert.Equal(t, `"b"`, s.shows(book).data)
		s.answer(s.call("session"), `{"id":2}`)
		assert.Equal(t, "null", s.shows(book).data)
	})
}
