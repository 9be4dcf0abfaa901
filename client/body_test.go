package client_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
)

// seen is what a server was sent.
type seen struct {
	path, body string
	header     http.Header
	form       *multipart.Form
}

func recorder(t *testing.T, into *seen) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		*into = seen{path: r.Method + " " + r.URL.Path, header: r.Header}
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			assert.NoError(t, r.ParseMultipartForm(1<<20))
			into.form = r.MultipartForm
		}
		text, _ := io.ReadAll(r.Body)
		into.body = string(text)
		answersJSON(nil)(w, r)
	}
}

func TestRequestBodies(t *testing.T) {
	var got seen
	c := serve(t, routes{"api/users/save": recorder(t, &got)})
	for _, test := range []struct {
		title      string
		in         any
		kind, body string
	}{
		{"nil is sent as {}", nil, "application/json", `{}`},
		{"a nil pointer too", (*city)(nil), "application/json", `{}`},
		{"a struct as JSON", city{"Oslo\x00"}, "application/json", `{"name":"Oslo\u0000"}`},
		{"0 is a value", 0, "application/json", `0`},
		{"__proto__ is a member like any other", map[string]int{"__proto__": 1}, "application/json", `{"__proto__":1}`},
		{"raw JSON as it is", json.RawMessage(`[1]`), "application/json", `[1]`},
		{"raw bytes with their type", client.RawBody("text/csv", strings.NewReader("a;b")), "text/csv", "a;b"},
		{"raw bytes without one", client.RawBody("", bytes.NewReader([]byte{1, 2})), "application/octet-stream", "\x01\x02"},
	} {
		t.Run(test.title, func(t *testing.T) {
			_, err := client.Request[any](t.Context(), c, "users/save", test.in)
			require.NoError(t, err)
			assert.Equal(t, "POST /api/users/save", got.path)
			assert.Equal(t, test.kind, got.header.Get("Content-Type"))
			assert.Equal(t, "application/json", got.header.Get("Accept"))
			assert.Equal(t, test.body, got.body)
		})
	}
	t.Run("a form is written while it is sent", func(t *testing.T) {
		_, err := client.Request[any](t.Context(), c, "users/save", client.Multipart(func(w *multipart.Writer) error {
			file, err := w.CreateFormFile("photo", "a.png")
			if err != nil {
				return err
			}
			_, err = io.WriteString(file, "png")
			return errors.Join(err, w.WriteField("name", "Ann"))
		}))
		require.NoError(t, err)
		assert.Equal(t, []string{"Ann"}, got.form.Value["name"])
		assert.Equal(t, "a.png", got.form.File["photo"][0].Filename)
	})
	t.Run("a form that cannot be written fails the call, also when writing panics", func(t *testing.T) {
		broken := errors.New("disk on fire")
		_, err := client.Request[any](t.Context(), c, "upload", client.Multipart(func(*multipart.Writer) error { return broken }))
		assert.ErrorIs(t, err, broken)
		_, err = client.Request[any](t.Context(), c, "upload", client.Multipart(func(*multipart.Writer) error { panic("boom") }))
		assert.ErrorContains(t, err, "boom")
	})
}

func TestHeaders(t *testing.T) {
	var got seen
	refused := errors.New("no token")
	var fail bool
	c := serve(t, routes{"api/save": recorder(t, &got)}, func(o *client.Options) {
		o.Header = http.Header{"X-App": {"atlas"}, "X-Who": {"client"}, "Accept": {"application/cbor"}}
		o.Headers = func(ctx context.Context) (http.Header, error) {
			if fail {
				return nil, refused
			}
			return http.Header{"authorization": {"Bearer 1"}, "X-Who": {"function"}}, ctx.Err()
		}
	})
	t.Run("the call's win over the function's, and those over the client's", func(t *testing.T) {
		_, err := client.Request[any](t.Context(), c, "save", nil)
		require.NoError(t, err)
		assert.Equal(t, []string{"atlas", "function", "Bearer 1", "application/cbor"},
			[]string{got.header.Get("X-App"), got.header.Get("X-Who"), got.header.Get("Authorization"), got.header.Get("Accept")})
		_, err = client.Request[any](t.Context(), c, "save", nil, client.Header("x-who", "call"), client.Header("X-App"))
		require.NoError(t, err)
		assert.Equal(t, "call", got.header.Get("X-Who"))
		assert.NotContains(t, got.header, "X-App", "a header without values is removed")
	})
	t.Run("a function that fails fails the call with its error", func(t *testing.T) {
		fail = true
		_, err := client.Request[any](t.Context(), c, "save", nil)
		assert.ErrorIs(t, err, refused)
		assert.EqualError(t, err, "client: save: Options.Headers: no token")
	})
}
