package client_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/abort"
	"sluice/client"
	"sluice/core"
	"sluice/internal/protocol"
)

// accounts is a small server with users whose password is their name twice.
func accounts() routes {
	cookie := func(w http.ResponseWriter, name string) {
		age := 0
		if name == "" {
			age = -1
		}
		http.SetCookie(w, &http.Cookie{Name: "sluice_session", Value: name, Path: "/", HttpOnly: true, MaxAge: age})
	}
	who := func(r *http.Request) any {
		if c, err := r.Cookie("sluice_session"); err == nil {
			return map[string]any{"id": c.Value, "name": strings.ToUpper(c.Value)}
		}
		return nil
	}
	return routes{
		"auth/login": func(w http.ResponseWriter, r *http.Request) {
			var in struct{ Email, Password string }
			_ = json.NewDecoder(r.Body).Decode(&in)
			if in.Password != in.Email+in.Email {
				envelope(w, 401, protocol.CodeInvalidCredentials)
				return
			}
			cookie(w, in.Email)
			w.Header().Set(protocol.SessionHeader, protocol.SessionNew)
			answersJSON(map[string]any{"id": in.Email})(w, r)
		},
		"auth/register": func(w http.ResponseWriter, r *http.Request) {
			var in client.Registration
			_ = json.NewDecoder(r.Body).Decode(&in)
			answersJSON(map[string]any{"id": 7, "name": in.Name, "email": in.Email, "password": in.Password != ""})(w, r)
		},
		"auth/logout": func(w http.ResponseWriter, r *http.Request) {
			cookie(w, "")
			w.Header().Set(protocol.SessionHeader, protocol.SessionEnded)
			answersJSON("ignored")(w, r)
		},
		"api/session": func(w http.ResponseWriter, r *http.Request) { answersJSON(who(r))(w, r) },
		"api/getSecret": func(w http.ResponseWriter, r *http.Request) {
			if who(r) == nil {
				envelope(w, 401, protocol.CodeAuthRequired)
				return
			}
			answersJSON(who(r))(w, r)
		},
	}
}

func TestAccounts(t *testing.T) {
	t.Run("a session from login to logout", func(t *testing.T) {
		navigated := make(chan string, 10)
		c := serve(t, accounts(), func(o *client.Options) { o.Navigate = func(url string) { navigated <- url } })
		user, err := c.Session(t.Context())
		require.NoError(t, err)
		assert.Nil(t, user, "anonymous")

		user, err = c.Login(t.Context(), "ann", "annann")
		require.NoError(t, err)
		assert.Equal(t, "ann", user.ID)
		user, err = c.Session(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "ann", user.ID)
		assert.JSONEq(t, `"ANN"`, string(user.Fields["name"]))
		assert.NotContains(t, user.Fields, "id")

		require.NoError(t, c.Logout(t.Context()), "whatever the body of its answer says")
		assert.Equal(t, "/login", <-navigated)
		user, err = c.Session(t.Context())
		require.NoError(t, err)
		assert.Nil(t, user)
		_, err = client.Request[any](t.Context(), c, "logout", nil)
		require.NoError(t, err, "logout is a name like others")
		assert.Equal(t, "/login", <-navigated)
		assert.Empty(t, navigated)
	})
	t.Run("a wrong password changes nothing", func(t *testing.T) {
		c := serve(t, accounts())
		_, err := c.Login(t.Context(), "ann", "annann")
		require.NoError(t, err)
		_, err = c.Login(t.Context(), "bob", "guess")
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, protocol.CodeInvalidCredentials, api.Code)
		assert.EqualError(t, err, "client: auth/login: auth.invalidCredentials: no")
		user, err := c.Session(t.Context())
		require.NoError(t, err)
		assert.Equal(t, "ann", user.ID)
	})
	t.Run("a route that needs a login answers 401 and navigates nowhere", func(t *testing.T) {
		c := serve(t, accounts(), func(o *client.Options) { o.Navigate = func(string) { t.Error("navigated") } })
		_, err := client.Request[any](t.Context(), c, "getSecret", nil)
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, 401, api.Status)
		assert.Equal(t, protocol.CodeAuthRequired, api.Code)
	})
	t.Run("register gives the account; an id that is a number becomes its text", func(t *testing.T) {
		c := serve(t, accounts())
		user, err := c.Register(t.Context(), client.Registration{Name: "Ann", Email: "a@b.c", Password: "secret12"})
		require.NoError(t, err)
		assert.Equal(t, "7", user.ID)
		text, err := json.Marshal(user)
		require.NoError(t, err)
		assert.JSONEq(t, `{"id":"7","name":"Ann","email":"a@b.c","password":true}`, string(text))
		user, err = c.Session(t.Context())
		require.NoError(t, err)
		assert.Nil(t, user)
	})
	t.Run("a user that is no object does not fit", func(t *testing.T) {
		c := serve(t, routes{"api/session": answersJSON(7)})
		_, err := c.Session(t.Context())
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, protocol.CodeInvalidResponse, api.Code)
	})
	t.Run("logouts at once share one request, and who leaves it does not end it for the others", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			var sent atomic.Int32
			answer := make(chan struct{})
			c := newClient(t, func(r *http.Request) (*http.Response, error) {
				sent.Add(1)
				select {
				case <-answer:
					return response(204, ""), nil
				case <-r.Context().Done():
					return nil, r.Context().Err()
				}
			})
			ctx, cancel := context.WithCancel(t.Context())
			impatient := start(ctx, c, "logout")
			synctest.Wait()
			first, second := start(t.Context(), c, "logout"), start(t.Context(), c, "logout")
			synctest.Wait()
			cancel()
			assert.Equal(t, abort.Aborted, reasonOf(<-impatient))
			close(answer)
			assert.NoError(t, <-first)
			assert.NoError(t, <-second)
			assert.EqualValues(t, 1, sent.Load())
		})
	})
	t.Run("another user's login ends what was pending for the earlier one", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "login") {
					return response(200, `{"id":"b"}`), nil
				}
				return never(r)
			})
			pending := start(t.Context(), c, "getSecret")
			synctest.Wait()
			_, err := c.Login(t.Context(), "b", "bb")
			require.NoError(t, err)
			assert.Equal(t, abort.Reset, reasonOf(<-pending))
		})
	})
}
