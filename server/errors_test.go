package server

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestErrorsOfHandlers(t *testing.T) {
	boom := errors.New("select * from users")
	for name, test := range map[string]struct {
		err    error
		status int
		code   string
		told   bool
	}{
		"an Error is sent as it is":      {&Error{Code: "order.closed", Status: 410, Message: "closed", Params: map[string]any{"id": 1}}, 410, "order.closed", false},
		"wrapped as well":                {fmt.Errorf("a: %w", &Error{Code: "order.closed", Status: 422, Message: "closed"}), 422, "order.closed", false},
		"status 0 is 400":                {&Error{Code: "a.b", Message: "m"}, 400, "a.b", false},
		"no code is that of the status":  {&Error{Status: 418, Message: "m"}, 418, "http.418", false},
		"a status of success is a fault": {&Error{Code: "a", Status: 200, Message: "m"}, 500, "api.internal", true},
		"a nil Error is a fault":         {(*Error)(nil), 500, "api.internal", true},
		"params that cannot be encoded":  {&Error{Code: "a", Message: "m", Params: map[string]any{"x": math.NaN()}}, 500, "api.internal", true},
		"another error is kept back":     {boom, 500, "api.internal", true},
		"a session that is gone":         {fmt.Errorf("a: %w", ErrSessionGone), 401, "auth.required", false},
		"a conflict":                     {ErrConflict, 409, "session.conflict", false},
		"a user that is too large":       {ErrSessionTooLarge, 500, "api.internal", true},
		"a store out of reach":           {fmt.Errorf("%w: %w", ErrStoreUnavailable, boom), 503, "store.unavailable", true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, Options{}, add("x", func(*Call) (empty, error) { return empty{}, test.err }))
			r := s.browser().post("/api/x", "")
			assertError(t, test.status, test.code, r)
			assert.NotContains(t, r.body, "select")
			_, params := r.errorOf(t)
			if test.code == "api.internal" {
				assert.Contains(t, r.body, `"internal error"`)
				assert.Equal(t, r.header.Get("X-Request-Id"), params["requestId"])
			}
			if test.code == "order.closed" && test.status == 410 {
				assert.Equal(t, map[string]any{"id": 1.0}, params)
			}
			if test.status == 503 {
				assert.Equal(t, "1", r.header.Get("Retry-After"))
			}
			assert.Equal(t, test.told, len(s.errors.list()) == 1)
		})
	}
}

func TestAPanicEndsOnlyItsCall(t *testing.T) {
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "panics", func(*Call, empty) (empty, error) { panic("select * from users") })
		Handle(app, "validates", func(*Call, panicking) (empty, error) { return empty{}, nil })
		Handle(app, "encodes", func(*Call, empty) (panicking, error) { return panicking{}, nil })
	}, add("x", answerOK))
	for _, path := range []string{"/api/panics", "/api/validates", "/api/encodes"} {
		r := s.browser().post(path, "")
		assertError(t, 500, "api.internal", r)
		assert.NotContains(t, r.body, "select")
		_, params := r.errorOf(t)
		told := s.errors.list()
		require.NotEmpty(t, told)
		var call *CallError
		require.ErrorAs(t, told[len(told)-1], &call)
		assert.Equal(t, params["requestId"], call.RequestID)
		assert.Equal(t, path, call.Route)
		assert.ErrorContains(t, call, "select * from users")
		assert.NotEmpty(t, call.Stack)
		assert.Equal(t, 200, s.browser().post("/api/x", "").status)
	}
}

type panicking struct{ A int }

func (panicking) Validate() error              { panic("select * from users") }
func (panicking) MarshalJSON() ([]byte, error) { panic("select * from users") }

func TestAHandlerThatEndsItsGoroutineIsAnError(t *testing.T) {
	s := newSite(t, Options{}, add("exits", func(*Call) (empty, error) {
		runtime.Goexit()
		return empty{}, nil
	}))
	assertError(t, 500, "api.internal", s.browser().post("/api/exits", ""))
}

func TestAListenerThatPanicsTakesNothingAlong(t *testing.T) {
	app := New(Options{OnError: func(error) { panic("listener") }})
	Handle(app, "x", func(*Call, empty) (empty, error) { return empty{}, errors.New("x") })
	w := httptest.NewRecorder()
	app.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/api/x", nil))
	assert.Equal(t, 500, w.Code)
}

func TestAResultThatCannotBeEncodedHasNoHalfBody(t *testing.T) {
	s := newSite(t, Options{}, add("x", func(*Call) ([]any, error) { return []any{"first", math.NaN()}, nil }))
	r := s.browser().post("/api/x", "")
	assertError(t, 500, "api.internal", r)
	assert.NotContains(t, r.body, "first")
	assert.Len(t, s.errors.list(), 1)
}
