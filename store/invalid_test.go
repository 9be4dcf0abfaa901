package store

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// placesSchema: 1 a user, 2 a post with an author, 3 the same row where the author is required, 4 an object
// with a user, 5 what has objects, lists and more of users inside of it, 6 the removal of a user.
const placesSchema = `[
	{"id":1,"kind":"entity","name":"User"},
	{"id":2,"kind":"entity","name":"Post","fields":{"author":1}},
	{"id":3,"kind":"entity","name":"Post","fields":{"author":1},"required":["author"]},
	{"id":4,"kind":"object","fields":{"user":1}},
	{"id":5,"kind":"entity","name":"Thing","fields":{"object":4,"list":7,"values":8,"union":9,"deep":10,"objects":11}},
	{"id":6,"kind":"invalidate","items":1},
	{"id":7,"kind":"array","items":1},
	{"id":8,"kind":"values","items":1},
	{"id":9,"kind":"union","types":{"u":1},"by":"type"},
	{"id":10,"kind":"object","fields":{"inner":4}},
	{"id":11,"kind":"array","items":4},
	{"id":12,"kind":"array","items":3},
	{"id":13,"kind":"object","fields":{"posts":12,"page":4}},
	{"id":14,"kind":"entity","name":"Ring","fields":{"next":14,"user":1},"required":["next","user"]},
	{"id":15,"kind":"object","fields":{"thing":5}}
]`

// TestReadingReferences is rule 10.4: what becomes of the place of a row that is missing or INVALID.
func TestReadingReferences(t *testing.T) {
	cases := []struct {
		name             string
		node             uint32
		body             string
		missing, invalid string
	}{
		{"a root entity", 1, `{"id":1}`, "", "-"},
		{"an entity member", 2, `{"id":1,"author":1}`, "{id:1}", "{id:1}"},
		{"a required member", 3, `{"id":1,"author":1}`, "{id:1}", "-"},
		{"a member of an object at the root", 4, `{"user":1,"n":2}`, "{n:2}", "-"},
		{"a member of an object in a row", 5, `{"id":1,"object":{"user":1}}`, "{id:1,object:{}}", "{id:1}"},
		{"a member of an object in an object in a row", 5, `{"id":1,"deep":{"inner":{"user":1}}}`, "{deep:{inner:{}},id:1}", "{id:1}"},
		{"an item of a list", 5, `{"id":1,"list":[1,null]}`, "{id:1,list:[null]}", "{id:1,list:[null]}"},
		{"a value", 5, `{"id":1,"values":{"a":1}}`, "{id:1,values:{}}", "{id:1,values:{}}"},
		{"an object in a list", 5, `{"id":1,"objects":[{"user":1},{"user":2}]}`, "{id:1,objects:[{},{user:{id:2}}]}", "{id:1,objects:[{user:{id:2}}]}"},
		{"an item of a list that requires it", 13, `{"posts":[{"id":1,"author":1},{"id":2,"author":2}],"page":null}`, "{page:null,posts:[{id:1},{author:{id:2},id:2}]}", "{page:null,posts:[{author:{id:2},id:2}]}"},
		{"an object around an object", 15, `{"thing":{"id":1,"object":{"user":1}}}`, "{thing:{id:1,object:{}}}", "{thing:{id:1}}"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			st := newStage(t, placesSchema, nil)
			st.set(1, "[]", `{"id":2}`)
			st.answer(c.node, "k", "[]", c.body)
			root := st.root(c.node, "k", "[]")
			if c.node != 1 {
				assert.Equal(t, c.missing, show(st.base(root)))
				assert.Equal(t, Usable, st.s.Presence(root, Base))
			}
			st.set(6, "[]", `1`)
			assert.Equal(t, c.invalid, show(st.base(root)))
			if c.invalid == "-" {
				assert.Equal(t, Unusable, st.s.Presence(root, Base))
				assert.Equal(t, StatusInvalid, st.s.Shown(root, Base).Status)
			}
			full := st.set
			full(1, "[]", `{"id":1,"back":true}`)
			assert.Contains(t, show(st.base(root)), "back:true", "it shows again at its place")
		})
	}
	t.Run("a union", func(t *testing.T) {
		st := newStage(t, placesSchema, nil)
		st.answer(5, "k", "[]", `{"id":1,"union":{"type":"u","id":1}}`)
		root := st.root(5, "k", "[]")
		assert.Equal(t, "{id:1,union:{id:1,type:u}}", show(st.base(root)))
		st.set(6, "[]", `1`)
		assert.Equal(t, "{id:1}", show(st.base(root)))
	})
}

func TestInvalidInCircles(t *testing.T) {
	st := newStage(t, placesSchema, nil)
	st.answer(14, "k", "[]", `{"id":"a","user":{"id":1},"next":{"id":"b","user":{"id":2},"next":{"id":"c","user":{"id":3},"next":"a"}}}`)
	root := st.root(14, "k", "[]")
	whole := "{id:a,next:{id:b,next:{id:c,next:^2,user:{id:3}},user:{id:2}},user:{id:1}}"
	require.Equal(t, whole, show(st.base(root)), "rows that require each other do not condemn themselves")
	st.set(6, "[]", `3`)
	assert.Nil(t, st.base(root), "what one of them lacks takes all of them")
	assert.Nil(t, st.get(14, `["b"]`))
	st.set(1, "[]", `{"id":3}`)
	assert.Equal(t, whole, show(st.base(root)))
}

func TestInvalidRows(t *testing.T) {
	row := func(st *stage) string { return st.row("User", "1") }
	t.Run("an older write leaves the row INVALID", func(t *testing.T) {
		st := newStage(t, placesSchema, nil)
		w := st.at(Read, now-10)
		st.set(1, "[]", `{"id":1,"n":1}`)
		st.set(6, "[]", `1`)
		st.answerBy(w, 1, "k", "[]", `{"id":1,"n":2}`)
		assert.Equal(t, "INVALID", row(st))
	})
	t.Run("one that is not older brings its own members only", func(t *testing.T) {
		st := newStage(t, placesSchema, nil)
		st.set(1, "[]", `{"id":1,"n":1}`)
		st.set(6, "[]", `1`)
		st.answer(1, "k", "[]", `{"id":1,"m":2}`)
		assert.Equal(t, `{"id":1,"m":2}`, row(st))
	})
	t.Run("an invalidation that is older than the row is ignored", func(t *testing.T) {
		st := newStage(t, placesSchema, nil)
		w := st.at(Mutation, now-10)
		st.set(1, "[]", `{"id":1,"n":1}`)
		st.answerBy(w, 6, "del", "[]", `1`)
		assert.Equal(t, `{"id":1,"n":1}`, row(st))
		assert.Equal(t, "{id:1,n:1}", show(st.read(6, "del", "[]")))
	})
	t.Run("a row that was never stored is INVALID then, and its type not known by it", func(t *testing.T) {
		st := newStage(t, shared, nil)
		st.set(14, "[]", `{"id":"7"}`)
		assert.Equal(t, "INVALID", st.row("User", "7"))
		root := st.root(3, "", `["7"]`)
		st.base(root)
		assert.Equal(t, Unusable, st.s.Presence(root, Base), "an INVALID row is found")
		assert.False(t, st.s.tables["User"].known)
	})
	t.Run("within one response the order decides", func(t *testing.T) {
		st := newStage(t, `[{"id":1,"kind":"entity","name":"X"},{"id":2,"kind":"invalidate","items":1},{"id":3,"kind":"object","fields":{"a":1,"b":2,"c":1}}]`, nil)
		st.set(3, "[]", `{"a":{"id":1,"n":1},"b":1}`)
		assert.Equal(t, "INVALID", st.row("X", "1"))
		st.set(3, "[]", `{"b":1,"c":{"id":1,"m":1}}`)
		assert.Equal(t, `{"id":1,"m":1}`, st.row("X", "1"))
	})
}

func TestInvalidateForms(t *testing.T) {
	const schema = `[
		{"id":1,"kind":"entity","name":"A","indexes":["slug"]},{"id":2,"kind":"entity","name":"B"},
		{"id":3,"kind":"union","types":{"a":1,"b":2},"by":"type"},
		{"id":4,"kind":"invalidate","items":1},{"id":5,"kind":"invalidate","items":3},
		{"id":6,"kind":"object","fields":{"gone":4,"list":7}},{"id":7,"kind":"array","items":4},
		{"id":8,"kind":"entity","name":"C","process":1},{"id":9,"kind":"invalidate","items":8}
	]`
	fns := script{1: func(args ...string) string { return `{"id":` + memberText(args[0], "_id") + `}` }}
	cases := []struct {
		name       string
		node       uint32
		args, body string
		gone       []string
	}{
		{"an object with its pk", 4, `[]`, `{"id":1,"x":2}`, []string{"A 1"}},
		{"a pk", 4, `[]`, `"1"`, []string{"A 1"}},
		{"nothing, by a pk", 4, `[1]`, `null`, []string{"A 1"}},
		{"nothing, by an object", 4, `[{"id":"1"}]`, ``, []string{"A 1"}},
		{"nothing, by an index", 4, `[{"slug":"s"}]`, `{}`, []string{"A 1"}},
		{"an object of a union", 5, `[]`, `{"type":"b","id":1}`, []string{"B 1"}},
		{"a pk in a union, by the type of the argument", 5, `[{"type":"b"}]`, `1`, []string{"B 1"}},
		{"a pk in a union, by what is stored", 5, `[]`, `2`, []string{"B 2"}},
		{"an object without type in a union", 5, `[]`, `{"id":2}`, []string{"B 2"}},
		{"nothing in a union", 5, `[{"type":"b","id":1}]`, `null`, []string{"B 1"}},
		{"what no type has", 5, `[]`, `99`, nil},
		{"inside of an object and a list", 6, `[]`, `{"gone":1,"list":[{"id":3},null]}`, []string{"A 1", "A 3"}},
		{"an object that process gives another pk", 9, `[]`, `{"_id":5}`, []string{"C 5"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			st := newStage(t, schema, fns)
			st.set(1, "[]", `{"id":1,"slug":"s"}`)
			st.set(1, "[]", `{"id":3}`)
			st.set(2, "[]", `{"id":1}`)
			st.set(2, "[]", `{"id":2}`)
			st.set(8, "[]", `{"_id":5}`)
			st.set(c.node, c.args, c.body)
			var gone []string
			for row, text := range rowsOf(st.s) {
				if text == "INVALID" {
					gone = append(gone, row)
				}
			}
			assert.ElementsMatch(t, c.gone, gone)
		})
	}
	for _, c := range []struct {
		name       string
		node       uint32
		args, body string
	}{
		{"no pk in the object", 4, `[1]`, `{"ok":true}`},
		{"nothing, and no argument", 4, `[]`, `null`},
		{"nothing, and an argument that names nothing", 4, `[{"x":1}]`, ``},
		{"a list", 4, `[1]`, `[1]`},
		{"a boolean", 4, `[1]`, `true`},
		{"null inside", 6, `[1]`, `{"gone":null}`},
		{"an empty pk inside", 6, `[1]`, `{"gone":""}`},
		{"an empty object inside", 6, `[1]`, `{"gone":{}}`},
	} {
		t.Run("refused: "+c.name, func(t *testing.T) {
			st := newStage(t, schema, fns)
			var schema *SchemaError
			require.ErrorAs(t, st.refused(c.node, "k", c.args, c.body), &schema)
		})
	}
}
