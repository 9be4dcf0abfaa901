package server

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type getUser struct {
	ID int `json:"id"`
}

func TestARouteAnswersItsResult(t *testing.T) {
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "users/getUser", func(_ *Call, in getUser) (map[string]int, error) { return map[string]int{"id": in.ID}, nil })
		Handle(app, "echo", func(_ *Call, in any) (any, error) { return in, nil })
		Handle(app, "nothing", func(*Call, empty) (empty, error) { return empty{}, nil })
		Handle(app, "nil", func(*Call, empty) (*getUser, error) { return nil, nil })
		Handle(app, "nilMap", func(*Call, empty) (map[string]int, error) { return nil, nil })
		Handle(app, "nilAny", func(*Call, empty) (any, error) { return nil, nil })
	})
	for path, test := range map[string]struct {
		in     string
		status int
		out    string
	}{
		"/api/users/getUser": {`{"id":7}`, 200, `{"id":7}`},
		"/api/echo":          {`{"__proto__":{"x":1}}`, 200, `{"__proto__":{"x":1}}`},
		"/api/nothing":       {`{}`, 204, ``},
		"/api/nil":           {``, 200, `null`},
		"/api/nilMap":        {``, 200, `null`},
		"/api/nilAny":        {``, 200, `null`},
	} {
		t.Run(path, func(t *testing.T) {
			r := s.browser().post(path, test.in)
			assert.Equal(t, test.status, r.status)
			assert.Equal(t, test.out, r.body)
		})
	}
}

func TestBadRegistrationsPanic(t *testing.T) {
	ok := func(*Call, empty) (empty, error) { return empty{}, nil }
	for _, name := range []string{"session", "logout", "taken", "", "a b", "../a", "a//b", "ä", strings.Repeat("x", 129)} {
		t.Run(fmt.Sprintf("name %.10q", name), func(t *testing.T) {
			app := New(Options{})
			Handle(app, "taken", ok)
			assert.Panics(t, func() { Handle(app, name, ok) })
		})
	}
	t.Run("no handler", func(t *testing.T) {
		assert.Panics(t, func() { Handle[empty, empty](New(Options{}), "a", nil) })
	})
	for name, n := range map[string]int{"zero calls": 0, "negative calls": -1} {
		t.Run(name, func(t *testing.T) { assert.Panics(t, func() { RateLimit(n, 1) }) })
	}
	t.Run("no time", func(t *testing.T) { assert.Panics(t, func() { RateLimit(1, 0) }) })
}

func TestBadOptionsPanic(t *testing.T) {
	for name, o := range map[string]Options{
		"a negative limit":        {MaxBody: -1},
		"a wildcard origin":       {Origins: []string{"https://*.example"}},
		"an origin with a path":   {Origins: []string{"https://a.example/"}},
		"an origin in capitals":   {Origins: []string{"https://A.example"}},
		"no origin":               {Origins: []string{"a.example"}},
		"no proxy":                {TrustedProxies: []string{"proxy.example"}},
		"a base without slash":    {BasePath: "api"},
		"a base with two":         {BasePath: "//api"},
		"the root as base":        {BasePath: "/"},
		"a foreign login page":    {LoginURL: "https://a.example/login"},
		"a fraction of a second":  {SessionTTL: 1},
		"a negative WriteTimeout": {WriteTimeout: -1},
		"a negative MaxPerUser":   {MaxPerUser: -1},
		"negative connections":    {MaxConnections: -1},
	} {
		t.Run(name, func(t *testing.T) { assert.Panics(t, func() { New(o) }) })
	}
}

func TestPathsThatAreNoRoute(t *testing.T) {
	stores := memoryStores(t)
	stores.accounts = nil
	s := stores.serve(t, Options{}, add("x", answerOK))
	for _, path := range []string{
		"/api", "/api/", "/api/y", "/api//x", "/api/../x", "/api/./x", "/api/x/", "/api/x/y", "/api/%78", "/api/x%00", "/api/x%2fy",
		"/x", "/", "//api/x", "/API/x", "/auth/login", "/auth/register", "/auth/x", "/api/" + strings.Repeat("n", 10<<10),
	} {
		t.Run(path[:min(20, len(path))], func(t *testing.T) {
			answer := s.raw(http.MethodPost, path)
			assertError(t, 404, "api.notFound", answer)
			assert.Empty(t, answer.header.Get("Location"))
		})
	}
	assert.Equal(t, 200, s.browser().post("/api/x", "").status)
	assert.Equal(t, 200, s.browser().post("/api/x?query=1", "").status)
}

func TestOtherMethodsAreNotAllowed(t *testing.T) {
	s := newSite(t, Options{}, add("x", answerOK))
	for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		for _, path := range []string{"/api/x", "/api/session", "/auth/login", "/auth/logout"} {
			t.Run(method+" "+path, func(t *testing.T) {
				b := s.browser()
				r := b.send(b.request(method, path, nil))
				assert.Equal(t, 405, r.status)
				assert.Equal(t, "POST", r.header.Get("Allow"))
				if method != http.MethodHead {
					assertError(t, 405, "api.methodNotAllowed", r)
				}
			})
		}
	}
	b := s.browser()
	assertError(t, 404, "api.notFound", b.send(b.request(http.MethodGet, "/api/y", nil)))
}

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	s := newSite(t, Options{}, add("x", answerOK), add("nothing", func(*Call) (empty, error) { return empty{}, nil }),
		add("panics", func(*Call) (empty, error) { panic("x") }))
	ids := map[string]bool{}
	for path, status := range map[string]int{"/api/x": 200, "/api/nothing": 204, "/api/panics": 500, "/api/none": 404, "/other": 404, "/api/session": 200} {
		t.Run(path, func(t *testing.T) {
			r := s.browser().post(path, "{}")
			require.Equal(t, status, r.status)
			for name, value := range map[string]string{
				"Content-Type": "application/json; charset=utf-8", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
				"X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
				"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Strict-Transport-Security": "",
			} {
				assert.Equal(t, value, r.header.Get(name), name)
			}
			id := r.header.Get("X-Request-Id")
			assert.NotEmpty(t, id)
			assert.False(t, ids[id], "ids differ")
			ids[id] = true
		})
	}
}

func TestHSTSIsSentOverTLS(t *testing.T) {
	app := New(Options{HSTS: 3600e9, TrustedProxies: []string{"10.0.0.0/8"}})
	for name, test := range map[string]struct {
		proto      []string
		peer, want string
	}{
		"plain":                                  {nil, "10.0.0.1:1", ""},
		"by a proxy":                             {[]string{"https"}, "10.0.0.1:1", "max-age=3600"},
		"an unknown proxy":                       {[]string{"https"}, "11.0.0.1:1", ""},
		"a client that lies about HTTP":          {[]string{"https", "http"}, "10.0.0.1:1", ""},
		"a client that lies about TLS":           {[]string{"http", "https"}, "10.0.0.1:1", "max-age=3600"},
		"a client that lies in the proxy's line": {[]string{"https, http"}, "10.0.0.1:1", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodPost, "/api/session", nil)
			r.RemoteAddr = test.peer
			r.Header["X-Forwarded-Proto"] = test.proto
			w := httptest.NewRecorder()
			app.ServeHTTP(w, r)
			assert.Equal(t, test.want, w.Header().Get("Strict-Transport-Security"))
		})
	}
}

// Each request fails the check named and all later ones.
func TestChecksAreMadeInOrder(t *testing.T) {
	stores := redisStores(t)
	ran := false
	s := stores.serve(t, Options{MaxBody: 100}, func(app *App) {
		handler := func(*Call, checked) (empty, error) { ran = true; return empty{}, errors.New("handler") }
		Handle(app, "limited", handler, Require(Condition{Key: "admin", Value: true}), LoggedIn(), RateLimit(1, 1e9))
		Handle(app, "forbidden", handler, LoggedIn(), Require(Condition{Key: "admin", Value: true}))
		Handle(app, "open", handler)
	})
	user := s.loggedIn("u", nil)
	post := func(path, body string, headers ...string) reply {
		t.Helper()
		return user.post(path, body, headers...)
	}
	long := strings.Repeat("x", 101)
	foreign, text := "Origin: https://evil.example", "Content-Type: text/plain"
	s.browser().post("/api/limited", "") // uses up the limit of the address
	post("/api/limited", "")             // and that of the user

	assertError(t, 403, "auth.crossOrigin", post("/api/none", long, foreign, text))
	assertError(t, 404, "api.notFound", post("/api/none", long, text))
	r := user.request(http.MethodPut, "/api/limited", nil, foreign)
	assertError(t, 405, "api.methodNotAllowed", user.send(r))
	assertError(t, 429, "api.rateLimited", post("/api/limited", long, text))
	assertError(t, 429, "api.rateLimited", s.browser().post("/api/limited", long, text))
	assertError(t, 401, "auth.required", s.browser().post("/api/forbidden", long, text))
	assertError(t, 403, "auth.forbidden", post("/api/forbidden", long, text))
	assertError(t, 415, "api.unsupportedMediaType", post("/api/open", long, text))
	assertError(t, 413, "api.tooLarge", post("/api/open", long))
	assertError(t, 400, "api.invalidRequest", post("/api/open", "{"))
	assertError(t, 400, "api.invalidRequest", post("/api/open", `{"name":""}`))
	assert.False(t, ran, "no handler ran")
	assertError(t, 500, "api.internal", post("/api/open", `{"name":"n"}`))
	assert.True(t, ran)

	stores.server.Stop()
	assertError(t, 503, "store.unavailable", post("/api/limited", long, text))
}

type checked struct {
	Name string `json:"name"`
}

func (c *checked) Validate() error {
	switch c.Name {
	case "":
		return errors.New("the name is missing")
	case "taken":
		return fmt.Errorf("wrapped: %w", &Error{Code: "name.taken", Status: 409, Message: "taken"})
	}
	return nil
}

func TestValidateRefusesInput(t *testing.T) {
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "value", func(_ *Call, in checked) (string, error) { return in.Name, nil })
		Handle(app, "pointer", func(_ *Call, in *checked) (string, error) { return in.Name, nil })
	})
	for _, path := range []string{"/api/value", "/api/pointer"} {
		t.Run(path, func(t *testing.T) {
			r := s.browser().post(path, "")
			assertError(t, 400, "api.invalidRequest", r)
			assert.Contains(t, r.body, "the name is missing")
			assertError(t, 409, "name.taken", s.browser().post(path, `{"name":"taken"}`))
			assert.Equal(t, `"n"`, s.browser().post(path, `{"name":"n"}`).body)
		})
	}
}

func TestAnotherBasePath(t *testing.T) {
	s := newSite(t, Options{BasePath: "/v1/rpc"}, add("x", answerOK))
	assert.Equal(t, 200, s.browser().post("/v1/rpc/x", "").status)
	assert.Equal(t, "null", s.browser().post("/v1/rpc/session", "").body)
	assert.Equal(t, 404, s.browser().post("/api/x", "").status)
}
