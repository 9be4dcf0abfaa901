package core

import (
	"context"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestAbort(t *testing.T) {
	t.Run("ends one call by its id", func(t *testing.T) {
		s := newShell(t)
		one, other := s.call("save"), s.call("save")
		s.abort(one)
		assert.Equal(t, "aborted", s.how(one))
		assert.Equal(t, "aborted: aborted", s.network(one))
		assert.Equal(t, "pending", s.how(other))
		assert.ErrorIs(t, s.calls[one].err, ErrAborted)
		assert.ErrorIs(t, s.calls[one].err, context.Canceled)
	})
	t.Run("does nothing for a settled, an unknown, or an aborted call", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser")
		s.answer(id, `1`)
		s.log = nil
		s.abort(id)
		s.abort(999)
		assert.Empty(t, s.log)
	})
	t.Run("of a shared logout lets it go on for the others; the last one to leave aborts it", func(t *testing.T) {
		s := newShell(t)
		first, second := s.call("logout"), s.call("logout")
		s.abort(first)
		assert.Equal(t, "aborted", s.how(first))
		assert.Equal(t, "open", s.network(first))
		assert.Equal(t, "pending", s.how(second))
		s.abort(second)
		assert.Equal(t, "aborted: aborted", s.network(first))
		assert.Nil(t, s.core.clients[1].logout)
	})
	t.Run("leaves no trace in the record: data and error stay as they were", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		s.answer(s.call("getUser"), `1`)
		s.abort(s.call("getUser"))
		assert.Equal(t, "1", s.shows(record).data)
		assert.NoError(t, s.shows(record).err)
		assert.False(t, s.shows(record).state.Pristine)
		fresh := s.watch("getTask", "", "")
		s.abort(s.call("getTask"))
		assert.True(t, s.shows(fresh).state.Pristine, "nothing else was ever asked")
	})
}

func TestAbortRequests(t *testing.T) {
	// Each test has these pending, and then aborts the targets.
	names := []string{"R1", "R2", "R3", "R3 key 1", "R3 key 2", "getBook key 1", "R2x key y", "R2xy", "session"}
	for _, test := range []struct {
		title   string
		targets []Target
		gone    []string
	}{
		{"all of them without a list", nil, names},
		{"nothing with an empty list", []Target{}, nil},
		{"a bare name, not its keys", []Target{{Name: "R3"}}, []string{"R3"}},
		{"a name and a key", []Target{{Name: "R3", Key: "1", Exact: true}}, []string{"R3 key 1"}},
		{"a name, exactly", []Target{{Name: "R3", Exact: true}}, []string{"R3"}},
		{"all keys of a name", []Target{{Name: "R3", AnyKey: true}}, []string{"R3", "R3 key 1", "R3 key 2"}},
		{"several", []Target{{Name: "R2"}, {Name: "R3", Key: "1"}}, []string{"R2", "R3 key 1"}},
		{"a name and key put together, where no request has that very name", []Target{{Name: "getBook1"}}, []string{"getBook key 1"}},
		{"only the very name, where there is one", []Target{{Name: "R2xy"}}, []string{"R2xy"}},
		{"nothing put together when the target is exact", []Target{{Name: "getBook1", Exact: true}}, nil},
		{"nothing put together when it has a key of its own", []Target{{Name: "getBook1", Key: "2"}}, nil},
		{"nothing for an unknown name", []Target{{Name: "R4"}}, nil},
	} {
		t.Run("ends "+test.title, func(t *testing.T) {
			s := newShell(t).open(2, Options{})
			ids := map[string]CallID{
				"R1": s.call("R1"), "R2": s.call("R2"), "R3": s.call("R3"),
				"R3 key 1": s.call("R3", key("1")), "R3 key 2": s.call("R3", key("2")),
				"getBook key 1": s.call("getBook", key("1")),
				"R2x key y":     s.call("R2x", key("y")), "R2xy": s.call("R2xy"),
				"session": s.call("session"),
			}
			login, logout, theirs := s.enter(false), s.call("logout"), s.call("R1", byClient(2))
			s.abortRequests(test.targets...)
			var gone []string
			for _, name := range names {
				if s.how(ids[name]) == "aborted" {
					gone = append(gone, name)
				}
			}
			assert.Equal(t, test.gone, gone)
			for _, id := range []CallID{login, logout, theirs} {
				assert.Equal(t, "pending", s.how(id), "logins, logouts and other clients are not concerned")
			}
		})
	}
	t.Run("reaches a hook's request by the name and key it was given", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser", variant(`{"id":1}`))
		s.abortRequests(Target{Name: "getUser"})
		assert.Equal(t, "aborted", s.how(id))
	})
}

func TestClose(t *testing.T) {
	t.Run("rejects what is pending, aborts the network, drops the records, and later calls reject", func(t *testing.T) {
		s := newShell(t).open(2, Options{})
		record := s.watch("getUser", "", "")
		ids := []CallID{s.call("getUser"), s.call("save"), s.call("session"), s.enter(false), s.enter(true), s.call("logout"), s.call("logout")}
		theirs := s.call("getUser", byClient(2))
		s.close(1)
		for _, id := range ids {
			assert.Equal(t, "closed", s.how(id))
			if id != ids[6] { // it shares the network of the other logout
				assert.Equal(t, "aborted: closed", s.network(id))
			}
		}
		assert.True(t, s.records[record].dropped)
		assert.Equal(t, "pending", s.how(theirs))
		assert.Equal(t, "closed", s.how(s.call("getUser")))
		assert.Equal(t, "closed", s.how(s.enter(false)))
		s.log = nil
		s.close(1)
		s.core.AbortRequests(s.now, 1, nil)
		s.core.Visible(s.now, 1)
		s.core.FromTab(s.now, 1, NoteEnded, "")
		s.core.Watch(s.now, 1, 77, Watched{Name: "getUser"})
		s.carryOut()
		assert.Empty(t, s.log)
	})
	t.Run("leaves nothing in the core's tables", func(t *testing.T) {
		s := newShell(t)
		s.watch("getUser", "", "")
		s.call("getUser", timeout(10))
		s.call("session")
		s.core.WhenIdle(s.now, 1)
		s.close(1)
		assert.Equal(t, []ClientID{1}, s.idle)
		assertEmpty(t, s.core)
	})
}

func TestWhenIdle(t *testing.T) {
	t.Run("tells at once when nothing is in flight, or the client is closed", func(t *testing.T) {
		s := newShell(t)
		s.core.WhenIdle(s.now, 1)
		s.core.WhenIdle(s.now, 9)
		s.carryOut()
		assert.Equal(t, []ClientID{1, 9}, s.idle)
	})
	t.Run("tells once, when the last one has settled, after the last promise", func(t *testing.T) {
		s := newShell(t)
		first, second := s.call("a"), s.call("b", timeout(10))
		s.core.WhenIdle(s.now, 1)
		s.core.WhenIdle(s.now, 1)
		s.carryOut()
		s.answer(first, `1`)
		assert.Empty(t, s.idle)
		s.log = nil
		s.pass(10)
		assert.Equal(t, "timeout", s.how(second))
		assert.Equal(t, []ClientID{1}, s.idle)
		s.answer(s.call("a"), `1`)
		assert.Equal(t, []ClientID{1}, s.idle)
	})
	t.Run("does not take the moment between a superseded call and the new one for idle", func(t *testing.T) {
		s := newShell(t)
		s.call("getUser")
		s.core.WhenIdle(s.now, 1)
		id := s.call("getUser")
		assert.Empty(t, s.idle)
		s.answer(id, `1`)
		assert.Equal(t, []ClientID{1}, s.idle)
	})
}

// assertEmpty checks that nothing is left in a core whose clients are closed.
func assertEmpty(t testing.TB, c *Core) {
	t.Helper()
	for field, v := range reflect.ValueOf(c).Elem().Fields() {
		if v.Kind() == reflect.Map {
			assert.Zero(t, v.Len(), "%s: %v", field.Name, v)
		}
	}
	assert.Empty(t, c.deadlines)
	assert.Empty(t, c.concerned)
	assert.Empty(t, c.dirty)
	assert.Empty(t, c.waiting)
	assert.Empty(t, c.freed)
}
