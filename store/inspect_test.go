package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestInspect(t *testing.T) {
	st := newStage(t, shared, nil)
	st.answer(15, "users", "[]", `[{"id":1,"username":"bob"},{"id":2,"username":"bob"}]`)
	st.set(6, "[]", `[{"id":1}]`)
	st.set(4, "[]", `{"id":"p","author":9}`)
	st.s.SetError("failed", 3, false, st.at(Read, now))
	older := st.s.State(Base)
	st.set(14, "[]", `2`)
	st.set(3, "[]", `{"id":3,"username":"amy"}`)
	st.s.Invalidate("users")
	st.layer(1, 3, `{"id":1,"username":"rob"}`, st.at(Layer, now))

	text := func(sp Space, table, pk string) string {
		own, m, ok := st.s.Row(sp, table, pk)
		if !ok {
			return "none"
		}
		assert.Equal(t, RowMeta{now, now, now + 60000}, m)
		return string(own)
	}
	for _, c := range []struct {
		name   string
		space  Space
		users  []string
		rows   map[string]string
		index  map[string]string
		result string
	}{
		{"the base", Base, []string{"1", "2", "3"}, map[string]string{"1": `{"id":1,"username":"bob"}`, "2": "", "3": `{"id":3,"username":"amy"}`, "9": "none"}, map[string]string{"bob": "1", "amy": "3"}, ""},
		{"the view", View, []string{"1", "2", "3"}, map[string]string{"1": `{"id":1,"username":"rob"}`, "2": "", "3": `{"id":3,"username":"amy"}`, "9": "none"}, map[string]string{"rob": "1", "amy": "3"}, ""},
		{"an older state", older, []string{"1", "2"}, map[string]string{"1": `{"id":1,"username":"bob"}`, "2": `{"id":2,"username":"bob"}`, "3": "none", "9": "none"}, map[string]string{"bob": "2"}, `["1","2"]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, []string{"Post", "Todo", "User", "[Todo]"}, st.s.Tables(c.space))
			assert.ElementsMatch(t, c.users, st.s.PKs(c.space, "User"))
			for pk, want := range c.rows {
				assert.Equal(t, want, text(c.space, "User", pk), pk)
			}
			assert.Equal(t, `["1"]`, text(c.space, "[Todo]", "{}"))
			assert.Equal(t, `{"id":"p","author":"9"}`, text(c.space, "Post", "p"))
			assert.Equal(t, c.index, st.s.Index(c.space, "User", "username"))
			assert.ElementsMatch(t, []string{"users", "failed"}, st.s.Keys(c.space))
			result, ok := st.s.Result(c.space, "users")
			assert.Equal(t, c.result, string(result))
			assert.Equal(t, c.result != "", ok)
		})
	}
	t.Run("what there is not", func(t *testing.T) {
		assert.Equal(t, []string{"username"}, st.s.Indexes("User"))
		assert.Empty(t, st.s.Indexes("Cat"))
		assert.Nil(t, st.s.Index(Base, "User", "id"))
		assert.Nil(t, st.s.Index(Base, "Cat", "id"))
		assert.Empty(t, st.s.PKs(Base, "Cat"))
		_, _, ok := st.s.Row(Base, "Cat", "1")
		assert.False(t, ok)
		st.s.Release(older, st.r)
		assert.Empty(t, st.s.Tables(older))
		assert.Empty(t, st.s.Keys(older))
	})
	require.Empty(t, st.s.Failed())
}
