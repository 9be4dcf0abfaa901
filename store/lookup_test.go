package store

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lookupSchema: 1 a user with indexes, 2 a bot, 3 either of them, 4 all users, 5 all of both, 6 a page with a user and
// all bots, 7 a list, 8 values, 9 the removal of a user, 10 a query of the page, 11 an object of plain values.
const lookupSchema = `[
	{"id":1,"kind":"entity","name":"User","indexes":["mail","name"]},
	{"id":2,"kind":"entity","name":"Bot"},
	{"id":3,"kind":"union","types":{"user":1,"bot":2},"by":"type"},
	{"id":4,"kind":"all","items":1},
	{"id":5,"kind":"all","items":3},
	{"id":6,"kind":"object","fields":{"user":1,"bots":12}},
	{"id":7,"kind":"array","items":1},
	{"id":8,"kind":"values","items":1},
	{"id":9,"kind":"invalidate","items":1},
	{"id":10,"kind":"query","items":6},
	{"id":11,"kind":"object"},
	{"id":12,"kind":"all","items":2},
	{"id":13,"kind":"object","fields":{"users":4,"n":1}},
	{"id":14,"kind":"array","items":3}
]`

func TestIndexes(t *testing.T) {
	t.Run("the row that took the value last and still has it", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		name := func() string { return st.shown(1, `[{"name":"n"}]`) }
		st.set(1, "[]", `{"id":1,"name":"n"}`)
		st.set(1, "[]", `{"id":2,"name":"n"}`)
		st.set(1, "[]", `{"id":3,"name":"n"}`)
		assert.Equal(t, "{id:3,name:n}", name())
		st.set(1, "[]", `{"id":2,"name":"n","x":1}`)
		assert.Equal(t, "{id:3,name:n}", name(), "having it again is not taking it")
		st.set(1, "[]", `{"id":3,"name":"m"}`)
		assert.Equal(t, "{id:2,name:n,x:1}", name())
		st.set(9, "[]", `2`)
		assert.Equal(t, "{id:1,name:n}", name())
		st.set(1, "[]", `{"id":3,"name":"n"}`)
		st.set(1, "[]", `{"id":2,"name":"n"}`)
		assert.Equal(t, "{id:2,name:n}", name(), "a revived row takes it anew")
		for i := 1; i <= 3; i++ {
			st.set(1, "[]", fmt.Sprintf(`{"id":%d,"name":""}`, i))
		}
		assert.Equal(t, "-", name())
		assert.Equal(t, `{id:3,name:""}`, st.shown(1, `[{"name":""}]`))
	})
	t.Run("values are compared as text", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		for value, args := range map[string][]string{
			`5`: {`5`, `"5"`, `5.0`}, `"a\u0062"`: {`"ab"`}, `true`: {`true`, `"true"`}, `-0`: {`0`, `"0"`}, `"__proto__"`: {`"__proto__"`},
		} {
			st.set(1, "[]", `{"id":1,"name":`+value+`}`)
			for _, arg := range args {
				assert.NotEqual(t, "-", st.shown(1, `[{"name":`+arg+`}]`), "%s by %s", value, arg)
			}
		}
		for _, value := range []string{`null`, `[1]`, `{}`} {
			st.set(1, "[]", `{"id":1,"name":`+value+`}`)
			assert.Equal(t, "-", st.shown(1, `[{"name":`+value+`}]`), value)
		}
	})
	t.Run("the first index whose member the argument has and that finds a row", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		st.set(1, "[]", `{"id":1,"name":"n","mail":"a"}`)
		st.set(1, "[]", `{"id":2,"name":"m","mail":"b"}`)
		assert.Equal(t, "{id:2,mail:b,name:m}", st.shown(1, `[{"name":"n","mail":"b"}]`))
		assert.Equal(t, "{id:1,mail:a,name:n}", st.shown(1, `[{"name":"n","mail":"z"}]`))
		assert.Equal(t, "-", st.shown(1, `[{"id":9,"name":"n"}]`), "a pk decides alone")
		assert.Equal(t, "-", st.shown(1, `[{"other":"n"}]`))
	})
	t.Run("readers are told when another row is found, and only then", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		st.set(1, "[]", `{"id":1,"name":"n"}`)
		n, m := st.root(1, "", `[{"name":"n"}]`), st.root(1, "", `[{"name":"m"}]`)
		both := []uint32{n, m}
		assert.Empty(t, st.told(func() { st.set(1, "[]", `{"id":2,"name":"x"}`) }, both...))
		assert.Equal(t, []uint32{m}, st.told(func() { st.set(1, "[]", `{"id":2,"name":"m"}`) }, both...))
		assert.Equal(t, both, st.told(func() { st.set(1, "[]", `{"id":2,"name":"n"}`) }, both...))
		assert.Empty(t, st.told(func() { st.set(1, "[]", `{"id":1,"name":"n","y":1}`) }, both...), "the one before is not shown")
		assert.Equal(t, []uint32{n}, st.told(func() { st.set(9, "[]", `2`) }, both...))
	})
	t.Run("an index that is defined later knows what is stored", func(t *testing.T) {
		st := newStage(t, `[{"id":1,"kind":"entity","name":"User"}]`, nil)
		st.set(1, "[]", `{"id":1,"name":"n"}`)
		st.set(1, "[]", `{"id":2,"name":"n"}`)
		require.NoError(t, st.s.Define([]byte(`[{"id":2,"kind":"entity","name":"User","indexes":["name"]}]`)))
		assert.Equal(t, "{id:2,name:n}", st.shown(2, `[{"name":"n"}]`))
	})
	t.Run("a member that is a reference is found by its pk", func(t *testing.T) {
		st := newStage(t, `[{"id":1,"kind":"entity","name":"A","fields":{"owner":2},"indexes":["owner"]},{"id":2,"kind":"entity","name":"B"}]`, nil)
		st.set(1, "[]", `{"id":1,"owner":{"id":7}}`)
		assert.Equal(t, "{id:1,owner:{id:7}}", st.shown(1, `[{"owner":7}]`))
	})
	t.Run("many takings of one value do not pile up", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		for i := range 1000 {
			st.set(1, "[]", fmt.Sprintf(`{"id":%d,"name":"%s"}`, i%3, []string{"a", "b"}[i%2]))
		}
		for _, value := range []string{"a", "b"} {
			assert.Less(t, len(st.s.tables["User"].indexOf("name").slots[value].holders), 20)
		}
		assert.Equal(t, "{id:0,name:b}", st.shown(1, `[{"name":"b"}]`))
	})
	t.Run("slots that nobody has or asks for are not kept", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		root := st.root(1, "", `[{"name":"zz"}]`)
		st.base(root)
		st.s.Close(root, st.r)
		for i := range 100 {
			st.set(1, "[]", fmt.Sprintf(`{"id":1,"name":"n%d"}`, i))
		}
		assert.Len(t, st.s.tables["User"].indexOf("name").slots, 1)
	})
}

// TestLookups is rule 10.6: what arguments find while there is no result.
func TestLookups(t *testing.T) {
	filled := func(t *testing.T) *stage {
		st := newStage(t, lookupSchema, nil)
		st.set(1, "[]", `{"id":1,"name":"n"}`)
		st.set(2, "[]", `{"id":1,"bot":true}`)
		st.set(2, "[]", `{"id":2}`)
		return st
	}
	for _, c := range []struct {
		name string
		node uint32
		args string
		want string
	}{
		{"an entity by a number", 1, `[1]`, "{id:1,name:n}"},
		{"an entity by more than one argument", 1, `["1",{"x":2}]`, "{id:1,name:n}"},
		{"an entity by nothing", 1, `[]`, "-"},
		{"an entity by null", 1, `[null]`, "-"},
		{"an entity by a list", 1, `[[1]]`, "-"},
		{"an entity by an unknown pk", 1, `["8"]`, "-"},
		{"a union by type", 3, `[{"id":1,"type":"bot"}]`, "{bot:true,id:1}"},
		{"a union by an unknown type", 3, `[{"id":1,"type":"cat"}]`, "-"},
		{"a union without type, the first that has it", 3, `[{"id":1}]`, "{id:1,name:n}"},
		{"a union without type, the second", 3, `["2"]`, "{id:2}"},
		{"a union by an index of one of its types", 3, `[{"name":"n"}]`, "{id:1,name:n}"},
		{"all", 4, `[]`, "[{id:1,name:n}]"},
		{"all of a union", 5, `[]`, "[{id:1,name:n},{bot:true,id:1},{id:2}]"},
		{"an object whose members are found", 6, `[1]`, "{bots:[{bot:true,id:1},{id:2}],user:{id:1,name:n}}"},
		{"a query of it", 10, `[1]`, "{bots:[{bot:true,id:1},{id:2}],user:{id:1,name:n}}"},
		{"an object of which a member is not found", 6, `[5]`, "-"},
		{"an object without schemas", 11, `[1]`, "-"},
		{"a list", 7, `[1]`, "-"},
		{"values", 8, `[1]`, "-"},
		{"a removal", 9, `[1]`, "-"},
	} {
		t.Run(c.name, func(t *testing.T) {
			st := filled(t)
			assert.Equal(t, c.want, st.shown(c.node, c.args))
			got := st.response(c.node, "endpoint", c.args)
			assert.Equal(t, c.want, got.data)
			if c.want == "-" {
				assert.Equal(t, outcome{"-", StatusInvalidIfStale, 1}, got)
			} else {
				assert.Equal(t, outcome{c.want, StatusValid, 1_060_000}, got)
			}
		})
	}
	t.Run("what comes later is found, and its readers are told", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		user, either, page := st.root(1, "", `[1]`), st.root(3, "", `[1]`), st.root(6, "", `[1]`)
		all := []uint32{user, either, page}
		assert.Equal(t, []uint32{either}, st.told(func() { st.set(2, "[]", `{"id":1}`) }, all...))
		assert.Equal(t, all, st.told(func() { st.set(1, "[]", `{"id":1}`) }, all...))
		assert.Equal(t, "{id:1}", show(st.view(either)), "the first type has it now")
		assert.Equal(t, []uint32{page}, st.told(func() { st.set(2, "[]", `{"id":2}`) }, all...))
		assert.Equal(t, "{bots:[{id:1},{id:2}],user:{id:1}}", show(st.view(page)))
	})
	t.Run("an object that holds an INVALID row is found, and not usable", func(t *testing.T) {
		st := filled(t)
		st.set(9, "[]", `1`)
		assert.Equal(t, outcome{"-", StatusInvalid, 1_000_000 + 60_000}.status, st.response(6, "endpoint", `[1]`).status)
	})
	t.Run("a result goes before what arguments find, and they come back when it is gone", func(t *testing.T) {
		st := filled(t)
		st.answer(1, "k", `[2]`, `{"id":1,"name":"n"}`)
		root := st.root(1, "k", `[2]`)
		assert.Equal(t, "{id:1,name:n}", show(st.base(root)))
		st.s.Invalidate("k")
		assert.Equal(t, "-", show(st.base(root)))
		assert.Equal(t, StatusInvalid, st.s.Shown(root, Base).Status)
		assert.Equal(t, 1.0, st.s.Shown(root, Base).ExpiresAt, "an invalidated key with nothing found")
		st.set(1, "[]", `{"id":2}`)
		assert.Equal(t, "{id:2}", show(st.base(root)))
		assert.Equal(t, 1_060_000.0, st.s.Shown(root, Base).ExpiresAt)
	})
}

func TestAll(t *testing.T) {
	t.Run("an answer makes its type known, also without rows", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		root := st.root(4, "", "[]")
		assert.Equal(t, "-", show(st.view(root)))
		assert.Equal(t, []uint32{root}, st.told(func() { st.answer(4, "users", "[]", `[]`) }, root))
		assert.Equal(t, "[]", show(st.view(root)))
	})
	t.Run("an endpoint reads the whole table, wherever it holds it", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		st.set(1, "[]", `{"id":1}`)
		st.answer(4, "users", "[]", `[{"id":2}]`)
		assert.Equal(t, `["2"]`, string(st.s.keys["users"].row.cur.normal()))
		assert.Equal(t, "[{id:1},{id:2}]", show(st.read(4, "users", "[]")))
		assert.Same(t, st.get(4, "[]"), st.read(4, "users", "[]"), "one list for all readers")
		st.answer(13, "page", "[]", `{"users":[{"id":3}],"n":{"id":1},"x":[1]}`)
		page := st.read(13, "page", "[]")
		assert.Equal(t, "{n:{id:1},users:[{id:1},{id:2},{id:3}],x:[1]}", show(page))
		root := st.root(13, "page", "[]")
		assert.Equal(t, []uint32{root}, st.told(func() { st.set(1, "[]", `{"id":4}`) }, root))
		assert.Contains(t, show(st.view(root)), "{id:4}")
		st.answer(13, "page", "[]", `{"users":null,"n":{"id":1}}`)
		assert.Equal(t, "{n:{id:1},users:null}", show(st.read(13, "page", "[]")))
	})
	t.Run("INVALID rows are left out and come back in their place", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		for i := range 3 {
			st.set(1, "[]", fmt.Sprintf(`{"id":%d}`, i))
		}
		st.set(9, "[]", `1`)
		assert.Equal(t, "[{id:0},{id:2}]", st.shown(4, "[]"))
		st.set(1, "[]", `{"id":1}`)
		assert.Equal(t, "[{id:0},{id:1},{id:2}]", st.shown(4, "[]"))
	})
	t.Run("rows that are only referred to are in no list", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		st.answer(7, "k", "[]", `[1,{"id":2}]`)
		assert.Equal(t, "[{id:2}]", st.shown(4, "[]"))
	})
	t.Run("of a union the order goes over all types, and types are seen", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		st.answer(14, "k", "[]", `[{"id":1,"type":"bot"},{"id":1,"type":"user"},{"id":2,"type":"bot"}]`)
		assert.Equal(t, "[{id:1,type:bot},{id:1,type:user},{id:2,type:bot}]", st.shown(5, "[]"))
	})
	t.Run("two schemas of one list show one list", func(t *testing.T) {
		st := newStage(t, lookupSchema, nil)
		require.NoError(t, st.s.Define([]byte(`[{"id":90,"kind":"all","items":1}]`)))
		assert.Same(t, st.s.Node(4), st.s.Node(90).Alias())
		st.set(1, "[]", `{"id":1}`)
		assert.Same(t, st.get(4, "[]"), st.get(90, "[]"))
	})
}
