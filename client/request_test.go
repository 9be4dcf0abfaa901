package client_test

import (
	"encoding/json"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

type city struct {
	Name string `json:"name"`
}

func TestRequestAnswers(t *testing.T) {
	for _, test := range []struct {
		title        string
		status       int
		kind, body   string
		want         city
		code         string // of the error
		message      string
		data, params string
	}{
		{title: "JSON is decoded", status: 200, kind: "application/json", body: `{"name":"Oslo","__proto__":{"name":"x"}}`, want: city{"Oslo"}},
		{title: "JSON of a vendor's type is decoded", status: 201, kind: "application/vnd.city+json", body: `{"name":"Oslo"}`, want: city{"Oslo"}},
		{title: "a byte order mark is no part of JSON", status: 200, kind: "application/json", body: "\ufeff" + `{"name":"Oslo"}`, want: city{"Oslo"}},
		{title: "204 gives the zero value", status: 204},
		{title: "an empty body gives the zero value", status: 200, kind: "text/plain"},
		{title: "null gives the zero value", status: 200, kind: "application/json", body: `null`},
		{title: "broken JSON", status: 200, kind: "application/json", body: `{"name":`, code: "api.invalidResponse", message: "the body is not well-formed JSON", data: `{"name":`, params: `{}`},
		{title: "another type", status: 200, kind: "text/html", body: `<p>`, code: "api.invalidResponse", message: "the body is not JSON", data: `<p>`, params: `{}`},
		{title: "JSON that does not fit the type", status: 200, kind: "application/json", body: `{"name":7}`, code: "api.invalidResponse", message: "the answer does not fit the type asked for: json: cannot unmarshal number into Go struct field city.name of type string", data: `{"name":7}`, params: `{}`},
		{title: "an envelope", status: 409, kind: "application/json", body: `{"error":{"code":"city.taken","message":"taken","params":{"by":7}}}`, code: "city.taken", message: "taken", data: `{"error":{"code":"city.taken","message":"taken","params":{"by":7}}}`, params: `{"by":7}`},
		{title: "an error without envelope", status: 502, kind: "text/html", body: `bad gateway`, code: "http.502", message: "the server answered with status 502", data: `bad gateway`, params: `{}`},
		{title: "an error without body", status: 500, code: "http.500", message: "the server answered with status 500", params: `{}`},
		{title: "a broken envelope", status: 400, kind: "application/json", body: `{"error"`, code: "http.400", message: "the server answered with status 400", data: `{"error"`, params: `{}`},
	} {
		t.Run(test.title, func(t *testing.T) {
			c := serve(t, routes{"api/getCity": answers(test.status, test.kind, test.body)})
			got, err := client.Request[city](t.Context(), c, "getCity", nil)
			assert.Equal(t, test.want, got)
			if test.code == "" {
				require.NoError(t, err)
				return
			}
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, core.APIError{Code: test.code, Status: test.status, Message: test.message, Params: []byte(test.params), Data: api.Data}, *api)
			assert.Equal(t, test.data, string(api.Data))
			assert.EqualError(t, err, "client: getCity: "+test.code+": "+test.message)
		})
	}
	t.Run("the cause of an answer that does not fit is the decoder's", func(t *testing.T) {
		c := serve(t, routes{"api/getCity": answersJSON(city{"Oslo"})})
		_, err := client.Request[int](t.Context(), c, "getCity", nil)
		var misfit *json.UnmarshalTypeError
		assert.ErrorAs(t, err, &misfit)
	})
	t.Run("raw JSON comes as it is", func(t *testing.T) {
		c := serve(t, routes{"api/getCity": answers(200, "application/json", ` {"a": 9007199254740993, "b":"\ud800"} `)})
		raw, err := client.Request[json.RawMessage](t.Context(), c, "getCity", nil)
		require.NoError(t, err)
		assert.Equal(t, `{"a": 9007199254740993, "b":"\ud800"}`, string(raw))
	})
	t.Run("Retry-After in seconds and as a date becomes a parameter", func(t *testing.T) {
		header := "7"
		c := serve(t, routes{"api/getCity": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", header)
			envelope(w, 429, "api.rateLimited")
		}})
		var api *core.APIError
		_, err := client.Request[city](t.Context(), c, "getCity", nil)
		require.ErrorAs(t, err, &api)
		assert.Equal(t, `{"retryAfter":7}`, string(api.Params))
		header = time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)
		_, err = client.Request[city](t.Context(), c, "getCity", nil)
		require.ErrorAs(t, err, &api)
		var params struct{ RetryAfter float64 }
		require.NoError(t, json.Unmarshal(api.Params, &params))
		assert.InDelta(t, 3600, params.RetryAfter, 5)
	})
	t.Run("of a long answer that is no JSON the error keeps the beginning", func(t *testing.T) {
		c := serve(t, routes{"api/getCity": answers(200, "text/plain", strings.Repeat("x", 100_000))})
		_, err := client.Request[city](t.Context(), c, "getCity", nil)
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Len(t, api.Data, 64<<10)
	})
	t.Run("an answer beyond the limit fails", func(t *testing.T) {
		c := serve(t, routes{"api/getCity": answersJSON(strings.Repeat("x", 98)), "api/getTown": answersJSON(strings.Repeat("x", 99))},
			func(o *client.Options) { o.MaxBody = 100 })
		_, err := client.Request[string](t.Context(), c, "getCity", nil)
		require.NoError(t, err)
		_, err = client.Request[string](t.Context(), c, "getTown", nil)
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, "api.invalidResponse", api.Code)
	})
	t.Run("the greatest limit there is lets every answer through", func(t *testing.T) {
		c := serve(t, routes{"api/getCity": answersJSON("Oslo")}, func(o *client.Options) { o.MaxBody = math.MaxInt64 })
		name, err := client.Request[string](t.Context(), c, "getCity", nil)
		require.NoError(t, err)
		assert.Equal(t, "Oslo", name)
	})
}

func TestRequestWithoutAnswer(t *testing.T) {
	t.Run("a server that is down is a network error, and the next call works when it is back", func(t *testing.T) {
		down := true
		network := roundTrip(func(*http.Request) (*http.Response, error) {
			if down {
				return nil, io.ErrUnexpectedEOF
			}
			return response(200, `{"name":"Oslo"}`), nil
		})
		c := client.New(client.Options{BaseURL: "http://host/api", Transport: network})
		defer c.Close()
		_, err := client.Request[city](t.Context(), c, "getCity", nil)
		var lost *core.NetworkError
		require.ErrorAs(t, err, &lost)
		assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
		assert.NotErrorIs(t, err, core.ErrAborted)
		down = false
		got, err := client.Request[city](t.Context(), c, "getCity", nil)
		require.NoError(t, err)
		assert.Equal(t, city{"Oslo"}, got)
	})
	t.Run("nobody listens", func(t *testing.T) {
		server := httptest.NewServer(routes{})
		server.Close()
		c := client.New(client.Options{BaseURL: server.URL + "/api"})
		defer c.Close()
		_, err := client.Request[city](t.Context(), c, "getCity", nil)
		var lost *core.NetworkError
		assert.ErrorAs(t, err, &lost)
	})
	t.Run("a connection that breaks in the middle of a body", func(t *testing.T) {
		c := serve(t, routes{"api/getCity": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = io.WriteString(w, `{"name":`)
			panic(http.ErrAbortHandler)
		}})
		_, err := client.Request[city](t.Context(), c, "getCity", nil)
		var lost *core.NetworkError
		assert.ErrorAs(t, err, &lost)
	})
	t.Run("a transport that panics ends its call only", func(t *testing.T) {
		c := client.New(client.Options{BaseURL: "http://host/api", Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "save") {
				panic("boom")
			}
			return response(200, `1`), nil
		})})
		defer c.Close()
		_, err := client.Request[int](t.Context(), c, "save", nil)
		assert.EqualError(t, err, "client: save: no answer from the server: panic in Headers or Transport: boom")
		got, err := client.Request[int](t.Context(), c, "getCity", nil)
		require.NoError(t, err)
		assert.Equal(t, 1, got)
	})
}
