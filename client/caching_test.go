package client_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	return context.WithCancel(t.Context())
}

func TestCache(t *testing.T) {
	ask := func(s *scripted, options ...client.Option) int {
		before := s.net()
		data, err := get[string](s, "getThing", `"d"`, options...)
		require.NoError(s.t, err)
		assert.Equal(s.t, "d", data)
		return s.net() - before
	}
	script(t, "answers up to its last moment, and not after it (W14)", func(t *testing.T, s *scripted) {
		time.Sleep(1010 * time.Millisecond)
		assert.Equal(t, 1, ask(s, client.Cache(5*time.Second)))
		time.Sleep(5 * time.Second)
		assert.Equal(t, 0, ask(s, client.Cache(5*time.Second)))
		time.Sleep(time.Millisecond)
		assert.Equal(t, 1, ask(s, client.Cache(5*time.Second)))
	})
	var reported []error
	script(t, "a hit gives the data as it is now; the functions run beside it, and what they give is ignored (W15)", func(t *testing.T, s *scripted) {
		for range 2 {
			_, err := get[int](s, "getThing", "1", client.Cache(client.Never))
			require.NoError(t, err)
		}
		_, err := get[any](s, "save", "null", client.Update("getThing", func(n int, _ any) int { return n + 1 }))
		require.NoError(t, err)
		told := -1
		defer client.WatchQuery(s.Client, "getThing", func(client.QueryState[int]) { told++ })()
		var seen []string
		data, err := get[int](s, "getThing", "", client.Cache(client.Never), client.GetData(func(int, int) (int, error) { return 100, nil }),
			client.OnRequest(func(_ context.Context, r *client.Outgoing) error {
				seen = append(seen, fmt.Sprint(r.Hit))
				return errE
			}),
			client.OnSuccess(func(_ context.Context, r *client.Outgoing, in *client.Incoming) error {
				seen = append(seen, fmt.Sprint(r.Hit, string(in.Text)))
				return in.Set(99)
			}))
		require.NoError(t, err)
		assert.Equal(t, 2, data)
		assert.Equal(t, []string{"true", "true2"}, seen)
		assert.Equal(t, 2, s.net())
		synctest.Wait()
		assert.Zero(t, told)
		assert.Equal(t, []error{errE}, reported)
	}, func(o *client.Options) { o.Report = func(err error) { reported = append(reported, err) } })
	script(t, "one CacheKey is remembered, and an error takes the answer's place away (W16)", func(t *testing.T, s *scripted) {
		ask(s, client.Cache(client.Never), client.CacheKey("en"))
		assert.Equal(t, 0, ask(s, client.Cache(client.Never), client.CacheKey("en")))
		failing := askWith[string](t.Context(), s, "getThing", nil, client.Cache(client.Never), client.CacheKey("de"))
		s.last().fail()
		<-failing
		assert.Equal(t, 1, ask(s, client.Cache(client.Never), client.CacheKey("en")))
		assert.Equal(t, 3, s.net())
	})
	script(t, "keeps so many keys, those that came last (W17)", func(t *testing.T, s *scripted) {
		var nets []int
		for _, key := range []int{1, 1, 2, 2, 1, 3, 1} {
			nets = append(nets, ask(s, client.Cache(client.Never), client.RequestsCapacity(2), client.RequestKey(key)))
		}
		assert.Equal(t, []int{1, 0, 1, 0, 0, 1, 1}, nets)
		var shown []string
		for key := range 3 {
			shown = append(shown, client.GetQuery[string](s.Client, "getThing", client.RequestKey(key+1)).Data)
		}
		assert.Equal(t, []string{"d", "", "d"}, shown)
	})
	script(t, "is of no effect where the client says so", func(t *testing.T, s *scripted) {
		assert.Equal(t, 1, ask(s, client.Cache(client.Never)))
		assert.Equal(t, 1, ask(s, client.Cache(client.Never)))
	}, func(o *client.Options) { o.NoCache = true })
	script(t, "can be forgotten; the data stays", func(t *testing.T, s *scripted) {
		ask(s, client.Cache(client.Never))
		s.ClearRequestsCache(core.Target{Name: "getThing"})
		assert.Equal(t, "d", client.GetQuery[string](s.Client, "getThing").Data)
		assert.Equal(t, 1, ask(s, client.Cache(client.Never)))
	})
	script(t, "who gets an answer may change it", func(t *testing.T, s *scripted) {
		first, err := get[[]int](s, "getList", "[1]", client.Cache(client.Never))
		require.NoError(t, err)
		first[0] = 5
		second, err := get[[]int](s, "getList", "", client.Cache(client.Never))
		require.NoError(t, err)
		assert.Equal(t, []int{1}, second)
	})
}

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

func TestPoll(t *testing.T) {
	polled := func(t *testing.T, title string, latency time.Duration, test func(t *testing.T, c *client.Client, net *atomic.Int32)) {
		t.Run(title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var net atomic.Int32
				test(t, newClient(t, func(r *http.Request) (*http.Response, error) {
					n := net.Add(1)
					select {
					case <-time.After(latency):
					case <-r.Context().Done():
						return nil, r.Context().Err()
					}
					if n == 3 {
						return nil, errE
					}
					return response(200, fmt.Sprint(n)), nil
				}), &net)
			})
		})
	}
	ask := func(t *testing.T, c *client.Client, options ...client.Option) {
		_, err := client.Request[int](t.Context(), c, "getThing", nil, options...)
		require.NoError(t, err)
	}
	polled(t, "asks again some time after each answer, whatever came of it (W21)", 0, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		var polls []bool
		ctx, cancel := contextOf(t)
		_, err := client.Request[int](ctx, c, "getThing", nil, client.Poll(100*time.Millisecond), client.OnSuccess(func(_ context.Context, r *client.Outgoing, _ *client.Incoming) error {
			polls = append(polls, r.Polled)
			return nil
		}))
		require.NoError(t, err)
		cancel()
		time.Sleep(410 * time.Millisecond)
		synctest.Wait()
		assert.EqualValues(t, 5, net.Load())
		assert.Equal(t, []bool{false, true, true, true}, polls)
		assert.Equal(t, 5, client.GetQuery[int](c, "getThing").Data)
		c.StopPolling(core.Target{Name: "getThing"})
		time.Sleep(time.Minute)
		assert.EqualValues(t, 5, net.Load())
	})
	polled(t, "each answer is delivered, however long it takes (W21)", 300*time.Millisecond, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		var seen []int
		defer client.WatchQuery(c, "getThing", func(s client.QueryState[int]) {
			if s.Known && s.Pending == 0 && s.Err == nil {
				seen = append(seen, s.Data)
			}
		})()
		ask(t, c, client.Poll(100*time.Millisecond))
		time.Sleep(1750 * time.Millisecond)
		synctest.Wait()
		assert.Equal(t, []int{1, 2, 4, 5}, seen)
		c.Close()
	})
	polled(t, "another call of the name and key replaces it or, without Poll, ends it", 0, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		ask(t, c, client.Poll(100*time.Millisecond))
		ask(t, c, client.Poll(time.Second))
		time.Sleep(950 * time.Millisecond)
		assert.EqualValues(t, 2, net.Load())
		time.Sleep(100 * time.Millisecond)
		assert.EqualValues(t, 3, net.Load())
		ask(t, c)
		time.Sleep(time.Minute)
		assert.EqualValues(t, 4, net.Load())
	})
	polled(t, "who joins a poll may leave: it goes on", time.Second, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		ask(t, c, client.Poll(time.Second))
		time.Sleep(1500 * time.Millisecond)
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, pending, err := client.JoinRequest[int](ctx, c, "getThing")
		assert.True(t, pending)
		assert.ErrorIs(t, err, context.DeadlineExceeded)
		assert.Equal(t, 1, client.GetQuery[int](c, "getThing").Pending)
		time.Sleep(time.Second)
		assert.Equal(t, 2, client.GetQuery[int](c, "getThing").Data)
		c.Close()
	})
	polled(t, "a mutation is not polled, unless it is called a query", 0, func(t *testing.T, c *client.Client, net *atomic.Int32) {
		for n, options := range [][]client.Option{{}, {client.AsMutation(false)}} {
			_, err := client.Request[int](t.Context(), c, "save", nil, append(options, client.RequestKey(n), client.Poll(time.Second))...)
			require.NoError(t, err)
			time.Sleep(1500 * time.Millisecond)
			c.StopPolling()
		}
		assert.EqualValues(t, 3, net.Load())
	})
}

func TestWrongOptions(t *testing.T) {
	for _, test := range []struct {
		option  client.Option
		in      any
		message string
	}{
		{option: client.Cache(-1), message: "Cache is negative"},
		{option: client.Poll(0), message: "Poll is 0s"},
		{option: client.RequestsCapacity(0), message: "RequestsCapacity is 0"},
		{option: client.Poll(time.Second), in: client.RawBody("", strings.NewReader("")), message: "the input of a call with Poll"},
	} {
		script(t, test.message+": is refused, and nothing is sent", func(t *testing.T, s *scripted) {
			_, err := client.Request[any](t.Context(), s.Client, "getThing", test.in, test.option)
			var usage *core.UsageError
			require.ErrorAs(t, err, &usage)
			assert.Contains(t, usage.Message, test.message)
			assert.Zero(t, s.net())
		})
	}
}
