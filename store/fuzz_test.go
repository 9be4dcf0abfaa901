package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzResponse feeds any body to a schema of each kind: nothing panics, a refused one changes
// nothing, and one that comes again tells nobody.
func FuzzResponse(f *testing.F) {
	for _, body := range []string{
		`{"id":1,"e":{"id":2,"e":1}}`, `[{"id":1},{"id":"1","x":[1,{"a":null}]},null,5]`, `{"a":{"id":1},"b":null}`,
		`{"entity":{"id":1},"array":[1],"object":{"e":2},"values":{"x":3},"union":{"type":"e","id":4},"all":[{"id":5}],"query":6,"list":[{"id":7}],"map":{"k":8},"push":{"id":9}}`,
		`{"type":"e","id":"\u0031"}`, `{"id":1,"e":{"id":2},"e":{"id":3}}`, `[[`, `{"list":[{"id":1}],"push":[{"id":1},{"id":2}]}`, ` [ ] `, `""`, `null`, `{"id":"\ud800"}`,
		`{"id":{},"e":-1}`, `{"todos":[{"id":1}],"new":{"id":2}}`, `[{"type":"note","id":1},{"type":"todo","id":1},{"type":"x"}]`,
	} {
		for node := range byte(12) {
			f.Add(node, []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, which byte, body []byte) {
		nodes := []uint32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 30}
		node := nodes[int(which)%len(nodes)]
		st := newStage(t, fitSchema, nil)
		st.set(8, "[]", `[{"id":1,"e":2},{"id":"p"}]`)
		st.set(9, "[]", `{"a":{"id":3}}`)
		roots := []uint32{st.root(8, "", "[]"), st.root(9, "", "[]"), st.root(6, "", "[]"), st.root(node, "k", "[1]"), st.root(1, "", "[1]")}
		for _, r := range roots {
			st.view(r)
		}
		version, rows := st.s.Version(), rowsOf(st.s)
		c, err := st.s.Prepare(st.s.Node(node), "k", []byte("[1]"), body, st.at(Read, now))
		if err != nil {
			require.Nil(t, c)
			require.Equal(t, version, st.s.Version())
			require.Equal(t, rows, rowsOf(st.s))
			return
		}
		if len(body)%3 == 0 {
			st.s.Drop(c)
			require.Equal(t, rows, rowsOf(st.s))
			c, err = st.s.Prepare(st.s.Node(node), "k", []byte("[1]"), body, st.at(Read, now))
			require.NoError(t, err)
		}
		st.s.Apply(c)
		for _, r := range roots {
			st.view(r)
			st.s.Shown(r, View)
		}
		if node == 11 || node == 30 {
			return // what makes rows INVALID and brings them back at once tells of them each time
		}
		told := st.told(func() { st.answer(node, "k", "[1]", string(body)) }, roots...)
		require.Empty(t, told)
		for _, r := range roots {
			st.s.Close(r, st.r)
		}
		st.s.Trim(st.r)
		require.Zero(t, cellsOf(st.s))
		require.Empty(t, st.r.objects)
	})
}
