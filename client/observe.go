package client

import (
	"slices"
	"sync/atomic"

	"sluice/core"
	"sluice/store"
)

// Watch calls listener with what is shown of an endpoint's arguments, or found through a schema, and again
// after each commit that changed it: the data, the error, the status, whether it is stale, how
// many requests are in flight. It is told of nothing else, and of each once. Listeners of a client are called
// one at a time, in order, and may use the client. stop ends it; a call that has begun may still be
// running when stop returns.
func Watch[T any](c *Client, what Readable[T], listener func(Response[T]), args ...any) (stop func(), err error) {
	q, err := what.question(args)
	if err != nil {
		return nil, err
	}
	o := &observer{question: q}
	o.tell = func(s seen) {
		if o.stopped.Load() {
			return
		}
		if s.root != nil && s.root.panic != nil {
			s.err, s.root = &PanicError{Value: s.root.panic}, &shownRoot{}
		}
		listener(response[T](s))
	}
	c.do(func(now core.Time) {
		if c.closed {
			o.closed = true
			return
		}
		if o.look, err = c.look(now, &q); err != nil {
			o.closed = true
			return
		}
		c.core.Show(now, clientID, o.look.root, true)
		c.carryOut()
		c.observers[o.look.root] = append(c.observers[o.look.root], o)
		if o.look.record != 0 {
			r := c.shown(o.look.record)
			r.observers = append(r.observers, o)
		}
		o.seen = c.see(&q, o.look)
		s := o.seen
		c.tell(func() { o.tell(s) })
	})
	return func() { c.unobserve(o) }, err
}

// observer is one use of Watch.
type observer struct {
	question question
	look     look
	seen     seen // what was told last
	tell     func(seen)
	stopped  atomic.Bool
	closed   bool
}

func (c *Client) unobserve(o *observer) {
	if o.closed || o.stopped.Swap(true) {
		return
	}
	c.do(func(now core.Time) {
		is := func(other *observer) bool { return other == o }
		c.observers[o.look.root] = slices.DeleteFunc(c.observers[o.look.root], is)
		if len(c.observers[o.look.root]) == 0 {
			delete(c.observers, o.look.root)
		}
		if r := c.records[o.look.record]; r != nil {
			r.observers = slices.DeleteFunc(r.observers, is)
		}
		c.core.Show(now, clientID, o.look.root, false)
	})
}

// observe tells those who watch what has changed in this step.
func (c *Client) observe() {
	for _, r := range c.graph.changed {
		c.touched = append(c.touched, c.observers[r]...)
	}
	c.graph.changed = c.graph.changed[:0]
	touched := c.touched
	c.touched = nil
	for _, o := range touched {
		s := c.see(&o.question, o.look)
		if o.stopped.Load() || c.closed || o.seen.equal(&s) {
			continue
		}
		o.seen = s
		c.tell(func() { o.tell(s) })
	}
}

// equal reports whether two sights show the same.
func (s *seen) equal(o *seen) bool {
	if s.status != o.status || s.state.Stale != o.state.Stale || !sameError(s.err, o.err) || s.version != o.version ||
		(s.state.Presence == store.Usable) != (o.state.Presence == store.Usable) ||
		s.now.Pending != o.now.Pending || s.now.Pristine != o.now.Pristine || (s.state.ExpiresAt <= 1) != (o.state.ExpiresAt <= 1) {
		return false
	}
	if s.root == nil || o.root == nil {
		return s.root == o.root
	}
	return identical(s.root.value, o.root.value) && (s.root.panic == nil) == (o.root.panic == nil)
}
