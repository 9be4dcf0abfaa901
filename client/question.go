package client

import (
	"sluice/core"
	"sluice/store"
)

// Readable is what data can be read of: an *[Endpoint] with arguments, or a [Schema] with those that find
// something in the store.
type Readable[T any] interface {
	question(args []any) (question, error)
	zero() T
}

// question is what is asked of the store.
type question struct {
	node           *node
	key            string // "": only the store is looked at
	args           []byte
	invalidIfStale bool
}

func (e *Endpoint[T]) zero() (out T) { return out }

func (s Schema[T]) zero() (out T) { return out }

func (e *Endpoint[T]) question(args []any) (question, error) {
	used := e.use()
	text, err := argsText(args)
	if err != nil {
		return question{}, err
	}
	key, err := used.keyOf(args, text)
	return question{used.node, key, text, used.invalidIfStale}, err
}

func (s Schema[T]) question(args []any) (question, error) {
	if s.node == nil {
		return question{}, usage("the schema holds no entities")
	}
	if err := s.node.usable(); err != nil {
		return question{}, err
	}
	text, err := argsText(args)
	return question{node: s.node, args: text}, err
}

// seen is what a question shows.
type seen struct {
	root   *shownRoot // nil: the value is held
	held   held
	status ExpiryStatus
	state  core.ViewState
	now    Snapshot // of the key
	at     float64  // when what is there was asked for, ms; 0: it was not
	err    error
	// version is that of the value held.
	version uint64
}

// look asks the store. It runs under the lock.
func (c *Client) look(now core.Time, q *question) (look, error) {
	if c.closed {
		return look{closed: true}, nil
	}
	if err := c.define(q.node); err != nil {
		return look{}, err
	}
	c.lastCall++
	token, l := c.lastCall, &look{}
	c.looks[token] = l
	ask := core.Look{Client: clientID, Token: token, Key: q.key, Args: q.args}
	if q.node != nil {
		ask.Schema = q.node.id
	}
	c.core.Look(now, ask)
	c.carryOut()
	delete(c.looks, token)
	c.graph.open(l.root, q.args)
	return *l, nil
}

// see gives what a question shows now. It runs under the lock.
func (c *Client) see(q *question, l look) seen {
	state := c.states[l.root]
	if l.closed {
		state = core.ViewState{Status: Invalid}
	}
	s := seen{state: state, status: state.Status, now: Snapshot{Pristine: true}}
	if q.invalidIfStale && s.status == Valid {
		s.status = InvalidIfStale
	}
	var r *shown
	if l.record != 0 {
		r = c.shown(l.record)
		s.now, s.at = r.now, r.fetched
		if state.Failed {
			s.err = r.err
		}
	}
	switch usable := state.Presence == store.Usable; {
	case q.node != nil:
		s.root = &shownRoot{}
		if usable {
			s.root = c.rootOf(store.View, l.root)
		}
	case usable && r != nil:
		s.held, s.version = r.held, r.version
	}
	return s
}

func query[T any](c *Client, what Readable[T], args []any) (s seen, err error) {
	q, err := what.question(args)
	if err != nil {
		return seen{}, err
	}
	c.do(func(now core.Time) {
		var l look
		if l, err = c.look(now, &q); err == nil {
			s = c.see(&q, l)
		}
	})
	return s, err
}
