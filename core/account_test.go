package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestLogin(t *testing.T) {
	login := func(s *shell, text string) {
		s.settle(s.enter(false), Outcome{Status: 200, Body: BodyJSON, Text: []byte(text), Note: NoteNew})
	}
	t.Run("goes to its route and answers with the user", func(t *testing.T) {
		s := newShell(t)
		id := s.enter(false)
		f := s.requests[s.calls[id].request]
		assert.Equal(t, RouteLogin, f.route)
		assert.True(t, f.wantBody)
		s.answer(id, alice)
		assert.Equal(t, alice, s.calls[id].text)
		assert.Equal(t, RouteRegister, s.requests[s.calls[s.enter(true)].request].route)
	})
	t.Run("as another user drops the earlier one's data, asks for the session, tells the tabs, navigates nowhere", func(t *testing.T) {
		s, session, data := signedIn(t)
		pending := s.call("getMails")
		login(s, bob)
		assert.Equal(t, "reset", s.how(pending))
		assert.Equal(t, "null", s.shows(data).data)
		assert.Equal(t, "null", s.shows(session).data)
		assert.Equal(t, []string{`new"b"`}, s.tabs)
		assert.Empty(t, s.navigated)
		refresh := s.core.clients[1].refresh
		s.settleRequest(refresh.id, Outcome{Status: 200, Body: BodyJSON, Text: []byte(bob)})
		assert.Equal(t, bob, s.shows(session).data)
		assert.Nil(t, s.core.clients[1].refresh)
	})
	t.Run("when it was never asked who is logged in, what is held may be of somebody else and goes", func(t *testing.T) {
		s := newShell(t)
		data := s.watch("getMails", "", "")
		s.answer(s.call("getMails"), `[1]`)
		login(s, alice)
		assert.Equal(t, "null", s.shows(data).data)
	})
	t.Run("as the same user keeps the data, and an older answer of session does not undo it", func(t *testing.T) {
		s, session, data := signedIn(t)
		older := s.call("session")
		login(s, alice)
		s.answer(older, `null`)
		assert.Equal(t, alice, s.shows(session).data)
		assert.Equal(t, `["for Alice"]`, s.shows(data).data)
	})
	t.Run("does not ask for a session that nobody watches", func(t *testing.T) {
		s := newShell(t)
		login(s, alice)
		assert.Equal(t, 1, s.fetched())
	})
	t.Run("with an answer without the session header counts too", func(t *testing.T) {
		s, _, data := signedIn(t)
		s.answer(s.enter(false), bob)
		assert.Equal(t, "null", s.shows(data).data)
		assert.NotNil(t, s.core.clients[1].refresh)
		assert.Equal(t, []string{`new"b"`}, s.tabs)
	})
	t.Run("with a wrong password changes nothing", func(t *testing.T) {
		s, session, data := signedIn(t)
		id := s.enter(false)
		s.refuse(id, 401, "auth.invalidCredentials")
		assert.Equal(t, "401 auth.invalidCredentials", s.how(id))
		assert.Equal(t, alice, s.shows(session).data)
		assert.Equal(t, `["for Alice"]`, s.shows(data).data)
		assert.Empty(t, s.tabs)
	})
	t.Run("two at once are both sent, and neither ends the other", func(t *testing.T) {
		s := newShell(t)
		first, second := s.enter(false), s.enter(false)
		s.answer(first, alice)
		assert.Equal(t, "pending", s.how(second))
		s.answer(second, bob)
		assert.Equal(t, `"b"`, s.core.clients[1].user.id)
	})
	t.Run("register logs in only when the answer says so", func(t *testing.T) {
		s, session, _ := signedIn(t)
		s.settle(s.enter(true), Outcome{Status: 201, Body: BodyJSON, Text: []byte(bob)})
		assert.Equal(t, alice, s.shows(session).data)
		s.settle(s.enter(true), Outcome{Status: 201, Body: BodyJSON, Text: []byte(bob), Note: NoteNew})
		assert.Equal(t, "null", s.shows(session).data)
		assert.NotNil(t, s.core.clients[1].refresh)
	})
}

func TestLogout(t *testing.T) {
	t.Run("empties the client, tells the tabs, navigates once, and then answers", func(t *testing.T) {
		s, session, data := signedIn(t)
		first, second := s.call("logout"), s.call("logout")
		pending, saving := s.call("getMails"), s.call("saveMail")
		assert.Equal(t, RouteLogout, s.requests[s.calls[first].request].route)
		s.log = nil
		s.settle(first, Outcome{Status: 204, Note: NoteEnded})
		assert.Equal(t, []string{"answered", "answered"}, []string{s.how(first), s.how(second)})
		assert.Equal(t, 1, s.fetchesTo(RouteLogout), "one POST for both")
		assert.Equal(t, "reset", s.how(pending))
		assert.Equal(t, "forgotten", s.network(saving))
		assert.Equal(t, "null", s.shows(session).data)
		assert.True(t, s.shows(session).state.Known)
		assert.Equal(t, "null", s.shows(data).data)
		assert.Equal(t, []ClientID{1}, s.navigated)
		assert.Equal(t, []string{"ended"}, s.tabs)
		assert.Less(t, indexOf(s.log, "navigate"), indexOf(s.log, "resolve"))
	})
	t.Run("that fails rejects and changes nothing", func(t *testing.T) {
		s, session, data := signedIn(t)
		id := s.call("logout")
		s.refuse(id, 503, "store.unavailable")
		assert.Equal(t, "503 store.unavailable", s.how(id))
		assert.Equal(t, alice, s.shows(session).data)
		assert.Equal(t, `["for Alice"]`, s.shows(data).data)
		assert.Empty(t, s.navigated)
		again := s.call("logout")
		s.settle(again, Outcome{Status: 204})
		assert.Equal(t, "answered", s.how(again))
	})
	t.Run("leaves a login in flight alone: it says who is next", func(t *testing.T) {
		s, _, _ := signedIn(t)
		login := s.enter(false)
		s.settle(s.call("logout"), Outcome{Status: 204})
		assert.Equal(t, "pending", s.how(login))
	})
	t.Run("drops what hooks hold that are mounted nowhere, for good", func(t *testing.T) {
		s := newShell(t)
		hook := s.watch("getMails", "", `{"page":1}`)
		s.answer(s.call("getMails", variant(`{"page":1}`)), `[1]`)
		s.release(hook)
		s.settle(s.call("logout"), Outcome{Status: 204})
		assert.True(t, s.records[hook].dropped)
		assert.Empty(t, s.core.clients[1].variants)
		again := s.watch("getMails", "", `{"page":1}`)
		for i := range maxVariants + 1 {
			s.answer(s.call("getMails", variant(string(rune('a'+i)))), `[1]`)
		}
		assert.False(t, s.records[again].dropped)
	})
}

func (s *shell) fetchesTo(route Route) (n int) {
	for _, f := range s.requests {
		if f.route == route {
			n++
		}
	}
	return n
}

// indexOf is the place of the first line with the verb.
func indexOf(log []string, verb string) int {
	for i, v := range verbs(log) {
		if v == verb {
			return i
		}
	}
	return -1
}
