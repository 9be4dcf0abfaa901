package server

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// setting is what the route "set" puts into a user.
type setting struct {
	Key, Value  string
	Number      *float64
	Token       string // of another session
	IfUnchanged bool
}

func setRoute(app *App) {
	Handle(app, "set", func(c *Call, in setting) (*User, error) {
		token, user := c.User().Token, c.User()
		if in.Token != "" {
			token, user = in.Token, &User{ID: "other"}
		}
		user.Set(in.Key, in.Value)
		if in.Number != nil {
			user.Set(in.Key, *in.Number)
		}
		var options []SaveOption
		if in.IfUnchanged {
			options = append(options, IfUnchanged())
		}
		return user, c.SaveSession(token, user, options...)
	}, LoggedIn())
}

func TestSessionOfACall(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s := stores.serve(t, Options{}, setRoute, add("me", func(c *Call) (any, error) {
			if c.User() == nil {
				return "anonymous", nil
			}
			return c.User().Token, nil
		}))
		t.Run("without a cookie the call is anonymous", func(t *testing.T) {
			assert.Equal(t, "null", s.browser().post("/api/session", "").body)
			assert.Equal(t, `"anonymous"`, s.browser().post("/api/me", "").body)
			assertError(t, 401, "auth.required", s.browser().post("/api/set", ""))
		})
		t.Run("garbage in the cookie is anonymous", func(t *testing.T) {
			for _, token := range []string{"short", strings.Repeat("x", 129), "not%20a%20token%20at%20all", newToken()} {
				b := &browser{site: s, token: token}
				r := b.post("/api/session", "")
				assert.Equal(t, "null", r.body)
				assert.Empty(t, r.header.Values("Set-Cookie"), "an unknown token is not cleared")
			}
		})
		t.Run("the user has the token, the client does not see it", func(t *testing.T) {
			b := s.loggedIn("u", map[string]any{"token": "x", "name": "Ann"})
			assert.Equal(t, `"`+b.token+`"`, b.post("/api/me", "").body)
			r := b.post("/api/session", "")
			assert.JSONEq(t, `{"id":"u","name":"Ann"}`, r.body)
			assert.Empty(t, r.header.Get("Sluice-Session"))
		})
		t.Run("a save is seen by every call that begins after it", func(t *testing.T) {
			b, other := s.loggedIn("u", nil), stores.serve(t, Options{})
			r := b.post("/api/set", `{"Key":"groupId","Number":12}`)
			require.Equal(t, 200, r.status, r.body)
			assert.Equal(t, "saved", r.header.Get("Sluice-Session"))
			assert.Contains(t, r.header.Get("Set-Cookie"), cookieName+"="+b.token+"; Path=/; Max-Age=604800;")
			for _, site := range []*site{s, other} {
				tab := &browser{site: site, token: b.token}
				assert.JSONEq(t, `{"id":"u","groupId":12}`, tab.post("/api/session", "").body)
			}
		})
	})
}

func TestSaveSession(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s := stores.serve(t, Options{})
		call := func(t *testing.T, token string) *Call {
			t.Helper()
			c := &Call{app: s.App, ctx: t.Context(), token: token}
			require.NoError(t, c.begin())
			return c
		}
		t.Run("the whole value is replaced", func(t *testing.T) {
			b := s.loggedIn("u", map[string]any{"a": 1, "b": 2})
			require.NoError(t, call(t, b.token).SaveSession(b.token, &User{ID: "u", Fields: map[string]any{"c": 3}}))
			assert.Equal(t, &User{ID: "u", Token: b.token, Fields: map[string]any{"c": 3.0}}, s.session(b.token))
		})
		t.Run("the parameter wins over the token of the user", func(t *testing.T) {
			b, other := s.loggedIn("u", nil), newToken()
			require.NoError(t, call(t, b.token).SaveSession(b.token, &User{ID: "u2", Token: other}))
			assert.Equal(t, "u2", s.session(b.token).ID)
			assert.Nil(t, s.session(other))
		})
		t.Run("each call owns its copy", func(t *testing.T) {
			b := s.loggedIn("u", map[string]any{"deep": map[string]any{"a": 1}})
			one, two := call(t, b.token), call(t, b.token)
			one.User().Get("deep").(map[string]any)["a"] = 2
			assert.Equal(t, 1.0, two.User().Get("deep").(map[string]any)["a"])
			assert.Equal(t, 1.0, s.session(b.token).Get("deep").(map[string]any)["a"])
		})
		t.Run("an own session that ended meanwhile stays ended", func(t *testing.T) {
			b := s.loggedIn("u", nil)
			c := call(t, b.token)
			require.Equal(t, 204, b.post("/auth/logout", "").status)
			for _, options := range [][]SaveOption{nil, {IfUnchanged()}} {
				assert.ErrorIs(t, c.SaveSession(c.User().Token, c.User(), options...), ErrSessionGone)
			}
			assert.Nil(t, s.session(c.token))
			if stores.redis != nil {
				keys, err := stores.redis.Keys(t.Context(), "sluice:session:"+hashed(c.token)).Result()
				require.NoError(t, err)
				assert.Empty(t, keys)
			}
		})
		t.Run("an own session that was dead before the call too", func(t *testing.T) {
			token := newToken()
			c := call(t, token)
			require.Nil(t, c.User())
			assert.ErrorIs(t, c.SaveSession(token, &User{ID: "u"}), ErrSessionGone)
			assert.ErrorIs(t, c.SaveSession(token, &User{ID: "u"}, IfUnchanged()), ErrSessionGone)
		})
		t.Run("and one that the call itself deleted", func(t *testing.T) {
			b := s.loggedIn("u", nil)
			c := call(t, b.token)
			require.NoError(t, c.DeleteSession(b.token))
			assert.ErrorIs(t, c.SaveSession(b.token, c.User()), ErrSessionGone)
		})
		t.Run("another token is created, then replaced", func(t *testing.T) {
			c, token := call(t, ""), newToken()
			require.NoError(t, c.SaveSession(token, &User{ID: "a"}))
			assert.Equal(t, "a", s.session(token).ID)
			require.NoError(t, c.SaveSession(token, &User{ID: "b"}))
			assert.Equal(t, "b", s.session(token).ID)
		})
		t.Run("a malformed token is an error", func(t *testing.T) {
			for _, token := range []string{"", "short", strings.Repeat("x", 129), "0123456789abcde!"} {
				assert.ErrorIs(t, call(t, "").SaveSession(token, &User{ID: "a"}), ErrMalformedToken)
			}
		})
		t.Run("a user beyond 64 KiB leaves the old value", func(t *testing.T) {
			b := s.loggedIn("u", map[string]any{"a": 1})
			c := call(t, b.token)
			fits := strings.Repeat("x", 64<<10-len(`{"id":"u","a":""}`))
			assert.ErrorIs(t, c.SaveSession(b.token, &User{ID: "u", Fields: map[string]any{"a": fits + "x"}}), ErrSessionTooLarge)
			assert.Equal(t, 1.0, s.session(b.token).Get("a"))
			require.NoError(t, c.SaveSession(b.token, &User{ID: "u", Fields: map[string]any{"a": fits}}))
			assert.Equal(t, fits, s.session(b.token).Get("a"))
		})
		t.Run("a user that cannot be encoded is an error", func(t *testing.T) {
			b := s.loggedIn("u", nil)
			assert.Error(t, call(t, b.token).SaveSession(b.token, nil))
			assert.Error(t, call(t, b.token).SaveSession(b.token, &User{ID: "u", Fields: map[string]any{"x": math.Inf(1)}}))
			assert.NotNil(t, s.session(b.token))
		})
		t.Run("saving is not cancelled with the call", func(t *testing.T) {
			b := s.loggedIn("u", nil)
			c := call(t, b.token)
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			c.ctx = ctx
			require.NoError(t, c.SaveSession(b.token, &User{ID: "saved"}))
			assert.Equal(t, "saved", s.session(b.token).ID)
			require.NoError(t, c.DeleteSession(b.token))
			assert.Nil(t, s.session(b.token))
		})
		t.Run("IfUnchanged saves what nobody else has changed", func(t *testing.T) {
			b := s.loggedIn("u", nil)
			one, two := call(t, b.token), call(t, b.token)
			require.NoError(t, one.SaveSession(b.token, &User{ID: "one"}, IfUnchanged()))
			assert.ErrorIs(t, two.SaveSession(b.token, &User{ID: "two"}, IfUnchanged()), ErrConflict)
			assert.Equal(t, "one", s.session(b.token).ID)
			require.NoError(t, one.SaveSession(b.token, &User{ID: "one again"}, IfUnchanged()), "its own save is no change")
			_, err := two.GetSession(b.token)
			require.NoError(t, err)
			require.NoError(t, two.SaveSession(b.token, &User{ID: "two"}, IfUnchanged()), "it has loaded the change")
			require.NoError(t, one.SaveSession(b.token, &User{ID: "one"}), "without it the last wins")
		})
		t.Run("IfUnchanged under another token", func(t *testing.T) {
			c, token := call(t, ""), newToken()
			require.NoError(t, c.SaveSession(token, &User{ID: "a"}, IfUnchanged()), "there is none yet")
			assert.ErrorIs(t, call(t, "").SaveSession(token, &User{ID: "b"}, IfUnchanged()), ErrConflict, "not loaded")
			require.NoError(t, c.DeleteSession(token))
			require.NoError(t, c.SaveSession(token, &User{ID: "c"}, IfUnchanged()))
			other := call(t, "")
			_, err := other.GetSession(token)
			require.NoError(t, err)
			require.NoError(t, c.DeleteSession(token))
			assert.ErrorIs(t, other.SaveSession(token, &User{ID: "d"}, IfUnchanged()), ErrConflict, "gone since it was loaded")
		})
		t.Run("of two at once one whole value is left", func(t *testing.T) {
			for range 20 {
				b := s.loggedIn("u", nil)
				race(t, 8, func(i int) {
					assert.NoError(t, call(t, b.token).SaveSession(b.token, &User{ID: "u", Fields: map[string]any{"a": i, "b": i}}))
				})
				user := s.session(b.token)
				require.NotNil(t, user)
				assert.Equal(t, user.Get("a"), user.Get("b"))
			}
		})
		t.Run("of two at once with IfUnchanged one wins", func(t *testing.T) {
			b := s.loggedIn("u", nil)
			calls := make([]*Call, 8)
			for i := range calls {
				calls[i] = call(t, b.token)
			}
			errs := make([]error, len(calls))
			race(t, len(calls), func(i int) { errs[i] = calls[i].SaveSession(b.token, &User{ID: fmt.Sprint(i)}, IfUnchanged()) })
			won := 0
			for i, err := range errs {
				if err == nil {
					won++
					assert.Equal(t, fmt.Sprint(i), s.session(b.token).ID)
				} else {
					assert.ErrorIs(t, err, ErrConflict)
				}
			}
			assert.Equal(t, 1, won)
		})
		t.Run("a save never revives what is deleted at the same time", func(t *testing.T) {
			for range 50 {
				b := s.loggedIn("u", nil)
				saving, deleting := call(t, b.token), call(t, "")
				race(t, 2, func(i int) {
					if i == 0 {
						if err := saving.SaveSession(b.token, &User{ID: "u"}); err != nil {
							assert.ErrorIs(t, err, ErrSessionGone)
						}
					} else {
						assert.NoError(t, deleting.DeleteSession(b.token))
					}
				})
				assert.Nil(t, s.session(b.token))
			}
		})
	})
}

// race runs n functions at once.
func race(t *testing.T, n int, run func(i int)) {
	t.Helper()
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i := range n {
		done.Go(func() {
			ready.Wait()
			run(i)
		})
	}
	ready.Done()
	done.Wait()
}

func TestAConflictAnswers409(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		loaded, saved := make(chan struct{}), make(chan struct{})
		s := stores.serve(t, Options{}, setRoute, add("slow", func(c *Call) (empty, error) {
			close(loaded)
			<-saved
			return empty{}, c.SaveSession(c.User().Token, c.User(), IfUnchanged())
		}))
		b := s.loggedIn("u", nil)
		answer := make(chan reply)
		go func() { answer <- (&browser{site: s, token: b.token}).post("/api/slow", "") }()
		<-loaded
		require.Equal(t, 200, b.post("/api/set", `{"Key":"a","Value":"b"}`).status)
		close(saved)
		assertError(t, 409, "session.conflict", <-answer)
		assert.Empty(t, s.errors.list())
	})
}

func TestASlowRouteCannotReviveASession(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		loaded, ended := make(chan struct{}), make(chan struct{})
		s := stores.serve(t, Options{}, add("slow", func(c *Call) (empty, error) {
			close(loaded)
			<-ended
			return empty{}, c.SaveSession(c.User().Token, c.User())
		}))
		b := s.loggedIn("u", nil)
		token, answer := b.token, make(chan reply)
		go func() { answer <- (&browser{site: s, token: token}).post("/api/slow", "") }()
		<-loaded
		require.Equal(t, 204, b.post("/auth/logout", "").status)
		close(ended)
		r := <-answer
		assertError(t, 401, "auth.required", r)
		assert.Empty(t, r.header.Values("Set-Cookie"))
		assert.Nil(t, s.session(token))
	})
}

func TestGetAndDeleteSession(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s := stores.serve(t, Options{}, add("end", func(c *Call) (empty, error) { return empty{}, c.DeleteSession(c.User().Token) }))
		b := s.loggedIn("u", map[string]any{"n": 1})
		c := &Call{app: s.App, ctx: t.Context()}
		user, err := c.GetSession(b.token)
		require.NoError(t, err)
		assert.Equal(t, &User{ID: "u", Token: b.token, Fields: map[string]any{"n": 1.0}}, user)
		for _, token := range []string{newToken(), "malformed", ""} {
			user, err := c.GetSession(token)
			require.NoError(t, err)
			assert.Nil(t, user)
			assert.NoError(t, c.DeleteSession(token))
		}
		r := b.post("/api/end", "")
		assert.Equal(t, 204, r.status)
		assert.Equal(t, "ended", r.header.Get("Sluice-Session"))
		assert.Nil(t, s.session(b.token))
		assert.NoError(t, c.DeleteSession(b.token), "once more")
	})
}

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

func TestUserJSON(t *testing.T) {
	t.Run("has the id and the fields, never the token", func(t *testing.T) {
		user := User{ID: "u", Token: "secret", Fields: map[string]any{"a": 1, "id": "x", "token": "y", "__proto__": 2}}
		text, err := json.Marshal(user)
		require.NoError(t, err)
		assert.JSONEq(t, `{"id":"u","a":1,"__proto__":2}`, string(text))
		assert.Len(t, user.Fields, 4, "the fields are not changed")
	})
	t.Run("comes back as it was", func(t *testing.T) {
		user := User{Token: "kept"}
		require.NoError(t, json.Unmarshal([]byte(`{"id":"u","n":1.5,"l":[1],"token":"x"}`), &user))
		assert.Equal(t, User{ID: "u", Token: "kept", Fields: map[string]any{"n": 1.5, "l": []any{1.0}}}, user)
		assert.Error(t, json.Unmarshal([]byte(`{"id":1}`), &user))
		assert.Error(t, json.Unmarshal([]byte(`[]`), &user))
	})
	t.Run("Get and Set reach the id and the token too", func(t *testing.T) {
		var user User
		user.Set("id", "u")
		user.Set("token", "t")
		user.Set("plan", "p")
		assert.Equal(t, User{ID: "u", Token: "t", Fields: map[string]any{"plan": "p"}}, user)
		assert.Equal(t, []any{"u", "t", "p", nil}, []any{user.Get("id"), user.Get("token"), user.Get("plan"), user.Get("none")})
		assert.Panics(t, func() { user.Set("id", 1) })
	})
}
