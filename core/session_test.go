package core

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	alice = `{"id":"a","name":"Alice"}`
	bob   = `{"id":"b","name":"Bob"}`
)

// signedIn has Alice logged in, her session shown and some data of hers.
func signedIn(t *testing.T) (s *shell, session, data RecordID) {
	s = newShell(t)
	session, data = s.watch("session", "", ""), s.watch("getMails", "", "")
	s.answer(s.call("session"), alice)
	s.answer(s.call("getMails"), `["for Alice"]`)
	s.log, s.tabs = nil, nil
	return s, session, data
}

func TestSession(t *testing.T) {
	t.Run("shows the user, and null when anonymous, without navigating", func(t *testing.T) {
		s := newShell(t)
		session := s.watch("session", "", "")
		s.answer(s.call("session"), `null`)
		assert.True(t, s.shows(session).state.Known)
		assert.Equal(t, "null", s.shows(session).data)
		s.answer(s.call("session"), alice)
		assert.Equal(t, alice, s.shows(session).data)
		assert.Empty(t, s.navigated)
	})
	t.Run("goes to its own route and hands the body to the core", func(t *testing.T) {
		s := newShell(t)
		f := s.requests[s.calls[s.call("session")].request]
		assert.Equal(t, RouteSession, f.route)
		assert.True(t, f.wantBody)
		plain := s.requests[s.calls[s.call("getUser")].request]
		assert.Equal(t, RouteName, plain.route)
		assert.False(t, plain.wantBody)
	})
	t.Run("asked for twice is asked twice: a call made after a save shows it", func(t *testing.T) {
		s := newShell(t)
		s.call("session")
		s.call("session")
		assert.Equal(t, 2, s.fetched())
	})
	t.Run("of another user drops the earlier user's data in the step that shows the new one", func(t *testing.T) {
		s, session, data := signedIn(t)
		pending := s.call("getMails")
		saving := s.call("saveMail")
		s.answer(s.call("session"), bob)
		assert.Equal(t, bob, s.shows(session).data)
		assert.Equal(t, "null", s.shows(data).data)
		assert.True(t, s.shows(data).state.Pristine)
		assert.Equal(t, "reset", s.how(pending))
		assert.Equal(t, "aborted: reset", s.network(pending))
		assert.Equal(t, "reset", s.how(saving))
		assert.Equal(t, "forgotten", s.network(saving), "a mutation's network runs on")
		assert.Empty(t, s.navigated)
	})
	t.Run("of the same user drops nothing", func(t *testing.T) {
		s, _, data := signedIn(t)
		s.answer(s.call("session"), `{"name":"Alice II","id":"a"}`)
		assert.Equal(t, `["for Alice"]`, s.shows(data).data)
	})
	t.Run("known for the first time drops nothing: there was no other user", func(t *testing.T) {
		s := newShell(t)
		data := s.watch("getMails", "", "")
		s.answer(s.call("getMails"), `[1]`)
		s.answer(s.call("session"), alice)
		assert.Equal(t, `[1]`, s.shows(data).data)
	})
	t.Run("that ended elsewhere drops the user's data", func(t *testing.T) {
		s, session, data := signedIn(t)
		s.answer(s.call("session"), `null`)
		assert.Equal(t, "null", s.shows(session).data)
		assert.Equal(t, "null", s.shows(data).data)
	})
	t.Run("answers out of order: the one asked for last says who the user is", func(t *testing.T) {
		s := newShell(t)
		session, data := s.watch("session", "", ""), s.watch("getMails", "", "")
		first, second := s.call("session"), s.call("session")
		s.answer(second, bob)
		s.answer(s.call("getMails"), `["for Bob"]`)
		s.answer(first, alice)
		assert.Equal(t, bob, s.shows(session).data)
		assert.Equal(t, `["for Bob"]`, s.shows(data).data)
		assert.Equal(t, alice, s.calls[first].text, "the older call still gets what it asked for")

		third, fourth := s.call("session"), s.call("session")
		s.answer(third, bob)
		s.answer(fourth, alice)
		assert.Equal(t, alice, s.shows(session).data)
		assert.Equal(t, "null", s.shows(data).data)
	})
}

func TestLoginNeeded(t *testing.T) {
	t.Run("a 401 auth.required makes the shown session null and navigates nowhere", func(t *testing.T) {
		s, session, data := signedIn(t)
		id := s.call("getMails")
		s.refuse(id, 401, "auth.required")
		assert.Equal(t, "401 auth.required", s.how(id))
		assert.Equal(t, "null", s.shows(session).data)
		assert.True(t, s.shows(session).state.Known)
		assert.Equal(t, `["for Alice"]`, s.shows(data).data)
		assert.Empty(t, s.navigated)
		assert.Empty(t, s.tabs)
	})
	for _, test := range []struct {
		status int
		code   string
	}{{401, "auth.invalidCredentials"}, {403, "auth.required"}, {403, "auth.forbidden"}} {
		t.Run("another error does not: "+test.code, func(t *testing.T) {
			s, session, _ := signedIn(t)
			s.refuse(s.call("getMails"), test.status, test.code)
			assert.Equal(t, alice, s.shows(session).data)
		})
	}
	t.Run("nor does the 401 of a call made before the login", func(t *testing.T) {
		s := newShell(t)
		session := s.watch("session", "", "")
		early := s.call("saveMail")
		s.settle(s.enter(false), Outcome{Status: 200, Body: BodyJSON, Text: []byte(alice), Note: NoteNew})
		refresh := s.core.clients[1].refresh.id
		s.settleRequest(refresh, Outcome{Status: 200, Body: BodyJSON, Text: []byte(alice)})
		s.refuse(early, 401, "auth.required")
		assert.Equal(t, alice, s.shows(session).data)
	})
	t.Run("nor that of a call older than a session that was answered meanwhile", func(t *testing.T) {
		s := newShell(t)
		session := s.watch("session", "", "")
		early := s.call("saveMail")
		s.answer(s.call("session"), alice)
		s.refuse(early, 401, "auth.required")
		assert.Equal(t, alice, s.shows(session).data)
	})
	t.Run("a session asked for before the refused call does not come back; one asked for later does", func(t *testing.T) {
		s, session, _ := signedIn(t)
		older := s.call("session")
		refused := s.call("getMails")
		newer := s.call("session")
		s.refuse(refused, 401, "auth.required")
		s.answer(older, alice)
		assert.Equal(t, "null", s.shows(session).data)
		s.answer(newer, alice)
		assert.Equal(t, alice, s.shows(session).data)
	})
	t.Run("nor that of a call made before a login that nobody watched", func(t *testing.T) {
		s := newShell(t)
		early := s.call("saveMail")
		s.answer(s.enter(false), alice)
		session := s.watch("session", "", "")
		s.refuse(early, 401, "auth.required")
		assert.False(t, s.shows(session).state.Known)
	})
	t.Run("refused calls that answer out of order bring no session back", func(t *testing.T) {
		s, session, _ := signedIn(t)
		first, between, second := s.call("getMails"), s.call("session"), s.call("getTasks")
		s.refuse(second, 401, "auth.required")
		s.refuse(first, 401, "auth.required")
		s.answer(between, alice)
		assert.Equal(t, "null", s.shows(session).data)
	})
	t.Run("without a shown session nothing happens", func(t *testing.T) {
		s := newShell(t)
		s.refuse(s.call("getMails"), 401, "auth.required")
		assert.NotContains(t, s.core.clients[1].records, sessionPair)
	})
}

func TestTabs(t *testing.T) {
	t.Run("a logout in another tab empties this one, without navigating", func(t *testing.T) {
		s, session, data := signedIn(t)
		older := s.call("session")
		s.fromTab(NoteEnded, "")
		assert.Equal(t, "reset", s.how(older))
		assert.Equal(t, "null", s.shows(session).data)
		assert.True(t, s.shows(session).state.Known)
		assert.Equal(t, "null", s.shows(data).data)
		assert.Empty(t, s.navigated)
		assert.Empty(t, s.tabs, "told tabs tell nobody")
	})
	t.Run("a login of another user drops the data before anything of the new one is shown", func(t *testing.T) {
		s, session, data := signedIn(t)
		s.fromTab(NoteNew, `"b"`)
		assert.Equal(t, "null", s.shows(session).data)
		assert.Equal(t, "null", s.shows(data).data)
		assert.Equal(t, uint32(1), s.shows(session).state.Pending)
	})
	t.Run("a login of the same user only asks again", func(t *testing.T) {
		s, session, data := signedIn(t)
		s.fromTab(NoteNew, `"a"`)
		assert.Equal(t, alice, s.shows(session).data)
		assert.Equal(t, `["for Alice"]`, s.shows(data).data)
		assert.Equal(t, uint32(1), s.shows(session).state.Pending)
	})
	t.Run("a save, and becoming visible, ask again where the session is shown", func(t *testing.T) {
		s, session, _ := signedIn(t)
		s.fromTab(NoteSaved, "")
		first := s.core.clients[1].refresh.id
		s.core.Visible(s.now, 1)
		s.carryOut()
		assert.Equal(t, "aborted: superseded", s.requests[first].network, "the newer asks for both")
		s.settleRequest(s.core.clients[1].refresh.id, Outcome{Status: 200, Body: BodyJSON, Text: []byte(alice)})
		assert.Equal(t, alice, s.shows(session).data)
		s.release(session)
		count := s.fetched()
		s.fromTab(NoteSaved, "")
		s.core.Visible(s.now, 1)
		s.carryOut()
		assert.Equal(t, count, s.fetched())
	})
	t.Run("an answer whose header says saved tells the tabs and asks again; so does one that says ended", func(t *testing.T) {
		for _, note := range []SessionNote{NoteSaved, NoteEnded, NoteNew} {
			s, session, _ := signedIn(t)
			s.settle(s.call("setGroup"), Outcome{Status: 200, Body: BodyJSON, Note: note})
			assert.Equal(t, []string{"saved"}, s.tabs)
			assert.Equal(t, uint32(1), s.shows(session).state.Pending)
			assert.Equal(t, alice, s.shows(session).data)
		}
	})
	t.Run("a refresh that fails shows its error and rejects nobody", func(t *testing.T) {
		s, session, _ := signedIn(t)
		s.fromTab(NoteSaved, "")
		s.settleRequest(s.core.clients[1].refresh.id, Outcome{})
		assert.Equal(t, "no answer", words(s.shows(session).err))
		assert.Equal(t, alice, s.shows(session).data)
	})
}
