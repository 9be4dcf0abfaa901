package client

import (
	"context"
	"reflect"

	"sluice/core"
)

// QueryName says which query is meant: a name, which may be one that spells a name and a request key, or exactly a
// name and key.
type QueryName interface{ string | core.Target }

// targetOf gives the query that is meant.
func targetOf[Q QueryName](query Q) core.Target {
	if t, ok := any(query).(core.Target); ok {
		t.Exact = !t.AnyKey
		return t
	}
	return core.Target{Name: any(query).(string)}
}

// update is what a call does to the data of a query.
type update struct {
	told      core.Update
	functions [3]func(data, answer *value) (*value, error) // by half of the kind
}

// run calls a function. It runs under the client's lock.
func (u *update) run(kind core.UpdateKind, data, answer *value) (out *value, err error) {
	defer recovered(&err)
	return u.functions[kind>>1](data, answer)
}

// Update has the call, once it has succeeded, change the data of a query: f is given the data and the call's answer,
// and gives the new data. Its arguments must not be changed. A query of which nothing is known is left out, and so is
// one whose data is null.
//
// f is pure, quick, and must not use the client: it is called in the middle of a commit, and called again when the data
// beneath has changed: because an earlier request has failed, or the query was asked for anew while this one
// was in flight. So it must expect data that already has its change (compare ids). Data equal to what it was given is no
// change. If it fails (it panics, or data or answer do not fit D or M) the call fails, and nothing of it is left.
//
// What is kept of the query is a D from then on: give a type that has all of its members.
func Update[D, M any, Q QueryName](query Q, f func(data D, answer M) D) Option {
	return updates(targetOf(query), core.UpdateData, false, f)
}

// UpdateOptimistic has the call change the data of a query as soon as it is made. The change goes when the call fails
// or ends early, and stays when it succeeds; [Update] of the same query then sees it. For f see [Update]. If it fails at
// once, nothing is sent.
func UpdateOptimistic[D any, Q QueryName](query Q, f func(data D) D) Option {
	return updates(targetOf(query), core.UpdateOptimistic, false, alone(f))
}

// UpdateReverted has the call, when it fails or ends early, change the data of a query with its optimistic change, in
// the place of taking that back. For f see [Update].
func UpdateReverted[D any, Q QueryName](query Q, f func(data D) D) Option {
	return updates(targetOf(query), core.UpdateRevert, false, alone(f))
}

// UpdateLocal has the call change the data of a query as soon as it is made, and for good, whatever comes of it. For
// f see [Update].
func UpdateLocal[D any, Q QueryName](query Q, f func(data D) D) Option {
	return updates(targetOf(query), core.UpdateData, true, alone(f))
}

func alone[D any](f func(D) D) func(D, any) D {
	return func(data D, _ any) D { return f(data) }
}

func updates[D, M any](query core.Target, kind core.UpdateKind, local bool, f func(D, M) D) Option {
	return func(o *callOptions) {
		x := o.more()
		var u *update
		for _, other := range x.updates {
			if other.told.Query == query && other.told.Local == local {
				u = other
			}
		}
		if u == nil {
			u = &update{told: core.Update{Query: query, Local: local}}
			x.updates = append(x.updates, u)
		}
		u.told.Has |= kind
		u.functions[kind>>1] = changing(f)
	}
}

// changing makes a function of values of one of Go types. It gives the same value where nothing has changed.
func changing[D, M any](f func(D, M) D) func(data, answer *value) (*value, error) {
	return func(data, answer *value) (*value, error) {
		before, err := valueAs[D](data)
		if err != nil {
			return nil, err
		}
		said, err := valueAs[M](answer)
		if err != nil {
			return nil, err
		}
		after := f(before, said)
		if reflect.DeepEqual(before, after) {
			return data, nil
		}
		return valueOf(after), nil
	}
}

// UpdateQuery changes the data of a query at once, and for good, without a request. For f see [Update]; if it fails
// nothing is changed, and its error is returned.
func UpdateQuery[D any, Q QueryName](c *Client, query Q, f func(data D) D) error {
	target := targetOf(query)
	call := &call{ctx: context.Background(), name: target.Name}
	call.options.key = target.Key
	UpdateLocal(query, f)(&call.options)
	r := c.wait(call, func(now core.Time, id core.CallID) {
		c.core.Local(now, clientID, id, []core.Update{call.options.extra.updates[0].told}, nil)
	})
	if r.err != nil {
		return call.failed(r.err)
	}
	return nil
}
