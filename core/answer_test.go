package core

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAnswers(t *testing.T) {
	envelope := `{"error":{"code":"city.unknown","message":"no such city","params":{"id":7}}}`
	for _, test := range []struct {
		title   string
		outcome Outcome
		how     string
		message string
		params  string
	}{
		{"2xx with JSON answers", Outcome{Status: 200, Body: BodyJSON, Text: []byte(`{"a":1}`)}, "answered", "", ""},
		{"201 with JSON whose bytes the shell keeps answers", Outcome{Status: 201, Body: BodyJSON}, "answered", "", ""},
		{"204 answers", Outcome{Status: 204}, "answered", "", ""},
		{"200 with an empty body answers", Outcome{Status: 200}, "answered", "", ""},
		{"2xx with broken JSON is no answer", Outcome{Status: 200, Body: BodyBroken}, "200 api.invalidResponse", "the body is not well-formed JSON", `{}`},
		{"2xx with another type is no answer", Outcome{Status: 200, Body: BodyOther}, "200 api.invalidResponse", "the body is not JSON", `{}`},
		{"an error envelope gives code, message and params", Outcome{Status: 404, Body: BodyJSON, Text: []byte(envelope)}, "404 city.unknown", "no such city", `{"id":7}`},
		{"params default to {}", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"error":{"code":"x","message":""}}`)}, "400 x", "", `{}`},
		{"params that are no object count as none", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"error":{"code":"x","message":"m","params":[1]}}`)}, "400 x", "m", `{}`},
		{"an empty body that is not 2xx gets a code by status", Outcome{Status: 502}, "502 http.502", "the server answered with status 502", `{}`},
		{"text that is not 2xx too", Outcome{Status: 502, Body: BodyOther}, "502 http.502", "the server answered with status 502", `{}`},
		{"broken JSON too", Outcome{Status: 500, Body: BodyBroken}, "500 http.500", "the server answered with status 500", `{}`},
		{"a redirect that was not followed too", Outcome{Status: 304}, "304 http.304", "the server answered with status 304", `{}`},
		{"JSON without an envelope too", Outcome{Status: 418, Body: BodyJSON, Text: []byte(`{"message":"teapot"}`)}, "418 http.418", "the server answered with status 418", `{}`},
		{"JSON that is no object too", Outcome{Status: 418, Body: BodyJSON, Text: []byte(`["error"]`)}, "418 http.418", "the server answered with status 418", `{}`},
		{"an envelope whose error is null too", Outcome{Status: 500, Body: BodyJSON, Text: []byte(`{"error":null}`)}, "500 http.500", "the server answered with status 500", `{}`},
		{"a code that is a number is no envelope", Outcome{Status: 500, Body: BodyJSON, Text: []byte(`{"error":{"code":1,"message":"m"}}`)}, "500 http.500", "the server answered with status 500", `{}`},
		{"an empty code is no envelope", Outcome{Status: 500, Body: BodyJSON, Text: []byte(`{"error":{"code":"","message":"m"}}`)}, "500 http.500", "the server answered with status 500", `{}`},
		{"a missing message is no envelope", Outcome{Status: 500, Body: BodyJSON, Text: []byte(`{"error":{"code":"x"}}`)}, "500 http.500", "the server answered with status 500", `{}`},
		{"of duplicate members the last counts", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"error":{"code":"a","code":"b","message":"1","message":"2"}}`)}, "400 b", "2", `{}`},
		{"of duplicate envelopes the last counts", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"error":{"code":"a","message":"1"},"error":3}`)}, "400 http.400", "the server answered with status 400", `{}`},
		{"__proto__ is a member like any other", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"__proto__":{"error":{"code":"p","message":"p"}},"error":{"__proto__":{"code":"q"},"code":"c","message":"m","params":{"__proto__":{"x":1}}}}`)}, "400 c", "m", `{"__proto__":{"x":1}}`},
		{"an envelope under __proto__ only is none", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"__proto__":{"error":{"code":"p","message":"p"}}}`)}, "400 http.400", "the server answered with status 400", `{}`},
		{"a lone surrogate in a code becomes U+FFFD", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"error":{"code":"a\ud800","message":"\ude00"}}`)}, "400 a\uFFFD", "\uFFFD", `{}`},
		{"NUL in a message stays", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"error":{"code":"a","message":"x\u0000y"}}`)}, "400 a", "x\x00y", `{}`},
		{"escaped names are read", Outcome{Status: 400, Body: BodyJSON, Text: []byte(`{"\u0065rror":{"c\u006fde":"a","message":"m"}}`)}, "400 a", "m", `{}`},
		{"white space is skipped", Outcome{Status: 400, Body: BodyJSON, Text: []byte(" {\n\"error\" : { \"code\":\t\"a\" , \"message\" : \"m\", \"params\" : { } } } ")}, "400 a", "m", `{ }`},
		{"Retry-After becomes params.retryAfter", Outcome{Status: 429, RetryAfter: 30, Body: BodyJSON, Text: []byte(`{"error":{"code":"api.rateLimited","message":"m"}}`)}, "429 api.rateLimited", "m", `{"retryAfter":30}`},
		{"Retry-After joins other params", Outcome{Status: 429, RetryAfter: 1.5, Body: BodyJSON, Text: []byte(`{"error":{"code":"a","message":"m","params":{ "x":1}}}`)}, "429 a", "m", `{"retryAfter":1.5,"x":1}`},
		{"Retry-After joins params with white space only", Outcome{Status: 429, RetryAfter: 2, Body: BodyJSON, Text: []byte(`{"error":{"code":"a","message":"m","params":{ }}}`)}, "429 a", "m", `{"retryAfter":2}`},
		{"the server's own retryAfter wins", Outcome{Status: 429, RetryAfter: 2, Body: BodyJSON, Text: []byte(`{"error":{"code":"a","message":"m","params":{"retryAfter":9}}}`)}, "429 a", "m", `{"retryAfter":9}`},
		{"Retry-After without an envelope", Outcome{Status: 503, RetryAfter: 1}, "503 http.503", "the server answered with status 503", `{"retryAfter":1}`},
		{"no answer is a network error", Outcome{}, "no answer", "", ""},
		{"no answer with a cause", Outcome{Err: errors.New("connection refused")}, "no answer", "", ""},
		{"a request that could not be made is a usage error", Outcome{Err: &UsageError{Message: "headers"}}, "usage", "", ""},
	} {
		t.Run(test.title, func(t *testing.T) {
			s := newShell(t)
			id := s.call("save")
			text := string(test.outcome.Text)
			s.settle(id, test.outcome)
			for i := range test.outcome.Text {
				test.outcome.Text[i] = '#' // the buffer is the shell's: nothing of it may be kept
			}
			assert.Equal(t, test.how, s.how(id), "%s", text)
			var api *APIError
			if errors.As(s.calls[id].err, &api) {
				assert.Equal(t, test.message, api.Message)
				assert.Equal(t, strings.TrimSpace(test.params), string(api.Params))
				assert.Equal(t, "sluice: "+api.Code+": "+test.message, api.Error())
			}
		})
	}
}

func TestFailures(t *testing.T) {
	t.Run("a network error unwraps to its cause", func(t *testing.T) {
		s := newShell(t)
		cause := errors.New("connection refused")
		id := s.call("save")
		s.settle(id, Outcome{Err: cause})
		assert.ErrorIs(t, s.calls[id].err, cause)
		assert.EqualError(t, s.calls[id].err, "sluice: no answer from the server: connection refused")
	})
	t.Run("the shell ends a request with an error of its own, once", func(t *testing.T) {
		s := newShell(t)
		record := s.watch("getUser", "", "")
		id := s.call("getUser")
		s.requests[s.calls[id].request].network = "answered"
		crash := &CrashError{Message: "index out of range"}
		for range 2 {
			s.core.Fail(s.now, s.calls[id].request, crash)
			s.carryOut()
		}
		require.ErrorIs(t, s.calls[id].err, crash)
		assert.Equal(t, crash, s.shows(record).err)
		next := s.call("getUser")
		s.answer(next, `1`)
		assert.Equal(t, "answered", s.how(next))
	})
	t.Run("an outcome of an unknown request is ignored", func(t *testing.T) {
		s := newShell(t)
		s.core.Settle(s.now, 42, Outcome{Status: 200})
		assert.Empty(t, s.core.Effects())
	})
	t.Run("while an answer is read nothing has changed", func(t *testing.T) {
		c := New()
		c.Prepare()
		assert.True(t, c.Preparing())
		c.Open(start, 1, Options{})
		assert.False(t, c.Preparing())
	})
}
