package core

import (
	"math"
	"slices"

	"github.com/stretchr/testify/require"
)

func (p *pipeline) makeCall(r *reader) {
	pair := p.anyPair(r)
	isQuery := pair.name[0] == 'g'
	parts := []with{key(pair.key), query(map[bool]Choice{true: Yes, false: No}[isQuery]), latest(oneOf(r, Default, Default, Default, No, Yes)), timeout(oneOf(r, 0, 0, 0, 30.0))}
	if r.below(4) > 0 {
		parts = append(parts, s0)
	}
	optional := func(n int, part with) {
		if r.below(n) == 0 {
			parts = append(parts, part)
		}
	}
	optional(3, func(c *Call) {
		c.Retry = &Retry{Attempts: uint32(1 + r.below(3)), Delay: 5, Factor: 2, Max: 8}
	})
	optional(2, told)
	optional(8, silent)
	optional(24, cannotBegin)
	optional(4, cachedFor(oneOf(r, math.Inf(1), 0.04, 0.09), oneOf(r, "", "", "x")))
	optional(4, capacity(uint32(1+r.below(2))))
	optional(6, func(c *Call) {
		if repeats(oneOf(r, 0.02, 0.05))(c); c.Meta.Broken {
			c.Meta.Poll = 0
		}
		c.Meta.Watched = r.below(2) == 0
	})
	optional(8, func(c *Call) { c.meta().DropData = true })
	for _, step := range everyStep {
		optional(6, p.through(step))
	}
	var updates []updater
	for range r.below(3) {
		updates = append(updates, grow(oneOf(r, "getA", "getA", "getA1", "getB"), r.next()))
	}
	if len(updates) > 0 {
		parts = append(parts, p.updates(updates...))
	}
	id := p.prepare(pair.name, parts...)
	c := p.calls[id].call
	p.model.call(c, updates)
	p.dispatch(id)
}

func (p *pipeline) runOne(r *reader) {
	if len(p.toRun) == 0 {
		return
	}
	i, v := r.below(len(p.toRun)), oneOf(r, Done, Done, Done, Waiting, Waiting, Threw, Recovered)
	p.runNow(i, verdictOf(p.toRun[i].Step, v))
}

// verdictOf gives a verdict that a step may have.
func verdictOf(step Step, v Verdict) Verdict {
	if v == Recovered && step < StepError || v == Waiting && (step == StepGetData || step == StepGetError) {
		return Done
	}
	return v
}

func (p *pipeline) runNow(i int, v Verdict) {
	e := p.toRun[i]
	p.toRun = slices.Delete(p.toRun, i, i+1)
	if v != Waiting {
		p.flows[e.Request].running = 0
	}
	p.verdict(e.Request, e.Step, v)
}

// verdict gives one to both.
func (p *pipeline) verdict(id RequestID, step Step, v Verdict) {
	if f := p.flows[id]; p.core.requests[id] != nil && p.core.requests[id].step == step {
		switch {
		case v == Threw:
			f.err = errThrown
		case v == Recovered:
			f.response = "r"
		case v == Done && step == StepGetData:
			f.response += "g"
		}
	}
	if q := p.model.find(id); q != nil {
		p.model.ran(q, step, v)
	}
	p.core.Ran(p.now, id, step, v)
	p.carryOut()
}

// lateVerdict gives one about a step that is awaited.
func (p *pipeline) lateVerdict(r *reader) {
	var waiting []*flow
	for _, f := range p.flows {
		if f.running != 0 && !slices.ContainsFunc(p.toRun, func(e Effect) bool { return e.Request == f.id }) {
			waiting = append(waiting, f)
		}
	}
	if len(waiting) == 0 {
		return
	}
	slices.SortFunc(waiting, func(a, b *flow) int { return int(a.id) - int(b.id) })
	f := waiting[r.below(len(waiting))]
	step := f.running
	f.running = 0
	p.verdict(f.id, step, verdictOf(step, oneOf(r, Done, Done, Threw, Recovered)))
}

func (p *pipeline) settleOne(r *reader) {
	if r.below(16) == 0 { // an outcome that is of no interest any more
		if id := RequestID(r.below(int(p.model.last) + 1)); p.shell.requests[id] == nil || p.shell.requests[id].network != "open" {
			p.core.Settle(p.now, id, Outcome{Status: 200, Body: BodyJSON, Text: []byte("late")})
			p.carryOut()
		}
		return
	}
	open := p.open()
	if len(open) == 0 {
		return
	}
	f := open[r.below(len(open))]
	q := p.model.find(f.id)
	require.NotNil(p.t, q, "request %d should be over", f.id)
	switch what := r.below(16); {
	case what == 0 && q.meta != nil:
		kind := oneOf(r, Failure{}, Failure{}, Failure{Final: true}, Failure{Aborted: true})
		if kind == (Failure{}) && r.below(2) == 0 {
			want, got := p.model.again(q), p.core.Again(p.now, f.id, 0)
			require.Equal(p.t, want, got, "request %d is sent again", f.id)
			if p.carryOut(); got {
				return
			}
		}
		switch f.network, p.flows[f.id].err = "answered", errThrown; {
		case kind.Aborted:
			p.model.abort(q, "aborted")
		case kind.Final:
			p.model.fail(q, "thrown")
		default:
			p.lose(q, "thrown")
		}
		p.core.Failed(p.now, f.id, kind)
		p.carryOut()
	case what == 1:
		f.network = "answered"
		p.model.fail(q, errCrash.Error())
		p.core.Fail(p.now, f.id, errCrash)
		p.carryOut()
	case what < 4:
		if !p.model.again(q) {
			p.lose(q, "no answer")
		}
		p.settleRequest(f.id, Outcome{})
	case what < 6:
		p.lose(q, "500 E")
		p.settleRequest(f.id, Outcome{Status: 500, Body: BodyJSON, Text: []byte(`{"error":{"code":"E","message":"no"}}`)})
	default:
		text := oneOf(r, "a", "b", "z", "null", "long text")
		p.model.arrive(q, text)
		p.settleRequest(f.id, Outcome{Status: 200, Body: BodyJSON, Text: []byte(text)})
	}
}

func (p *pipeline) abortSome(r *reader) {
	if r.below(2) == 0 {
		var calls []CallID
		for _, q := range p.model.requests {
			if q.ending == "" {
				calls = append(calls, q.calls...)
			}
		}
		if len(calls) == 0 {
			return
		}
		id := calls[r.below(len(calls))]
		for _, q := range slices.Clone(p.model.requests) {
			switch at := slices.Index(q.calls, id); {
			case at < 0:
			case len(q.calls) > 1 || q.poll:
				q.calls = slices.Delete(q.calls, at, at+1)
				p.model.expected[id] = "aborted"
			default:
				p.model.abort(q, "aborted")
			}
		}
		p.shell.abort(id)
		return
	}
	targets, in := p.targetsOf(r)
	for _, q := range slices.Clone(p.model.requests) {
		if in(q.pair) && q.ending == "" {
			p.model.abort(q, "aborted")
		}
	}
	p.abortRequests(targets...)
}

// targetsOf picks a pair, or a name, or all.
func (p *pipeline) targetsOf(r *reader) (targets []Target, in func(pair) bool) {
	one := p.anyPair(r)
	switch r.below(4) {
	case 0:
		return nil, func(pair) bool { return true }
	case 1:
		return []Target{{Name: one.name, AnyKey: true}}, func(other pair) bool { return other.name == one.name }
	}
	return []Target{{Name: one.name, Key: one.key, Exact: true}}, func(other pair) bool { return other == one }
}

func (p *pipeline) forgetSome(r *reader) {
	targets, in := p.targetsOf(r)
	f := Forgetting{Pending: r.below(2) == 0, Cached: r.below(2) == 0}
	what := r.below(4)
	for _, name := range pairNames {
		for _, k := range pairKeys {
			switch at := (pair{name: name, key: k}); {
			case !in(at):
			case what == 0:
				p.record(at).cached = false
			case what == 1:
				p.record(at).poll = nil
			default:
				p.model.forget(at, f)
			}
		}
	}
	switch what {
	case 0:
		p.core.ClearCache(p.now, 1, targets)
		p.carryOut()
	case 1:
		p.stopPolling(targets...)
	default:
		p.shell.forget(f, targets...)
	}
}

func (p *pipeline) updateLocally(r *reader) {
	u := grow(oneOf(r, "getA", "getA1", "getB"), r.next()|8)
	u.local = true
	id := p.lastCall + 1
	q := &modelRequest{id: p.model.last + 1, calls: []CallID{id}, updates: []updater{u}, meta: &Meta{Silent: true}}
	p.model.last++
	if p.model.foretell(q) {
		p.model.expected[id] = errUpdater.Error()
	} else {
		p.model.expected[id] = "answered "
	}
	p.local(u)
}

// turn is what happens to a page.
func (p *pipeline) turn(r *reader) {
	switch r.below(6) {
	case 0:
		p.model.last++
		p.model.reset()
		id := p.shell.call("logout")
		p.model.expected[id] = "answered null"
		p.answer(id, "null")
	case 1, 2:
		one := p.anyPair(r)
		id := p.lastCall + 1
		if q := p.model.newest(one); q != nil {
			q.calls = append(q.calls, id)
		} else {
			p.model.expected[id] = "answered null"
		}
		p.join(one.name, one.key)
	default:
		p.model.away = !p.model.away
		p.page(map[bool]Choice{true: Yes, false: No}[p.model.away], No)
		for id := p.model.last + 1; !p.model.away && p.core.requests[id] != nil; id++ {
			one := p.core.requests[id].record.pair
			require.True(p.t, p.record(one).poll != nil && p.record(one).poll.late, "%v is not due", one)
			p.model.repeat(one)
		}
		for _, rec := range p.model.records {
			require.False(p.t, !p.model.away && rec.poll != nil && rec.poll.late, "%v is due", rec.pair)
		}
	}
}
