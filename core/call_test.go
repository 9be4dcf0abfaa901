package core

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNames(t *testing.T) {
	for _, test := range []struct{ title, name string }{
		{"is empty", ""},
		{"has an empty segment", "a//b"},
		{"starts with a slash", "/a"},
		{"ends with a slash", "a/"},
		{"has a segment that is a dot", "a/./b"},
		{"has a segment that is two dots", "../a"},
		{"has a space", "get user"},
		{"has a letter beyond ASCII", "gétUser"},
		{"has NUL", "get\x00"},
		{"has 129 letters", strings.Repeat("a", 129)},
	} {
		t.Run("a name that "+test.title+" is refused and nothing is sent", func(t *testing.T) {
			s := newShell(t)
			id := s.call(test.name)
			assert.Equal(t, "usage", s.how(id))
			assert.Zero(t, s.fetched())
			assert.Empty(t, s.core.records)
		})
	}
	t.Run("a name of 128 letters, and one in segments, are sent", func(t *testing.T) {
		s := newShell(t)
		assert.Equal(t, "open", s.network(s.call(strings.Repeat("a", 128))))
		assert.Equal(t, "open", s.network(s.call("a.b-c_d/0")))
	})
	t.Run("a refused call leaves the pending one of its client alone", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser")
		s.call("getUser/")
		assert.Equal(t, "pending", s.how(id))
	})
}

func TestAutoAbortMatches(t *testing.T) {
	for _, name := range []string{"get", "getUser", "is2fa", "list_groups", "allUsers", "viewResults", "fetch", "loadX", "has.a", "search-x", "retrieve/it"} {
		assert.True(t, AutoAbort{}.Matches(name), name)
	}
	for _, name := range []string{"getuser", "issueInvoice", "hashPassword", "allocateSeat", "listen", "GetUser", "forget", "users/getUser", "session", "logout", "ge", ""} {
		assert.False(t, AutoAbort{}.Matches(name), name)
	}
	own := AutoAbort{Words: []string{"find", "q"}}
	assert.True(t, own.Matches("findUser"))
	assert.True(t, own.Matches("q"))
	assert.False(t, own.Matches("finder"), "the same word rule")
	assert.False(t, own.Matches("getUser"), "own words replace the ten")
	assert.False(t, AutoAbort{Words: []string{}}.Matches("getUser"), "no words, no query")
	assert.False(t, AutoAbort{Off: true, Words: []string{"get"}}.Matches("getUser"))
}

func TestSuperseding(t *testing.T) {
	t.Run("a new call of a query ends the pending one, whatever their data, and then is sent", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser")
		s.log = nil
		second := s.call("getUser")
		assert.Equal(t, "superseded", s.how(first))
		assert.Equal(t, "aborted: superseded", s.network(first))
		s.answer(second, `{"id":2}`)
		assert.Equal(t, "answered", s.how(second))
		assert.JSONEq(t, `{"id":2}`, s.calls[second].text)
		assert.Equal(t, []string{"abort", "reject", "fetch", "record", "resolve", "record"}, verbs(s.log))
	})
	t.Run("a late answer of the superseded one is ignored", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser")
		s.call("getUser")
		s.log = nil
		s.answer(first, `1`)
		assert.Empty(t, s.log)
		assert.Equal(t, "superseded", s.how(first))
	})
	t.Run("a settled call is not affected by a new one", func(t *testing.T) {
		s := newShell(t)
		first := s.call("getUser")
		s.answer(first, `1`)
		s.call("getUser")
		assert.Equal(t, "answered", s.how(first))
		assert.Equal(t, "answered", s.network(first))
	})
	t.Run("calls of a mutation all answer, in any order", func(t *testing.T) {
		s := newShell(t)
		first, second := s.call("updateUser"), s.call("updateUser")
		s.answer(second, `2`)
		s.answer(first, `1`)
		assert.Equal(t, []string{"answered", "answered"}, []string{s.how(first), s.how(second)})
		assert.Equal(t, "1", s.calls[first].text)
	})
	t.Run("names that only look like queries, keys, and takeLatest false keep calls apart", func(t *testing.T) {
		s := newShell(t)
		ids := []CallID{
			s.call("hashPassword"), s.call("hashPassword"),
			s.call("getTask", key("a")), s.call("getTask", key("b")),
			s.call("getUser", latest(No)), s.call("getUser", latest(No)),
		}
		for _, id := range ids {
			s.answer(id, `1`)
			assert.Equal(t, "answered", s.how(id))
		}
	})
	t.Run("takeLatest makes a mutation supersede all its pending calls, oldest first", func(t *testing.T) {
		s := newShell(t)
		first, second := s.call("save"), s.call("save")
		third := s.call("save", latest(Yes))
		assert.Equal(t, []string{"superseded", "superseded", "pending"}, []string{s.how(first), s.how(second), s.how(third)})
	})
	t.Run("takeLatest false on the new call leaves the pending one alone, and a third call ends both", func(t *testing.T) {
		s := newShell(t)
		first, second := s.call("getUser"), s.call("getUser", latest(No))
		assert.Equal(t, "pending", s.how(first))
		s.call("getUser")
		assert.Equal(t, []string{"superseded", "superseded"}, []string{s.how(first), s.how(second)})
	})
	t.Run("session and calls of another client are never superseded", func(t *testing.T) {
		s := newShell(t).open(2, Options{})
		first, second := s.call("session"), s.call("session")
		mine, theirs := s.call("getUser"), s.call("getUser", byClient(2))
		for _, id := range []CallID{first, second, mine, theirs} {
			assert.Equal(t, "pending", s.how(id))
		}
		s.call("session", latest(Yes))
		assert.Equal(t, "superseded", s.how(first), "unless the call says so")
	})
	t.Run("a client's own words, and its word for a single call, decide alone", func(t *testing.T) {
		s := newShell(t).open(2, Options{AutoAbort: AutoAbort{Words: []string{"find"}}}).open(3, Options{AutoAbort: AutoAbort{Off: true}})
		found := s.call("findUser", byClient(2))
		got := s.call("getUser", byClient(2))
		off := s.call("getUser", byClient(3))
		chosen := s.call("readUser", query(Yes))
		denied := s.call("getTask", query(No))
		s.call("findUser", byClient(2))
		s.call("getUser", byClient(2))
		s.call("getUser", byClient(3))
		s.call("readUser", query(Yes))
		s.call("getTask", query(No))
		assert.Equal(t, "superseded", s.how(found))
		assert.Equal(t, "pending", s.how(got))
		assert.Equal(t, "pending", s.how(off))
		assert.Equal(t, "superseded", s.how(chosen))
		assert.Equal(t, "pending", s.how(denied))
	})
}

func TestKeys(t *testing.T) {
	t.Run("name and key are a pair that is never glued together", func(t *testing.T) {
		s := newShell(t)
		one, other, bare := s.call("get.a", key("bc")), s.call("get.ab", key("c")), s.call("get.abc")
		assert.Len(t, s.core.records, 3)
		s.call("get.a", key("bc"))
		assert.Equal(t, "superseded", s.how(one))
		assert.Equal(t, "pending", s.how(other))
		assert.Equal(t, "pending", s.how(bare))
	})
	t.Run(`the key "0" is a key`, func(t *testing.T) {
		s := newShell(t)
		zero, none := s.call("getUser", key("0")), s.call("getUser")
		assert.Equal(t, "pending", s.how(zero))
		assert.Equal(t, "pending", s.how(none))
	})
	t.Run("keys keep state apart", func(t *testing.T) {
		s := newShell(t)
		a, b := s.watch("getUser", "a", ""), s.watch("getUser", "b", "")
		s.answer(s.call("getUser", key("a")), `1`)
		assert.Equal(t, "1", s.shows(a).data)
		assert.Equal(t, "null", s.shows(b).data)
		assert.True(t, s.shows(b).state.Pristine)
	})
	t.Run("strings that alias a buffer of the shell's are copied", func(t *testing.T) {
		s := newShell(t)
		buffer := []byte("getUserkey")
		alias := aliasOf(buffer)
		s.call(alias[:7], key(alias[7:]))
		copy(buffer, "XXXXXXXXXX")
		record := s.core.records[1]
		require.NotNil(t, record)
		assert.Equal(t, pair{name: "getUser", key: "key"}, record.pair)
	})
}

func TestDisturbedCalls(t *testing.T) {
	t.Run("a call of a client that is not open rejects as closed", func(t *testing.T) {
		s := newShell(t)
		assert.Equal(t, "closed", s.how(s.call("getUser", byClient(9))))
		assert.Zero(t, s.fetched())
	})
	t.Run("a call that the shell refuses rejects with its error and disturbs nobody", func(t *testing.T) {
		s := newShell(t)
		pending := s.call("getUser")
		id := s.newCall()
		s.calls[id] = &promise{}
		s.core.Refuse(id, &UsageError{Message: "data is circular"})
		s.core.Refuse(pending, &UsageError{Message: "it is in flight: nothing happens"})
		s.carryOut()
		assert.Equal(t, "usage", s.how(id))
		assert.Equal(t, "pending", s.how(pending))
	})
}

// verbs gives the first word of each line.
func verbs(log []string) (out []string) {
	for _, line := range log {
		verb, _, _ := strings.Cut(line, " ")
		out = append(out, verb)
	}
	return out
}
