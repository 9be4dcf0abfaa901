package store

import (
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"
)

// dried is what a store held once.
type dried struct {
	text  []byte
	world *world
}

func sameError(number uint32) uint32 { return number }

// answer gives the write of the answer of a request: of any that was sent, or of one that was sent just now.
func (p *sequence) answer() *Write {
	if len(p.sent) == 0 || p.pick(3) == 0 {
		return p.at(Read, p.now-float64(p.pick(4)))
	}
	i := p.pick(len(p.sent))
	w := *p.sent[i]
	p.sent = append(p.sent[:i:i], p.sent[i+1:]...)
	if w.Origin == Mutation {
		return p.between(&w, p.now)
	}
	w.Date, w.ExpiresAt = p.now, p.now+60_000
	return &w
}

// stepKey does one thing to keys, or to all that is stored.
func (p *sequence) stepKey(op int) {
	key := answers[p.pick(len(answers))].key
	chosen := func(k string) (bool, error) { return k == key, nil }
	if p.pick(4) == 0 {
		chosen = func(k string) (bool, error) { return strings.HasPrefix(k, "l"), nil }
	}
	switch op {
	case 18, 19:
		w := p.answer()
		if p.pick(3) == 0 {
			w = p.at(Direct, p.now)
		}
		p.errors++
		soft := p.pick(2) == 0
		p.note("error %d of %q, soft %v, origin %d, start %v, end %v", p.errors, key, soft, w.Origin, w.Start, w.End)
		p.s.SetError(key, p.errors, soft, w)
		p.m.base.fail(key, p.errors, soft, w)
	case 20:
		p.note("invalidate %q", key)
		p.s.Invalidate(key)
		p.m.base.invalidate(key)
	case 21, 22:
		p.note("%s %q and more", []string{"invalidate", "expire"}[op-21], key)
		var keys []string
		for k := range p.m.base.keys {
			if is, _ := chosen(k); is {
				keys = append(keys, k)
			}
		}
		if op == 21 {
			require.NoError(p.t, p.s.InvalidateAll(chosen))
		} else {
			require.NoError(p.t, p.s.ExpireAll(chosen))
		}
		for _, k := range keys {
			if op == 21 {
				p.m.base.invalidate(k)
			} else {
				p.m.base.expire(k)
			}
		}
	case 23:
		if p.pick(3) == 0 {
			p.reset()
		}
	case 24:
		if len(p.said) > 0 { // the same body again
			x := p.said[p.pick(len(p.said))]
			x.write = p.answer()
			if p.pick(2) == 0 && x.body[0] == '[' {
				x.body = "[" + strings.Repeat(" ", memoSize) + x.body[1:]
			}
			p.take(x)
		}
	case 25:
		p.note("dehydrate")
		p.dried = append(p.dried, dried{p.s.Dehydrate(nil, nil, nil), p.m.base.clone()})
	case 26:
		if len(p.dried) > 0 {
			d := p.dried[p.pick(len(p.dried))]
			p.note("hydrate")
			_, err := p.s.Hydrate(d.text, p.now, sameError)
			require.NoError(p.t, err)
			p.m.base.hydrate(d.world)
			p.merged = true
		}
	}
}

// unclear reports whether it is not said what a root finds: which of the rows that have a value of an index
// took it last when it was not all in one store.
func (p *sequence) unclear(r *sequenceRoot) bool { return p.merged && strings.Contains(r.args, "{") }

// reset empties both.
func (p *sequence) reset() {
	p.note("reset")
	p.s.Reset()
	p.r = newReader(p.s)
	p.m, p.open, p.held, p.sent, p.merged = newModel(), nil, nil, nil, false
	for i := range p.roots {
		p.roots[i].shown = [2]sight{}
	}
}

// response gives what a root shows in a space, as the model's response has it.
func (p *sequence) response(r *sequenceRoot, sp Space, text string) string {
	shown := p.s.Shown(r.number, sp)
	number := uint32(0)
	if r.key != "" {
		number = p.s.record(r.key, sp).failure()
		require.Equal(p.t, number != 0, shown.Failed)
	}
	return fmt.Sprint(text, " status ", shown.Status, " expires ", shown.ExpiresAt, " error ", number)
}

// compareMeta compares what is known of keys and rows in the base.
func (p *sequence) compareMeta() {
	metas := make(map[string]string)
	for _, key := range p.s.Keys(Base) {
		m, _ := p.s.Meta(key)
		metas[key] = fmt.Sprint(m)
	}
	want := make(map[string]string)
	for key, k := range p.m.base.keys {
		want[key] = fmt.Sprint(k.meta)
	}
	require.Equal(p.t, want, metas, "meta of keys")
	rows, wanted := make(map[rowID]string), make(map[rowID]string)
	for _, table := range p.s.Tables(Base) {
		for _, pk := range p.s.PKs(Base, table) {
			text, m, _ := p.s.Row(Base, table, pk)
			rows[rowID{table, pk}] = fmt.Sprint(text == nil, m)
		}
	}
	for id, r := range p.m.base.rows {
		wanted[id] = fmt.Sprint(r.invalid, RowMeta{r.write.FetchedAt, r.write.Date, r.write.ExpiresAt})
	}
	require.Equal(p.t, wanted, rows, "meta of rows")
}
