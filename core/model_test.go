package core

import (
	"math"
	"slices"
	"strings"
)

// model says naively what requests must come to: it keeps everything, and works data out from the beginning each time.
type model struct {
	watched  bool // all names are
	clock    Time
	last     RequestID
	set      uint64 // alarms so far
	away     bool
	limit    int             // of requests on the network at once; 0 is none
	queue    []*modelRequest // wait for their turn
	requests []*modelRequest // in flight, by dispatch
	records  []*modelRecord
	shelves  map[string]*modelShelf
	expected map[CallID]string // how calls must have ended, and with what
}

// modelRequest is one in flight.
type modelRequest struct {
	id        RequestID
	script    CallID // whose functions it has
	calls     []CallID
	pair      pair
	meta      *Meta // nil of a plain call
	query     bool
	latest    bool
	poll      bool
	phase     phase
	step      Step // whose verdict is awaited
	announced bool
	ending    string
	due       modelAlarm
	timeout   Time
	retry     *Retry
	tries     int
	place     place
	response  string
	present   string // as getData was given it
	err       string
	updates   []updater
}

type modelAlarm struct {
	at  Time // 0 when there is none
	set uint64
}

type modelRecord struct {
	pair     pair
	answered bool
	issued   RequestID
	text     string
	applied  RequestID
	err      string
	changes  []*change
	cached   bool
	cacheKey string
	until    Time
	poll     *modelPoll
}

type modelPoll struct {
	call    CallID
	meta    *Meta
	latest  bool
	timeout Time
	retry   *Retry
	updates []updater
	next    modelAlarm
	late    bool
}

type modelShelf struct {
	capacity int
	pairs    []pair
}

// change is what a request has done to the data of a query, for ever.
type change struct {
	by         RequestID
	blamed     bool // its request fails if it throws
	entry      int
	f          updater
	optimistic bool
	state      layerState
	settled    RequestID
	answer     string
}

func newModel() model {
	return model{clock: start, shelves: map[string]*modelShelf{}, expected: map[CallID]string{}}
}

func (m *model) record(p pair) *modelRecord {
	for _, r := range m.records {
		if r.pair == p {
			return r
		}
	}
	r := &modelRecord{pair: p}
	m.records = append(m.records, r)
	return r
}

// visible is what a query shows: its answer, and upon it what was done since that was asked for, in the order of
// dispatch. threw says that one that is blamed on a request did.
func (r *modelRecord) visible(blame RequestID) (text string, threw bool) {
	return r.replay(blame, func(c *change) bool { return c.state == layerPending || c.settled >= r.issued })
}

func (r *modelRecord) replay(blame RequestID, counts func(*change) bool) (text string, threw bool) {
	if text = "null"; r.answered {
		text = r.text
	}
	for _, c := range r.changes {
		if !counts(c) {
			continue
		}
		next := text
		if c.optimistic && c.f.optimistic != nil && !c.f.local && next != "null" {
			next = c.f.optimistic(next)
		}
		if next != "throw" && next != "null" && c.state == layerKept && c.f.data != nil {
			next = c.f.data(next, c.answer)
		}
		if next != "throw" && next != "null" && c.state == layerReverted && c.f.revert != nil {
			next = c.f.revert(next)
		}
		if next != "throw" {
			text = next
		} else if c.blamed && c.by == blame {
			threw = true
		}
	}
	return text, threw
}

// present is what getData is given by an answer: what that would be laid upon.
func (m *model) present(q *modelRequest) string {
	text, _ := m.record(q.pair).replay(0, func(c *change) bool {
		return c.state != layerPending && c.settled >= m.record(q.pair).issued && c.settled < q.id
	})
	return text
}

func (m *model) find(id RequestID) *modelRequest {
	for _, q := range m.requests {
		if q.id == id {
			return q
		}
	}
	return nil
}

// of lists the requests of a pair that are in flight.
func (m *model) of(p pair) []*modelRequest {
	return slices.DeleteFunc(slices.Clone(m.requests), func(q *modelRequest) bool { return q.pair != p })
}

func (q *modelRequest) silent() bool { return q.meta != nil && q.meta.Silent }

func (q *modelRequest) has(step Step) bool { return q.meta != nil && q.meta.Steps.has(step) }

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
	for _, r := range m.records {
		_, t := r.visible(q.id)
		threw = threw || t
	}
	if threw {
		m.undo(q)
	}
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

// targets are the pairs that a name means, which may spell a name and a key.
func (m *model) targets(name string) (out []pair) {
	for _, r := range m.records {
		if p := r.pair; p.name == name && p.key == "" || p.key != "" && p.name+p.key == name {
			out = append(out, p)
		}
	}
	return out
}

// inState reports whether a query has data, or will have from a request that was made up to now.
func (m *model) inState(p pair, now RequestID) bool {
	return m.record(p).answered || slices.ContainsFunc(m.of(p), func(q *modelRequest) bool {
		return q.query && !q.silent() && q.ending == "" && q.id <= now
	})
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
	threw := false
	for _, r := range m.records {
		r.changes = slices.DeleteFunc(r.changes, func(c *change) bool { return c.by == q.id && c.blamed && c.f.revert == nil })
		for _, c := range r.changes {
			if c.by == q.id && c.blamed {
				c.state, c.settled = layerReverted, m.last
			}
		}
	}
	for _, r := range m.records {
		_, t := r.visible(q.id)
		threw = threw || t
	}
	if threw {
		m.undo(q)
	}
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

// ended is the end of a request: a query of which nothing is known was never asked for, and keys that are too many go.
func (m *model) ended(q *modelRequest) {
	asks := func(q *modelRequest) bool { return !q.silent() }
	if r := m.record(q.pair); !r.answered && r.err == "" && !slices.ContainsFunc(m.of(q.pair), asks) {
		r.changes = nil
	}
	m.prune(q.pair)
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

// newest is the newest request of a pair that goes on.
func (m *model) newest(p pair) (out *modelRequest) {
	for _, q := range m.of(p) {
		if q.ending == "" {
			out = q
		}
	}
	return out
}

// grow makes an updater that appends, throws on long data, or does other things, as told.
func grow(query string, kind byte) updater {
	shorten := func(text string) string {
		if len(text) > 16 {
			return text[:2]
		}
		return text
	}
	u := updater{query: query}
	if kind&1 != 0 {
		u.data = func(data, answer string) string { return shorten(data + "d" + answer) }
	}
	if kind&2 != 0 {
		u.optimistic = func(data string) string { return shorten(data + "o") }
	}
	if kind&4 != 0 {
		u.revert = func(data string) string { return shorten(data + "v") }
	}
	if kind&8 != 0 {
		u.local, u.data, u.optimistic, u.revert = true, func(data, _ string) string { return shorten(data + "l") }, nil, nil
	}
	switch kind >> 4 {
	case 1:
		u.optimistic = func(data string) string { return throwIf(strings.Contains(data, "z"), data) }
	case 2:
		u.data = func(data, _ string) string { return throwIf(len(data) > 4, data+"t") }
	case 3:
		u.data = func(string, string) string { return "null" }
	case 4:
		u.revert = func(data string) string { return throwIf(len(data) > 3, data) }
	case 5:
		u.optimistic = func(data string) string { return data }
	}
	if u.local {
		u.optimistic, u.revert = nil, nil
	}
	return u
}

func throwIf(throw bool, data string) string {
	if throw {
		return "throw"
	}
	return data
}
