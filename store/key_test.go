package store

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMeta(t *testing.T) {
	t.Run("an answer, and the one after it", func(t *testing.T) {
		st := newStage(t, shared, nil)
		_, ok := st.s.Meta("k")
		require.False(t, ok)
		st.answerBy(st.at(Read, now), 1, "k", "[]", `{"id":1}`)
		m, ok := st.s.Meta("k")
		require.True(t, ok)
		assert.True(t, math.IsNaN(m.PrevExpiresAt))
		m.PrevExpiresAt = 0
		assert.Equal(t, Meta{FetchedAt: now, Date: now, ExpiresAt: now + 60000}, m)
		st.answerBy(st.at(Read, now+5), 1, "k", "[]", `{"id":1}`)
		m, _ = st.s.Meta("k")
		assert.Equal(t, Meta{FetchedAt: now + 5, Date: now + 5, ExpiresAt: now + 60005, PrevExpiresAt: now + 60000}, m)
	})
	t.Run("an answer older than the last, or than a direct write, changes neither result nor meta", func(t *testing.T) {
		st := newStage(t, shared, nil)
		late := st.at(Read, now-1)
		st.answerBy(st.at(Direct, now), 1, "k", "[]", `{"id":1}`)
		st.answerBy(late, 1, "k", "[]", `{"id":2}`)
		assert.Equal(t, "{id:1}", show(st.read(1, "k", "[]")))
		assert.Equal(t, `{"id":2}`, st.row("Article", "2"), "its rows are stored")
		assert.False(t, st.s.SetError("k", 3, false, st.at(Read, now-2)))
		assert.False(t, st.s.SetValue("k", st.at(Read, now-2)))
		m, _ := st.s.Meta("k")
		assert.Equal(t, float64(now), m.FetchedAt)
		assert.Zero(t, m.Error)
	})
	t.Run("a direct write to no key has no result", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(1, "[]", `{"id":1}`)
		assert.Empty(t, st.s.keys)
	})
}

func TestErrors(t *testing.T) {
	t.Run("an error keeps result and rows, and is cleared by an answer", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answerBy(st.at(Read, now), 1, "k", "[]", `{"id":1}`)
		w := st.at(Read, now+10)
		w.ExpiresAt = w.Date + 1000
		require.True(t, st.s.SetError("k", 4, false, w))
		m, _ := st.s.Meta("k")
		assert.Equal(t, Meta{FetchedAt: now + 10, Date: now + 10, ExpiresAt: now + 1010, PrevExpiresAt: now + 60000, Error: 4}, m)
		assert.Equal(t, "{id:1}", show(st.read(1, "k", "[]")))
		st.answerBy(st.at(Read, now+20), 1, "k", "[]", `{"id":1}`)
		assert.Zero(t, st.s.Error("k"))
	})
	for _, c := range []struct {
		name           string
		soft, stored   bool
		want           uint32
		status, ifGone ExpiryStatus
	}{
		{"soft without a result", true, false, 4, StatusInvalidIfStale, StatusInvalidIfStale},
		{"soft with one", true, true, 0, StatusValid, StatusInvalidIfStale},
		{"hard without", false, false, 4, StatusInvalidIfStale, StatusInvalidIfStale},
		{"hard with one", false, true, 4, StatusValid, StatusInvalidIfStale},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := newStage(t, shared, nil)
			if c.stored {
				st.answer(3, "k", "[]", `{"id":1}`)
			}
			st.s.SetError("k", 4, c.soft, st.at(Read, now+1))
			assert.Equal(t, c.want, st.s.Error("k"))
			assert.Equal(t, c.status, st.response(3, "k", "[]").status)
			st.set(14, "[]", `1`)
			assert.Equal(t, c.ifGone, st.response(3, "k", "[]").status)
		})
	}
	t.Run("its readers hear of it", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.answer(1, "k", "[]", `{"id":1}`)
		root := st.root(1, "k", "[]")
		st.view(root)
		st.s.Changed()
		st.s.SetError("k", 4, false, st.at(Read, now+1))
		assert.Equal(t, []uint32{root}, st.s.Changed())
		assert.Empty(t, st.s.Changed())
	})
}

func TestValuesWithoutSchema(t *testing.T) {
	st := newStage(t, shared, nil)
	root := st.s.Root(nil, "note", []byte("[]"))
	st.s.Changed()
	require.True(t, st.s.SetValue("note", st.at(Read, now)))
	assert.True(t, st.s.HasValue("note"))
	assert.Equal(t, []uint32{root}, st.s.Changed())
	st.s.Invalidate("note")
	assert.False(t, st.s.HasValue("note"))
	assert.Equal(t, StatusInvalid, st.s.Shown(root, View).Status)
	st.s.SetValue("note", st.at(Read, now+1))
	st.answerBy(st.at(Read, now+2), 1, "note", "[]", `{"id":1}`)
	assert.False(t, st.s.HasValue("note"), "an answer with a schema takes its place")
	st.s.SetValue("note", st.at(Read, now+3))
	assert.Nil(t, st.s.keys["note"].row.cur, "and the other way round")
}

func TestInvalidateAll(t *testing.T) {
	boom := errors.New("boom")
	st := newStage(t, shared, nil)
	st.answer(1, "a 1", "[]", `{"id":1}`)
	st.answer(1, "b 1", "[]", `{"id":1}`)
	st.s.SetError("a 2", 1, false, st.at(Read, now))
	unknown := st.root(1, "a 3", "[]")
	st.base(unknown)
	var asked []string
	test := func(key string) (bool, error) {
		asked = append(asked, key)
		return strings.HasPrefix(key, "a "), nil
	}
	require.NoError(t, st.s.InvalidateAll(test))
	assert.Equal(t, []string{"a 1", "b 1", "a 2"}, asked, "in order, and no keys of which nothing is known")
	for key, want := range map[string]bool{"a 1": true, "b 1": false, "a 2": true} {
		m, _ := st.s.Meta(key)
		assert.Equal(t, want, m.Invalidated, key)
	}
	t.Run("a test that throws changes nothing", func(t *testing.T) {
		version := st.s.Version()
		for _, all := range []func(func(string) (bool, error)) error{st.s.InvalidateAll, st.s.ExpireAll} {
			n := 0
			assert.Same(t, boom, all(func(string) (bool, error) {
				if n++; n == 2 {
					return false, boom
				}
				return true, nil
			}))
		}
		assert.Equal(t, version, st.s.Version())
	})
	t.Run("the answer of a request in flight ends it", func(t *testing.T) {
		w := st.at(Read, now)
		st.s.Invalidate("b 1")
		st.answerBy(w, 1, "b 1", "[]", `{"id":1}`)
		assert.Equal(t, outcome{"{id:1}", StatusValid, now + 60000}, st.response(1, "b 1", "[]"))
	})
}

func TestReset(t *testing.T) {
	st := newStage(t, shared, nil)
	st.answer(15, "users", "[]", `[{"id":1,"username":"bob"}]`)
	st.set(6, "[]", `[{"id":1}]`)
	st.s.SetError("e", 1, false, st.at(Read, now))
	roots := []uint32{st.root(15, "users", "[]"), st.root(3, "", `[{"username":"bob"}]`), st.root(12, "", "[]"), st.root(6, "", "[]")}
	for _, r := range roots {
		st.view(r)
	}
	st.s.Changed()
	st.s.Reset()
	st.r = newReader(st.s)
	assert.EqualValues(t, 1, st.s.Epoch())
	assert.Equal(t, roots, st.s.Changed())
	assert.Empty(t, rowsOf(st.s))
	for _, key := range []string{"users", "e"} {
		_, ok := st.s.Meta(key)
		assert.False(t, ok)
	}
	for _, r := range roots {
		assert.Nil(t, st.view(r))
		assert.Equal(t, StatusInvalidIfStale, st.s.Shown(r, View).Status)
	}
	assert.Equal(t, roots[:2], st.told(func() { st.answer(15, "users", "[]", `[{"id":1,"username":"bob"}]`) }, roots...))
	assert.Equal(t, "[{id:1,username:bob}]", show(st.view(roots[0])))
	assert.Equal(t, "{id:1,username:bob}", show(st.view(roots[1])))
}

// TestCostOfInvalidation compares times with one another: a machine may be slow.
func TestCostOfInvalidation(t *testing.T) {
	costs := func(keys int) (allocations float64, asked int) {
		st := newStage(t, shared, nil)
		for i := range keys {
			st.answer(1, fmt.Sprintf("get [%d]", i), "[]", `{"id":1}`)
		}
		n := 0
		allocations = testing.AllocsPerRun(100, func() { n++; st.s.Invalidate(fmt.Sprintf("get [%d]", n)) })
		require.NoError(t, st.s.InvalidateAll(func(key string) (bool, error) {
			asked++
			return strings.HasPrefix(key, "get ["), nil
		}))
		return allocations, asked
	}
	fewOne, fewAll := costs(1_000)
	manyOne, manyAll := costs(10_000)
	assert.Equal(t, 1_000, fewAll)
	assert.Equal(t, 10_000, manyAll, "all: each key is looked at once")
	assert.InDelta(t, fewOne, manyOne, 2, "one key costs the same, however many there are")
}

func BenchmarkInvalidateAll(b *testing.B) {
	st := newStage(b, shared, nil)
	for i := range 10_000 {
		st.answer(1, fmt.Sprintf("get [%d]", i), "[]", `{"id":1}`)
	}
	for b.Loop() {
		b.StopTimer()
		for _, e := range st.s.entries {
			e.meta.Invalidated = false
		}
		b.StartTimer()
		_ = st.s.InvalidateAll(func(key string) (bool, error) { return strings.HasPrefix(key, "get ["), nil })
	}
}

// TestKeysWithAndWithoutSchema is about a key that one endpoint reads through a schema, and another one as it came.
func TestKeysWithAndWithoutSchema(t *testing.T) {
	st := newStage(t, stageSchema, nil)
	plain, typed := st.s.Root(nil, "k", []byte("[]")), st.root(1, "k", "[]")
	reads := func(presence Presence, status ExpiryStatus) func(root uint32) {
		return func(root uint32) {
			t.Helper()
			st.s.Read(root, st.sink())
			assert.Equal(t, presence, st.s.Presence(root, View))
			assert.Equal(t, status, st.s.Shown(root, View).Status)
		}
	}
	st.answer(1, "k", "[]", `{"id":1,"title":"a"}`)
	assert.Nil(t, st.view(plain), "rows are not what came")
	reads(Unusable, StatusInvalid)(plain)
	assert.Equal(t, "{id:1,title:a}", show(st.view(typed)))
	require.True(t, st.s.SetValue("k", st.at(Direct, now)))
	reads(Usable, StatusValid)(plain)
	assert.Nil(t, st.view(typed))
	reads(Missing, StatusInvalidIfStale)(typed)
	found := st.root(1, "k", `[{"id":1}]`)
	assert.Equal(t, "{id:1,title:a}", show(st.view(found)), "what the arguments find is still there")
	reads(Usable, StatusValid)(found)
}
