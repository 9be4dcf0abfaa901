package client_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func TestHTTPAnswers(t *testing.T) {
	get := &client.Endpoint[*article]{Path: "/articles/:id", Schema: articles}
	for _, test := range []struct {
		title  string
		answer http.HandlerFunc
		check  func(*testing.T, error)
		soft   bool
	}{
		{"an empty body does not fit an entity", answers(200, "application/json", ""), func(t *testing.T, err error) {
			var misfit *core.SchemaError
			assert.ErrorAs(t, err, &misfit)
		}, false},
		{"html is not found", answers(200, "text/html", "<p>"), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, 404, api.Status)
			assert.Equal(t, "api.invalidResponse", api.Code)
			assert.Equal(t, "<p>", string(api.Data))
		}, false},
		{"broken JSON", answers(200, "application/json", "{"), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, 400, api.Status)
		}, false},
		{"503 is soft", answers(503, "application/json", `{"error":{"code":"x","message":"y"}}`), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, 503, api.Status)
			assert.Equal(t, "x", api.Code)
		}, true},
		{"404 is hard", answers(404, "application/json", `{}`), func(t *testing.T, err error) {
			var api *core.APIError
			require.ErrorAs(t, err, &api)
			assert.Equal(t, "http.404", api.Code)
		}, false},
		{"no answer is soft", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, func(t *testing.T, err error) {
			var network *core.NetworkError
			assert.ErrorAs(t, err, &network)
		}, true},
	} {
		t.Run("W48 "+test.title, func(t *testing.T) {
			c := serve(t, routes{"articles/1": test.answer})
			require.NoError(t, client.SetResponse(c, get, &article{ID: "1"}, id{"1"}))
			_, err := client.Fetch(t.Context(), c, get, id{"1"})
			test.check(t, err)
			shown := client.GetError(c, get, id{"1"})
			assert.Equal(t, test.soft, shown == nil)
			assert.Equal(t, "1", client.GetResponse(c, get, id{"1"}).Data.ID)
		})
	}
}

func TestHTTPRequests(t *testing.T) {
	seen := make(chan string, 1)
	note := func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		seen <- strings.Join([]string{r.Method, r.URL.String(), string(text), r.Header.Get("Content-Type"), r.Header.Get("X")}, " ")
		answersJSON(1)(w, r)
	}
	c := serve(t, routes{"a/1": note, "a": note, "api/setIt": note, "upload": note}, func(o *client.Options) {
		o.Header = http.Header{"X": {"y"}}
	})
	for _, test := range []struct {
		title string
		e     *client.Endpoint[any]
		args  []any
		want  string
	}{
		{"a read by path", &client.Endpoint[any]{Path: "/a/:id"}, []any{map[string]any{"id": 1, "q": "x y"}}, "GET /a/1?q=x%20y   y"},
		{"a mutation whose only argument is the body", &client.Endpoint[any]{Path: "/a", Method: "post"}, []any{map[string]int{"n": 2}}, `POST /a {"n":2} application/json y`},
		{"a mutation with parameters and a body", &client.Endpoint[any]{Path: "/a/:id", Method: "PUT"}, []any{map[string]int{"id": 1}, []int{3}}, `PUT /a/1 [3] application/json y`},
		{"DELETE has no body", &client.Endpoint[any]{Path: "/a/:id", Method: "DELETE"}, []any{map[string]int{"id": 1}}, `DELETE /a/1   y`},
		{"a route by name", &client.Endpoint[any]{Name: "setIt", SideEffect: true}, []any{map[string]int{"n": 2}}, `POST /api/setIt {"n":2} application/json y`},
		{"a route by name without arguments", &client.Endpoint[any]{Name: "setIt"}, nil, `POST /api/setIt {} application/json y`},
		{"a body that is no JSON, and an own header", &client.Endpoint[any]{Path: "/upload", Method: "POST", Header: http.Header{"X": {"z"}}}, []any{client.RawBody("text/plain", strings.NewReader("hi"))}, `POST /upload hi text/plain z`},
	} {
		t.Run(test.title, func(t *testing.T) {
			out, err := client.Fetch(t.Context(), c, test.e, test.args...)
			require.NoError(t, err)
			assert.Equal(t, 1.0, out)
			assert.Equal(t, test.want, <-seen)
		})
	}
	t.Run("answers that are no JSON, without schema", func(t *testing.T) {
		c := serve(t, routes{"text": answers(200, "text/plain; charset=utf-8", "hi"), "bytes": answers(200, "image/png", "\x00\x01"), "none": answers(204, "", "")})
		text, err := client.Fetch(t.Context(), c, &client.Endpoint[string]{Path: "/text"})
		require.NoError(t, err)
		assert.Equal(t, "hi", text)
		bytes, err := client.Fetch(t.Context(), c, &client.Endpoint[[]byte]{Path: "/bytes"})
		require.NoError(t, err)
		assert.Equal(t, []byte{0, 1}, bytes)
		none, err := client.Fetch(t.Context(), c, &client.Endpoint[*int]{Path: "/none"})
		require.NoError(t, err)
		assert.Nil(t, none)
	})
	t.Run("Process sees the answer first", func(t *testing.T) {
		c := serve(t, routes{"a": answersJSON(map[string]any{"data": map[string]any{"id": "1", "votes": 2}})})
		e := &client.Endpoint[*article]{Path: "/a", Schema: articles, Process: func(answer json.RawMessage, _ ...any) (any, error) {
			var envelope struct{ Data json.RawMessage }
			err := json.Unmarshal(answer, &envelope)
			return envelope.Data, err
		}}
		a, err := client.Fetch(t.Context(), c, e)
		require.NoError(t, err)
		assert.Equal(t, 2, a.Votes)
	})
	t.Run("a wrong address is refused where it is used", func(t *testing.T) {
		_, err := client.Fetch(t.Context(), c, &client.Endpoint[any]{Path: "/a/:id"}, map[string]int{})
		var wrong *core.UsageError
		assert.ErrorAs(t, err, &wrong)
	})
}
