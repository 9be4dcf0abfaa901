package server

import (
	"context"
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"

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
