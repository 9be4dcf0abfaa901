package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRegisterAndLogin(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s := stores.serve(t, Options{}, setRoute)
		b := s.browser()
		r := b.register("Ann@Example.com")
		require.Equal(t, 201, r.status, r.body)
		assert.Empty(t, b.token, "registering starts no session")
		assert.Empty(t, r.header.Get("Sluice-Session"))
		registered := r.body
		assert.Contains(t, registered, `"email":"ann@example.com","name":"Ann"`)
		assert.NotContains(t, registered, "argon2")

		t.Run("an address is taken once, in any case", func(t *testing.T) {
			assertError(t, 409, "auth.emailTaken", s.browser().register("ann@example.com"))
			assertError(t, 409, "auth.emailTaken", s.browser().register("ANN@example.com"))
		})
		t.Run("of two at once one gets it", func(t *testing.T) {
			statuses := make([]int, 4)
			race(t, len(statuses), func(i int) { statuses[i] = s.browser().register("race@example.com").status })
			assert.ElementsMatch(t, []int{201, 409, 409, 409}, statuses)
		})
		t.Run("login gives the user and a new cookie", func(t *testing.T) {
			r := b.login("ann@EXAMPLE.com")
			require.Equal(t, 200, r.status, r.body)
			assert.Equal(t, registered, r.body)
			assert.Equal(t, registered, b.post("/api/session", "").body, "as session gives it")
			assert.Equal(t, "new", r.header.Get("Sluice-Session"))
			assert.Len(t, b.token, 43)
			assert.Equal(t, []string{cookieName + "=" + b.token + "; Path=/; Max-Age=604800; HttpOnly; SameSite=Lax"}, r.header.Values("Set-Cookie"))
			assert.NotContains(t, r.body, b.token)
		})
		t.Run("a wrong password and an unknown email get the same answer, the session stays", func(t *testing.T) {
			token := b.token
			wrong := b.post("/auth/login", `{"email":"ann@example.com","password":"wrong password"}`)
			unknown := b.post("/auth/login", `{"email":"bob@example.com","password":"wrong password"}`)
			assertError(t, 401, "auth.invalidCredentials", wrong)
			assert.Equal(t, wrong.body, unknown.body)
			assert.Empty(t, wrong.header.Values("Set-Cookie"))
			assert.Equal(t, token, b.token)
			assert.Equal(t, registered, b.post("/api/session", "").body)
		})
		t.Run("a login ends the session of the cookie, same account or another", func(t *testing.T) {
			require.Equal(t, 201, s.browser().register("bob@example.com").status)
			first := b.token
			require.Equal(t, 200, b.login("bob@example.com").status)
			assert.NotEqual(t, first, b.token)
			assert.Contains(t, b.post("/api/session", "").body, "bob@example.com")
			old := &browser{site: s, token: first}
			assertError(t, 401, "auth.required", old.post("/api/set", ""))
			second := b.token
			require.Equal(t, 200, b.login("bob@example.com").status)
			assert.Nil(t, s.session(second))
		})
		t.Run("a token that the client brings is never adopted", func(t *testing.T) {
			fixed := strings.Repeat("f", 43)
			victim := &browser{site: s, token: fixed}
			require.Equal(t, 200, victim.login("bob@example.com").status)
			assert.NotEqual(t, fixed, victim.token)
			assert.Nil(t, s.session(fixed))
		})
	})
}

func TestLoginAfterRegister(t *testing.T) {
	s := newSite(t, Options{LoginAfterRegister: true})
	b := s.browser()
	r := b.register("a@example.com")
	require.Equal(t, 201, r.status)
	assert.Equal(t, "new", r.header.Get("Sluice-Session"))
	assert.Equal(t, r.body, b.post("/api/session", "").body)
}

func TestCredentialsAreChecked(t *testing.T) {
	s := newSite(t, Options{})
	longest := strings.Repeat("ü", 191)
	email := func(length int) string { return strings.Repeat("a", length-len("@example.com")) + "@example.com" }
	for name, test := range map[string]struct {
		name, email, password, confirm string
		path                           string
	}{
		"shortest":                  {"A", "a@b", "12345678", "12345678", ""},
		"longest, in characters":    {longest, email(191), longest, longest, ""},
		"no name":                   {"", "a@example.com", password, password, "name"},
		"a blank name":              {"  ", "a@example.com", password, password, "name"},
		"a long name":               {longest + "x", "a@example.com", password, password, "name"},
		"no email":                  {"A", "", password, password, "email"},
		"no address":                {"A", "ann", password, password, "email"},
		"a display name":            {"A", "Ann <a@example.com>", password, password, "email"},
		"two addresses":             {"A", "a@example.com, b@example.com", password, password, "email"},
		"a space":                   {"A", " a@example.com", password, password, "email"},
		"a line break":              {"A", "a@example.com\nb", password, password, "email"},
		"NUL":                       {"A", "a\x00@example.com", password, password, "email"},
		"a long email":              {"A", email(192), password, password, "email"},
		"a short password":          {"A", "a@example.com", "1234567", "1234567", "password"},
		"a long password":           {"A", "a@example.com", longest + "x", longest + "x", "password"},
		"another password repeated": {"A", "a@example.com", password, "something else", "confirmPassword"},
	} {
		t.Run(name, func(t *testing.T) {
			in := fmt.Sprintf(`{"name":%s,"email":%s,"password":%s,"confirmPassword":%s}`,
				quote(t, test.name), quote(t, test.email), quote(t, test.password), quote(t, test.confirm))
			r := s.browser().post("/auth/register", in)
			if test.path == "" {
				require.Equal(t, 201, r.status, r.body)
				assert.Equal(t, 200, s.browser().post("/auth/login", in).status)
				return
			}
			assertError(t, 400, "api.invalidRequest", r)
			_, params := r.errorOf(t)
			assert.Equal(t, test.path, params["path"])
			if test.path == "email" || test.path == "password" {
				r := s.browser().post("/auth/login", in)
				assertError(t, 400, "api.invalidRequest", r)
				_, params := r.errorOf(t)
				assert.Equal(t, test.path, params["path"])
			}
		})
	}
	t.Run("a wrong type", func(t *testing.T) {
		r := s.browser().post("/auth/login", `{"email":1}`)
		_, params := r.errorOf(t)
		assert.Equal(t, map[string]any{"path": "email", "expected": "string"}, params)
	})
}

func quote(t *testing.T, text string) string {
	t.Helper()
	body, err := encodeResult(200, text)
	require.NoError(t, err)
	return string(body.body)
}

func TestLogout(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		s := stores.serve(t, Options{LoginURL: "/welcome"})
		cleared := []string{cookieName + "=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"}
		b := s.loggedIn("u", nil)
		token := b.token
		r := b.post("/auth/logout", "{}")
		assert.Equal(t, 204, r.status)
		assert.Equal(t, cleared, r.header.Values("Set-Cookie"))
		assert.Equal(t, "ended", r.header.Get("Sluice-Session"))
		assert.Nil(t, s.session(token))
		assert.Equal(t, "null", (&browser{site: s, token: token}).post("/api/session", "").body)

		for name, token := range map[string]string{"no cookie": "", "a dead cookie": token, "garbage": "x"} {
			t.Run(name, func(t *testing.T) {
				r := (&browser{site: s, token: token}).post("/auth/logout", "")
				assert.Equal(t, 204, r.status)
				assert.Equal(t, cleared, r.header.Values("Set-Cookie"))
			})
		}
		for name, test := range map[string]struct {
			contentType, accept string
			status              int
		}{
			"a form that prefers HTML": {"application/x-www-form-urlencoded", "text/html,application/xhtml+xml,*/*;q=0.8", 303},
			"a form that prefers JSON": {"application/x-www-form-urlencoded", "application/json, text/html;q=0.5", 204},
			"a form that says nothing": {"application/x-www-form-urlencoded", "*/*", 204},
			"JSON that prefers HTML":   {"application/json", "text/html", 204},
			"a multipart form":         {"multipart/form-data; boundary=x", "text/html", 303},
			"text is no form":          {"text/plain", "text/html", 415},
		} {
			t.Run(name, func(t *testing.T) {
				b := s.loggedIn("u", nil)
				token := b.token
				r := b.post("/auth/logout", "a=b", "Content-Type: "+test.contentType, "Accept: "+test.accept)
				require.Equal(t, test.status, r.status)
				if test.status == 303 {
					assert.Equal(t, "/welcome", r.header.Get("Location"))
				}
				if test.status != 415 {
					assert.Nil(t, s.session(token))
				}
			})
		}
	})
}

func TestFailedLoginsAreLimited(t *testing.T) {
	eachStore(t, func(t *testing.T, stores *stores) {
		options := Options{TrustedProxies: []string{"127.0.0.1"}, AddressFailures: 6, AccountFailures: 3}
		s := stores.serve(t, options)
		try := func(email, word, address string) reply {
			t.Helper()
			return s.browser().post("/auth/login", fmt.Sprintf(`{"email":%q,"password":%q}`, email, word), "X-Forwarded-For: "+address)
		}
		statuses := func(n int, email, word, address string) (list []int) {
			for range n {
				list = append(list, try(email, word, address).status)
			}
			return list
		}
		const wrong = "wrong password"
		for _, email := range []string{"a@example.com", "b@example.com"} {
			require.Equal(t, 201, s.browser().register(email).status)
		}
		t.Run("by account, from anywhere, even with the right password", func(t *testing.T) {
			assert.Equal(t, []int{401, 401}, statuses(2, "a@example.com", wrong, "1.0.0.1"))
			stores.advance(t, 5*time.Minute)
			assert.Equal(t, 401, try("A@example.com", wrong, "1.0.0.2").status)
			r := try("a@example.com", password, "1.0.0.3")
			assertError(t, 429, "api.rateLimited", r)
			assert.Equal(t, "600", r.header.Get("Retry-After"))
			assert.Equal(t, 200, try("b@example.com", password, "1.0.0.1").status, "another account")
			stores.advance(t, 10*time.Minute)
			assert.Equal(t, 200, try("a@example.com", password, "1.0.0.3").status, "the first two have left the window")
		})
		t.Run("of unknown addresses alike", func(t *testing.T) {
			assert.Equal(t, []int{401, 401, 401, 429}, statuses(4, "nobody@example.com", wrong, "2.0.0.1"))
		})
		t.Run("a success clears the account's", func(t *testing.T) {
			stores.advance(t, time.Hour)
			for range 3 {
				assert.Equal(t, []int{401, 401}, statuses(2, "a@example.com", wrong, "3.0.0.2"))
				assert.Equal(t, 200, try("a@example.com", password, "3.0.0.1").status)
			}
		})
		t.Run("by address, whatever the account", func(t *testing.T) {
			stores.advance(t, time.Hour)
			for i := range 6 {
				assert.Equal(t, 401, try(fmt.Sprintf("u%d@example.com", i), wrong, "4.0.0.1").status)
				assert.Equal(t, 200, try("b@example.com", password, "4.0.0.2").status, "a success does not count")
			}
			r := try("b@example.com", password, "4.0.0.1")
			assertError(t, 429, "api.rateLimited", r)
			assert.Equal(t, "900", r.header.Get("Retry-After"))
			assertError(t, 429, "api.rateLimited", s.browser().post("/auth/login", "{", "X-Forwarded-For: 4.0.0.1"))
			assert.Equal(t, 200, try("b@example.com", password, "4.0.0.3").status)
		})
		t.Run("guesses made at once don't pass together", func(t *testing.T) {
			stores.advance(t, time.Hour)
			var refused, limited atomic.Int32
			race(t, 10, func(i int) {
				switch try("a@example.com", wrong, fmt.Sprintf("5.0.0.%d", i)).status {
				case 401:
					refused.Add(1)
				case 429:
					limited.Add(1)
				}
			})
			assert.EqualValues(t, 3, refused.Load())
			assert.EqualValues(t, 7, limited.Load())
		})
	})
}

// A store that fails at one step, once it is told to.
type failingSessions struct {
	Sessions
	step string
	mu   sync.Mutex
	made []sessionID
}

var errStep = fmt.Errorf("%w: step", ErrStoreUnavailable)

func (f *failingSessions) write(ctx context.Context, w sessionWrite) (writeResult, error) {
	f.mu.Lock()
	f.made = append(f.made, w.id)
	f.mu.Unlock()
	result, err := f.Sessions.write(ctx, w)
	if f.step == "write" {
		return 0, errStep
	}
	return result, err
}

func (f *failingSessions) remove(ctx context.Context, id sessionID) error {
	f.mu.Lock()
	own := len(f.made) > 0 && f.made[len(f.made)-1] == id
	f.mu.Unlock()
	if f.step == "remove" && !own {
		return errStep
	}
	return f.Sessions.remove(ctx, id)
}

func (f *failingSessions) ofUser(ctx context.Context, userID string, now time.Time) ([]sessionID, error) {
	if f.step == "ofUser" {
		return nil, errStep
	}
	return f.Sessions.ofUser(ctx, userID, now)
}

func TestALoginThatFailsHalfwayLeavesNoSession(t *testing.T) {
	for _, step := range []string{"write", "remove", "ofUser"} {
		t.Run(step, func(t *testing.T) {
			stores := memoryStores(t)
			failing := &failingSessions{Sessions: stores.sessions}
			stores.sessions = failing
			s := stores.serve(t, Options{SingleDevice: true})
			require.Equal(t, 201, s.browser().register("a@example.com").status)
			b := s.browser()
			require.Equal(t, 200, b.login("a@example.com").status)
			old := b.token
			failing.step = step
			r := b.login("a@example.com")
			assertError(t, 503, "store.unavailable", r)
			assert.Equal(t, old, b.token, "no new cookie")
			failing.mu.Lock()
			defer failing.mu.Unlock()
			made, err := failing.load(t.Context(), failing.made[len(failing.made)-1], stores.clock.Now(), false)
			require.NoError(t, err)
			assert.Nil(t, made)
		})
	}
}

// accounts is a store of an application's own.
type ownAccounts struct {
	account Account
	err     error
}

func (a ownAccounts) ByEmail(context.Context, string) (Account, error) { return a.account, a.err }
func (a ownAccounts) Create(context.Context, Account) error            { return a.err }

func TestAccountsOfOnesOwn(t *testing.T) {
	for name, test := range map[string]struct {
		accounts ownAccounts
		status   int
		code     string
	}{
		"an account without a password": {ownAccounts{account: Account{ID: "1"}}, 401, "auth.invalidCredentials"},
		"a hash of another kind":        {ownAccounts{account: Account{ID: "1", PasswordHash: "$2a$10$x"}}, 500, "api.internal"},
		"a database that is down":       {ownAccounts{err: fmt.Errorf("%w: dial", ErrStoreUnavailable)}, 503, "store.unavailable"},
		"another failure":               {ownAccounts{err: errors.New("syntax error in SQL")}, 500, "api.internal"},
	} {
		t.Run(name, func(t *testing.T) {
			stores := memoryStores(t)
			stores.accounts = test.accounts
			s := stores.serve(t, Options{AccountFailures: 2})
			for range 3 { // a failure of ours is none of the account
				r := s.browser().login("a@example.com")
				if test.status == 401 && r.status == 429 {
					return
				}
				assertError(t, test.status, test.code, r)
			}
		})
	}
}

func TestAnUnknownEmailTakesAsLong(t *testing.T) {
	s := newSite(t, Options{AccountFailures: 1000, AddressFailures: 1000})
	require.Equal(t, 201, s.browser().register("a@example.com").status)
	fastest := func(email string) time.Duration {
		best := time.Hour
		for range 8 {
			began := time.Now()
			require.Equal(t, 401, s.browser().post("/auth/login", `{"email":"`+email+`","password":"wrong password"}`).status)
			best = min(best, time.Since(began))
		}
		return best
	}
	known, unknown := fastest("a@example.com"), fastest("b@example.com")
	assert.InEpsilon(t, known, unknown, 0.6, "%v and %v: without the hash it would be a hundredth", known, unknown)
}

func TestPasswordHashes(t *testing.T) {
	h := newHasher(1)
	hash, err := h.hash(t.Context(), password)
	require.NoError(t, err)
	assert.Regexp(t, `^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, hash)
	again, err := h.hash(t.Context(), password)
	require.NoError(t, err)
	assert.NotEqual(t, hash, again, "salted")
	for word, want := range map[string]bool{password: true, password + "x": false, "": false} {
		right, err := h.verify(t.Context(), word, hash)
		require.NoError(t, err)
		assert.Equal(t, want, right)
	}
	right, err := h.verify(t.Context(), password, "")
	require.NoError(t, err)
	assert.False(t, right)

	t.Run("of other parameters are accepted", func(t *testing.T) {
		p := phc{memory: 64, passes: 1, threads: 2, salt: []byte("somesalt"), key: make([]byte, 16)}
		require.NoError(t, h.derive(t.Context(), password, &p))
		right, err := h.verify(t.Context(), password, p.String())
		require.NoError(t, err)
		assert.True(t, right)
	})
	t.Run("that are malformed or too costly are errors", func(t *testing.T) {
		const salt, key = "c29tZXNhbHQ", "AAAAAAAAAAAAAAAAAAAAAA"
		for _, hash := range []string{
			"x", "$", "$argon2i$v=19$m=64,t=1,p=1$" + salt + "$" + key, "$argon2id$v=16$m=64,t=1,p=1$" + salt + "$" + key,
			"$argon2id$v=19$m=99999999,t=1,p=1$" + salt + "$" + key, "$argon2id$v=19$m=64,t=999,p=1$" + salt + "$" + key,
			"$argon2id$v=19$m=64,t=1,p=0$" + salt + "$" + key, "$argon2id$v=19$m=64,t=0,p=1$" + salt + "$" + key,
			"$argon2id$v=19$m=64,t=1,p=1$$" + key, "$argon2id$v=19$m=64,t=1,p=1$" + salt + "$AA", "$argon2id$v=19$m=64,t=1$" + salt + "$" + key,
			"$argon2id$v=19$m=64,t=1,p=1$*$" + key,
		} {
			_, err := h.verify(t.Context(), password, hash)
			assert.Error(t, err, hash)
		}
	})
	t.Run("wait for a free slot as long as somebody waits for them", func(t *testing.T) {
		h.slots <- struct{}{}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := h.hash(ctx, password)
		assert.ErrorIs(t, err, context.Canceled)
		<-h.slots
	})
}

func TestTheCookieIsSecureOverTLS(t *testing.T) {
	for name, test := range map[string]struct {
		options Options
		headers []string
		secure  bool
	}{
		"plain":                         {Options{}, nil, false},
		"by option":                     {Options{Secure: true}, nil, true},
		"by a trusted proxy":            {Options{TrustedProxies: []string{"127.0.0.0/8"}}, []string{"X-Forwarded-Proto: https"}, true},
		"a trusted proxy speaking HTTP": {Options{TrustedProxies: []string{"127.0.0.0/8"}}, []string{"X-Forwarded-Proto: http"}, false},
		"anybody's header":              {Options{}, []string{"X-Forwarded-Proto: https"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, test.options)
			b := s.loggedIn("u", nil)
			r := b.post("/auth/logout", "", test.headers...)
			assert.Equal(t, test.secure, strings.Contains(r.header.Get("Set-Cookie"), "; Secure"))
		})
	}
}

func TestNextPath(t *testing.T) {
	for next, want := range map[string]string{
		"/": "/", "/a/b?c=d#e": "/a/b?c=d#e", "": "/", "a": "/", "//evil.example": "/", "/a//b": "/", `/\evil.example`: "/",
		"https://evil.example": "/", "/\t/evil.example": "/", "/a\n": "/", "javascript:alert(1)": "/",
	} {
		assert.Equal(t, want, NextPath(next), "%q", next)
	}
}

func TestNoTokenInErrors(t *testing.T) {
	stores := memoryStores(t)
	s := stores.serve(t, Options{}, add("x", func(c *Call) (empty, error) {
		return empty{}, fmt.Errorf("of %s: %w", http.MethodPost, c.SaveSession(c.User().Token[:15], c.User()))
	}))
	b := s.loggedIn("u", nil)
	assertError(t, 500, "api.internal", b.post("/api/x", ""))
	for _, err := range s.errors.list() {
		assert.NotContains(t, err.Error(), b.token[:15])
	}
}
