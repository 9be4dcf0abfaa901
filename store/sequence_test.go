package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// sequenceSchema has an article and a summary of it, a user, a post that needs its author, and rows
// that need each other in circles.
const sequenceSchema = `[
	{"id":1,"kind":"entity","name":"Article","fields":{"author":3,"related":2,"box":9}},
	{"id":2,"kind":"array","items":1},
	{"id":3,"kind":"entity","name":"User","indexes":["v"]},
	{"id":4,"kind":"object","fields":{"items":2,"one":1}},
	{"id":5,"kind":"entity","name":"Post","fields":{"author":3,"box":9},"required":["author"]},
	{"id":6,"kind":"array","items":5},
	{"id":7,"kind":"entity","name":"Link","fields":{"next":7,"user":3,"post":5},"required":["next"]},
	{"id":8,"kind":"array","items":7},
	{"id":9,"kind":"object","fields":{"user":3,"post":5}},
	{"id":10,"kind":"entity","name":"Article"},
	{"id":11,"kind":"array","items":10},
	{"id":12,"kind":"array","items":9},
	{"id":13,"kind":"invalidate","items":3},
	{"id":14,"kind":"all","items":3},
	{"id":15,"kind":"invalidate","items":5}
]`

// sequence is a run of a store beside its model.
type sequence struct {
	*stage
	m      *model
	in     []byte
	now    float64
	nextID uint64
	open   []saying // layers
	sent   []*Write // requests that were not answered yet
	said   []saying // the last responses
	dried  []dried
	merged bool // what was hydrated later does not say in which order rows took values
	errors uint32
	roots  []sequenceRoot
	eager  bool // everything is looked at after each step
	held   []heldState
	story  []string
}

type sequenceRoot struct {
	node   uint32
	key    string
	args   string
	number uint32
	shown  [2]sight
}

func newSequence(t testing.TB, in []byte) *sequence {
	p := &sequence{stage: newStage(t, sequenceSchema, nil), m: newModel(), in: in, now: 1000}
	for _, a := range answers {
		if a.key != "delete" {
			p.roots = append(p.roots, sequenceRoot{node: a.node, key: a.key, args: "[]"})
		}
	}
	p.roots = append(p.roots, sequenceRoot{node: 2, key: "list", args: "[]"}, sequenceRoot{node: 1, args: `["1"]`}, sequenceRoot{node: 10, args: `["1"]`}, sequenceRoot{node: 7, args: `["2"]`}, sequenceRoot{node: 3, args: `["2"]`},
		sequenceRoot{node: 3, args: `[{"v":1}]`}, sequenceRoot{node: 3, args: `[{"v":2}]`}, sequenceRoot{node: 14, args: "[]"})
	p.openRoots()
	return p
}

func (p *sequence) openRoots() {
	for i := range p.roots {
		r := &p.roots[i]
		r.number = p.root(r.node, r.key, r.args)
		r.shown = [2]sight{}
	}
}

// carry goes on in another store, with what this one has dehydrated and the same layers.
func (p *sequence) carry() {
	p.note("carry")
	text := p.s.Dehydrate(nil, nil, nil)
	other := newStage(p.t, sequenceSchema, nil)
	other.n = p.n
	p.stage, p.held = other, nil
	_, err := p.s.Hydrate(text, p.now, sameError)
	require.NoError(p.t, err)
	p.openRoots()
	for i := range p.said {
		p.said[i].node = p.s.Node(p.said[i].node.ID)
	}
	for i := range p.open {
		x := &p.open[i]
		x.node = p.s.Node(x.node.ID)
		p.show(*x)
	}
}

func (p *sequence) note(format string, args ...any) {
	p.story = append(p.story, fmt.Sprintf(format, args...))
}

// pick takes a number below n from the input, 0 when that is at its end.
func (p *sequence) pick(n int) int {
	if len(p.in) == 0 {
		return 0
	}
	b := p.in[0]
	p.in = p.in[1:]
	return int(b) % n
}

// step does one thing to both.
func (p *sequence) step() {
	p.now += float64(p.pick(2))
	switch op := p.pick(27); {
	case op > 17:
		p.stepKey(op)
	case op == 17:
		p.carry()
	case op == 15:
		p.sweep()
	case op == 16:
		p.now += 60_000
	case op == 12 && len(p.held) < 3:
		h := heldState{space: p.s.State(Base), world: p.m.base.clone()}
		if p.pick(2) == 0 {
			p.s.Release(h.space, p.sink())
			h = heldState{space: p.s.State(View), world: p.m.view(nil)}
		}
		p.note("hold %d", h.space)
		p.held = append(p.held, h)
	case op >= 12:
		if len(p.held) > 0 {
			i := p.pick(len(p.held))
			p.lookBack(p.held[i])
			if op == 14 {
				p.note("release %d", p.held[i].space)
				p.s.Release(p.held[i].space, p.sink())
				p.r.step()
				p.held = append(p.held[:i:i], p.held[i+1:]...)
			}
		}
	case op < 1 && len(p.sent) < 6:
		origin := []Origin{Read, Read, Mutation}[p.pick(3)]
		p.sent = append(p.sent, p.at(origin, p.now))
	case op < 3:
		p.take(p.say(p.answer()))
	case op < 4:
		x := p.say(p.at(Direct, p.now))
		if p.pick(2) == 0 {
			x.key = ""
		}
		p.take(x)
	case op < 5:
		p.take(p.say(p.between(p.at(Mutation, p.now-float64(p.pick(6))), p.now)))
	case op < 8 && len(p.open) < 5:
		p.nextID++
		x := p.say(p.at(Layer, p.now))
		x.write.ExpiresAt = 50_000 // of rows that several layers have, any may count
		x.request = p.nextID
		if p.pick(2) == 0 {
			x.key = ""
		}
		p.open = append(p.open, x)
		p.show(x)
	case len(p.open) == 0:
	case op < 9:
		i := p.pick(len(p.open))
		x := p.open[i]
		x.body = p.body(x.node, 0)
		p.show(x)
	default:
		i := p.pick(len(p.open))
		x := p.open[i]
		p.open = append(p.open[:i:i], p.open[i+1:]...)
		p.note("drop %d", x.request)
		p.s.DropLayer(x.request)
		p.m.drop(x.request)
		if op < 11 { // with the answer, which may be what was shown
			if p.pick(2) == 0 {
				x.body = p.body(x.node, 0)
			}
			x.write = p.between(x.write, p.now)
			p.take(x)
		}
	}
}

// sweep watches some roots and sweeps.
func (p *sequence) sweep() {
	var watched []sequenceRoot
	for _, r := range p.roots {
		if p.pick(4) == 0 && !p.unclear(&r) {
			p.s.Watch(r.number)
			watched = append(watched, r)
			p.note("watch %d %q %s", r.node, r.key, r.args)
		}
	}
	p.note("sweep at %v", p.now)
	p.stage.sweep(p.now, Limits{})
	p.m.sweep(p.now, watched, p.s.Node)
	for _, r := range watched {
		p.s.Unwatch(r.number)
	}
}

func run(t testing.TB, in []byte) {
	p := newSequence(t, in)
	defer func() {
		cause := recover()
		if cause != nil || t.Failed() {
			t.Log(strings.Join(p.story, "\n"))
		}
		if cause != nil {
			panic(cause)
		}
	}()
	p.eager = p.pick(2) == 0
	for n := 0; len(p.in) > 0 && n < 60; n++ {
		p.step()
		p.look(p.eager || p.pick(4) == 0)
	}
	p.look(true)
	for _, h := range p.held {
		p.lookBack(h)
		p.s.Release(h.space, p.sink())
		p.r.step()
	}
	require.Nil(t, p.s.states)
	p.look(true)
}

func FuzzSequence(f *testing.F) {
	for i := range 64 {
		f.Add(seedBytes(uint64(i), 600))
	}
	f.Fuzz(func(t *testing.T, in []byte) { run(t, in) })
}

// seedBytes gives bytes that look random.
func seedBytes(seed uint64, n int) []byte {
	out := make([]byte, n)
	x := seed*0x9E3779B97F4A7C15 + 1
	for i := range out {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		out[i] = byte(x >> 32)
	}
	return out
}
