package core

import "slices"

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

// newest is the newest request of a pair that goes on.
func (m *model) newest(p pair) (out *modelRequest) {
	for _, q := range m.of(p) {
		if q.ending == "" {
			out = q
		}
	}
	return out
}
