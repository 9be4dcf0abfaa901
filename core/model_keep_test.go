package core

import "slices"

// expire is what happens to a request when it is due.
func (m *model) expire(q *modelRequest) {
	q.due = modelAlarm{}
	switch {
	case q.place == waiting:
		if q.place = nowhere; q.timeout > 0 {
			q.due = m.alarm(m.clock + q.timeout)
		}
		m.transmit(q)
	case !m.again(q):
		m.lose(q, "timeout")
	}
}

// beside reports whether a request does not concern the polls of its pair.
func (m *model) beside(q *modelRequest) bool {
	poll := m.record(q.pair).poll
	return q.silent() && poll != nil && !poll.meta.Silent
}

// plan says when a pair is polled next.
func (m *model) plan(p pair) {
	if poll := m.record(p).poll; poll != nil {
		poll.next = m.alarm(m.clock + Time(poll.meta.Poll*1000))
	}
}

func (m *model) repeat(p pair) {
	poll := m.record(p).poll
	poll.next = modelAlarm{}
	if poll.meta.Watched && !m.watched {
		m.record(p).poll = nil
		return
	}
	if poll.late = m.away; m.away {
		return
	}
	meta := *poll.meta
	m.begin(&modelRequest{script: poll.call, pair: p, meta: &meta, query: true, poll: true, retry: poll.retry, latest: poll.latest, updates: poll.updates}, poll.timeout)
}

// shelve notes a key of a name of which only so many are kept.
func (m *model) shelve(p pair, capacity uint32) {
	if capacity == 0 || p.key == "" {
		return
	}
	s := m.shelves[p.name]
	if s == nil {
		s = &modelShelf{}
		m.shelves[p.name] = s
	}
	if s.capacity = int(capacity); !slices.Contains(s.pairs, p) {
		s.pairs = append(s.pairs, p)
	}
	m.evict(s, p)
}

// prune lets go of keys that are too many, when a request has ended.
func (m *model) prune(p pair) {
	if s := m.shelves[p.name]; s != nil && slices.Contains(s.pairs, p) {
		m.evict(s, pair{})
	}
}

func (m *model) evict(s *modelShelf, but pair) {
	for _, p := range slices.Clone(s.pairs) {
		if len(s.pairs) > s.capacity && p != but && len(m.of(p)) == 0 {
			m.empty(p)
		}
	}
}

// empty forgets all of a pair.
func (m *model) empty(p pair) {
	m.unshelve(p)
	r := m.record(p)
	*r = modelRecord{pair: p, applied: r.applied}
}

func (m *model) unshelve(p pair) {
	if s := m.shelves[p.name]; s != nil {
		s.pairs = slices.DeleteFunc(s.pairs, func(other pair) bool { return other == p })
	}
}

// advance lets time pass, with what becomes due.
func (m *model) advance(now Time) {
	for {
		var first modelAlarm
		var do func()
		sooner := func(a modelAlarm, f func()) {
			if a.at != 0 && a.at <= now && (do == nil || a.at < first.at || a.at == first.at && a.set < first.set) {
				first, do = a, f
			}
		}
		for _, q := range m.requests {
			sooner(q.due, func() { m.expire(q) })
		}
		for _, r := range m.records {
			if r.poll != nil {
				sooner(r.poll.next, func() { m.repeat(r.pair) })
			}
		}
		if do == nil || first.at > m.clock {
			m.fill()
		}
		if do == nil {
			break
		}
		m.clock = max(m.clock, first.at)
		do()
	}
	m.clock = now
}

// reset forgets all.
func (m *model) reset() {
	for _, q := range slices.Clone(m.requests) {
		if q.ending == "" {
			m.abort(q, "reset")
		}
	}
	for _, r := range m.records {
		m.empty(r.pair)
	}
}

// forget is what ResetRequests does to a pair.
func (m *model) forget(p pair, f Forgetting) {
	r := m.record(p)
	if !f.Cached && r.cached && r.answered && m.clock <= r.until {
		return
	}
	*r = modelRecord{pair: p, applied: r.applied}
	for _, q := range m.of(p) {
		if f.Pending && q.ending == "" {
			m.abort(q, "reset")
		}
	}
}
