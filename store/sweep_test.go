package store

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sweep sweeps to the end at a time, and gives the keys that went.
func (st *stage) sweep(at float64, limits Limits) []string {
	st.t.Helper()
	var out []string
	for range 1000 {
		gone, done := st.s.Sweep(at, limits, 10, st.sink())
		out = append(out, gone...)
		st.r.step()
		if done {
			return out
		}
	}
	st.t.Fatal("a sweep does not end")
	return nil
}

// stored gives the rows that are stored.
func (st *stage) stored() []string {
	out := []string{}
	for name, text := range rowsOf(st.s) {
		if text != "missing" {
			out = append(out, name)
		}
	}
	return out
}

func TestSweep(t *testing.T) {
	const minute = 60_000
	lists := func(t *testing.T) *stage {
		st := newStage(t, stageSchema, nil)
		st.answer(2, "list", "[]", `[{"id":"1","author":{"id":"5"}},{"id":"2"}]`)
		return st
	}
	t.Run("16.3 a key without a reader goes when its life is over, and 16.4 its rows with it", func(t *testing.T) {
		st := lists(t)
		assert.Empty(t, st.sweep(now+2*minute, Limits{}))
		assert.Len(t, st.stored(), 3)
		assert.Equal(t, []string{"list"}, st.sweep(now+2*minute+1, Limits{}))
		assert.Empty(t, rowsOf(st.s))
		_, ok := st.s.Meta("list")
		assert.False(t, ok)
		assert.Empty(t, st.s.keys)
	})
	t.Run("16.2 readers are counted one by one", func(t *testing.T) {
		st := lists(t)
		root := st.root(2, "list", "[]")
		shown := st.view(root)
		for range 3 {
			st.s.Watch(root)
		}
		for range 3 {
			assert.Empty(t, st.sweep(now+9*minute, Limits{}))
			assert.Same(t, shown, st.view(root))
			st.s.Unwatch(root)
		}
		assert.Equal(t, []string{"list"}, st.sweep(now+9*minute, Limits{}))
		assert.Nil(t, st.view(root))
		assert.Empty(t, st.stored())
	})
	t.Run("12.9 a subscription is a reader", func(t *testing.T) {
		st := lists(t)
		st.s.Hold("list")
		st.s.Hold("list")
		st.s.LetGo("list")
		assert.Empty(t, st.sweep(now+9*minute, Limits{}))
		assert.Len(t, st.stored(), 3)
		st.s.LetGo("list")
		assert.NotEmpty(t, st.sweep(now+9*minute, Limits{}))
	})
	t.Run("16.4 a row that something kept contains stays, one that is fresh, too", func(t *testing.T) {
		st := lists(t)
		st.answerBy(st.at(Read, now+5*minute), 1, "one", "[]", `{"id":"9","author":{"id":"5"}}`)
		assert.Equal(t, []string{"list"}, st.sweep(now+6*minute, Limits{}))
		assert.ElementsMatch(t, []string{"Article 9", "User 5"}, st.stored())
		st.s.Invalidate("one")
		assert.Equal(t, []string{"one"}, st.sweep(now+8*minute, Limits{ExpiresAt: func(fetchedAt, _, expiresAt float64) float64 {
			if expiresAt == 0 {
				return 0
			}
			return math.Inf(1)
		}}))
		assert.ElementsMatch(t, []string{"Article 9", "User 5"}, st.stored(), "16.3 what expiresAt says counts")
	})
	t.Run("rows that are found by arguments are read, with what they contain", func(t *testing.T) {
		st := lists(t)
		byName := st.root(3, "", `[{"username":"bob"}]`)
		st.answer(3, "user", "[]", `{"id":"7","username":"bob"}`)
		one := st.root(1, "", `["1"]`)
		for _, r := range []uint32{byName, one} {
			st.view(r)
			st.s.Watch(r)
		}
		st.sweep(now+9*minute, Limits{})
		assert.ElementsMatch(t, []string{"Article 1", "User 5", "User 7"}, st.stored())
		assert.Equal(t, "{id:7,username:bob}", show(st.view(byName)))
		st.s.Unwatch(byName)
		st.sweep(now+9*minute, Limits{})
		assert.ElementsMatch(t, []string{"Article 1", "User 5"}, st.stored())
		assert.Nil(t, st.view(byName), "16.5 index entries go with the row")
	})
	t.Run("16.4 circles go", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.answer(7, "link", "[]", `{"id":"a","next":{"id":"b","next":"a"}}`)
		root := st.root(7, "link", "[]")
		st.view(root)
		st.s.Close(root, st.r)
		st.sweep(now+9*minute, Limits{})
		assert.Empty(t, rowsOf(st.s))
	})
	t.Run("16.6 what is infinite never expires", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		w := st.at(Read, now)
		w.ExpiresAt = math.Inf(1)
		st.answerBy(w, 1, "one", "[]", `{"id":"1"}`)
		assert.Empty(t, st.sweep(math.MaxFloat64, Limits{}))
		assert.Len(t, st.stored(), 1)
	})
	t.Run("errors and values go with their keys", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.s.SetError("e", 3, false, st.at(Read, now))
		st.s.SetValue("v", st.at(Read, now))
		assert.ElementsMatch(t, []string{"e", "v"}, st.sweep(now+9*minute, Limits{}))
		assert.Zero(t, st.s.Error("e"))
		assert.False(t, st.s.HasValue("v"))
	})
	t.Run("multiplier and minimum", func(t *testing.T) {
		st := lists(t)
		assert.Empty(t, st.sweep(now+4*minute, Limits{Multiplier: 5}))
		assert.Empty(t, st.sweep(now+4*minute, Limits{Minimum: 5 * minute}))
		assert.NotEmpty(t, st.sweep(now+1*minute+1, Limits{Multiplier: 1, Minimum: 1}))
	})
	t.Run("numbers are given again when nothing that is shown names them", func(t *testing.T) {
		st := newStage(t, stageSchema, nil)
		st.answer(1, "one", "[]", `{"id":"1","author":"none"}`)
		root := st.root(1, "one", "[]")
		st.view(root)
		st.s.Watch(root)
		st.sweep(now+9*minute, Limits{})
		assert.Equal(t, map[string]string{"Article 1": `{"id":"1","author":"none"}`, "User none": "missing"}, rowsOf(st.s))
		st.answerBy(st.at(Direct, now+9*minute), 1, "one", "[]", `{"id":"1","author":null}`)
		st.view(root)
		st.sweep(now+9*minute, Limits{})
		assert.NotContains(t, rowsOf(st.s), "User none")
		st.set(3, "[]", `{"id":"other"}`)
		assert.Zero(t, st.s.tables["User"].find("other").num)
	})
	t.Run("a list remembers its changes by rows that may go", func(t *testing.T) {
		st := listStage(t)
		st.answerBy(st.at(Read, now-5), 3, "todos", `[{}]`, `[{"id":5}]`)
		st.set(6, `[{}]`, `5`)
		root := st.root(3, "", `[{}]`)
		st.view(root)
		st.s.Watch(root)
		st.sweep(now+9*minute, Limits{})
		assert.Equal(t, "missing", st.row("Todo", "5"))
		st.answerBy(st.at(Read, now-1), 3, "todos", `[{}]`, `[{"id":5},{"id":6}]`)
		assert.Equal(t, "[{id:6}]", show(st.view(root)))
	})
	t.Run("what layers name keeps its number, what they say keeps no row", func(t *testing.T) {
		st := lists(t)
		st.optimistic(1, 7, "", "[]", `{"id":"x","user":"5"}`)
		root := st.root(7, "", `["x"]`)
		assert.Equal(t, "{id:x,user:{id:5}}", show(st.view(root)))
		st.sweep(now+9*minute, Limits{})
		assert.Equal(t, "{id:x}", show(st.view(root)))
		assert.Empty(t, st.stored())
		st.answerBy(st.at(Read, now+9*minute), 3, "user", "[]", `{"id":"5"}`)
		assert.Equal(t, "{id:x,user:{id:5}}", show(st.view(root)))
	})
	t.Run("a row that a layer shows to a reader stays", func(t *testing.T) {
		st := lists(t)
		st.optimistic(1, 7, "", "[]", `{"id":"x","user":"5"}`)
		root := st.root(7, "", `["x"]`)
		st.view(root)
		st.s.Watch(root)
		st.sweep(now+9*minute, Limits{})
		assert.Equal(t, []string{"User 5"}, st.stored())
		assert.Equal(t, "{id:x,user:{id:5}}", show(st.view(root)))
	})
	t.Run("older states keep what went", func(t *testing.T) {
		st := lists(t)
		root, all := st.root(2, "list", "[]"), st.root(3, "", `["5"]`)
		old := st.s.State(Base)
		st.sweep(now+9*minute, Limits{})
		assert.Empty(t, st.stored())
		for number, text := range map[uint32]string{root: "[{author:{id:5},id:1},{id:2}]", all: "{id:5}"} {
			require.True(t, st.s.ReadIn(old, number, st.r))
			st.r.step()
			assert.Equal(t, text, show(st.r.root(old, number)))
		}
		st.s.Release(old, st.r)
		st.s.Close(root, st.r)
		st.s.Close(all, st.r)
		st.sweep(now+9*minute, Limits{})
		assert.Empty(t, rowsOf(st.s))
	})
}

func TestSweepInSteps(t *testing.T) {
	crowd := func(t *testing.T) *stage {
		st := newStage(t, stageSchema, nil)
		for i := range 20 {
			st.answer(2, fmt.Sprint("list ", i), "[]", fmt.Sprintf(`[{"id":"%d","author":{"id":"u%d"}}]`, i, i%3))
		}
		return st
	}
	const late = now + 1e6
	t.Run("each looks at no more than a few things beyond its budget", func(t *testing.T) {
		st := crowd(t)
		steps := 0
		for {
			before := len(st.stored())
			_, done := st.s.Sweep(late, Limits{}, 5, st.r)
			assert.LessOrEqual(t, before-len(st.stored()), 6)
			steps++
			if done {
				break
			}
		}
		assert.Greater(t, steps, 10)
		assert.Empty(t, rowsOf(st.s))
	})
	for at := range 18 {
		t.Run(fmt.Sprintf("what is written or watched after step %d stays as it is then", at), func(t *testing.T) {
			st := crowd(t)
			written, watched := st.root(2, "list 7", "[]"), st.root(2, "list 9", "[]")
			var shown [2]any
			for i := 0; ; i++ {
				_, done := st.s.Sweep(late, Limits{}, 5, st.r)
				st.r.step()
				if i == at {
					require.False(t, done)
					w := st.at(Read, late)
					st.answerBy(w, 1, "new", "[]", `{"id":"new","author":"u1"}`)
					st.answerBy(w, 2, "list 7", "[]", `["7","8"]`)
					shown = [2]any{st.view(written), st.view(watched)}
					st.s.Watch(watched)
				}
				if done {
					break
				}
			}
			assert.Equal(t, shown, [2]any{st.view(written), st.view(watched)})
			assert.Contains(t, st.stored(), "Article new")
		})
	}
}
