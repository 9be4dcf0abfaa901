package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/store/jsontext"
)

// fitSchema has one of each kind, and 30 an object with a member of each.
const fitSchema = `[
	{"id":1,"kind":"entity","name":"E","fields":{"e":1}},
	{"id":2,"kind":"array","items":1},
	{"id":3,"kind":"object","fields":{"e":1}},
	{"id":4,"kind":"values","items":1},
	{"id":5,"kind":"union","types":{"e":1},"by":"type"},
	{"id":6,"kind":"all","items":1},
	{"id":7,"kind":"query","items":1},
	{"id":8,"kind":"collection","items":2},
	{"id":9,"kind":"collection","items":4},
	{"id":10,"kind":"adder","op":"push","collection":8},
	{"id":11,"kind":"invalidate","items":1},
	{"id":30,"kind":"object","fields":{"entity":1,"array":2,"object":3,"values":4,"union":5,"all":6,"query":7,"list":8,"map":9,"push":10,"gone":11}}
]`

// TestFits is rule 10.1.
func TestFits(t *testing.T) {
	object, list := `{"id":1,"type":"e"}`, `[{"id":1,"type":"e"}]`
	all := []string{object, list, `{"x":` + object + `}`, `5`, `"p"`, `true`, `null`, `""`, `{}`, `[]`, `[null]`, `[5]`, `[true]`, `[[]]`}
	for _, c := range []struct {
		node         uint32
		member       string
		root, inside []string
	}{
		{1, "entity", []string{object}, []string{object, `5`, `"p"`, `null`, `""`}},
		{2, "array", []string{list, `[]`, `[null]`, `[5]`}, []string{list, `[]`, `[null]`, `[5]`, `null`}},
		{3, "object", []string{object, `{}`, all[2]}, []string{object, `{}`, all[2], `null`}},
		{4, "values", []string{object, all[2], `{}`}, []string{object, all[2], `{}`, `null`}},
		{5, "union", []string{object, `{}`, all[2]}, []string{object, `{}`, all[2], `null`}},
		{6, "all", []string{list, `[]`, `[null]`, `[5]`}, []string{list, `[]`, `[null]`, `[5]`, `null`}},
		{7, "query", []string{object}, []string{object, `5`, `"p"`, `null`, `""`}},
		{8, "list", []string{list, `[]`, `[null]`, `[5]`}, []string{list, `[]`, `[null]`, `[5]`, `null`}},
		{9, "map", []string{object, all[2], `{}`}, []string{object, all[2], `{}`, `null`}},
		{10, "push", []string{object, list, `[]`}, []string{object, list, `[]`, `null`}},
		{11, "gone", []string{object, `5`, `"p"`, `null`, `""`, `{}`}, []string{object, `5`, `"p"`}},
	} {
		for _, body := range all {
			for inside, fitting := range map[bool][]string{false: c.root, true: c.inside} {
				node, text, path := c.node, body, ""
				if inside {
					node, text, path = 30, `{"`+c.member+`":`+body+`}`, c.member
				}
				t.Run(fmt.Sprintf("%s inside %v %s", c.member, inside, body), func(t *testing.T) {
					st := newStage(t, fitSchema, nil)
					if fits(fitting, body) {
						st.answer(node, "k", `["7"]`, text)
						st.read(node, "k", `["7"]`)
						return
					}
					var schema *SchemaError
					require.ErrorAs(t, st.refused(node, "k", `["7"]`, text), &schema)
					assert.True(t, strings.HasPrefix(schema.Path, path), schema.Path)
				})
			}
		}
	}
}

func fits[T comparable](list []T, one T) bool {
	for _, x := range list {
		if x == one {
			return true
		}
	}
	return false
}

func TestPathsOfMisfits(t *testing.T) {
	for body, path := range map[string]string{
		`{"entity":{"id":1,"e":{"id":2,"e":[]}}}`:                   "entity.e.e",
		`{"array":[{"id":1},{"id":2,"e":true}]}`:                    "array[1].e",
		`{"values":{"a":{"id":1},"b c":{"id":2,"e":{}}}}`:           "values.b c.e",
		`{"list":[null,{"id":1},{"n":1}]}`:                          "list[2]",
		`{"map":{"k":{"id":1,"e":7,"e":true}}}`:                     "map.k.e",
		`{"push":[{"id":1},{"id":1,"e":false}]}`:                    "push[1].e",
		`{"union":{"type":"e"}}`:                                    "union",
		`{"all":[{"id":1,"\u0065":{}}]}`:                            "all[0].e",
		`{"entity":{"id":1},"array":[],"object":{"e":{"id":null}}}`: "object.e",
	} {
		t.Run(body, func(t *testing.T) {
			st := newStage(t, fitSchema, nil)
			var schema *SchemaError
			require.ErrorAs(t, st.refused(30, "k", "[]", body), &schema)
			assert.Equal(t, path, schema.Path)
			assert.True(t, strings.HasPrefix(schema.Error(), "store: "+path+" "), schema.Error())
		})
	}
}

func TestBodiesThatAreNoJSON(t *testing.T) {
	for _, body := range []string{`{`, `[1`, `{"entity":{"id":1}`, `{"entity":{"id":1}}x`, `{"entity":5,}`, `{"entity":{"id":"\x"}}`, `nul`, `{"array":[,]}`, `{"entity":true,`} {
		for _, node := range []uint32{1, 2, 4, 5, 8, 10, 11, 30} {
			st := newStage(t, fitSchema, nil)
			err := st.refused(node, "k", "[]", body)
			var syntax *jsontext.Error
			assert.ErrorAs(t, err, &syntax, "%d %s: %v", node, body, err)
		}
	}
	t.Run("nested too deep", func(t *testing.T) {
		st := newStage(t, fitSchema, nil)
		deep := strings.Repeat(`{"id":1,"e":`, 10_001) + "null" + strings.Repeat("}", 10_001)
		var syntax *jsontext.Error
		require.ErrorAs(t, st.refused(1, "k", "[]", deep), &syntax)
		assert.True(t, syntax.TooDeep)
		st.answer(1, "k", "[]", deep[len(`{"id":1,"e":`):len(deep)-1])
		assert.Equal(t, "{e:^0,id:1}", st.shown(1, `[1]`))
	})
	t.Run("nested by a schema that meets no row", func(t *testing.T) {
		st := newStage(t, `[{"id":1,"kind":"object","fields":{"o":1,"e":2}},{"id":2,"kind":"entity","name":"E"}]`, nil)
		st.answer(1, "k", "[]", strings.Repeat(`{"o":`, 3000)+`{"e":{"id":1}}`+strings.Repeat("}", 3000))
		var syntax *jsontext.Error
		require.ErrorAs(t, st.refused(1, "k", "[]", strings.Repeat(`{"o":`, 5000)+`{"e":{"id":1}}`+strings.Repeat("}", 5000)), &syntax)
		assert.True(t, syntax.TooDeep)
	})
}

// TestRowsFarInside is about rows that are read after what is around them.
func TestRowsFarInside(t *testing.T) {
	nest := func(n int, inner string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `{"id":%d,"e":`, i)
		}
		return b.String() + inner + strings.Repeat("}", n)
	}
	const depth = 1500
	check := func(t *testing.T, st *stage) {
		rows := rowsOf(st.s)
		assert.Len(t, rows, depth+1)
		for i := range depth {
			require.Equal(t, fmt.Sprintf(`{"id":%d,"e":"%d"}`, i, i+1), rows[fmt.Sprintf("E %d", i)])
		}
		assert.Equal(t, fmt.Sprintf(`{"id":%d}`, depth), rows[fmt.Sprintf("E %d", depth)])
	}
	last := fmt.Sprintf(`{"id":%d}`, depth)
	t.Run("plain ones", func(t *testing.T) {
		st := newStage(t, fitSchema, nil)
		st.answer(1, "k", "[]", nest(depth, last))
		check(t, st)
		st.answer(2, "list", "[]", "["+nest(depth, last)+","+nest(depth, `null`)+"]")
		assert.Equal(t, fmt.Sprintf(`{"id":%d,"e":null}`, depth-1), st.row("E", fmt.Sprint(depth-1)))
		st.answerBy(st.at(Read, now+1), 2, "list", "[]", "["+nest(depth, last)+","+nest(3, `null`)+"]")
		assert.Equal(t, `{"id":2,"e":null}`, st.row("E", "2"))
	})
	t.Run("ones with functions", func(t *testing.T) {
		for _, option := range []string{`"process":1`, `"pk":{"fn":2}`, `"validate":3`} {
			st := newStage(t, strings.Replace(fitSchema, `"name":"E"`, `"name":"E",`+option, 1), script{
				1: func(args ...string) string { return args[0] },
				2: func(args ...string) string { return memberText(args[0], "id") },
				3: always(""),
			})
			st.answer(1, "k", "[]", nest(depth, last))
			check(t, st)
		}
	})
	t.Run("what does not fit there", func(t *testing.T) {
		st := newStage(t, fitSchema, nil)
		var schema *SchemaError
		require.ErrorAs(t, st.refused(1, "k", "[]", nest(depth, `{"id":"x","e":[]}`)), &schema)
		assert.True(t, strings.HasPrefix(schema.Path, "…"), "the path begins where the reading began anew")
		assert.True(t, strings.HasSuffix(schema.Path, ".e.e"))
	})
	t.Run("a member twice there", func(t *testing.T) {
		st := newStage(t, fitSchema, nil)
		st.answer(1, "k", "[]", nest(depth, fmt.Sprintf(`{"id":%d,"e":{"id":"y"},"e":null,"e":7}`, depth)))
		assert.Equal(t, fmt.Sprintf(`{"e":"7","id":%d}`, depth), st.row("E", fmt.Sprint(depth)))
		assert.Empty(t, st.row("E", "y"))
	})
}

func TestMembersTwice(t *testing.T) {
	for body, want := range map[string]string{
		`{"id":1,"e":{"id":2},"e":{"id":3}}`:          "{e:{id:3},id:1}",
		`{"id":9,"e":{"id":2,"e":4,"e":null},"id":1}`: "{e:{e:null,id:2},id:1}",
		`{"id":1,"n":1,"n":2}`:                        "{id:1,n:2}",
		`{"id":1,"e":2,"\u0065":3}`:                   "{id:1}",
	} {
		t.Run("the last counts in "+body, func(t *testing.T) {
			st := newStage(t, fitSchema, nil)
			st.answer(1, "k", "[]", body)
			assert.Equal(t, want, st.shown(1, `[1]`))
		})
	}
	t.Run("of values too", func(t *testing.T) {
		st := newStage(t, fitSchema, nil)
		st.answer(4, "k", "[]", `{"a":{"id":1},"\u0061":{"id":2},"b":{"id":1},"b":null}`)
		assert.Equal(t, "{a:{id:2}}", show(st.read(4, "k", "[]")))
		assert.NotContains(t, rowsOf(st.s), "E 1", "what does not count was never said")
	})
	t.Run("what does not count need not fit", func(t *testing.T) {
		st := newStage(t, fitSchema, nil)
		for body, want := range map[string]string{
			`{"id":1,"e":true,"e":{"id":3}}`:                   "{e:{id:3},id:1}",
			`{"id":2,"e":{"n":":\"{"},"x":[":"],"e":{"id":3}}`: "{e:{id:3},id:2,x:[:]}",
			`{"id":4,"e":{"id":5,"e":[],"\u0065":null,"n":1}}`: "{e:{e:null,id:5,n:1},id:4}",
		} {
			st.answer(1, "k", "[]", body)
			assert.Equal(t, want, show(st.read(1, "k", "[]")), body)
		}
		_, err := st.s.Prepare(st.s.Node(1), "k", []byte("[]"), []byte(`{"id":1,"e":{"id":2},"x":1,"e":true}`), st.at(Read, now))
		assert.ErrorContains(t, err, "e is a boolean")
	})
	t.Run("of more fields than fit into a word", func(t *testing.T) {
		var fields []string
		for i := range 100 {
			fields = append(fields, fmt.Sprintf(`"f%d":1`, i))
		}
		st := newStage(t, `[{"id":1,"kind":"entity","name":"E"},{"id":2,"kind":"object","fields":{`+strings.Join(fields, ",")+`}}]`, nil)
		st.answer(2, "k", "[]", `{"f70":{"id":1},"f99":{"id":2},"f70":{"id":3}}`)
		assert.Equal(t, "{f70:{id:3},f99:{id:2}}", show(st.read(2, "k", "[]")))
		assert.NotContains(t, rowsOf(st.s), "E 1")
	})
}

// TestRowsTwice is rule 3.11.
func TestRowsTwice(t *testing.T) {
	st := newStage(t, fitSchema, nil)
	st.answer(2, "k", "[]", `[{"id":1,"a":1,"b":1},{"id":2,"e":{"id":1,"b":2,"c":2}},{"id":1,"c":3}]`)
	assert.Equal(t, `{"id":1,"a":1,"b":2,"c":3}`, st.row("E", "1"))
	root := st.root(2, "k", "[]")
	assert.Empty(t, st.told(func() {
		st.answer(2, "k", "[]", `[{"id":1,"a":1,"b":2,"c":3},{"id":2,"e":{"id":1}},{"id":1}]`)
	}, root))
	t.Run("one that is in itself", func(t *testing.T) {
		st.answer(1, "self", "[]", `{"id":"s","x":1,"e":{"id":"s","y":2,"e":"s"}}`)
		assert.Equal(t, `{"id":"s","y":2,"e":"s","x":1}`, st.row("E", "s"))
		assert.Equal(t, "{e:^0,id:s,x:1,y:2}", st.shown(1, `["s"]`))
	})
}
