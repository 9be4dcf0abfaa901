package store

import "github.com/stretchr/testify/require"

// heldState is a state that is read later.
type heldState struct {
	space Space
	world *world
}

// sight is what was seen and of which object.
type sight struct {
	text string
	of   any
}

// look compares some roots, or all.
func (p *sequence) look(all bool) {
	view := p.m.view(nil)
	for i := range p.roots {
		r := &p.roots[i]
		if all || p.pick(3) > 0 {
			p.compare(r, View, p.view(r.number), view)
		}
		if all || p.pick(3) == 0 {
			p.compare(r, Base, p.stage.base(r.number), &p.m.base)
		}
	}
	p.compareMeta()
}

// lookBack compares an older state.
func (p *sequence) lookBack(h heldState) {
	p.note("look back at %d", h.space)
	for i := range p.roots {
		r := &p.roots[i]
		if p.unclear(r) {
			continue
		}
		require.True(p.t, p.s.ReadIn(h.space, r.number, p.sink()))
		p.r.step()
		text := p.response(r, h.space, show(p.r.root(h.space, r.number)))
		require.Equal(p.t, h.world.response(p.s.Node(r.node), r.key, r.args), text, "state %d, schema %d, key %q, args %s", h.space, r.node, r.key, r.args)
	}
}

func (p *sequence) compare(r *sequenceRoot, sp Space, got any, w *world) {
	n := p.s.Node(r.node)
	if p.unclear(r) {
		return
	}
	text := show(got)
	require.Equal(p.t, w.response(n, r.key, r.args), p.response(r, sp, text), "space %d, schema %d, key %q, args %s", sp, r.node, r.key, r.args)
	last := &r.shown[sp]
	if last.text != "" {
		if last.text == text {
			require.True(p.t, !p.eager || last.of == got, "the same value is another object: space %d, schema %d, key %q, args %s: %s", sp, r.node, r.key, r.args, text)
		} else {
			require.False(p.t, last.of == got, "another value is the same object")
		}
	}
	*last = sight{text, got}
}
