package store

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// items gives the text of an answer with posts of the given ids, in that order.
func items(ids ...int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"posts":[`)
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"title":"title of %d","body":"%s","author":{"id":%d,"name":"n%d"}}`, id, id, bytes.Repeat([]byte("x"), 100), id%3, id%3)
	}
	b.WriteString(`]}`)
	return b.Bytes()
}

func TestMemo(t *testing.T) {
	many := func(from, to int) (ids []int) {
		for i := from; i < to; i++ {
			ids = append(ids, i)
		}
		return ids
	}
	order := func(s *Store) (pks []string) {
		for _, r := range s.keys["feed []"].row.cur.refs {
			pks = append(pks, r.to.pk)
		}
		return pks
	}
	sequences := map[string][][]byte{
		"the same again":          {items(many(0, 20)...), items(many(0, 20)...)},
		"one more at the front":   {items(many(1, 20)...), items(many(0, 20)...)},
		"one more at the end":     {items(many(0, 19)...), items(many(0, 20)...)},
		"some gone":               {items(many(0, 30)...), items(append(many(0, 5), many(9, 30)...)...)},
		"another order":           {items(many(0, 20)...), items(append(many(10, 20), many(0, 10)...)...)},
		"one of them changed":     {items(many(0, 20)...), bytes.Replace(items(many(0, 20)...), []byte("title of 7"), []byte("another title"), 1)},
		"a shared row changed":    {items(many(0, 20)...), bytes.ReplaceAll(items(many(0, 20)...), []byte(`"n2"`), []byte(`"nn"`))},
		"changed and back":        {items(many(0, 20)...), bytes.Replace(items(many(0, 20)...), []byte("title of 7"), []byte("t"), 1), items(many(0, 20)...)},
		"shorter than remembered": {items(many(0, 30)...), items(1), items(many(0, 30)...)},
	}
	for name, bodies := range sequences {
		t.Run(name, func(t *testing.T) {
			s := feedStore(t)
			for _, body := range bodies {
				take(t, s, body)
			}
			fresh := feedStore(t)
			// Without a memo each answer is read whole.
			for _, body := range bodies {
				take(t, fresh, body)
				fresh.keys["feed []"].memo = nil
			}
			assert.Equal(t, order(fresh), order(s))
			assert.Equal(t, contents(fresh), contents(s))
		})
	}

	t.Run("an equal answer restores what another one has changed meanwhile", func(t *testing.T) {
		s := feedStore(t)
		body := items(many(0, 20)...)
		take(t, s, body)
		clock++
		c, err := s.Prepare(s.Node(3), "post 7", nil, []byte(`{"id":7,"title":"other"}`), readAt(clock))
		require.NoError(t, err)
		s.Apply(c)
		assert.Contains(t, contents(s)["Post 7"], "other")
		take(t, s, body)
		assert.Contains(t, contents(s)["Post 7"], "title of 7")
	})
	t.Run("an equal answer that is older changes nothing", func(t *testing.T) {
		s := feedStore(t)
		body := items(many(0, 20)...)
		take(t, s, body)
		before := s.tables["Post"].find("7").cur.write
		c, err := s.Prepare(s.Node(1), "feed []", nil, body, readAt(0))
		require.NoError(t, err)
		s.Apply(c)
		assert.Same(t, before, s.tables["Post"].find("7").cur.write)
	})
	t.Run("an older answer in between is not taken for the one that counts", func(t *testing.T) {
		s, fresh := feedStore(t), feedStore(t)
		old := bytes.Replace(items(many(0, 20)...), []byte("title of 7"), []byte("former title"), 1)
		old = bytes.Replace(old, []byte(`"id":8`), []byte(`"id":88`), 1)
		for _, s := range []*Store{s, fresh} {
			take(t, s, items(many(0, 20)...))
			c, err := s.Prepare(s.Node(1), "feed []", nil, old, readAt(0))
			require.NoError(t, err)
			s.Apply(c)
		}
		fresh.keys["feed []"].memo = nil
		take(t, s, old)
		take(t, fresh, old)
		assert.Equal(t, order(fresh), order(s))
		assert.Equal(t, contents(fresh), contents(s))
	})
	t.Run("an equal answer after an invalidation counts", func(t *testing.T) {
		s := feedStore(t)
		body := items(many(0, 20)...)
		take(t, s, body)
		s.Invalidate("feed []")
		require.Nil(t, s.keys["feed []"].row.cur)
		take(t, s, body)
		assert.Len(t, order(s), 20)
	})
	t.Run("rows of an equal answer take its times", func(t *testing.T) {
		s := feedStore(t)
		body := items(many(0, 20)...)
		take(t, s, body)
		before := s.tables["User"].find("1").cur.write
		take(t, s, body)
		assert.NotSame(t, before, s.tables["User"].find("1").cur.write)
	})
}

// TestMemoOfLists is about lists that are rows, and those of all rows.
func TestMemoOfLists(t *testing.T) {
	const schema = `[
		{"id":1,"kind":"object","fields":{"posts":%d}},{"id":2,"kind":"array","items":3},
		{"id":3,"kind":"entity","name":"Post","fields":{"author":4}},{"id":4,"kind":"entity","name":"User"},
		{"id":5,"kind":"collection","items":2},{"id":6,"kind":"all","items":3},{"id":7,"kind":"query","items":2},
		{"id":8,"kind":"adder","op":"push","collection":5}
	]`
	for kind, node := range map[string]int{"collection": 5, "all": 6, "query": 7} {
		t.Run(kind, func(t *testing.T) {
			st, fresh := newStage(t, fmt.Sprintf(schema, node), nil), newStage(t, fmt.Sprintf(schema, node), nil)
			root := st.root(1, "k", "[]")
			for i, body := range [][]byte{items(1, 2, 3, 4, 5, 6), items(1, 2, 3, 4, 5, 6), items(0, 1, 2, 4, 5, 6), items(6, 5, 4, 3, 2, 1), items(6, 5, 4, 3, 2, 1)} {
				for _, st := range []*stage{st, fresh} {
					st.answer(1, "k", "[]", string(body))
					st.set(8, "[]", `{"id":99}`)
				}
				fresh.s.keys["k"].memo = nil
				require.NotNil(t, st.s.keys["k"].memo)
				assert.Equal(t, rowsOf(fresh.s), rowsOf(st.s), "answer %d", i)
				assert.Equal(t, show(fresh.read(1, "k", "[]")), show(st.view(root)), "answer %d", i)
			}
			st.answer(1, "k", "[]", string(items(6, 5, 4, 3, 2, 1)))
			assert.Empty(t, st.told(func() { st.answer(1, "k", "[]", string(items(6, 5, 4, 3, 2, 1))) }, root))
		})
	}
	t.Run("a list in an entity is read each time", func(t *testing.T) {
		st := newStage(t, listSchema, listFunctions)
		assert.False(t, st.s.Node(12).pure())
		assert.True(t, st.s.Node(3).pure())
		require.NoError(t, st.s.Define([]byte(`[{"id":80,"kind":"entity","name":"Team","fields":{"todos":3}},{"id":81,"kind":"object","fields":{"a":3,"b":80}}]`)))
		assert.False(t, st.s.Node(81).pure())
	})
}

// contents gives the text of every row, by table and pk, with its references as pks.
func contents(s *Store) map[string]string {
	out := make(map[string]string)
	for name, t := range s.tables {
		for _, r := range present(t) {
			pk := r.pk
			if r.cur == nil {
				continue
			}
			p := projection{own: r.cur.own, from: r.cur.refs}
			p.plain(0)
			out[name+" "+pk] = string(p.text)
		}
	}
	return out
}
