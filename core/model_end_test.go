package core

import (
	"math"
	"slices"
)

// lose ends a request with an error, after what can mend it.
func (m *model) lose(q *modelRequest, err string) {
	if !m.announce(q) {
		return
	}
	q.due = modelAlarm{}
	q.err = err
	if q.meta == nil {
		m.fail(q, err)
		return
	}
	m.enter(q, failing)
}

// arrive takes an answer.
func (m *model) arrive(q *modelRequest, text string) {
	q.response = text
	if q.meta == nil {
		m.succeed(q)
		return
	}
	q.due = modelAlarm{}
	m.enter(q, succeeding)
}

// ran takes a verdict about a step.
func (m *model) ran(q *modelRequest, step Step, v Verdict) {
	if q.phase == inFlight || q.step != step || q.ending != "" {
		return
	}
	switch {
	case v == Waiting:
		if q.phase == starting {
			m.announce(q)
		}
	case v == Recovered && q.phase == failing:
		q.response = "r"
		m.enter(q, succeeding)
	case v != Threw:
		if step == StepGetData {
			q.response += "g"
		}
		m.next(q)
	case q.phase == starting:
		m.lose(q, "thrown")
	case q.phase == succeeding:
		m.fail(q, "thrown")
	default:
		q.err = "thrown"
		m.next(q)
	}
}

func (m *model) succeed(q *modelRequest) {
	threw := false
	for i, u := range q.updates {
		if u.local {
			continue
		}
		for _, r := range m.records {
			p := r.pair
			at := slices.IndexFunc(r.changes, func(c *change) bool { return c.by == q.id && c.entry == i })
			if at < 0 && slices.Contains(m.targets(u.query), p) && m.inState(p, m.last) {
				m.add(p, &change{by: q.id, blamed: true, entry: i, f: u})
				at = slices.IndexFunc(r.changes, func(c *change) bool { return c.by == q.id && c.entry == i })
			}
			if at >= 0 {
				c := r.changes[at]
				c.state, c.settled, c.answer = layerKept, m.last, q.response
			}
		}
	}
	for _, r := range m.records {
		_, t := r.visible(q.id)
		threw = threw || t
	}
	if threw {
		m.undo(q)
		m.fail(q, errUpdater.Error())
		return
	}
	m.leave(q, "answered "+q.response)
	if r := m.record(q.pair); !q.silent() && q.id >= r.applied {
		r.applied, r.err = q.id, ""
		if q.query {
			r.answered, r.issued, r.text = true, q.id, q.response
		}
		if q.meta != nil && q.meta.Cached {
			r.cached, r.cacheKey, r.until = true, q.meta.CacheKey, m.clock+Time(q.meta.Cache*1000)
			if math.IsInf(q.meta.Cache, 1) {
				r.until = never
			}
		}
	}
	m.ended(q)
}

func (m *model) fail(q *modelRequest, err string) {
	m.takeBack(q)
	m.leave(q, err)
	if r := m.record(q.pair); !q.silent() && q.id >= r.applied {
		r.applied, r.err, r.cached = q.id, err, false
		if q.meta != nil && q.meta.DropData && r.answered {
			r.answered, r.changes = false, nil
		}
	}
	m.ended(q)
}

func (m *model) takeBack(q *modelRequest) {
	for _, r := range m.records {
		r.changes = slices.DeleteFunc(r.changes, func(c *change) bool { return c.by == q.id && c.blamed && c.f.revert == nil })
		for _, c := range r.changes {
			if c.by == q.id && c.blamed {
				c.state, c.settled = layerReverted, m.last
			}
		}
	}
	m.undoIfThrown(q)
	for _, r := range m.records {
		for _, c := range r.changes {
			c.blamed = c.blamed && c.by != q.id
		}
	}
}

// leave takes a request out, and tells its calls.
func (m *model) leave(q *modelRequest, how string) {
	m.off(q)
	m.requests = slices.DeleteFunc(m.requests, func(other *modelRequest) bool { return other == q })
	for _, call := range q.calls {
		m.expected[call] = how
	}
	if !m.beside(q) && !slices.ContainsFunc(m.of(q.pair), func(other *modelRequest) bool { return other.id > q.id && !m.beside(other) }) {
		m.plan(q.pair)
	}
	for _, r := range m.records { // what is final is nobody's fault any more
		for _, c := range r.changes {
			c.blamed = c.blamed && (c.by != q.id || c.state == layerPending)
		}
	}
}

// abort ends a request. If it is told of, its calls hear of that later.
func (m *model) abort(q *modelRequest, reason string) {
	if q.announced && q.meta != nil && q.meta.Action {
		q.ending, q.due = reason, modelAlarm{}
		m.off(q)
		return
	}
	m.aborted(q, reason)
}

func (m *model) aborted(q *modelRequest, reason string) {
	m.takeBack(q)
	m.leave(q, reason)
	m.ended(q)
}

// ended is the end of a request: a query of which nothing is known was never asked for, and keys that are too many go.
func (m *model) ended(q *modelRequest) {
	asks := func(q *modelRequest) bool { return !q.silent() }
	if r := m.record(q.pair); !r.answered && r.err == "" && !slices.ContainsFunc(m.of(q.pair), asks) {
		r.changes = nil
	}
	m.prune(q.pair)
}
