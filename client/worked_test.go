package client_test

import (
	"context"
	"net/http"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// The worked examples about requests that no other test names.
func TestWorkedExamples(t *testing.T) {
	script(t, "W1: an answer is data", func(t *testing.T, s *scripted) {
		data, err := get[string](s, "getThing", `"d"`)
		require.NoError(t, err)
		assert.Equal(t, "d", data)
		assert.Equal(t, client.QueryState[string]{Data: "d", Known: true}, timeless(client.GetQuery[string](s.Client, "getThing")))
	})
	script(t, "W2: an error leaves the data", func(t *testing.T, s *scripted) {
		s.having("[1]")
		a := ask[[]int](s, "getList")
		state := timeless(client.GetQuery[[]int](s.Client, "getList"))
		assert.Equal(t, client.QueryState[[]int]{Data: []int{1}, Known: true, Pending: 1}, state)
		assert.True(t, state.Loading())
		s.last().fail()
		<-a
		state = client.GetQuery[[]int](s.Client, "getList")
		var lost *core.NetworkError
		assert.ErrorAs(t, state.Err, &lost)
		assert.Equal(t, []int{1}, state.Data)
	})
	script(t, "W9: the later call ends the earlier one, and loading never drops", func(t *testing.T, s *scripted) {
		var pending []int
		defer client.WatchQuery(s.Client, "getThing", func(q client.QueryState[string]) { pending = append(pending, q.Pending) })()
		first := ask[string](s, "getThing")
		second := ask[string](s, "getThing", client.Silent(), client.OnRequest(func(context.Context, *client.Outgoing) error { return nil }), client.TakeLatest(true))
		assert.ErrorIs(t, (<-first).err, core.ErrAborted)
		third := ask[string](s, "getThing")
		assert.ErrorIs(t, (<-second).err, core.ErrAborted)
		fourth := ask[string](s, "getThing")
		s.last().answer(200, `"d"`)
		<-third
		assert.Equal(t, "d", (<-fourth).data)
		assert.Equal(t, []int{0, 1, 0, 1, 0}, slices.Compact(pending))
	})
	script(t, "W11: the first call ever, aborted, leaves nothing", func(t *testing.T, s *scripted) {
		a := ask[string](s, "getThing")
		s.AbortRequests()
		assert.ErrorIs(t, (<-a).err, core.ErrAborted)
		assert.Equal(t, client.QueryState[string]{Pristine: true}, client.GetQuery[string](s.Client, "getThing"))
	})
	t.Run("W12: a network that cannot be ended: its late answer is ignored", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			c := newClient(t, func(*http.Request) (*http.Response, error) {
				time.Sleep(time.Second)
				return response(200, "1"), nil
			})
			a := start(t.Context(), c, "save", client.Update("getList", func(n, _ int) int { return n }))
			synctest.Wait()
			assert.Equal(t, 1, client.GetQuery[any](c, "save").Pending)
			c.AbortRequests(core.Target{Name: "save"})
			assert.ErrorIs(t, <-a, core.ErrAborted)
			assert.Zero(t, client.GetQuery[any](c, "save").Pending)
			time.Sleep(2 * time.Second)
			assert.True(t, client.GetQuery[any](c, "save").Pristine)
		})
	})
}
