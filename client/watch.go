package client

import (
	"bytes"
	"encoding/json"
	"slices"
	"sync/atomic"
	"time"

	"sluice/core"
)

// Snapshot is what is known of a named request. Data is shared: do not change its bytes.
type Snapshot struct {
	Data      json.RawMessage // of the last answer; nil when there is none or it was null
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
	w := &watch{listener: listener}
	query := c.query(name)
	c.do(func(now core.Time) {
		c.lastCall++
		c.watches[c.lastCall] = w
		c.core.Watch(now, clientID, c.lastCall, core.Watched{Name: name, Key: key, Query: query})
		c.carryOut()
		delete(c.watches, c.lastCall) // the client is closed
		if w.record == 0 {
			return
		}
		c.core.Retain(now, w.record)
		r := c.shown(w.record)
		r.watches = append(r.watches, w)
		w.tell(c, r.now)
	})
	return func() { c.unwatch(w) }
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
	listener func(Snapshot)
	record   core.RecordID
	stopped  atomic.Bool
}

func (w *watch) tell(c *Client, s Snapshot) {
	c.tell(func() {
		if !w.stopped.Load() {
			w.listener(s)
		}
	})
}

// shown is what a record shows.
type shown struct {
	data    []byte // what the core has said of it since it was last told
	err     error
	now     Snapshot
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

// change takes a new state in and tells those who watch, if it is one.
func (r *shown) change(c *Client, s *core.RecordState) {
	if s.NoData {
		r.data, r.held = nil, held{}
	}
	if s.NoError {
		r.err = nil
	}
	r.fetched = float64(s.FetchedAt)
	next := Snapshot{Err: r.err, Pending: int(s.Pending), Known: s.Known, Pristine: s.Pristine}
	if s.Known {
		next.FetchedAt = time.UnixMicro(int64(float64(s.FetchedAt) * 1000))
		if !bytes.Equal(r.data, null) {
			next.Data = r.data
		}
	}
	if r.now.equal(&next) {
		return
	}
	r.now = next
	c.touched = append(c.touched, r.observers...)
	for _, w := range r.watches {
		w.tell(c, next)
	}
}

var null = []byte("null")

func (s *Snapshot) equal(other *Snapshot) bool {
	return bytes.Equal(s.Data, other.Data) && sameError(s.Err, other.Err) && s.Pending == other.Pending &&
		s.Known == other.Known && s.Pristine == other.Pristine && s.FetchedAt.Equal(other.FetchedAt)
}
