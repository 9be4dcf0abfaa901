package server

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTimeToLive(t *testing.T) {
	const day = 24 * time.Hour
	eachStore(t, func(t *testing.T, stores *stores) {
		t.Run("counts from login and from each save", func(t *testing.T) {
			s := stores.serve(t, Options{}, setRoute)
			b := s.loggedIn("u", nil)
			stores.advance(t, 3*day)
			require.Equal(t, 200, b.post("/api/set", `{"Key":"a","Value":"b"}`).status)
			stores.advance(t, 6*day) // day 9
			assert.Equal(t, 200, b.post("/api/session", "").status)
			assert.NotEqual(t, "null", b.post("/api/session", "").body)
			stores.advance(t, 2*day) // day 11: the calls have not prolonged it
			assertError(t, 401, "auth.required", b.post("/api/set", ""))
		})
		t.Run("ends to the second", func(t *testing.T) {
			s := stores.serve(t, Options{SessionTTL: time.Hour})
			b := s.loggedIn("u", nil)
			stores.advance(t, time.Hour-10*time.Second)
			assert.NotEqual(t, "null", b.post("/api/session", "").body)
			stores.advance(t, 10*time.Second)
			assert.Equal(t, "null", b.post("/api/session", "").body)
		})
		t.Run("is renewed by calls when it slides, once per hundredth", func(t *testing.T) {
			s := stores.serve(t, Options{Sliding: true, SessionTTL: 100 * time.Hour})
			b := s.loggedIn("u", nil)
			stores.advance(t, time.Hour-time.Minute)
			assert.Empty(t, b.post("/api/session", "").header.Values("Set-Cookie"))
			stores.advance(t, 2*time.Minute)
			assert.Contains(t, b.post("/api/session", "").header.Get("Set-Cookie"), "Max-Age=360000")
			assert.Empty(t, b.post("/api/session", "").header.Values("Set-Cookie"))
			for range 10 {
				stores.advance(t, 99*time.Hour)
				assert.NotEqual(t, "null", b.post("/api/session", "").body)
			}
			stores.advance(t, 101*time.Hour)
			r := b.post("/api/session", "")
			assert.Equal(t, "null", r.body, "renewing never creates")
			assert.Empty(t, r.header.Values("Set-Cookie"))
		})
		t.Run("is not prolonged by GetSession", func(t *testing.T) {
			s := stores.serve(t, Options{Sliding: true, SessionTTL: time.Hour})
			b := s.loggedIn("u", nil)
			stores.advance(t, 40*time.Minute)
			require.NotNil(t, s.session(b.token))
			stores.advance(t, 30*time.Minute)
			assert.Nil(t, s.session(b.token))
		})
	})
}

func TestDevices(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		alive := func(s *site, browsers ...*browser) (list []bool) {
			for _, b := range browsers {
				list = append(list, s.session(b.token) != nil)
			}
			return list
		}
		t.Run("a user may have several", func(t *testing.T) {
			s := stores.serve(t, Options{})
			one, two := s.loggedIn("several", nil), s.loggedIn("several", nil)
			assert.Equal(t, []bool{true, true}, alive(s, one, two))
		})
		t.Run("MaxPerUser ends the oldest", func(t *testing.T) {
			s := stores.serve(t, Options{MaxPerUser: 2}, setRoute)
			one := s.loggedIn("max", nil)
			stores.advance(t, time.Minute)
			two := s.loggedIn("max", nil)
			other := s.loggedIn("someone else", nil)
			stores.advance(t, time.Minute)
			three := s.loggedIn("max", nil)
			assert.Equal(t, []bool{false, true, true, true}, alive(s, one, two, three, other))
			stores.advance(t, time.Minute)
			require.Equal(t, 200, two.post("/api/set", `{"Key":"a"}`).status) // now three expires first
			stores.advance(t, time.Minute)
			four := s.loggedIn("max", nil)
			assert.Equal(t, []bool{true, false, true}, alive(s, two, three, four))
		})
		t.Run("SingleDevice ends all others", func(t *testing.T) {
			s := stores.serve(t, Options{})
			one, two, other := s.loggedIn("single", nil), s.loggedIn("single", nil), s.loggedIn("someone", nil)
			single := stores.serve(t, Options{SingleDevice: true})
			three := single.loggedIn("single", nil)
			assert.Equal(t, []bool{false, false, true, true}, alive(s, one, two, three, other))
		})
		t.Run("a session that went to another user is not the first one's", func(t *testing.T) {
			s := stores.serve(t, Options{SingleDevice: true})
			b := s.loggedIn("first", nil)
			c := &Call{app: s.App, ctx: t.Context()}
			require.NoError(t, c.SaveSession(b.token, &User{ID: "second"}), "saved by a call that does not know whose it was")
			s.loggedIn("first", nil)
			assert.NotNil(t, s.session(b.token))
			s.loggedIn("second", nil)
			assert.Nil(t, s.session(b.token))
		})
	})
}

func TestMemorySessionsDropWhatHasExpired(t *testing.T) {
	stores := memoryStores(t)
	s := stores.serve(t, Options{SessionTTL: time.Hour})
	for i := range 10 {
		s.loggedIn(fmt.Sprint(i%3), nil)
	}
	m := stores.sessions.(*memorySessions)
	require.Len(t, m.all, 10)
	stores.advance(t, 2*time.Hour)
	s.session(newToken())
	assert.Empty(t, m.all)
	assert.Empty(t, m.users)
}
