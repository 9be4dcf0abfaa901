package core

import (
	"math"
	"slices"
)

// call makes a call of a name.
func (m *model) call(c Call, updates []updater) {
	p, q := pair{c.Name, c.Key, ""}, &modelRequest{script: c.ID, calls: []CallID{c.ID}, meta: c.Meta, query: c.Query == Yes, updates: updates}
	r := m.record(p)
	q.pair, q.latest = p, c.TakeLatest == Yes || c.TakeLatest == Default && q.query
	if q.query {
		q.retry = c.Retry
		if !m.beside(q) || c.Meta.Poll > 0 {
			r.poll = nil
		}
	}
	if c.Meta != nil {
		if !q.silent() {
			m.shelve(p, c.Meta.Capacity)
		}
		if q.query && c.Meta.Poll > 0 {
			r.poll = &modelPoll{call: c.ID, meta: c.Meta, latest: q.latest, timeout: Time(c.Timeout), retry: c.Retry, updates: updates}
		}
		if c.Meta.Cached && r.cached && r.answered && m.clock <= r.until && r.cacheKey == c.Meta.CacheKey {
			m.last++
			text, _ := r.visible(0)
			m.expected[c.ID] = "answered " + text
			if !m.beside(q) && !slices.ContainsFunc(m.of(p), func(other *modelRequest) bool { return !m.beside(other) }) {
				m.plan(p)
			}
			m.prune(p)
			return
		}
	}
	m.begin(q, Time(c.Timeout))
}

func (m *model) begin(q *modelRequest, timeout Time) {
	m.last++
	q.id = m.last
	m.requests = append(m.requests, q)
	if timeout > 0 && (q.meta == nil || !q.meta.Broken) {
		q.due = m.alarm(m.clock + timeout)
	}
	q.timeout = timeout
	if q.meta == nil {
		m.announce(q)
		m.transmit(q)
		return
	}
	if q.meta.Broken {
		m.lose(q, "thrown")
		return
	}
	m.enter(q, starting)
}

func (m *model) alarm(at Time) modelAlarm {
	m.set++
	return modelAlarm{at, m.set}
}

// enter begins a phase; next goes on in it.
func (m *model) enter(q *modelRequest, p phase) {
	m.off(q)
	q.phase, q.step = p, chains[p].first-1
	m.next(q)
}

func (m *model) next(q *modelRequest) {
	for q.step < chains[q.phase].last {
		if q.step++; q.has(q.step) {
			if q.step == StepGetData {
				q.present = m.present(q)
			}
			return
		}
	}
	switch p := q.phase; p {
	case starting:
		q.phase = inFlight
		if m.announce(q) {
			m.transmit(q)
		}
	case succeeding:
		m.succeed(q)
	default:
		m.fail(q, q.err)
	}
}

// announce has a request show, and what it foretells. It reports whether it goes on.
func (m *model) announce(q *modelRequest) bool {
	if q.announced {
		return true
	}
	q.announced = true
	if q.latest {
		for _, older := range m.of(q.pair) {
			mended := q.silent() && (older.phase == failing || older.phase == succeeding)
			if older.id < q.id && older.ending == "" && !mended {
				m.abort(older, "superseded")
			}
		}
	}
	r := m.record(q.pair)
	if !q.silent() {
		r.err = ""
	}
	if m.foretell(q) {
		m.fail(q, errUpdater.Error())
		return false
	}
	return true
}

// foretell adds what a request does to queries before its answer. It reports whether that throws; then nothing of it
// is left.
func (m *model) foretell(q *modelRequest) (threw bool) {
	for i, u := range q.updates {
		for _, p := range m.targets(u.query) {
			if m.inState(p, q.id) {
				c := &change{by: q.id, blamed: true, entry: i, f: u, optimistic: true}
				if u.local {
					c.state, c.settled, c.answer = layerKept, m.last, "null"
				}
				m.add(p, c)
			}
		}
	}
	threw = m.undoIfThrown(q)
	for _, r := range m.records {
		for _, c := range r.changes {
			c.blamed = c.blamed && !c.f.local
		}
	}
	return threw
}

// transmit puts a request on the network, or behind those that wait for that.
func (m *model) transmit(q *modelRequest) {
	if m.limit > 0 && (m.busy() >= m.limit || len(m.queue) > 0) {
		q.place, m.queue = queued, append(m.queue, q)
		return
	}
	q.place = onNetwork
}

func (m *model) busy() (n int) {
	for _, q := range m.requests {
		if q.place == onNetwork {
			n++
		}
	}
	return n
}

// off takes a request from the network. Whose turn it is goes at the end of the step: see fill.
func (m *model) off(q *modelRequest) {
	q.place = nowhere
	m.queue = slices.DeleteFunc(m.queue, func(other *modelRequest) bool { return other == q })
}

func (m *model) fill() {
	for len(m.queue) > 0 && m.busy() < m.limit {
		m.queue[0].place = onNetwork
		m.queue = m.queue[1:]
	}
}

// again has a request that failed wait for its next attempt, if it has one.
func (m *model) again(q *modelRequest) bool {
	r := q.retry
	if r == nil || q.tries+1 >= int(r.Attempts) || q.place != onNetwork && q.place != queued {
		return false
	}
	m.off(q)
	q.due = m.alarm(m.clock + Time(min(r.Delay*math.Pow(r.Factor, float64(q.tries)), r.Max)))
	q.tries++
	q.place = waiting
	return true
}

func (m *model) add(p pair, c *change) {
	r := m.record(p)
	r.changes = append(r.changes, c)
}

// undo takes away what a request has done, but for what was final.
func (m *model) undo(q *modelRequest) {
	for _, r := range m.records {
		r.changes = slices.DeleteFunc(r.changes, func(c *change) bool { return c.by == q.id && c.blamed })
	}
}

// undoIfThrown takes away what a request has done if that throws.
func (m *model) undoIfThrown(q *modelRequest) (threw bool) {
	for _, r := range m.records {
		_, t := r.visible(q.id)
		threw = threw || t
	}
	if threw {
		m.undo(q)
	}
	return threw
}
