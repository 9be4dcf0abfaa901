package client_test

import (
	"slices"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func added(n int) func([]int) []int {
	return func(list []int) []int { return append(slices.Clip(list), n) }
}

func times(factor int) func([]int) []int {
	return func(list []int) []int {
		out := slices.Clone(list)
		for i := range out {
			out[i] *= factor
		}
		return out
	}
}

func become(n int) func(int) int { return func(int) int { return n } }

func TestUpdate(t *testing.T) {
	appending := client.Update("getList", func(list []int, n int) []int { return added(n)(list) })
	adding := client.Update("getList", func(list []int, _ any) []int { return added(9)(list) })
	script(t, "changes a query after its success, with its answer", func(t *testing.T, s *scripted) {
		s.having("[1]")
		a := ask[int](s, "add", appending)
		assert.Equal(t, []int{1}, s.list())
		s.last().answer(200, "2")
		<-a
		assert.Equal(t, []int{1, 2}, s.list())
	})
	script(t, "at once, where it foretells; an error takes that back, and nothing else", func(t *testing.T, s *scripted) {
		s.having("[1]")
		a := ask[any](s, "add", client.UpdateOptimistic("getList", added(9)))
		assert.Equal(t, []int{1, 9}, s.list())
		s.last().answer(400, "{}")
		require.Error(t, (<-a).err)
		assert.Equal(t, []int{1}, s.list())
	})
	script(t, "sees its own optimistic change", func(t *testing.T, s *scripted) {
		s.having("[1]")
		a := ask[int](s, "add", client.UpdateOptimistic("getList", times(10)), appending)
		s.last().answer(200, "2")
		<-a
		assert.Equal(t, []int{10, 2}, s.list())
	})
	script(t, "of two that overlap the later stays shown when the earlier fails (W22)", func(t *testing.T, s *scripted) {
		for _, options := range [][]client.Option{nil, {client.UpdateReverted("getList", become(-1))}} {
			s.having("0")
			var seen []int
			shown := func() { seen = append(seen, client.GetQuery[int](s.Client, "getList").Data) }
			mutate := func(n int) (asked[any], *exchange) {
				a := ask[any](s, "set", append(options, client.UpdateOptimistic("getList", become(n)))...)
				shown()
				return a, s.last()
			}
			first, one := mutate(1)
			second, two := mutate(2)
			two.answer(204, "")
			<-second
			shown()
			one.fail()
			<-first
			shown()
			assert.Equal(t, []int{1, 2, 2, 2}, seen)
		}
	})
	script(t, "UpdateReverted is given data with the change that it takes back", func(t *testing.T, s *scripted) {
		s.having("5")
		a := ask[any](s, "add", client.UpdateOptimistic("getList", func(n int) int { return n + 10 }), client.UpdateReverted("getList", func(n int) int { return n - 7 }))
		s.last().fail()
		<-a
		assert.Equal(t, 8, client.GetQuery[int](s.Client, "getList").Data)
	})
	script(t, "is not lost to a refetch that was under way (W23)", func(t *testing.T, s *scripted) {
		s.having("[1]")
		refetch := ask[[]int](s, "getList")
		mutation := ask[any](s, "add", adding)
		s.call(2).answer(204, "")
		<-mutation
		assert.Equal(t, []int{1, 9}, s.list())
		s.call(1).answer(200, "[1]")
		assert.Equal(t, []int{1}, (<-refetch).data, "what the call gives is its answer")
		assert.Equal(t, []int{1, 9}, s.list())
		s.having("[1,9]")
		assert.Equal(t, []int{1, 9}, s.list())
	})
	script(t, "a refetch made after it has settled knows of it: its answer stands", func(t *testing.T, s *scripted) {
		s.having("[1]")
		older := ask[any](s, "slow", client.UpdateOptimistic("getList", added(0)))
		_, err := get[any](s, "add", "null", adding)
		require.NoError(t, err)
		assert.Equal(t, []int{1, 0, 9}, s.list())
		s.having("[1,9]")
		assert.Equal(t, []int{1, 9, 0}, s.list())
		s.call(1).answer(204, "")
		<-older
		assert.Equal(t, []int{1, 9, 0}, s.list())
	})
	script(t, "at once and for good, where it is local", func(t *testing.T, s *scripted) {
		s.having("[1]")
		a := ask[any](s, "note", client.UpdateLocal("getList", added(2)))
		assert.Equal(t, []int{1, 2}, s.list())
		s.last().fail()
		<-a
		assert.Equal(t, []int{1, 2}, s.list())
		require.NoError(t, client.UpdateQuery(s.Client, "getList", added(3)))
		assert.Equal(t, []int{1, 2, 3}, s.list())
		var failed *client.PanicError
		assert.ErrorAs(t, client.UpdateQuery(s.Client, "getList", func([]int) []int { panic("X") }), &failed)
		assert.Equal(t, []int{1, 2, 3}, s.list())
		s.Close()
		assert.ErrorIs(t, client.UpdateQuery(s.Client, "getList", added(3)), core.ErrAborted)
	})
	script(t, "of a query that was never asked for is none; one that came meanwhile is changed", func(t *testing.T, s *scripted) {
		a := ask[any](s, "add", adding, client.Update("getOther", func(int, any) int { return 1 }))
		list := ask[any](s, "getList")
		s.call(1).answer(200, "[1]")
		<-list
		s.call(0).answer(204, "")
		<-a
		assert.Equal(t, []int{1, 9}, s.list())
		assert.Equal(t, client.QueryState[int]{Pristine: true}, client.GetQuery[int](s.Client, "getOther"))
	})
	script(t, "means a name, a name and a key in one word, exactly a pair, or all keys", func(t *testing.T, s *scripted) {
		books := func() (names []string) {
			for _, key := range []int{1, 2, 12} {
				names = append(names, client.GetQuery[string](s.Client, "getBook", client.RequestKey(key)).Data)
			}
			return names
		}
		for _, key := range []int{1, 2, 12} {
			_, err := get[string](s, "getBook", `"old"`, client.RequestKey(key))
			require.NoError(t, err)
		}
		renamed := func(string, any) string { return "new" }
		_, _ = get[any](s, "rename", "null", client.Update("getBook1", renamed))
		assert.Equal(t, []string{"new", "old", "old"}, books())
		_, _ = get[any](s, "rename", "null", client.Update(core.Target{Name: "getBook", Key: "12"}, renamed), client.Update(core.Target{Name: "getBook1", Key: ""}, func(string, any) string { return "no" }))
		assert.Equal(t, []string{"new", "old", "new"}, books())
		_, _ = get[any](s, "rename", "null", client.Update(core.Target{Name: "getBook", AnyKey: true}, func(name string, _ any) string { return name + "!" }))
		assert.Equal(t, []string{"new!", "old!", "new!"}, books())
	})
	script(t, "unchanged data keeps its identity, and nobody is told", func(t *testing.T, s *scripted) {
		type item struct{ A int }
		s.having(`[{"A":1},{"A":2}]`)
		items := func() []*item { return client.GetQuery[[]*item](s.Client, "getList").Data }
		before := items()
		told := -1
		stop := client.WatchQuery(s.Client, "getList", func(client.QueryState[[]*item]) { told++ })
		defer stop()
		_, _ = get[any](s, "touch", "null", client.Update("getList", func(list []*item, _ any) []*item { return slices.Clone(list) }))
		assert.Same(t, &before[0], &items()[0])
		assert.Zero(t, told)
		_, _ = get[any](s, "change", "null", client.Update("getList", func(list []*item, _ any) []*item { return []*item{list[0], {A: 3}} }))
		assert.Same(t, before[0], items()[0])
		assert.Equal(t, 3, items()[1].A)
		assert.Equal(t, 1, told)
	})
	script(t, "one that panics or does not fit ends the call as an error, and nothing is left of it", func(t *testing.T, s *scripted) {
		s.having("[1]")
		var steps journal
		o := <-ask[any](s, "add", append(steps.options(), client.UpdateOptimistic("getList", func([]int) []int { panic("X") }))...)
		var failed *client.PanicError
		require.ErrorAs(t, o.err, &failed)
		assert.Equal(t, 1, s.net(), "nothing was sent")
		assert.Empty(t, steps)
		a := ask[any](s, "add", client.UpdateOptimistic("getList", added(9)), client.Update("getList", func(string, any) string { return "" }))
		assert.Equal(t, []int{1, 9}, s.list())
		s.last().answer(204, "")
		var misfit *core.SchemaError
		require.ErrorAs(t, (<-a).err, &misfit)
		assert.Equal(t, []int{1}, s.list())
		_, err := get[any](s, "add", "2", appending)
		require.NoError(t, err)
		assert.Equal(t, []int{1, 2}, s.list())
	})
	var reported []error
	script(t, "one that panics on data that came later leaves that as it is, and is reported", func(t *testing.T, s *scripted) {
		s.having("[1]")
		pending := ask[any](s, "slow", client.UpdateOptimistic("getList", func(list []int) []int {
			if len(list) > 1 {
				panic("X")
			}
			return added(9)(list)
		}))
		assert.Equal(t, []int{1, 9}, s.list())
		s.having("[1,2]")
		assert.Equal(t, []int{1, 2}, s.list())
		assert.Equal(t, []error{&client.PanicError{Value: "X"}}, reported)
		s.call(1).answer(204, "")
		var failed *client.PanicError
		assert.ErrorAs(t, (<-pending).err, &failed, "it fails again, and that is its end")
		assert.Equal(t, []int{1, 2}, s.list())
	}, func(o *client.Options) { o.Report = func(err error) { reported = append(reported, err) } })
	script(t, "load more: GetData is given the present data without what is shown above its answer", func(t *testing.T, s *scripted) {
		s.having("[1]")
		like := ask[any](s, "like", client.UpdateOptimistic("getList", times(10)))
		assert.Equal(t, []int{10}, s.list())
		more, err := get[[]int](s, "getList", "[2]", client.GetData(func(next, current []int) ([]int, error) { return append(slices.Clip(current), next...), nil }))
		require.NoError(t, err)
		assert.Equal(t, []int{1, 2}, more)
		assert.Equal(t, []int{10, 20}, s.list())
		s.call(1).fail()
		<-like
		assert.Equal(t, []int{1, 2}, s.list())
	})
	script(t, "an abort takes it back, and so does the context", func(t *testing.T, s *scripted) {
		s.having("[1]")
		a := ask[any](s, "add", client.UpdateOptimistic("getList", times(0)))
		s.AbortRequests(core.Target{Name: "add"})
		<-a
		assert.Equal(t, []int{1}, s.list())
	})
	script(t, "a reset takes layers away, too", func(t *testing.T, s *scripted) {
		s.having("[1]")
		a := ask[any](s, "add", client.UpdateOptimistic("getList", times(0)), adding)
		s.ResetRequests(client.Keep{}, core.Target{Name: "getList"})
		assert.Nil(t, s.list())
		s.last().answer(204, "")
		<-a
		assert.Nil(t, s.list())
	})
	script(t, "a list without items is one, whether it is nil or not; a nil pointer is null", func(t *testing.T, s *scripted) {
		s.having("[1]")
		require.NoError(t, client.UpdateQuery(s.Client, "getList", func([]int) []int { return nil }))
		require.NoError(t, client.UpdateQuery(s.Client, "getList", added(4)))
		assert.Equal(t, []int{4}, s.list())
		require.NoError(t, client.UpdateQuery(s.Client, "getList", func(*[]int) *[]int { return nil }))
		require.NoError(t, client.UpdateQuery(s.Client, "getList", added(4)))
		assert.Nil(t, s.list())
		assert.True(t, client.GetQuery[any](s.Client, "getList").Known)
	})
	script(t, "what was changed is shown as JSON and as other types, and answers calls that may be answered by it", func(t *testing.T, s *scripted) {
		type point struct {
			X int `json:"x"`
		}
		_, err := get[point](s, "getList", `{"x":1,"y":2}`, client.Cache(client.Never))
		require.NoError(t, err)
		var shown client.Snapshot
		defer s.Watch("getList", "", func(n client.Snapshot) { shown = n })()
		require.NoError(t, client.UpdateQuery(s.Client, "getList", func(p point) point { p.X++; return p }))
		synctest.Wait()
		assert.JSONEq(t, `{"x":2}`, string(shown.Data))
		assert.Equal(t, map[string]any{"x": 2.0}, client.GetQuery[any](s.Client, "getList").Data)
		hit, err := get[point](s, "getList", "", client.Cache(client.Never))
		require.NoError(t, err)
		assert.Equal(t, point{2}, hit)
		require.NoError(t, client.UpdateQuery(s.Client, "getList", func(any) any { return make(chan int) }))
		synctest.Wait()
		var usage *core.UsageError
		assert.ErrorAs(t, shown.Err, &usage, "what cannot be written is an error where it is read")
		_, err = get[point](s, "getList", "", client.Cache(client.Never))
		assert.ErrorAs(t, err, &usage)
	})
	script(t, "goes on for who waits when the call that made it leaves", func(t *testing.T, s *scripted) {
		s.having("[1]")
		var steps journal
		ctx, cancel := contextOf(t)
		first := askWith[int](ctx, s, "add", nil, append(steps.options(), appending, client.Shared())...)
		second := ask[int](s, "add", client.Shared())
		cancel()
		<-first
		s.last().answer(200, "2")
		assert.Equal(t, 2, (<-second).data)
		assert.Equal(t, []int{1, 2}, s.list())
		assert.Equal(t, journal{"own.request add", "own.success 2"}, steps)
	})
}
