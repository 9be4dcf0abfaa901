package core

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNormalisedAccounts(t *testing.T) {
	t.Run("a change that was kept for a refetch is let go when that comes to nothing", func(t *testing.T) {
		s := newShell(t)
		normal := func(c *Call) { c.meta().Normal.Answer = true }
		s.answered("getUser", `{"id":1,"n":1}`, normal)
		refetch := s.call("getUser", normal)
		change := s.local(updater{query: "getUser", local: true, data: func(string, string) string { return `{"id":1,"n":2}` }})
		assert.JSONEq(t, `{"id":1,"n":2}`, s.shows(1).data)
		assert.Equal(t, 1, s.retained[change])
		s.abort(refetch)
		assert.Zero(t, s.retained[change])
		assert.JSONEq(t, `{"id":1,"n":2}`, s.shows(1).data)
		s.closes()
	})
}

// TestRandomNormalised plays requests whose answers are normalised beside others whose are not, and keeps the accounts.
func TestRandomNormalised(t *testing.T) {
	for seed := range uint64(40) {
		n := &normalised{newShell(t)}
		n.slow = true
		r := reader{randomScript(seed, 1500)}
		for len(r.rest) > 0 {
			n.step(&r)
			n.check()
		}
		n.settles()
		if normals := n.core.clients[1].normals; normals != nil {
			assert.Empty(t, normals.calls)
			assert.Empty(t, normals.answers)
		}
		n.closes()
		require.False(t, t.Failed(), "seed %d", seed)
	}
}

type normalised struct{ *shell }

var texts = []string{
	`{"id":1,"n":1}`, `{"id":1,"n":2,"m":{"id":2,"n":1}}`, `[{"id":1,"n":3},{"id":2,"n":2}]`, `[]`, `null`, `{"list":[{"id":3,"n":0}]}`, `"text"`,
}

func (n *normalised) step(r *reader) {
	switch r.below(12) {
	case 0, 1, 2:
		n.makeCall(r)
	case 3, 4, 5:
		n.settleOne(r)
	case 6:
		if len(n.toRun) > 0 {
			n.runStep(r.below(len(n.toRun)))
		}
	case 7:
		if len(n.endings) > 0 {
			n.tellEnd()
		}
	case 8:
		n.pass(Time(r.below(40)))
	case 9:
		n.abortRequests(Target{Name: oneOf(r, pairNames...), AnyKey: true})
	case 10:
		n.forget(Forgetting{Pending: r.below(2) == 0, Cached: r.below(2) == 0}, Target{Name: oneOf(r, pairNames...), AnyKey: true})
	case 11:
		switch r.below(4) {
		case 0:
			n.answer(n.call("logout"), "null")
		case 1:
			n.core.Sweep(n.now, Sweep{Client: 1})
			n.carryOut()
		default:
			id := n.done()
			n.core.Local(n.now, 1, id, n.updatesOf(id, n.updaters(r, true)), []byte(oneOf(r, texts[:2]...)))
			n.carryOut()
		}
	}
}

func (n *normalised) updaters(r *reader, local bool) (list []updater) {
	for range r.below(3) {
		u := updater{query: oneOf(r, "getA", "getA", "getA1", "getB"), local: local || r.below(6) == 0}
		makes := func() func(string) string {
			text, same := oneOf(r, append(texts, "throw")...), r.below(3) == 0
			return func(data string) string {
				if same {
					return data
				}
				return text
			}
		}
		data := makes()
		u.data = func(before, _ string) string { return data(before) }
		if !u.local && r.below(2) == 0 {
			u.optimistic = makes()
		}
		if !u.local && r.below(3) == 0 {
			u.revert = makes()
		}
		list = append(list, u)
	}
	return list
}

func (n *normalised) makeCall(r *reader) {
	name := oneOf(r, pairNames...)
	parts := []with{key(oneOf(r, "", "", "1", "2")), query(map[bool]Choice{true: Yes, false: No}[name[0] == 'g']), latest(oneOf(r, Default, Default, No))}
	m := Normal{Answer: r.below(4) > 0}
	for _, text := range []*[]byte{&m.Local, &m.Optimistic, &m.Reverted} {
		if r.below(4) == 0 {
			*text = []byte(oneOf(r, texts...))
		}
	}
	parts = append(parts, func(c *Call) { c.meta().Normal = m })
	for _, part := range []with{told, silent, capacity(1), repeats(0.03), cachedFor(math.Inf(1), ""), func(c *Call) { c.meta().DropData = true }} {
		if r.below(6) == 0 {
			parts = append(parts, part)
		}
	}
	for _, step := range []Step{StepRequest, StepGetData, StepSuccess, StepError} {
		if r.below(5) == 0 {
			parts = append(parts, n.does(step, returns(oneOf(r, Done, Done, Threw))))
		}
	}
	if list := n.updaters(r, false); len(list) > 0 {
		parts = append(parts, n.updates(list...))
	}
	n.call(name, parts...)
}

func (n *normalised) settleOne(r *reader) {
	var open []RequestID
	for id, f := range n.requests {
		if f.network == "open" {
			open = append(open, id)
		}
	}
	if len(open) == 0 {
		return
	}
	slices.Sort(open)
	id := open[r.below(len(open))]
	if r.below(5) == 0 {
		n.settleRequest(id, Outcome{Status: 500})
		return
	}
	n.settleRequest(id, Outcome{Status: 200, Body: BodyJSON, Text: []byte(oneOf(r, texts...))})
}

// check checks what must hold after each step.
func (n *normalised) check() {
	for id, got := range n.records {
		rec := n.core.records[id]
		require.Equal(n.t, got.dropped, rec == nil, "record %d", id)
		if rec == nil {
			continue
		}
		shown := 0
		for q := rec.client.open.first; q != nil; q = q.next {
			if q.record == rec && q.announced && !q.silent() {
				shown++
			}
		}
		require.Len(n.t, rec.pending, shown, "record %d", id)
		require.Equal(n.t, rec.hasData, got.state.Known)
		require.Equal(n.t, rec.hasError, got.err != nil)
		if !rec.hasData {
			require.Equal(n.t, "null", got.data, "record %d", id)
		}
	}
}
