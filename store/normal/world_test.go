package normal

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sluice/store/jsontext"
)

var errUpdate = errors.New("an update fails")

// world has a store and the reference do the same, and compares them after each operation.
type world struct {
	t     *testing.T
	s     *Store
	ref   *reference
	last  RequestID
	flown []flight // queries in flight
	muts  []flight // mutations in flight
	log   []string
	seen  map[QueryID]string
}

type flight struct {
	by      RequestID
	query   QueryID
	updates []Update
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, ref: newReference(change), seen: map[QueryID]string{}}
	w.s = New(w, nil)
	return w
}

// Update is [Functions].
func (w *world) Update(u Updating, data []byte) ([]byte, bool, error) {
	out, same, err := change(u, decode(w.t, data))
	if same || err != nil {
		return nil, same, err
	}
	return encode(out), false, nil
}

func decode(t *testing.T, text []byte) any {
	var v any
	require.NoError(t, json.Unmarshal(text, &v), "%s", text)
	return v
}

func encode(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}

// same compares everything, and what was told with what has changed since before.
func (w *world) same(before map[QueryID]string, c *Changes) {
	w.t.Helper()
	shown := w.texts()
	told := map[QueryID]bool{}
	for _, q := range c.Queries {
		require.False(w.t, told[q.Query], "told twice")
		told[q.Query] = true
		require.Equal(w.t, shown[q.Query], string(encode(decode(w.t, q.Text))), "%v", w.log)
	}
	for id := range QueryID(4) {
		text, ok := w.s.Text(nil, id)
		want, has := shown[id]
		require.Equal(w.t, has, ok, "query %d: %v", id, w.log)
		if ok {
			require.Equal(w.t, want, string(encode(decode(w.t, text))), "query %d: %v", id, w.log)
			require.Equal(w.t, w.seen[id] != string(text), told[id], "query %d: %s, then %s: %v", id, w.seen[id], text, w.log)
			require.True(w.t, told[id] || before[id] == want)
		}
		w.seen[id] = string(text)
	}
	kept, want := 0, 0
	for _, l := range w.s.layers {
		if l.pending || len(l.steps) > 0 {
			kept++
		}
	}
	for _, l := range w.ref.layers {
		if l.pending || len(l.steps) > 0 {
			want++
		}
	}
	require.Equal(w.t, want, kept, "layers: %v", w.log)
	w.sound()
}

func (w *world) texts() map[QueryID]string {
	out := map[QueryID]string{}
	for id, v := range w.ref.shown {
		out[id] = string(encode(show(v, w.ref.top)))
	}
	return out
}

// sound checks what is always so.
func (w *world) sound() {
	t, s := w.t, w.s
	require.Len(t, s.list, len(s.objects))
	for _, o := range s.list {
		require.Same(t, o, s.objects[o.key])
		require.False(t, o.touched || o.gone)
		require.True(t, sameContent(o.top, o.beneath(len(o.chain))), "%s", o.key)
		for j, k := range o.chain {
			require.False(t, k.stale)
			require.True(t, j == 0 || o.chain[j-1].step.before(k.step))
			require.True(t, sameContent(k.after, s.merge(o.beneath(j), k.patch)))
		}
		for j, u := range o.users {
			require.Equal(t, use{o, j}, u.by.uses[u.at])
		}
		w.shaped(o.base)
		w.shaped(o.top)
	}
	for id, q := range s.queries {
		require.Equal(t, id, q.id)
		require.True(t, q.base != nil || len(q.chain) > 0)
		require.True(t, sameContent(q.top, q.beneath(len(q.chain))))
		require.False(t, q.moved)
		for j, u := range q.shown.uses {
			require.Equal(t, link{&q.shown, j}, u.object.users[u.at])
		}
	}
	for _, l := range s.layers {
		require.False(t, l.dirty)
		for _, p := range l.steps {
			require.False(t, p.dirty)
			require.Empty(t, p.stale)
		}
	}
}

// shaped checks that a content has the shape it says.
func (w *world) shaped(c *content) {
	if c == nil {
		return
	}
	require.NoError(w.t, jsontext.Check(c.text))
	at := 0
	fields := c.shape.members()
	for m := jsontext.MembersOf(c.text, 0); m.Next(); at++ {
		require.Equal(w.t, fields[at].name, string(c.text[m.Name:m.NameEnd]))
		if r := c.refAt(m.Value); r != nil {
			require.Same(w.t, fields[at].inner, r.shape)
		}
	}
	require.Len(w.t, fields, at)
}

func (w *world) note(format string, args ...any) {
	w.log = append(w.log, fmt.Sprintf(format, args...)+"\n")
}

// step does one operation of a script.
func (w *world) step(r *script) {
	before := w.texts()
	c := &Changes{}
	switch op := r.below(16); op {
	case 0, 1: // a query is made
		w.last++
		f := flight{by: w.last, query: QueryID(r.below(4))}
		w.note("ask %d %d", f.query, f.by)
		w.flown = append(w.flown, f)
		w.s.Ask(f.by)
		w.ref.asked = append(w.ref.asked, f.by)
		return
	case 2, 3, 4, 5: // and answered, or ends
		if len(w.flown) == 0 {
			return
		}
		i := r.below(len(w.flown))
		f := w.flown[i]
		w.flown = slices.Delete(w.flown, i, i+1)
		w.s.Over(f.by)
		w.ref.asked = slices.DeleteFunc(w.ref.asked, func(by RequestID) bool { return by == f.by })
		if r.below(6) == 0 {
			w.note("over %d", f.by)
			return
		}
		v := r.value(4)
		w.note("answer %d %d %s", f.query, f.by, encode(v))
		current, has := w.s.Current(nil, f.query, f.by)
		require.Equal(w.t, w.s.queries[f.query] != nil && w.s.queries[f.query].base != nil, has)
		require.True(w.t, !has || jsontext.Check(current) == nil)
		var err error
		c, err = w.s.Answer(f.query, f.by, float64(f.by), encode(v))
		require.NoError(w.t, err)
		w.ref.answer(f.query, f.by, v)
	case 6, 7, 8: // a mutation is made
		if w.last++; r.below(8) == 0 { // one that does nothing before it succeeds
			w.muts = append(w.muts, flight{by: w.last})
			return
		}
		m := Mutation{Request: w.last, Pending: r.below(4) > 0}
		var local, optimistic any
		if r.below(3) == 0 {
			local = r.value(3)
			m.Local = encode(local)
		}
		if r.below(2) == 0 && m.Pending {
			optimistic = r.value(3)
			m.Optimistic = encode(optimistic)
		}
		m.Updates = r.updates()
		w.note("begin %d %v local %s optimistic %s %v", m.Request, m.Pending, m.Local, m.Optimistic, m.Updates)
		want := w.ref.begin(m.Request, m.Pending, local, optimistic, m.Updates)
		f := flight{by: w.last, updates: slices.Clone(m.Updates)}
		var err error
		c, err = w.s.Begin(m)
		require.Equal(w.t, want, err, "%v", w.log)
		if m.Pending && err == nil {
			w.muts = append(w.muts, f)
		}
	case 9, 10, 11: // and succeeds
		f, ok := w.take(r)
		if !ok {
			return
		}
		v := r.value(3)
		more := r.updates()
		more = slices.DeleteFunc(more, func(u Update) bool { _, has := w.ref.queries[u.Query]; return !has || u.Local })
		w.note("succeed %d %s %v", f.by, encode(v), more)
		want := w.ref.succeed(f.by, w.last, v, more)
		var err error
		c, err = w.s.Succeed(f.by, w.last, 0, encode(v), more)
		require.Equal(w.t, want, err, "%v", w.log)
		if err != nil {
			w.muts = append(w.muts, f)
		}
	case 12, 13: // or fails
		f, ok := w.take(r)
		if !ok {
			return
		}
		var v any
		var text []byte
		if r.below(2) == 0 {
			v = r.value(3)
			text = encode(v)
		}
		w.note("fail %d %s", f.by, text)
		w.ref.fail(f.by, w.last, v)
		c = w.s.Fail(f.by, w.last, 0, text)
	case 14:
		id := QueryID(r.below(4))
		w.note("forget %d", id)
		w.ref.forget(id)
		c = w.s.Forget(id)
	case 15:
		w.note("sweep")
		w.ref.sweep()
		for done := false; !done; {
			_, done = w.s.Sweep(2)
		}
	}
	w.same(before, c)
}

func (w *world) take(r *script) (flight, bool) {
	if len(w.muts) == 0 {
		return flight{}, false
	}
	i := r.below(len(w.muts))
	f := w.muts[i]
	w.muts = slices.Delete(w.muts, i, i+1)
	return f, true
}

// play runs a script to its end.
func play(t *testing.T, text []byte) {
	w := newWorld(t)
	for r := (script{text}); len(r.rest) > 0; {
		w.step(&r)
	}
	for _, f := range w.flown {
		w.s.Over(f.by)
	}
	for _, f := range w.muts {
		w.s.Fail(f.by, w.last, 0, nil)
	}
	for id := range QueryID(4) {
		w.s.Forget(id)
	}
	for done := false; !done; {
		_, done = w.s.Sweep(7)
	}
	require.True(t, w.s.Empty(), "%v", w.log)
}
