package client_test

import (
	"context"
	"fmt"
	"strings"
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
