package store

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestPatch compares rows that are patched with the same ones when nothing is known of how their texts are made.
func TestPatch(t *testing.T) {
	rnd := rand.New(rand.NewPCG(4, 5))
	plain, careful := newStage(t, stageSchema, nil), newStage(t, stageSchema, nil)
	row := func(st *stage) *row { return st.s.tables["Article"].find("1") }
	members := []string{`"title":"%d"`, `"votes":%d`, `"author":{"id":%d}`, `"tags":["x",%d]`, `"more":{"a":%d,"b":1}`, `"\u0074itle":"esc %d"`, `"last":null`, ` "votes" : 1.0`, `"n%d":0`}
	patched := 0
	for step := range 3000 {
		var body strings.Builder
		body.WriteString(`{"id":1`)
		for range rnd.IntN(4) {
			member := members[rnd.IntN(len(members))]
			if strings.Contains(member, "%d") {
				member = fmt.Sprintf(member, rnd.IntN(12))
			}
			if name, _, _ := strings.Cut(member, ":"); !strings.Contains(body.String(), name+":") { // of one that has a schema there is one
				body.WriteString("," + member)
			}
		}
		body.WriteString("}")
		w := plain.at([]Origin{Direct, Read, Mutation}[rnd.IntN(3)], float64(max(0, step-rnd.IntN(3))))
		if step > 0 {
			row(careful).cur.neat = false
			c := &Change{store: plain.s, write: w}
			if row(plain).cur.neat {
				in := split(nil, nil, []byte(body.String()), nil)
				if !strings.Contains(body.String(), "author") && c.patch(row(plain).cur, plain.s.Node(1), in) != nil {
					patched++
				}
			}
		}
		plain.write(1, "", body.String(), w)
		careful.write(1, "", body.String(), w)
		a, b := row(plain).cur, row(careful).cur
		require.Equal(t, string(b.own), string(a.own), "step %d: %s", step, body.String())
		require.Equal(t, b.marks(), a.marks())
		require.Same(t, b.write, a.write)
		require.Len(t, a.refs, len(b.refs))
		for i := range a.refs {
			require.Equal(t, b.refs[i].at, a.refs[i].at)
			require.Equal(t, b.refs[i].to.pk, a.refs[i].to.pk)
		}
	}
	assert.Greater(t, patched, 300, "many are patched")
}
