package client_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"

	"sluice/abort"
	"sluice/client"
	"sluice/core"
)

func TestConcurrentUse(t *testing.T) {
	t.Run("a hundred goroutines get each their own answer, or are superseded by another", func(t *testing.T) {
		echo := func(w http.ResponseWriter, r *http.Request) {
			text := make([]byte, r.ContentLength)
			_, _ = r.Body.Read(text)
			answers(200, "application/json", string(text))(w, r)
		}
		c := serve(t, routes{"api/echo": echo, "api/getEcho": echo})
		stop := c.Watch("getEcho", "", func(client.Snapshot) {})
		defer stop()
		var answered, superseded atomic.Int32
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				for n := range 10 {
					number := 1000*i + n
					got, err := client.Request[int](t.Context(), c, "echo", number)
					assert.NoError(t, err)
					assert.Equal(t, number, got)
					got, err = client.Request[int](t.Context(), c, "getEcho", number, client.RequestKey(strconv.Itoa(i)))
					assert.NoError(t, err)
					assert.Equal(t, number, got)
					got, err = client.Request[int](t.Context(), c, "getEcho", number)
					if reasonOf(err) == abort.Superseded {
						superseded.Add(1)
						continue
					}
					assert.NoError(t, err)
					assert.Equal(t, number, got)
					answered.Add(1)
				}
			})
		}
		all.Wait()
		assert.EqualValues(t, 1000, answered.Load()+superseded.Load())
		assert.NotZero(t, answered.Load(), "the last one is superseded by nobody")
		assert.NoError(t, c.AllSettled(t.Context()))
	})
	t.Run("calls, cancellations, aborts, watches and the end, all at once, settle every call", func(t *testing.T) {
		c := serve(t, routes{"api/getUser": answersJSON(1), "api/save": answersJSON(2), "api/session": answersJSON(nil), "auth/logout": answers(204, "", "")})
		var all sync.WaitGroup
		for i := range 100 {
			all.Go(func() {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				for n := range 10 {
					switch (i + n) % 6 {
					case 0:
						go cancel()
					case 1:
						c.AbortRequests(core.Target{Name: "getUser"})
					case 2:
						defer c.Watch("getUser", "", func(client.Snapshot) {})()
					case 3:
						if err := c.Logout(ctx); err != nil {
							assert.True(t, expected(err), "%v", err)
						}
					case 4:
						if i == 99 && n > 5 {
							c.Close()
						}
					}
					name := [...]string{"getUser", "save", "session"}[n%3]
					if _, err := client.Request[any](ctx, c, name, nil); err != nil {
						assert.True(t, expected(err), "%v", err)
					}
				}
			})
		}
		all.Wait()
	})
}

// expected reports whether an error may come of others' deeds.
func expected(err error) bool { return errors.Is(err, core.ErrAborted) }
