package client

import (
	"encoding/json"
	"slices"
	"sync/atomic"
	"time"

	"sluice/core"
)

// Snapshot is what is known of a named request. Data is shared: do not change its bytes.
type Snapshot struct {
	Data      json.RawMessage // of the last answer, with what changed it since; nil when there is none or it is null
	Err       error           // of the last failure since, as in [CallError].Err; nil when the next call begins
	Pending   int             // calls in flight
	Known     bool            // there is an answer, maybe null
	Pristine  bool            // nothing was ever asked, or everything was reset
	FetchedAt time.Time       // when the request of Data was sent; zero when not Known
}

// Watch calls listener with the present state of a named request, and again whenever it has
// changed; key is a request key or "". Only queries and the session keep data. Of a user
// whose session is watched, the client keeps the session up to date by itself: it asks after
// each login and each answer that says it was saved.
//
// Listeners of a client are called one at a time, in order, and may use the client. stop ends
// it; a call of listener that has begun may still be running when stop returns. A closed client
// tells nothing.
func (c *Client) Watch(name, key string, listener func(Snapshot)) (stop func()) {
	return c.watch(name, key, func(s Snapshot, v *value) {
		text, err := v.json()
		if s.Data = text; s.Err == nil {
			s.Err = err
		}
		listener(s)
	})
}

func (c *Client) watch(name, key string, listener func(Snapshot, *value)) (stop func()) {
	w := &watch{listener: listener}
	c.do(func(now core.Time) {
		if w.record = c.recordOf(now, name, key); w.record == 0 {
			return
		}
		r := c.shown(w.record)
		r.watches = append(r.watches, w)
		w.tell(c, r.now, r.told)
	})
	return func() { c.unwatch(w) }
}

// recordOf finds the record of a name, which is retained; 0 if the client is closed.
func (c *Client) recordOf(now core.Time, name, key string) core.RecordID {
	c.lastCall++
	token, w := c.lastCall, &watch{}
	c.watches[token] = w
	c.core.Watch(now, clientID, token, core.Watched{Name: name, Key: key, Query: c.query(name)})
	c.carryOut()
	delete(c.watches, token)
	if w.record != 0 {
		c.core.Retain(now, w.record)
	}
	return w.record
}

func (c *Client) unwatch(w *watch) {
	if w.record == 0 || w.stopped.Swap(true) {
		return
	}
	c.do(func(now core.Time) {
		if r := c.records[w.record]; r != nil {
			r.watches = slices.DeleteFunc(r.watches, func(other *watch) bool { return other == w })
			c.core.Release(now, w.record)
		}
	})
}

// watch is one use of Watch.
type watch struct {
	listener func(Snapshot, *value)
	record   core.RecordID
	stopped  atomic.Bool
}

func (w *watch) tell(c *Client, s Snapshot, v *value) {
	c.tell(func() {
		if !w.stopped.Load() {
			w.listener(s, v)
		}
	})
}

// shown is what a record shows.
type shown struct {
	value   *value // the data
	err     error
	now     Snapshot // without its Data
	told    *value   // that of now
	watches []*watch

	// Of an endpoint's key.
	held      held
	version   uint64 // of held
	fetched   float64
	observers []*observer
}

func (c *Client) shown(id core.RecordID) *shown {
	r := c.records[id]
	if r == nil {
		r = &shown{}
		c.records[id] = r
	}
	return r
}

// show makes a value the data, unless it is equal to what is there.
func (r *shown) show(v *value) {
	if !r.value.equal(v) {
		r.value = v
	}
}

// change takes a new state in and tells those who watch, if it is one.
func (r *shown) change(c *Client, s *core.RecordState) {
	if s.NoData {
		r.value, r.held = nil, held{}
	}
	if s.NoError {
		r.err = nil
	}
	r.fetched = float64(s.FetchedAt)
	next := Snapshot{Err: r.err, Pending: int(s.Pending), Known: s.Known, Pristine: s.Pristine}
	var data *value
	if s.Known {
		next.FetchedAt = time.UnixMicro(int64(float64(s.FetchedAt) * 1000))
		data = r.value
	}
	if r.told == data && r.now.equal(&next) {
		return
	}
	r.now, r.told = next, data
	c.touched = append(c.touched, r.observers...)
	for _, w := range r.watches {
		w.tell(c, next, data)
	}
}

var null = []byte("null")

// equal reports whether two snapshots show the same beside their data.
func (s *Snapshot) equal(other *Snapshot) bool {
	return sameError(s.Err, other.Err) && s.Pending == other.Pending &&
		s.Known == other.Known && s.Pristine == other.Pristine && s.FetchedAt.Equal(other.FetchedAt)
}
