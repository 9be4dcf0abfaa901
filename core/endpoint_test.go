package core

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	getArticle EndpointID = iota + 1
	update
	note
	rename
)

// newData has the endpoints getArticle and update, of entities, and note, without a schema.
func newData(t *testing.T) *shell {
	s := newShell(t)
	s.core.DefineSchemas(s.now, 1, []byte(`[{"id":1,"kind":"entity","name":"Article"}]`))
	nan := math.NaN()
	s.core.DefineEndpoint(s.now, 1, getArticle, Endpoint{Schema: 1, DataExpiry: nan, ErrorExpiry: nan})
	s.core.DefineEndpoint(s.now, 1, update, Endpoint{Schema: 1, Mutation: true, DataExpiry: nan, ErrorExpiry: nan})
	s.core.DefineEndpoint(s.now, 1, note, Endpoint{DataExpiry: nan, ErrorExpiry: nan, Soft: true})
	s.core.DefineEndpoint(s.now, 1, rename, Endpoint{Mutation: true, DataExpiry: nan, ErrorExpiry: nan})
	return s
}

func (s *shell) fetch(e EndpointID, key, args string) CallID {
	id := s.newCall()
	s.calls[id] = &promise{call: Call{Client: 1}}
	s.core.Fetch(s.now, Fetch{ID: id, Client: 1, Endpoint: e, Key: key, Args: []byte(args), Started: s.now})
	s.carryOut()
	return id
}

// shown watches a key and gives its root.
func (s *shell) shown(schema uint32, key, args string) RootID {
	token := s.newCall()
	s.core.Look(s.now, Look{Client: 1, Token: token, Schema: schema, Key: key, Args: []byte(args)})
	s.carryOut()
	require.Contains(s.t, s.looked, token)
	s.core.Show(s.now, 1, s.looked[token], true)
	s.carryOut()
	return s.looked[token]
}

func (s *shell) row(pk uint32) string { return s.sink.rows["1 "+string('0'+rune(pk))] }

func TestFetch(t *testing.T) {
	t.Run("reads of one key in flight are one request, whose answer fulfils all of them", func(t *testing.T) {
		s := newData(t)
		a, b := s.fetch(getArticle, "get 1", `[{"id":1}]`), s.fetch(getArticle, "get 1", `[{"id":1}]`)
		assert.Equal(t, 1, s.fetched())
		s.answer(a, `{"id":1,"title":"x"}`)
		assert.Equal(t, "answered", s.how(a))
		assert.Equal(t, "answered", s.how(b))
		assert.Equal(t, `{"id":1,"title":"x"}`, s.row(0))
		c := s.fetch(getArticle, "get 1", `[{"id":1}]`)
		assert.Equal(t, 2, s.fetched())
		assert.Equal(t, "pending", s.how(c))
	})
	t.Run("mutations are never shared", func(t *testing.T) {
		s := newData(t)
		s.fetch(update, "update 1", `[{"id":1}]`)
		s.fetch(update, "update 1", `[{"id":1}]`)
		assert.Equal(t, 2, s.fetched())
	})
	t.Run("a mutation without schema is fulfilled first, too; what came to be reset meanwhile is not published", func(t *testing.T) {
		s := newData(t)
		s.shown(0, "rename", `[]`)
		id := s.fetch(rename, "rename", `[]`)
		s.answer(id, `1`)
		assert.Equal(t, "answered", s.how(id))
		record := s.core.keyOf(s.core.clients[1], "rename").id
		assert.Equal(t, "null", s.records[record].data)
		s.core.Publish(s.now, 1)
		s.carryOut()
		assert.Equal(t, "1", s.records[record].data)
		s.answer(s.fetch(rename, "rename", `[]`), `2`)
		done := s.newCall()
		s.calls[done] = &promise{call: Call{Client: 1}}
		s.core.Reset(s.now, 1, done)
		s.carryOut()
		assert.Empty(t, s.held[record])
		assert.NotEqual(t, "2", s.records[record].data)
	})
	t.Run("the error of a mutation that was started last counts, also after the answer of another", func(t *testing.T) {
		s := newData(t)
		root := s.shown(1, "update 1", `[{"id":1}]`)
		first, last := s.fetch(update, "update 1", `[{"id":1}]`), s.fetch(update, "update 1", `[{"id":1}]`)
		s.answer(first, `{"id":1}`)
		s.core.Publish(s.now, 1)
		s.carryOut()
		s.answer(last, `5`)
		assert.True(t, s.views[root].Failed)
	})
	t.Run("a mutation is fulfilled first and published then", func(t *testing.T) {
		s := newData(t)
		root := s.shown(1, "get 1", `[{"id":1}]`)
		s.answer(s.fetch(getArticle, "get 1", `[{"id":1}]`), `{"id":1,"title":"x"}`)
		told := s.sink.told[root]
		id := s.fetch(update, "update 1", `[{"id":1}]`)
		s.answer(id, `{"id":1,"title":"y"}`)
		assert.Equal(t, "answered", s.how(id))
		assert.Contains(t, s.row(0), `"x"`)
		require.True(t, s.unpublished)
		s.core.Publish(s.now, 1)
		s.carryOut()
		assert.Contains(t, s.row(0), `"y"`)
		assert.Equal(t, told+1, s.sink.told[root])
	})
	t.Run("the next command publishes what was not yet", func(t *testing.T) {
		s := newData(t)
		s.shown(1, "get 1", `[{"id":1}]`)
		s.answer(s.fetch(update, "update 1", `[{"id":1}]`), `{"id":1,"title":"y"}`)
		s.fetch(note, "note", `[]`)
		assert.Contains(t, s.row(0), `"y"`)
	})
	t.Run("one who leaves does not end the request of the others", func(t *testing.T) {
		s := newData(t)
		a, b := s.fetch(getArticle, "get 1", `[{"id":1}]`), s.fetch(getArticle, "get 1", `[{"id":1}]`)
		s.abort(a)
		assert.Equal(t, "aborted", s.how(a))
		assert.Equal(t, "open", s.network(a))
		s.answer(a, `{"id":1}`)
		assert.Equal(t, "answered", s.how(b))
	})
	t.Run("what does not fit is the error of the key, and nothing of it is stored", func(t *testing.T) {
		for _, text := range []string{`5`, `null`, `"hi"`, `[]`, `{}`} {
			s := newData(t)
			root := s.shown(1, "get 1", `[{"id":1}]`)
			id := s.fetch(getArticle, "get 1", `[{"id":1}]`)
			s.answer(id, text)
			var misfit *SchemaError
			require.ErrorAs(t, s.calls[id].err, &misfit, text)
			assert.Empty(t, s.sink.rows)
			assert.True(t, s.views[root].Failed)
		}
	})
	t.Run("an unknown endpoint is refused", func(t *testing.T) {
		s := newData(t)
		assert.Equal(t, "usage", s.how(s.fetch(99, "k", `[]`)))
	})
	t.Run("an endpoint of a schema that cannot be used is refused, with the reason", func(t *testing.T) {
		s := newData(t)
		s.core.DefineSchemas(s.now, 1, []byte(`[{"id":2,"kind":"entity","name":"Article","pk":"slug"}]`))
		s.core.DefineEndpoint(s.now, 1, 9, Endpoint{Schema: 2})
		id := s.fetch(9, "k", `[]`)
		assert.ErrorContains(t, s.calls[id].err, "differ in pk")
	})
}

func TestEndpointsAndTheSession(t *testing.T) {
	t.Run("an answer that saved the session has it asked for again, and tells the other tabs", func(t *testing.T) {
		s := newData(t)
		session := s.watch("session", "", "")
		s.answer(s.call("session"), alice)
		id := s.fetch(update, "update 1", `[{"id":1}]`)
		s.settle(id, Outcome{Status: 200, Body: BodyJSON, Text: []byte(`{"id":1}`), Note: NoteSaved})
		assert.Equal(t, "answered", s.how(id))
		assert.Equal(t, uint32(1), s.shows(session).state.Pending)
		assert.Len(t, s.tabs, 1)
	})
	t.Run("an error that says that a login is needed makes it null", func(t *testing.T) {
		s := newData(t)
		session := s.watch("session", "", "")
		s.answer(s.call("session"), alice)
		id := s.fetch(update, "update 1", `[{"id":1}]`)
		s.core.LoginNeeded(s.now, s.calls[id].request)
		s.core.Failed(s.now, s.calls[id].request, Failure{})
		s.carryOut()
		assert.Equal(t, "null", s.shows(session).data)
	})
}

func TestEndpointReset(t *testing.T) {
	s := newData(t)
	root := s.shown(1, "get 1", `[{"id":1}]`)
	s.answer(s.fetch(getArticle, "get 1", `[{"id":1}]`), `{"id":1}`)
	read, change := s.fetch(getArticle, "get 1", `[{"id":1}]`), s.fetch(update, "update 1", `[{"id":1}]`)
	done := s.newCall()
	s.calls[done] = &promise{call: Call{Client: 1}}
	s.core.Reset(s.now, 1, done)
	s.carryOut()
	assert.Equal(t, "reset", s.how(read))
	assert.Equal(t, "reset", s.how(change))
	assert.Equal(t, "aborted: reset", s.network(read))
	assert.Equal(t, "forgotten", s.network(change), "a mutation may be the logout itself")
	assert.Empty(t, s.sink.shows(root))
	again := s.fetch(getArticle, "get 1", `[{"id":1}]`)
	assert.Equal(t, "open", s.network(again))
	s.answer(again, `{"id":1,"title":"new"}`)
	assert.Contains(t, s.row(0), "new")
}
