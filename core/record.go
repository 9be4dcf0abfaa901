package core

import (
	"slices"
	"strings"
)

// pair is the identity of a named request: its name and request key, never glued together.
// A hook's requests also carry the canonical JSON of their data, so that hooks with
// different data keep apart from one another and from plain calls.
type pair struct {
	name, key, variant string
}

// RecordState is what watchers see of a record besides its data and error, which the shell
// keeps.
type RecordState struct {
	Pending   uint32  // requests in flight
	Pristine  bool    // nothing was ever asked, or everything was reset
	Known     bool    // there is data, possibly null
	NoData    bool    // the data becomes null
	NoError   bool    // the error becomes null
	FetchedAt Time    // when the request of the data was issued, 0 if there is none
	Download  float64 // 0–100, -1 when not measured
	Upload    float64
}

// record is what the core knows of one pair. The values themselves stay with the shell.
type record struct {
	id       RecordID
	client   *client
	pair     pair
	keyed    *keyed      // of an endpoint's key; else nil
	pending  []*request  // by dispatch
	quiet    []*request  // those that do not show: silent ones, and those that are about to begin
	single   [1]*request // where pending begins: most records have one request at a time
	applied  RequestID   // the latest request, by dispatch, whose outcome was taken
	watchers int
	asked    bool // not pristine
	hasData  bool
	hasError bool
	query    bool
	dirty    bool
	noData   bool // to be told with the next state
	noError  bool
	download float64
	upload   float64
	fetched  Time
	cached   *cached    // the answer may be given again; else nil
	repeated *repeating // its request is made again and again; else nil
	recipe   *recipe    // how it is asked for, if that is remembered
	kept     bool       // it counts for the capacity of its name
	layered  *layered   // its data is changed by requests; else nil
	normal   bool       // its data is normalised
	finished uint32     // see About
	promised uint32     // calls that are to be answered with what there is
	about    About      // what was told of it last
	told     bool       // that was told
}

// recordOf finds or makes the record of a pair. The strings may alias a buffer of the
// shell's: what is kept is cloned.
func (c *Core) recordOf(cl *client, p pair, query Choice) *record {
	if r := cl.records[p]; r != nil {
		return r
	}
	p = pair{strings.Clone(p.name), strings.Clone(p.key), strings.Clone(p.variant)}
	r := c.newRecord(cl, p)
	r.query = cl.isQuery(p.name, query)
	cl.records[p] = r
	if p == sessionPair {
		cl.session = r
	}
	return r
}

// newRecord makes one that no name leads to.
func (c *Core) newRecord(cl *client, p pair) *record {
	c.lastRecord++
	r := &record{id: c.lastRecord, client: cl, pair: p, download: -1, upload: -1}
	r.pending = r.single[:0]
	c.records[r.id] = r
	return r
}

func (c *Core) dropRecord(r *record) {
	c.stopRepeating(r)
	c.forgetRecipe(r)
	c.offShelf(r)
	c.dropLayers(r)
	c.forgetNormal(r)
	if r.client.records[r.pair] == r {
		delete(r.client.records, r.pair)
	}
	delete(c.records, r.id)
	if r.client.session == r {
		r.client.session = nil
	}
	if r.pair.variant != "" {
		r.client.variants.remove(r)
	}
	c.emit(Effect{Kind: EffectDrop, Record: r.id})
}

// begin enters a request that starts. It clears the error; the data stays.
func (c *Core) begin(r *record, q *request) {
	if q.silent() {
		return
	}
	if i := slices.Index(r.quiet, q); i >= 0 {
		r.quiet = slices.Delete(r.quiet, i, i+1)
	}
	if r.asked = true; r.keyed != nil && q.carrier != 0 && len(q.calls) == 0 { // a poll that nobody else waits for
		c.touch(r)
		return
	}
	at := len(r.pending)
	for at > 0 && r.pending[at-1].id > q.id { // which had less to go through
		at--
	}
	r.pending = slices.Insert(r.pending, at, q)
	if r.hasError && r.keyed == nil { // an endpoint's error stays until there is an answer
		r.hasError, r.noError = false, true
	}
	r.download, r.upload = zeroIf(q.download), zeroIf(q.upload)
	c.touch(r)
}

// zeroIf is how progress begins.
func zeroIf(measured bool) float64 {
	if measured {
		return 0
	}
	return -1
}

// end takes a request out that is over, whatever came of it.
func (c *Core) end(r *record, q *request) {
	if i := slices.Index(r.pending, q); i >= 0 {
		r.pending = slices.Delete(r.pending, i, i+1)
	} else if i := slices.Index(r.quiet, q); i >= 0 {
		r.quiet = slices.Delete(r.quiet, i, i+1)
	}
	if len(r.pending) == 0 && !r.hasData && !r.hasError && r.keyed == nil {
		r.asked = false
	}
	c.touch(r)
}

// newest reports whether no request of the record in flight was dispatched after q.
func (r *record) newest(q *request) bool {
	return len(r.pending) == 0 || r.pending[len(r.pending)-1].id <= q.id
}

// complete shows what is measured as transferred.
func (r *record) complete() {
	if r.download >= 0 {
		r.download = 100
	}
	if r.upload >= 0 {
		r.upload = 100
	}
}

// apply reports whether the outcome of q may change the record: not when the outcome of a
// request dispatched later was applied already.
func (c *Core) apply(r *record, q *request) bool {
	if q.id < r.applied {
		return false
	}
	r.applied = q.id
	r.asked = true
	return true
}

// finish counts a request that ends with an answer or an error.
func (c *Core) finish(q *request) {
	if r := q.record; r != nil && r.client.options.Server {
		r.finished++
		c.touch(r)
	}
}

// touch notes that watchers of the record are to be told at the end of this step.
func (c *Core) touch(r *record) {
	if !r.dirty {
		r.dirty = true
		c.dirty = append(c.dirty, r)
	}
}

// commit ends a step: every record that changed is told once; records that say no more than
// a missing one go; who waits for a client to be idle is told; the timer is armed.
func (c *Core) commit() {
	if !c.batching {
		c.conclude()
	}
}

// conclude does so also within a batch.
func (c *Core) conclude() {
	c.fill()
	c.show()
	c.simplify()
	c.emitLater()
	c.tellRecords()
	c.emitLater() // of what has gone now
	c.idle()
	c.arm()
}

func (c *Core) emitLater() {
	c.effects = append(c.effects, c.later...)
	clear(c.later)
	c.later = c.later[:0]
}

// tellRecords tells what records that changed show now.
func (c *Core) tellRecords() {
	for i, r := range c.dirty {
		c.dirty[i] = nil
		r.dirty = false
		if c.records[r.id] != r {
			continue
		}
		if r.keyed == nil && (!r.asked && r.watchers == 0 && r.idle() || r.spent()) {
			c.dropRecord(r)
			continue
		}
		c.name(r)
		c.emit(Effect{Kind: EffectRecord, Client: r.client.id, Record: r.id, State: r.state()})
		r.noData, r.noError = false, false
		r.client.variants.note(c, r)
	}
	c.dirty = c.dirty[:0]
}

// idle reports whether nothing is in flight, and nothing will be by itself.
func (r *record) idle() bool { return len(r.pending) == 0 && len(r.quiet) == 0 && r.repeated == nil }

// spent reports whether the record is that of a mutation whose outcome nobody looks at.
func (r *record) spent() bool {
	return !r.query && !r.hasData && !r.hasError && len(r.pending) == 0 && len(r.quiet) == 0 && r.watchers == 0
}

func (r *record) state() RecordState {
	s := RecordState{
		Pending: uint32(len(r.pending)), Pristine: !r.asked, Known: r.hasData,
		NoData: r.noData, NoError: r.noError, Download: r.download, Upload: r.upload,
	}
	if r.keyed != nil {
		m, _ := r.client.store.Meta(r.keyed.text)
		s.FetchedAt = Time(m.FetchedAt)
	} else if r.hasData {
		s.FetchedAt = r.fetched
	}
	return s
}
