package client_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func TestControl(t *testing.T) {
	script(t, "ResetRequests takes data and error at once, and what is in flight ends (W18)", func(t *testing.T, s *scripted) {
		_, err := get[string](s, "getThing", `"d"`, client.Poll(10*time.Second))
		require.NoError(t, err)
		pending := ask[string](s, "getThing", client.Poll(10*time.Second))
		s.ResetRequests(client.Keep{})
		var aborted *core.AbortError
		require.ErrorAs(t, (<-pending).err, &aborted)
		assert.Equal(t, "reset", aborted.Reason.String())
		assert.Equal(t, client.QueryState[string]{Pristine: true}, client.GetQuery[string](s.Client, "getThing"))
		time.Sleep(time.Minute)
		assert.Equal(t, 2, s.net())
	})
	script(t, "Keep.Pending: the answer counts when it comes", func(t *testing.T, s *scripted) {
		pending := ask[int](s, "getThing")
		s.ResetRequests(client.Keep{Pending: true})
		assert.Equal(t, client.QueryState[int]{Pristine: true, Pending: 1}, client.GetQuery[int](s.Client, "getThing"))
		s.last().answer(200, "1")
		assert.Equal(t, 1, (<-pending).data)
		assert.Equal(t, client.QueryState[int]{Data: 1, Known: true}, timeless(client.GetQuery[int](s.Client, "getThing")))
	})
	script(t, "Keep.Cached: queries stay that may be given again, whatever their CacheKey", func(t *testing.T, s *scripted) {
		_, _ = get[string](s, "getThing", `"d"`, client.Cache(time.Minute), client.CacheKey("x"))
		_, _ = get[string](s, "getOther", `"d"`)
		s.ResetRequests(client.Keep{Cached: true})
		assert.Equal(t, "d", client.GetQuery[string](s.Client, "getThing").Data)
		assert.True(t, client.GetQuery[string](s.Client, "getOther").Pristine)
	})
	script(t, "JoinRequest waits for the newest call in flight, a silent one too; with none it returns at once (W19)", func(t *testing.T, s *scripted) {
		_, pending, err := client.JoinRequest[string](t.Context(), s.Client, "getThing")
		require.NoError(t, err)
		assert.False(t, pending)
		quiet := ask[string](s, "getThing", client.Silent(), client.RequestKey(7))
		type joined struct {
			data    string
			pending bool
			err     error
		}
		var all []chan joined
		for _, join := range []func(context.Context) (string, bool, error){
			func(ctx context.Context) (string, bool, error) {
				return client.JoinRequest[string](ctx, s.Client, "getThing7")
			},
			func(ctx context.Context) (string, bool, error) {
				return client.JoinRequest[string](ctx, s.Client, core.Target{Name: "getThing", AnyKey: true})
			},
		} {
			out := make(chan joined, 1)
			all = append(all, out)
			go func() {
				data, pending, err := join(t.Context())
				out <- joined{data, pending, err}
			}()
		}
		synctest.Wait()
		_, pending, _ = client.JoinRequest[string](t.Context(), s.Client, "getThing")
		assert.False(t, pending, "a bare name means none with a key")
		s.last().answer(200, `"d"`)
		assert.Equal(t, "d", (<-quiet).data)
		for _, out := range all {
			assert.Equal(t, joined{data: "d", pending: true}, <-out)
		}
	})
	script(t, "who joins may leave: the call goes on", func(t *testing.T, s *scripted) {
		first := ask[string](s, "getThing")
		ctx, cancel := contextOf(t)
		left := make(chan error, 1)
		go func() {
			_, _, err := client.JoinRequest[string](ctx, s.Client, "getThing")
			left <- err
		}()
		synctest.Wait()
		cancel()
		assert.ErrorIs(t, <-left, context.Canceled)
		s.last().answer(200, `"d"`)
		assert.Equal(t, "d", (<-first).data)
	})
	script(t, "a list means a name, a name and key together, or exactly a pair (W13)", func(t *testing.T, s *scripted) {
		one := ask[string](s, "r1")
		two := ask[string](s, "r2")
		three := ask[string](s, "r3", client.RequestKey(1))
		s.AbortRequests(core.Target{Name: "r2"}, core.Target{Name: "r3", Key: "1", Exact: true})
		s.call(0).answer(200, `"one"`)
		assert.Equal(t, "one", (<-one).data)
		assert.ErrorIs(t, (<-two).err, core.ErrAborted)
		assert.ErrorIs(t, (<-three).err, core.ErrAborted)
	})
	script(t, "with TakeLatest(false) all run, and an older outcome changes nothing (W10)", func(t *testing.T, s *scripted) {
		first := ask[int](s, "getThing", client.TakeLatest(false))
		second := ask[int](s, "getThing", client.TakeLatest(false))
		s.call(1).answer(200, "2")
		s.call(0).answer(200, "1")
		assert.Equal(t, 1, (<-first).data)
		assert.Equal(t, 2, (<-second).data)
		assert.Equal(t, 2, client.GetQuery[int](s.Client, "getThing").Data)
	})
	script(t, "AllSettled waits for functions, too", func(t *testing.T, s *scripted) {
		block := make(chan struct{})
		a := ask[int](s, "getThing", client.OnSuccess(func(context.Context, *client.Outgoing, *client.Incoming) error { <-block; return nil }))
		s.last().answer(200, "1")
		settled := make(chan error, 1)
		go func() { settled <- s.AllSettled(t.Context()) }()
		synctest.Wait()
		assert.Empty(t, settled)
		close(block)
		assert.NoError(t, <-settled)
		<-a
	})
}
