package client

import (
	"time"

	"sluice/core"
)

// QueryState is what is known of a named request. Data is shared by all who read it: do not change it.
type QueryState[T any] struct {
	Data      T         // of the last answer, with what changed it since; the zero T when there is none, or it is null
	Err       error     // of the last failure since, as in [CallError].Err; or why the data is no T
	Pending   int       // calls in flight
	Known     bool      // there is data, maybe null
	Pristine  bool      // nothing was ever asked, or everything was reset
	FetchedAt time.Time // when the request of Data was sent; zero when not Known
}

// Loading reports whether a call is in flight.
func (s *QueryState[T]) Loading() bool { return s.Pending > 0 }

func stateOf[T any](s Snapshot, v *value) QueryState[T] {
	out := QueryState[T]{Err: s.Err, Pending: s.Pending, Known: s.Known, Pristine: s.Pristine, FetchedAt: s.FetchedAt}
	data, err := valueAs[T](v)
	if out.Data = data; out.Err == nil {
		out.Err = err
	}
	return out
}

// GetQuery gives what is known of a named request now; of a mutation, whether it is pending, and its error. Of options,
// RequestKey counts. Data that has not changed is the same value as before.
func GetQuery[T any](c *Client, name string, options ...Option) QueryState[T] {
	var s Snapshot
	var v *value
	c.do(func(now core.Time) {
		s.Pristine = true
		if id := c.recordOf(now, name, keyOf(options)); id != 0 {
			s, v = c.shown(id).now, c.shown(id).told
			c.core.Release(now, id)
		}
	})
	return stateOf[T](s, v)
}

// WatchQuery is [Client.Watch] with data of a type: it calls listener with what is known of a named request now, and
// again whenever that has changed. Of options, RequestKey counts.
func WatchQuery[T any](c *Client, name string, listener func(QueryState[T]), options ...Option) (stop func()) {
	return c.watch(name, keyOf(options), func(s Snapshot, v *value) { listener(stateOf[T](s, v)) })
}

func keyOf(options []Option) string {
	var o callOptions
	for _, option := range options {
		option(&o)
	}
	return o.key
}
