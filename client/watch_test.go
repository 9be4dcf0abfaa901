package client_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// queue is a network whose answers a test gives one by one, in the order of the requests.
type queue chan *http.Response

func (q queue) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case answer := <-q:
		if answer == nil {
			return nil, errors.New("cut off")
		}
		return answer, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

func TestWatch(t *testing.T) {
	watched := func(t *testing.T, test func(t *testing.T, c *client.Client, q queue, told *[]client.Snapshot, stop func())) {
		synctest.Test(t, func(t *testing.T) {
			q := make(queue)
			c := newClient(t, q.RoundTrip)
			told := new([]client.Snapshot)
			stop := c.Watch("getUser", "", func(s client.Snapshot) { *told = append(*told, s) })
			synctest.Wait()
			test(t, c, q, told, stop)
		})
	}
	t.Run("tells the present state, then each change, each once", func(t *testing.T) {
		watched(t, func(t *testing.T, c *client.Client, q queue, told *[]client.Snapshot, _ func()) {
			time.Sleep(1500 * time.Millisecond)
			asked := time.Now()
			done := start(t.Context(), c, "getUser")
			time.Sleep(time.Second)
			q <- response(200, `{"id":1}`)
			require.NoError(t, <-done)
			synctest.Wait()
			last := (*told)[len(*told)-1]
			assert.WithinDuration(t, asked, last.FetchedAt, time.Millisecond)
			last.FetchedAt = time.Time{}
			assert.Equal(t, []client.Snapshot{{Pristine: true}, {Pending: 1}}, (*told)[:2])
			assert.Equal(t, client.Snapshot{Data: []byte(`{"id":1}`), Known: true}, last)
			assert.Len(t, *told, 3)
		})
	})
	t.Run("a failure stands beside the data until the next call begins; null is known", func(t *testing.T) {
		watched(t, func(t *testing.T, c *client.Client, q queue, told *[]client.Snapshot, _ func()) {
			for _, answer := range []*http.Response{response(200, `1`), nil, response(204, "")} {
				done := start(t.Context(), c, "getUser")
				q <- answer
				<-done
			}
			synctest.Wait()
			states := *told
			require.Len(t, states, 7)
			var lost *core.NetworkError
			assert.ErrorAs(t, states[4].Err, &lost)
			assert.Equal(t, "1", string(states[4].Data))
			assert.NoError(t, states[5].Err)
			assert.Equal(t, "1", string(states[5].Data))
			assert.Nil(t, states[6].Data)
			assert.True(t, states[6].Known)
		})
	})
	t.Run("who begins to watch later sees what is there, also before anybody watched", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, func(*http.Request) (*http.Response, error) { return response(200, `[1]`), nil })
			require.NoError(t, <-start(t.Context(), c, "getUser"))
			seen := make(chan client.Snapshot, 10)
			c.Watch("getUser", "", func(s client.Snapshot) { seen <- s })
			assert.Equal(t, "[1]", string((<-seen).Data))
			c.Watch("getUser", "other", func(s client.Snapshot) { seen <- s })
			assert.True(t, (<-seen).Pristine)
		})
	})
	t.Run("stopping ends it, also twice, and also while a change is on its way", func(t *testing.T) {
		watched(t, func(t *testing.T, c *client.Client, q queue, told *[]client.Snapshot, stop func()) {
			stop()
			stop()
			start(t.Context(), c, "getUser")
			q <- response(200, `1`)
			synctest.Wait()
			assert.Len(t, *told, 1)
		})
	})
	t.Run("a listener may call the client and wait for the answer", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, func(*http.Request) (*http.Response, error) { return response(200, `1`), nil })
			got := make(chan error, 1)
			asked := false
			c.Watch("getUser", "", func(client.Snapshot) {
				if !asked {
					asked = true
					got <- <-start(t.Context(), c, "getUser")
				}
			})
			assert.NoError(t, <-got)
		})
	})
	t.Run("a watched session follows logins, saves and logouts by itself", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			user, name := "null", ""
			c := newClient(t, func(r *http.Request) (*http.Response, error) {
				switch {
				case strings.HasSuffix(r.URL.Path, "/auth/login"):
					user, name = `{"id":"a"}`, "new"
				case strings.HasSuffix(r.URL.Path, "/auth/logout"):
					user, name = "null", "ended"
				case strings.HasSuffix(r.URL.Path, "/setGroup"):
					user, name = `{"id":"a","group":1}`, "saved"
				default:
					name = ""
				}
				answer := response(200, user)
				answer.Header.Set("Sluice-Session", name)
				return answer, nil
			})
			var last client.Snapshot
			c.Watch("session", "", func(s client.Snapshot) { last = s })
			synctest.Wait()
			assert.True(t, last.Pristine, "watching alone asks nothing")
			_, err := c.Login(t.Context(), "a", "aa")
			require.NoError(t, err)
			synctest.Wait()
			assert.JSONEq(t, `{"id":"a"}`, string(last.Data))
			require.NoError(t, <-start(t.Context(), c, "setGroup"))
			synctest.Wait()
			assert.JSONEq(t, `{"id":"a","group":1}`, string(last.Data))
			require.NoError(t, c.Logout(t.Context()))
			synctest.Wait()
			assert.Nil(t, last.Data)
			assert.True(t, last.Known)
		})
	})
}
