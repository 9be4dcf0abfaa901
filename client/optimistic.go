package client

import (
	"sluice/core"
	"sluice/store"
)

// ErrNotNow says that [Endpoint].Optimistic has nothing to show until what it read has changed.
var ErrNotNow = core.ErrNotNow

// State is the store as it looks below an optimistic update: what is committed, with the updates
// that started before. It is valid while the function runs.
type State struct {
	// FetchedAt is when the request started, in ms of the client's clock.
	FetchedAt float64
	client    *Client
	space     store.Space
}

// GetIn is [Get] in a State.
func GetIn[T any](s *State, schema Schema[T], args ...any) (data T, ok bool) {
	seen, err := seeIn(s, schema, args)
	if err != nil {
		panic(err)
	}
	r := response[T](seen)
	return r.Data, r.Usable && seen.root.value.IsValid()
}

// GetResponseIn is [GetResponse] in a State.
func GetResponseIn[T any](s *State, e *Endpoint[T], args ...any) Response[T] {
	seen, err := seeIn(s, e, args)
	if err != nil {
		return Response[T]{Status: Invalid, ExpiresAt: moment(0), Err: err, Pristine: true}
	}
	return response[T](seen)
}

func seeIn[T any](s *State, what Readable[T], args []any) (seen, error) {
	q, err := what.question(args)
	if err != nil {
		return seen{}, err
	}
	return s.see(&q)
}

func (s *State) see(q *question) (seen, error) {
	c := s.client
	if c == nil {
		return seen{}, usage("a State is read after its function has returned")
	}
	if err := c.define(q.node); err != nil {
		return seen{}, err
	}
	ask := core.Look{Client: clientID, Key: q.key, Args: q.args}
	if q.node != nil {
		ask.Schema = q.node.id
	}
	found, ok := c.core.See(ask, s.space)
	if !ok {
		return seen{status: Invalid}, nil
	}
	c.graph.settle()
	c.graph.open(found.Root, q.args)
	out := seen{status: found.View.Status, state: found.View, now: Snapshot{Pristine: true}}
	if q.invalidIfStale && out.status == Valid {
		out.status = InvalidIfStale
	}
	usable := found.View.Presence == store.Usable
	r := c.records[found.Record]
	if r != nil && found.View.Failed {
		out.err = r.err
	}
	switch {
	case q.node != nil:
		out.root = &shownRoot{}
		if usable {
			out.root = c.rootOf(s.space, found.Root)
		}
	case usable && r != nil:
		out.held = r.held
	}
	return out, nil
}

// optimist asks the endpoints of a client's calls.
type optimist struct{ client *Client }

// Optimistic is for core.Optimist.
func (o optimist) Optimistic(a core.Asked) (text []byte, err error) {
	c := o.client
	call := c.calls[a.Call]
	s := &State{FetchedAt: float64(a.FetchedAt), client: c, space: a.Space}
	defer func() {
		c.graph.close(a.Space)
		s.client = nil
		if p := recover(); p != nil {
			text, err = nil, &PanicError{Value: p}
		}
	}()
	value, err := call.endpoint.optimistic(s, call.args...)
	if err != nil {
		return nil, err
	}
	h, err := call.endpoint.take(held{value: value})
	return h.text, err
}
