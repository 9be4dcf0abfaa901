package store

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listSchema: 1 a todo, 3 a collection of todos, 4–7 its adders, 8 a collection by name, 9–11 its adders,
// 12 a user whose todos are a list of their own, 13 a page that holds the list, 15 a collection
// of a union, 16 and 17 its adders, 20 the removal of a todo.
const listSchema = `[
	{"id":1,"kind":"entity","name":"Todo"},{"id":2,"kind":"array","items":1},
	{"id":3,"kind":"collection","items":2},
	{"id":4,"kind":"adder","op":"push","collection":3},{"id":5,"kind":"adder","op":"unshift","collection":3},
	{"id":6,"kind":"adder","op":"remove","collection":3},{"id":7,"kind":"adder","op":"move","collection":3},
	{"id":8,"kind":"collection","items":18},{"id":18,"kind":"values","items":1},
	{"id":9,"kind":"adder","op":"assign","collection":8},{"id":10,"kind":"adder","op":"remove","collection":8},
	{"id":11,"kind":"adder","op":"move","collection":8},
	{"id":12,"kind":"entity","name":"User","fields":{"todos":19}},
	{"id":19,"kind":"collection","items":2,"nestKey":1},
	{"id":13,"kind":"object","fields":{"todos":3,"new":4}},
	{"id":14,"kind":"union","types":{"todo":1,"note":21},"by":"type"},{"id":21,"kind":"entity","name":"Note"},
	{"id":22,"kind":"array","items":14},{"id":15,"kind":"collection","items":22},
	{"id":16,"kind":"adder","op":"push","collection":15},{"id":17,"kind":"adder","op":"remove","collection":15},
	{"id":20,"kind":"invalidate","items":1}
]`

var listFunctions = script{1: func(args ...string) string {
	return `{"user":` + memberText(args[0], "id") + `}`
}}

func listStage(t *testing.T) *stage { return newStage(t, listSchema, listFunctions) }

func TestCollectionIdentity(t *testing.T) {
	for args, pk := range map[string]string{
		`[]`: `{}`, `[{}]`: `{}`, `[null]`: `{"0":null}`, `[5]`: `{"0":"5"}`, `["x"]`: `{"0":"x"}`,
		`[{"b":2,"a":true}]`: `{"a":"true","b":"2"}`, `[{"a":"true","b":"2"}]`: `{"a":"true","b":"2"}`,
		`[{"a":null,"b":{"y":1,"x":[2]}},7]`: `{"a":null,"b":{"x":[2],"y":1}}`, `[{"n":1.0}]`: `{"n":"1"}`, `[{"n":1e21}]`: `{"n":"1e+21"}`,
	} {
		t.Run(args, func(t *testing.T) {
			st := listStage(t)
			st.set(3, args, `[{"id":1}]`)
			require.Contains(t, rowsOf(st.s), "[Todo] "+pk)
			assert.Equal(t, "[{id:1}]", st.shown(3, args))
		})
	}
	t.Run("equal key objects are one list, nested or not", func(t *testing.T) {
		st := listStage(t)
		st.answer(12, "user", "[]", `{"id":7,"todos":[{"id":1},{"id":2}]}`)
		assert.Equal(t, `{"id":7,"todos":"{\"user\":\"7\"}"}`, st.row("User", "7"))
		list := st.get(3, `[{"user":7}]`)
		assert.Equal(t, "[{id:1},{id:2}]", show(list))
		assert.Same(t, list, st.read(12, "user", "[]").(*object).value.(map[string]any)["todos"])
		st.set(4, `[{"user":"7"}]`, `{"id":3}`)
		assert.Equal(t, "{id:7,todos:[{id:1},{id:2},{id:3}]}", show(st.read(12, "user", "[]")))
	})
	t.Run("argsKey makes the key object of all arguments", func(t *testing.T) {
		var got []string
		st := newStage(t, `[{"id":1,"kind":"entity","name":"T"},{"id":2,"kind":"array","items":1},{"id":3,"kind":"collection","items":2,"argsKey":1}]`,
			script{1: func(args ...string) string { got = args; return `{"k":` + args[0] + `}` }})
		st.set(3, `[5,{"x":1}]`, `[{"id":1}]`)
		assert.Equal(t, []string{`5`, `{"x":1}`}, got)
		assert.Contains(t, rowsOf(st.s), `[T] {"k":"5"}`)
		assert.Equal(t, "[{id:1}]", st.shown(3, `[5]`))
		st.shown(3, `[]`)
		assert.Equal(t, []string{`{}`}, got, "a missing argument counts as {}")
	})
	t.Run("a name that a collection has is no entity's", func(t *testing.T) {
		st := listStage(t)
		assert.ErrorContains(t, st.s.Define([]byte(`[{"id":50,"kind":"entity","name":"[Todo]"}]`)), "named")
	})
}

func TestCollectionWrites(t *testing.T) {
	t.Run("a later answer of the whole list replaces it, an older one does not", func(t *testing.T) {
		st := listStage(t)
		old := st.at(Read, now-1)
		st.answer(3, "k", "[]", `[{"id":1},{"id":2}]`)
		st.answer(3, "k", "[]", `[{"id":2},{"id":3}]`)
		assert.Equal(t, "[{id:2},{id:3}]", st.shown(3, "[]"))
		st.answerBy(old, 3, "k2", "[]", `[{"id":9}]`)
		assert.Equal(t, "[{id:2},{id:3}]", st.shown(3, "[]"))
		assert.Equal(t, `{"id":9}`, st.row("Todo", "9"), "its rows are stored")
	})
	t.Run("an equal one tells nobody", func(t *testing.T) {
		st := listStage(t)
		st.answer(3, "k", "[]", `[{"id":1},{"id":2}]`)
		root, lookup := st.root(3, "k", "[]"), st.root(3, "", "[{}]")
		assert.Empty(t, st.told(func() { st.answer(3, "k", "[]", ` [ {"id":1}, {"id":2} ] `) }, root, lookup))
		assert.Equal(t, []uint32{root, lookup}, st.told(func() { st.answer(3, "k", "[]", `[{"id":2},{"id":1}]`) }, root, lookup))
	})
	t.Run("null items stay, duplicates too", func(t *testing.T) {
		st := listStage(t)
		st.answer(3, "k", "[]", `[{"id":1},null,1]`)
		assert.Equal(t, "[{id:1},null,{id:1}]", st.shown(3, "[]"))
	})
	t.Run("INVALID items are dropped and come back in their place", func(t *testing.T) {
		st := listStage(t)
		st.answer(3, "k", "[]", `[{"id":1},{"id":2},{"id":3}]`)
		st.set(20, "[]", `2`)
		assert.Equal(t, "[{id:1},{id:3}]", st.shown(3, "[]"))
		assert.Equal(t, `["1","2","3"]`, st.row("[Todo]", "{}"))
		st.set(1, "[]", `{"id":2}`)
		assert.Equal(t, "[{id:1},{id:2},{id:3}]", st.shown(3, "[]"))
	})
	t.Run("in an object, beside an adder", func(t *testing.T) {
		st := listStage(t)
		st.answer(13, "page", "[]", `{"todos":[{"id":1}],"new":{"id":2},"n":1}`)
		assert.Equal(t, "{n:1,new:{id:2},todos:[{id:1},{id:2}]}", show(st.read(13, "page", "[]")))
		st.answer(13, "page", "[]", `{"todos":[{"id":1}],"new":[{"id":3},{"id":4}]}`)
		assert.Equal(t, "{new:[{id:3},{id:4}],todos:[{id:1},{id:3},{id:4}]}", show(st.read(13, "page", "[]")))
	})
}

func TestAdders(t *testing.T) {
	list := func(t *testing.T) *stage {
		st := listStage(t)
		st.answer(3, "k", "[]", `[{"id":1},{"id":2},{"id":3}]`)
		st.answer(8, "v", "[]", `{"a":{"id":1},"b":{"id":2}}`)
		return st
	}
	cases := []struct {
		name   string
		node   uint32
		body   string
		want   string // of the list, or the values
		result string // what the adder's own result reads as
	}{
		{"push one", 4, `{"id":4}`, "[{id:1},{id:2},{id:3},{id:4}]", "{id:4}"},
		{"push several", 4, `[{"id":4},{"id":5}]`, "[{id:1},{id:2},{id:3},{id:4},{id:5}]", "[{id:4},{id:5}]"},
		{"push none", 4, `[]`, "[{id:1},{id:2},{id:3}]", "[]"},
		{"push one twice", 4, `[{"id":4},{"id":4,"n":1}]`, "[{id:1},{id:2},{id:3},{id:4,n:1}]", "[{id:4,n:1},{id:4,n:1}]"},
		{"unshift several keeps their order", 5, `[{"id":4},{"id":2},{"id":5}]`, "[{id:4},{id:5},{id:1},{id:2},{id:3}]", "[{id:4},{id:2},{id:5}]"},
		{"remove one", 6, `{"id":2,"n":1}`, "[{id:1},{id:3}]", "{id:2,n:1}"},
		{"remove by pks", 6, `["2",1,99]`, "[{id:3}]", "[{id:2},{id:1}]"},
		{"assign", 9, `{"b":{"id":3},"c":{"id":4}}`, "{a:{id:1},b:{id:3},c:{id:4}}", "{b:{id:3},c:{id:4}}"},
		{"remove from values", 10, `1`, "{b:{id:2}}", "{id:1}"},
		{"remove several from values", 10, `[{"id":1},2]`, "{}", "[{id:1},{id:2}]"},
		{"move into values", 11, `{"id":7}`, "{7:{id:7},a:{id:1},b:{id:2}}", "{id:7}"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			st := list(t)
			w := st.between(st.at(Mutation, now), now+1)
			st.answerBy(w, c.node, "mutation", `[{}]`, c.body)
			node := uint32(3)
			if strings.HasPrefix(c.want, "{") {
				node = 8
			}
			assert.Equal(t, c.want, st.shown(node, "[]"))
			assert.Equal(t, c.result, show(st.read(c.node, "mutation", `[{}]`)))
		})
	}
	for _, c := range []struct {
		name string
		node uint32
		body string
	}{
		{"a pk cannot be pushed", 4, `5`},
		{"a pk in a list cannot be pushed", 4, `[{"id":4},5]`},
		{"null is no item", 4, `null`},
		{"null in a list is none", 6, `[null]`},
		{"nothing is none", 4, ``},
		{"assign takes no list", 9, `[{"id":1}]`},
		{"an item needs a pk", 4, `{"n":1}`},
	} {
		t.Run("refused: "+c.name, func(t *testing.T) {
			st := list(t)
			var schema *SchemaError
			require.ErrorAs(t, st.refused(c.node, "m", "[]", c.body), &schema)
		})
	}
	t.Run("in a union an item is its type and pk", func(t *testing.T) {
		st := listStage(t)
		st.answer(15, "k", "[]", `[{"id":1,"type":"todo"},{"id":1,"type":"note"},{"id":2,"type":"zzz"}]`)
		st.set(16, "[]", `[{"id":1,"type":"note"},{"id":2,"type":"note"},{"type":"zzz","id":2}]`)
		assert.Equal(t, "[{id:1,type:todo},{id:1,type:note},{id:2,type:zzz},{id:2,type:note}]", st.shown(15, "[]"))
		st.set(17, "[]", `{"id":1,"type":"todo"}`)
		assert.Equal(t, "[{id:1,type:note},{id:2,type:zzz},{id:2,type:note}]", st.shown(15, "[]"))
		st.set(17, "[]", `2`)
		assert.Equal(t, "[{id:1,type:note},{id:2,type:zzz}]", st.shown(15, "[]"))
	})
	t.Run("a row is told of once, and lists that do not match are left alone", func(t *testing.T) {
		st := list(t)
		st.answer(3, "a", `[{"group":"a"}]`, `[{"id":1}]`)
		all, a := st.root(3, "", "[]"), st.root(3, "", `[{"group":"a"}]`)
		assert.Equal(t, []uint32{all}, st.told(func() { st.set(4, `[{"group":"b"}]`, `{"id":9}`) }, all, a))
	})
}

func TestMatching(t *testing.T) {
	const schema = `[
		{"id":1,"kind":"entity","name":"T"},{"id":2,"kind":"array","items":1},
		{"id":3,"kind":"collection","items":2%},
		{"id":4,"kind":"adder","op":"push","collection":3},
		{"id":5,"kind":"adder","op":"push","collection":3,"filter":9},
		{"id":6,"kind":"adder","op":"move","collection":3}
	]`
	lists := []string{`[]`, `[{"group":"a"}]`, `[{"group":"a","n":1}]`, `[{"orderBy":"x"}]`, `[{"group":"a","order":1}]`, `[{"group":null}]`, `[{"tags":[1]}]`}
	start := func(t *testing.T, options string, fns script) *stage {
		st := newStage(t, strings.Replace(schema, "%", options, 1), fns)
		for _, args := range lists {
			st.set(3, args, `[]`)
		}
		return st
	}
	matching := func(st *stage, node uint32, args string) []string {
		st.set(node, args, `{"id":1}`)
		var out []string
		for _, args := range lists {
			if st.shown(3, args) != "[]" {
				out = append(out, args)
			}
		}
		return out
	}
	for args, want := range map[string][]string{
		`[]`:                       {lists[0], lists[3]},
		`[{}]`:                     {lists[0], lists[3]},
		`[{"group":"a"}]`:          {lists[0], lists[1], lists[3], lists[4]},
		`[{"group":"a"},{"n":1}]`:  {lists[0], lists[1], lists[2], lists[3], lists[4]},
		`[{},{"group":"a"}]`:       {lists[0], lists[1], lists[3], lists[4]},
		`[{"group":null}]`:         {lists[0], lists[3], lists[5]},
		`[{"tags":[1]}]`:           {lists[0], lists[3], lists[6]},
		`["x",{"group":"a"},null]`: {lists[0], lists[1], lists[3], lists[4]},
		`[{"group":"b"},5]`:        {lists[0], lists[3]},
	} {
		t.Run("by "+args, func(t *testing.T) {
			assert.Equal(t, want, matching(start(t, "", nil), 4, args))
		})
	}
	t.Run("names that are no filters are skipped", func(t *testing.T) {
		st := start(t, `,"skip":1`, script{1: func(args ...string) string { return map[bool]string{true: "true"}[args[0] == `"group"`] }})
		assert.Equal(t, []string{lists[0], lists[1], lists[5]}, matching(st, 4, `[]`))
	})
	t.Run("a filter replaces the rule", func(t *testing.T) {
		var calls [][]string
		st := start(t, `,"filter":1`, script{1: func(args ...string) string {
			calls = append(calls, args)
			return map[bool]string{true: "true", false: "false"}[memberText(args[1], "n") == `"1"`]
		}})
		assert.Equal(t, []string{lists[2]}, matching(st, 4, `[{"a":1},2]`))
		assert.Equal(t, []string{`[{"a":1},2]`, `{}`}, calls[0])
		assert.Len(t, calls, len(lists))
	})
	t.Run("an adder's filter replaces that", func(t *testing.T) {
		st := start(t, `,"filter":1`, script{9: always("1")})
		assert.Equal(t, lists, matching(st, 5, `[]`))
	})
	t.Run("a filter is asked about what was and what will be", func(t *testing.T) {
		var calls []string
		st := start(t, `,"filter":1`, script{1: func(args ...string) string {
			if args[1] == "{}" {
				calls = append(calls, args[0])
			}
			return "false"
		}})
		st.set(1, "[]", `{"id":1,"s":"old","k":1}`)
		st.set(6, `[{"id":1},{"s":"new"}]`, `{"id":1,"came":true}`)
		assert.Equal(t, []string{
			`[{"id":1,"s":"old","k":1},{"s":"new"}]`,
			`[{"id":1,"s":"new","k":1,"came":true},{"s":"new"}]`,
		}, calls)
	})
	t.Run("what throws refuses the write", func(t *testing.T) {
		st := start(t, `,"filter":1`, script{1: func(...string) string { return fail() }})
		assert.Same(t, errThrown, st.refused(4, "m", "[]", `{"id":1}`))
		assert.NotContains(t, rowsOf(st.s), "T 1")
	})
}

func TestMove(t *testing.T) {
	t.Run("an item without stored row is only added", func(t *testing.T) {
		st := listStage(t)
		st.set(3, `[{"s":"a"}]`, `[]`)
		st.set(7, `[{"id":1},{"s":"a"}]`, `{"id":1}`)
		assert.Equal(t, "[{id:1}]", st.shown(3, `[{"s":"a"}]`))
	})
	t.Run("several items, each by what it was", func(t *testing.T) {
		st := listStage(t)
		st.set(3, `[{"s":"a"}]`, `[{"id":1,"s":"a"},{"id":2,"s":"a"}]`)
		st.set(3, `[{"s":"b"}]`, `[{"id":3,"s":"b"}]`)
		st.set(7, `[{}]`, `[{"id":1,"s":"b"},{"id":3,"s":"a"},{"id":2,"s":"a"}]`)
		assert.Equal(t, "[{id:2,s:a},{id:3,s:a}]", st.shown(3, `[{"s":"a"}]`))
		assert.Equal(t, "[{id:1,s:b}]", st.shown(3, `[{"s":"b"}]`))
	})
	t.Run("placed by a function", func(t *testing.T) {
		st := newStage(t, strings.Replace(listSchema, `"op":"move","collection":3`, `"op":"move","collection":3,"merge":5`, 1),
			script{5: func(args ...string) string { return strings.TrimSuffix(args[1], "]") + "," + args[0][1:] }})
		st.set(3, `[{"s":"a"}]`, `[{"id":1,"s":"a"}]`)
		st.set(3, `[{"s":"b"}]`, `[{"id":2,"s":"b"}]`)
		st.set(7, `[{"id":1},{"s":"b"}]`, `{"id":1,"s":"b"}`)
		assert.Equal(t, "[]", st.shown(3, `[{"s":"a"}]`))
		assert.Equal(t, "[{id:1,s:b},{id:2,s:b}]", st.shown(3, `[{"s":"b"}]`))
	})
}
