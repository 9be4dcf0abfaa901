package client_test

import (
	"context"
	"errors"
	"mime/multipart"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/abort"
	"sluice/client"
	"sluice/core"
	"sluice/server"
)

type greet struct {
	Name string `json:"name"`
}

// TestServer runs the client against the server of this module.
func TestServer(t *testing.T) {
	gone := make(chan error, 10)
	waiting := make(chan struct{}, 10)
	app := server.New(server.Options{Accounts: server.MemoryAccounts()})
	server.Handle(app, "greet", func(_ *server.Call, in greet) (string, error) { return "hello " + in.Name, nil })
	server.Handle(app, "getSlow", func(c *server.Call, in greet) (string, error) {
		if in.Name != "" {
			return in.Name, nil
		}
		waiting <- struct{}{}
		<-c.Context().Done()
		gone <- c.Context().Err()
		return "", errors.New("too late")
	})
	server.Handle(app, "setGroup", func(c *server.Call, in struct{ Group int }) (any, error) {
		u := c.User()
		u.Set("group", in.Group)
		return nil, c.SaveSession(u.Token, u)
	}, server.LoggedIn())
	server.Handle(app, "countFiles", func(_ *server.Call, in *multipart.Form) (int, error) { return len(in.File["file"]), nil })
	site := httptest.NewServer(app)
	t.Cleanup(site.Close)
	open := func(t *testing.T) *client.Client {
		c := client.New(client.Options{BaseURL: site.URL + "/api"})
		t.Cleanup(c.Close)
		return c
	}
	codeOf := func(err error) string {
		var api *core.APIError
		if errors.As(err, &api) {
			return api.Code
		}
		return ""
	}

	t.Run("a typed route answers, and says what does not fit", func(t *testing.T) {
		c := open(t)
		text, err := client.Request[string](t.Context(), c, "greet", greet{"Ann"})
		require.NoError(t, err)
		assert.Equal(t, "hello Ann", text)
		_, err = client.Request[string](t.Context(), c, "greet", map[string]int{"name": 7})
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, "api.invalidRequest", api.Code)
		assert.JSONEq(t, `{"path":"name","expected":"string"}`, string(api.Params))
		_, err = client.Request[string](t.Context(), c, "unknown", nil)
		assert.Equal(t, "api.notFound", codeOf(err))
	})
	t.Run("a superseded call and a cancelled context end the handler's context", func(t *testing.T) {
		c := open(t)
		first := start(t.Context(), c, "getSlow")
		<-waiting
		text, err := client.Request[string](t.Context(), c, "getSlow", greet{"second"})
		require.NoError(t, err)
		assert.Equal(t, "second", text)
		assert.Equal(t, abort.Superseded, reasonOf(<-first))
		assert.ErrorIs(t, <-gone, context.Canceled)

		ctx, cancel := context.WithCancel(t.Context())
		third := start(ctx, c, "getSlow")
		<-waiting
		cancel()
		assert.Equal(t, abort.Aborted, reasonOf(<-third))
		assert.ErrorIs(t, <-gone, context.Canceled)

		fourth := start(t.Context(), c, "getSlow", client.Timeout(50*time.Millisecond))
		<-waiting
		assert.ErrorIs(t, <-fourth, context.DeadlineExceeded)
		assert.ErrorIs(t, <-gone, context.Canceled)
	})
	t.Run("a session: register, login, save, another client, wrong password, logout", func(t *testing.T) {
		c := open(t)
		account, err := c.Register(t.Context(), client.Registration{Name: "Ann", Email: "ann@example.org", Password: "correct horse"})
		require.NoError(t, err)
		_, err = client.Request[any](t.Context(), c, "setGroup", map[string]int{"Group": 12})
		assert.Equal(t, "auth.required", codeOf(err))

		sessions := make(chan client.Snapshot, 100)
		defer c.Watch("session", "", func(s client.Snapshot) { sessions <- s })()
		user, err := c.Login(t.Context(), "ann@example.org", "correct horse")
		require.NoError(t, err)
		assert.Equal(t, account.ID, user.ID)
		_, err = client.Request[any](t.Context(), c, "setGroup", map[string]int{"Group": 12})
		require.NoError(t, err)
		user, err = c.Session(t.Context())
		require.NoError(t, err)
		assert.JSONEq(t, `12`, string(user.Fields["group"]))
		assert.NotContains(t, user.Fields, "token")
		require.NoError(t, c.AllSettled(t.Context()))

		stranger, err := open(t).Session(t.Context())
		require.NoError(t, err)
		assert.Nil(t, stranger)
		_, err = c.Login(t.Context(), "ann@example.org", "wrong horse")
		assert.Equal(t, "auth.invalidCredentials", codeOf(err))
		user, err = c.Session(t.Context())
		require.NoError(t, err)
		assert.NotNil(t, user)

		require.NoError(t, c.Logout(t.Context()))
		user, err = c.Session(t.Context())
		require.NoError(t, err)
		assert.Nil(t, user)
		require.NoError(t, c.AllSettled(t.Context()))
		shown := false
		for len(sessions) > 0 {
			s := <-sessions
			shown = shown || string(s.Data) != ""
		}
		assert.True(t, shown, "the watched session was shown without being asked for")
	})
	t.Run("a form with files reaches a route that takes one, and 415 a route that does not", func(t *testing.T) {
		c := open(t)
		form := func(w *multipart.Writer) error {
			part, err := w.CreateFormFile("file", "a.bin")
			if err == nil {
				_, err = part.Write(make([]byte, 3<<20))
			}
			return err
		}
		n, err := client.Request[int](t.Context(), c, "countFiles", client.Multipart(form))
		require.NoError(t, err)
		assert.Equal(t, 1, n)
		_, err = client.Request[int](t.Context(), c, "greet", client.RawBody("text/plain", nil))
		assert.Equal(t, "api.unsupportedMediaType", codeOf(err))
	})
}
