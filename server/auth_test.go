package server

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

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
