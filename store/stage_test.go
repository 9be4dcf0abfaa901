package store

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// stage is a store with a reader, for tests that tell a story.
type stage struct {
	t   testing.TB
	s   *Store
	r   *reader
	out Sink // that is told; nil: r
	n   uint64
}

// stageSchema: 1 an article, 2 a list of articles, 3 a user, 4 an answer with both, 5 a post
// that needs its author, 6 a list of posts, 7 what is linked in circles, 8 the removal of a user.
const stageSchema = `[
	{"id":1,"kind":"entity","name":"Article","fields":{"author":3}},
	{"id":2,"kind":"array","items":1},
	{"id":3,"kind":"entity","name":"User","indexes":["username"]},
	{"id":4,"kind":"object","fields":{"items":2,"one":1}},
	{"id":5,"kind":"entity","name":"Post","fields":{"author":3},"required":["author"]},
	{"id":6,"kind":"array","items":5},
	{"id":7,"kind":"entity","name":"Link","fields":{"next":7,"user":3}},
	{"id":8,"kind":"invalidate","items":3}
]`

func newStage(t testing.TB, schema string, functions Functions) *stage {
	s := New(functions)
	require.NoError(t, s.Define([]byte(schema)))
	return &stage{t: t, s: s, r: newReader(s)}
}

// sink gives what is told.
func (st *stage) sink() Sink {
	if st.out != nil {
		return st.out
	}
	return st.r
}

// at makes a write that begins and ends at a time.
func (st *stage) at(origin Origin, ms float64) *Write {
	st.n++
	m := Mark{MS: ms, N: st.n}
	return &Write{Origin: origin, Start: m, End: m, FetchedAt: ms, Date: ms, ExpiresAt: ms + 60000}
}

// between makes the write of a mutation.
func (st *stage) between(start *Write, end float64) *Write {
	st.n++
	return &Write{Origin: Mutation, Start: start.Start, End: Mark{MS: end, N: st.n}, FetchedAt: start.FetchedAt, Date: end, ExpiresAt: end + 60000}
}

func (st *stage) write(node uint32, key, body string, w *Write) {
	st.t.Helper()
	c, err := st.s.Prepare(st.s.Node(node), key, []byte("[]"), []byte(body), w)
	require.NoError(st.t, err)
	st.s.Apply(c)
}

// layer shows the optimistic value of a request and gives its write.
func (st *stage) layer(request uint64, node uint32, body string, w *Write) *Write {
	st.t.Helper()
	c, err := st.s.PrepareLayer(request, st.s.Node(node), "", []byte("[]"), []byte(body), w)
	require.NoError(st.t, err)
	st.s.SetLayer(c)
	return w
}

func (st *stage) root(node uint32, key, args string) uint32 {
	return st.s.Root(st.s.Node(node), key, []byte(args))
}

// view gives what a root shows in the view.
func (st *stage) view(root uint32) any {
	st.s.Read(root, st.sink())
	st.r.step()
	return st.r.root(View, root)
}

func (st *stage) base(root uint32) any {
	st.s.ReadBase(root, st.sink())
	st.r.step()
	return st.r.root(Base, root)
}
