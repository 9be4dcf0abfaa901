package store

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// customSchema: 1 an entity with every function by turns, 2 a list of it, 3 what holds one, 4 what
// holds a list of them in a member, 5 a plain user.
func customSchema(options string) string {
	return `[
		{"id":1,"kind":"entity","name":"X","fields":{"author":5}` + options + `},
		{"id":2,"kind":"array","items":1},
		{"id":3,"kind":"object","fields":{"one":1,"list":2}},
		{"id":4,"kind":"entity","name":"Holder","fields":{"one":1,"list":2}},
		{"id":5,"kind":"entity","name":"User"}
	]`
}

func TestProcess(t *testing.T) {
	t.Run("what it gives is stored, with what is nested in it", func(t *testing.T) {
		st := newStage(t, customSchema(`,"process":1`), script{1: func(args ...string) string {
			return `{"id":"` + strings.Trim(memberText(args[0], "_id"), `"`) + `","author":` + memberText(args[0], "by") + `}`
		}})
		st.answer(2, "k", "[]", `[{"_id":"a","by":{"id":"u","n":1}},{"_id":"b","by":"u"}]`)
		assert.Equal(t, map[string]string{"X a": `{"id":"a","author":"u"}`, "X b": `{"id":"b","author":"u"}`, "User u": `{"id":"u","n":1}`}, rowsOf(st.s))
		assert.Equal(t, "[{author:{id:u,n:1},id:a},{author:{id:u,n:1},id:b}]", show(st.read(2, "k", "[]")))
	})
	t.Run("undefined makes the row INVALID, by the pk of the input", func(t *testing.T) {
		st := newStage(t, customSchema(`,"process":1`), script{1: func(args ...string) string {
			if memberText(args[0], "gone") == "true" {
				return ""
			}
			return args[0]
		}})
		st.answer(2, "k", "[]", `[{"id":1},{"id":2}]`)
		st.answer(2, "k", "[]", `[{"id":1,"gone":true},{"id":2}]`)
		assert.Equal(t, "INVALID", st.row("X", "1"))
		assert.Equal(t, "[{id:2}]", show(st.read(2, "k", "[]")))
	})
	t.Run("it may take an array", func(t *testing.T) {
		st := newStage(t, customSchema(`,"process":1`), script{1: func(args ...string) string { return `{"id":1,"items":` + args[0] + `}` }})
		st.answer(1, "k", "[]", `[1,2]`)
		assert.Equal(t, `{"id":1,"items":[1,2]}`, st.row("X", "1"))
	})
	for _, made := range []string{`5`, `null`, `"x"`, `[]`} {
		t.Run("it must not give "+made, func(t *testing.T) {
			st := newStage(t, customSchema(`,"process":1`), script{1: always(made)})
			err := st.refused(3, "k", "[]", `{"list":[{"id":1}]}`)
			var schema *SchemaError
			require.ErrorAs(t, err, &schema)
			assert.Equal(t, "list[0]", schema.Path)
			assert.Contains(t, schema.Message, "by process of X")
		})
	}
	t.Run("what does not fit in what it gives is refused with its path", func(t *testing.T) {
		st := newStage(t, customSchema(`,"process":1`), script{1: always(`{"id":1,"author":[]}`)})
		var schema *SchemaError
		require.ErrorAs(t, st.refused(3, "k", "[]", `{"list":[{"id":1}]}`), &schema)
		assert.Equal(t, "list[0].author", schema.Path)
	})
}

func TestValidate(t *testing.T) {
	noTitle := func(args ...string) string {
		if memberText(args[0], "title") == "" {
			return `"there is no title"`
		}
		return ""
	}
	const two = `,"validate":1},{"id":6,"kind":"entity","name":"X"`
	t.Run("on writing its text refuses", func(t *testing.T) {
		st := newStage(t, customSchema(two), script{1: noTitle})
		var schema *SchemaError
		require.ErrorAs(t, st.refused(3, "k", "[]", `{"one":{"id":1}}`), &schema)
		assert.Equal(t, "one", schema.Path)
		assert.Contains(t, schema.Message, "there is no title")
	})
	t.Run("it sees pks in the place of rows", func(t *testing.T) {
		var seen string
		st := newStage(t, customSchema(two), script{1: func(args ...string) string { seen = args[0]; return "" }})
		st.set(1, "[]", `{"id":1,"author":{"id":2}}`)
		assert.Equal(t, `{"id":1,"author":"2"}`, seen)
	})
	t.Run("on reading it makes a row unusable that another schema wrote", func(t *testing.T) {
		st := newStage(t, customSchema(two), script{1: noTitle})
		st.answer(6, "summary", "[]", `{"id":"1"}`)
		st.answer(2, "list", "[]", `["1"]`)
		roots := []uint32{st.root(1, "", `["1"]`), st.root(6, "", `["1"]`), st.root(2, "list", "[]")}
		assert.Nil(t, st.base(roots[0]))
		assert.Equal(t, Unusable, st.s.Presence(roots[0], Base))
		assert.Equal(t, "{id:1}", show(st.base(roots[1])))
		assert.Equal(t, "[]", show(st.base(roots[2])))
		st.set(6, "[]", `{"id":"1","title":"t"}`)
		for i, want := range []string{"{id:1,title:t}", "{id:1,title:t}", "[{id:1,title:t}]"} {
			assert.Equal(t, want, show(st.base(roots[i])))
		}
	})
	t.Run("what was refused on writing is not asked about again on reading", func(t *testing.T) {
		calls := 0
		st := newStage(t, customSchema(two), script{1: func(...string) string { calls++; return "" }})
		st.answer(1, "k", "[]", `{"id":1}`)
		st.read(1, "k", "[]")
		assert.Equal(t, 1, calls)
	})
}

func TestMerge(t *testing.T) {
	join := func(args ...string) string {
		return `{"id":1,"was":` + args[0] + `,"came":` + args[1] + `}`
	}
	t.Run("it is not asked about the first, nor about what is INVALID", func(t *testing.T) {
		st := newStage(t, customSchema(`,"merge":1},{"id":6,"kind":"invalidate","items":1`), script{1: func(...string) string { return fail() }})
		st.set(1, "[]", `{"id":1}`)
		st.set(6, "[]", `1`)
		st.set(1, "[]", `{"id":1,"n":2}`)
		assert.Equal(t, `{"id":1,"n":2}`, st.row("X", "1"))
	})
	t.Run("it gets both with pks, and its result is what is stored", func(t *testing.T) {
		st := newStage(t, customSchema(`,"merge":1`), script{1: join})
		st.set(1, "[]", `{"id":1,"author":{"id":"u"}}`)
		st.set(1, "[]", `{"id":1,"n":2}`)
		assert.Equal(t, `{"id":1,"was":{"id":1,"author":"u"},"came":{"id":1,"n":2}}`, st.row("X", "1"))
	})
	t.Run("what it gives is read by the schema", func(t *testing.T) {
		st := newStage(t, customSchema(`,"merge":1`), script{1: func(args ...string) string { return args[0] }})
		st.set(1, "[]", `{"id":1,"author":{"id":"u","n":1}}`)
		st.set(1, "[]", `{"id":1}`)
		assert.Equal(t, "{author:{id:u,n:1},id:1}", st.shown(1, `[1]`))
	})
	t.Run("an older one comes first", func(t *testing.T) {
		st := newStage(t, customSchema(`,"merge":1`), script{1: join})
		st.answerBy(st.at(Read, now), 1, "k", "[]", `{"id":1,"v":"new"}`)
		st.answerBy(st.at(Read, now-1), 1, "k", "[]", `{"id":1,"v":"old"}`)
		assert.Equal(t, `{"id":1,"was":{"id":1,"v":"old"},"came":{"id":1,"v":"new"}}`, st.row("X", "1"))
		assert.Equal(t, float64(now), st.s.tables["X"].find("1").cur.write.FetchedAt)
	})
	t.Run("an equal result changes nothing that is seen", func(t *testing.T) {
		st := newStage(t, customSchema(`,"merge":1`), script{1: func(args ...string) string { return args[0] }})
		st.answer(1, "k", "[]", `{"id":1,"author":{"id":"u"}}`)
		root := st.root(1, "k", "[]")
		assert.Empty(t, st.told(func() { st.answer(1, "k", "[]", `{"id":1,"n":9}`) }, root))
	})
	t.Run("the second of two in one response is merged with the first", func(t *testing.T) {
		st := newStage(t, customSchema(`,"merge":1`), script{1: join})
		st.answer(2, "k", "[]", `[{"id":1,"a":1},{"id":1,"b":2}]`)
		assert.Equal(t, `{"id":1,"was":{"id":1,"a":1},"came":{"id":1,"b":2}}`, st.row("X", "1"))
	})
	t.Run("it must give an object", func(t *testing.T) {
		st := newStage(t, customSchema(`,"merge":1`), script{1: always(`5`)})
		st.set(1, "[]", `{"id":1}`)
		assert.ErrorContains(t, st.refused(1, "k", "[]", `{"id":1}`), "merge of X")
	})
}

func TestShouldUpdateAndReorder(t *testing.T) {
	const metas = `{"fetchedAt":1000000,"date":1000000,"expiresAt":1060000}`
	t.Run("members stay where it says so, and the meta is fresh", func(t *testing.T) {
		var got []string
		st := newStage(t, customSchema(`,"shouldUpdate":1`), script{1: func(args ...string) string { got = args; return "false" }})
		st.answerBy(st.at(Read, now), 1, "k", "[]", `{"id":1,"v":1}`)
		st.answerBy(st.at(Read, now+5), 1, "k", "[]", `{"id":1,"v":2}`)
		assert.Equal(t, `{"id":1,"v":1}`, st.row("X", "1"))
		assert.Equal(t, []string{metas, `{"fetchedAt":1000005,"date":1000005,"expiresAt":1060005}`, `{"id":1,"v":1}`, `{"id":1,"v":2}`}, got)
		assert.Equal(t, float64(now+5), st.s.tables["X"].find("1").cur.write.FetchedAt)
	})
	t.Run("an expiry that never comes is a number", func(t *testing.T) {
		var got string
		st := newStage(t, customSchema(`,"shouldUpdate":1,"expiry":-1`), script{1: func(args ...string) string { got = args[0]; return "true" }})
		st.set(1, "[]", `{"id":1}`)
		st.set(1, "[]", `{"id":1}`)
		assert.Equal(t, `{"fetchedAt":1000000,"date":1000000,"expiresAt":1e999}`, got)
	})
	t.Run("what counts as older goes beneath, though it is not", func(t *testing.T) {
		st := newStage(t, customSchema(`,"shouldReorder":1`), script{1: always("true")})
		st.answerBy(st.at(Read, now), 1, "k", "[]", `{"id":1,"v":1}`)
		st.answerBy(st.at(Read, now+5), 1, "k", "[]", `{"id":1,"v":2,"w":3}`)
		assert.Equal(t, `{"id":1,"v":1,"w":3}`, st.row("X", "1"))
		assert.Equal(t, float64(now), st.s.tables["X"].find("1").cur.write.FetchedAt)
	})
	t.Run("what does not goes above, though it is", func(t *testing.T) {
		st := newStage(t, customSchema(`,"shouldReorder":1`), script{1: always("false")})
		st.answerBy(st.at(Read, now), 1, "k", "[]", `{"id":1,"v":1}`)
		st.answerBy(st.at(Read, now-5), 1, "k", "[]", `{"id":1,"v":2}`)
		assert.Equal(t, `{"id":1,"v":2}`, st.row("X", "1"))
	})
}

func TestOwnExpiry(t *testing.T) {
	st := newStage(t, `[{"id":1,"kind":"entity","name":"X","fields":{"y":2},"expiry":5},{"id":2,"kind":"entity","name":"Y"},{"id":3,"kind":"array","items":1}]`, nil)
	st.answer(3, "k", "[]", `[{"id":1,"y":{"id":1}}]`)
	assert.Equal(t, 1_000_005.0, st.s.tables["X"].find("1").cur.write.ExpiresAt)
	assert.Equal(t, 1_060_000.0, st.s.tables["Y"].find("1").cur.write.ExpiresAt)
	m, _ := st.s.Meta("k")
	assert.Equal(t, 1_060_000.0, m.ExpiresAt)
	assert.Equal(t, 1_000_005.0, st.response(1, "other", `[1]`).expiresAt, "the earliest of the rows used")
	st.answerBy(st.at(Read, now+1), 3, "k", "[]", `[{"id":1,"y":{"id":1}}]`)
	assert.Equal(t, 1_000_006.0, st.s.tables["X"].find("1").cur.write.ExpiresAt, "an equal answer renews it")
}

func TestThrowingFunctions(t *testing.T) {
	for _, option := range []string{`"pk":{"fn":1}`, `"process":1`, `"validate":1`, `"merge":1`, `"shouldUpdate":1`, `"shouldReorder":1`} {
		t.Run(option, func(t *testing.T) {
			throws := false
			st := newStage(t, customSchema(","+option), script{1: func(args ...string) string {
				if throws {
					return fail()
				}
				if strings.Contains(option, "pk") {
					return memberText(args[0], "id")
				}
				if strings.Contains(option, "process") {
					return args[0]
				}
				return ""
			}})
			st.answer(3, "k", "[]", `{"one":{"id":1,"author":{"id":"u"}}}`)
			throws = true
			assert.Same(t, errThrown, st.refused(3, "k", "[]", `{"one":{"id":1,"author":{"id":"u","n":1}},"list":[{"id":5}]}`))
			throws = false
			st.answer(3, "k", "[]", `{"list":[{"id":5}]}`)
			assert.Equal(t, "{list:[{id:5}]}", show(st.read(3, "k", "[]")))
		})
	}
	t.Run("a response that is no JSON is shown to no function", func(t *testing.T) {
		for _, option := range []string{`"pk":{"fn":1}`, `"process":1`, `"validate":1`} {
			st := newStage(t, customSchema(","+option), script{1: func(...string) string { panic("called") }})
			assert.ErrorContains(t, st.refused(3, "k", "[]", `{"one":{"id":1},`), "too early")
		}
	})
}

func TestUnionFunctions(t *testing.T) {
	var calls [][]string
	st := newStage(t, `[
		{"id":1,"kind":"union","types":{"a":2,"b":3},"by":{"fn":1}},
		{"id":2,"kind":"entity","name":"A"},{"id":3,"kind":"entity","name":"B"},
		{"id":4,"kind":"object","fields":{"one":1,"list":5}},{"id":5,"kind":"array","items":1}
	]`, script{1: func(args ...string) string { calls = append(calls, args); return memberText(args[0], "t") }})
	body := `{"one":{"id":1,"t":"a"},"list":[{"id":2,"t":"b"},{"id":3,"t":"c"},{"id":4}]}`
	st.answer(4, "k", "[]", body)
	assert.Equal(t, "{list:[{id:2,t:b},{id:3,t:c},{id:4}],one:{id:1,t:a}}", show(st.read(4, "k", "[]")))
	assert.Equal(t, map[string]string{"A 1": `{"id":1,"t":"a"}`, "B 2": `{"id":2,"t":"b"}`}, rowsOf(st.s))
	assert.Equal(t, []string{`{"id":1,"t":"a"}`, body, `"one"`}, calls[0])
	assert.Equal(t, []string{`{"id":2,"t":"b"}`, body, `"list"`}, calls[1])
	assert.Equal(t, "{id:2,t:b}", st.shown(1, `[{"id":2,"t":"b"}]`))
	assert.Equal(t, "{id:2,t:b}", st.shown(1, `[2]`), "without a type each is looked at")
}
