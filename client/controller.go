package client

import (
	"reflect"
	"time"

	"sluice/core"
)

// SetResponse stores a response as if the endpoint had answered now. A read of the key in flight is
// fulfilled with it. response is what the endpoint may answer: a value of its type, or JSON as a
// json.RawMessage. An error says why it was refused; then nothing has changed.
func SetResponse[T any](to Writer, e *Endpoint[T], response any, args ...any) error {
	used := e.use()
	if used.wrong != nil {
		return (&call{name: used.name}).failed(used.wrong)
	}
	h := held{value: response}
	if response == nil {
		h = held{text: null}
	}
	h, err := used.take(h)
	if err != nil {
		return (&call{name: used.name}).failed(err)
	}
	return direct(to, used, args, h, func(c *Client, now core.Time, w core.Written) {
		if used.node != nil {
			w.Value = h.text
		}
		c.core.SetResponse(now, w)
	})
}

// SetError stores an error as if the endpoint had failed with it now. A read of the key in flight
// fails with it.
func SetError[T any](to Writer, e *Endpoint[T], err error, args ...any) error {
	used := e.use()
	soft := used.isSoft(err)
	return direct(to, used, args, held{err: err}, func(c *Client, now core.Time, w core.Written) {
		w.Soft, w.Aborted = soft, aborts(err)
		c.core.SetError(now, w)
	})
}

// direct makes a direct write through an endpoint.
func direct(to Writer, e *endpoint, args []any, h held, do func(*Client, core.Time, core.Written)) error {
	call := &call{name: e.name, args: args}
	text, err := argsText(args)
	if err == nil {
		call.options.key, err = e.keyOf(args, text)
	}
	if err != nil {
		return call.failed(err)
	}
	return to.write(call, nil, func(c *Client, now core.Time, id core.CallID) error {
		if err := c.defineEndpoint(now, e); err != nil {
			return err
		}
		c.given[id] = h
		do(c, now, core.Written{Call: id, Client: clientID, Endpoint: e.number, Key: call.options.key, Args: text})
		return nil
	})
}

// Answer is what [Resolve] stores.
type Answer struct {
	Response any   // as for SetResponse
	Err      error // in its place
	// FetchedAt is when the request was issued whose answer it is: of one in flight, or of none.
	FetchedAt time.Time
}

// Resolve stores an answer that came from elsewhere as that of the request of the endpoint that was issued at
// FetchedAt, and settles that. A read of the key in flight is settled in any case; its own answer will be
// an older one.
func Resolve[T any](to Writer, e *Endpoint[T], a Answer, args ...any) error {
	used := e.use()
	if used.wrong != nil {
		return (&call{name: used.name}).failed(used.wrong)
	}
	h := held{value: a.Response, err: a.Err}
	if a.Response == nil {
		h.text = null
	}
	var unfit error
	if a.Err == nil {
		h, unfit = used.take(h)
		if unfit != nil {
			a.Err, h = unfit, held{err: unfit}
		}
	}
	soft := a.Err != nil && unfit == nil && used.isSoft(a.Err)
	err := direct(to, used, args, h, func(c *Client, now core.Time, w core.Written) {
		w.Soft, w.Aborted = soft, aborts(a.Err)
		if used.node != nil || used.update != nil {
			w.Value = h.text
		}
		c.core.Resolve(now, core.Resolved{Written: w, FetchedAt: core.Time(float64(a.FetchedAt.UnixMicro()) / 1000), Failed: a.Err != nil})
	})
	if err == nil && unfit != nil {
		err = (&call{name: used.name}).failed(unfit)
	}
	return err
}

// Set writes a value through a schema that says where it belongs: an entity, a union, a collection or one
// of its adders, an invalidation. Members that a value does not name stay: give a map, or
// JSON as a json.RawMessage, to change some. args are those of [Get]; a collection's adder finds its
// lists by them.
func Set(to Writer, schema AnySchema, value any, args ...any) error {
	n := schema.schema()
	call := &call{name: "set"}
	text, err := argsText(args)
	if err != nil {
		return call.failed(err)
	}
	if n == nil {
		return call.failed(usage("set: the schema holds no entities"))
	}
	if err := n.usable(); err != nil {
		return call.failed(err)
	}
	body, err := written(n, value)
	if err != nil {
		return call.failed(err)
	}
	if err := misfit(n, body); err != nil {
		return call.failed(err)
	}
	return to.write(call, nil, func(c *Client, now core.Time, id core.CallID) error {
		if err := c.define(n); err != nil {
			return err
		}
		c.core.Set(now, core.Written{Call: id, Client: clientID, Schema: n.id, Args: text, Value: body})
		return nil
	})
}

// SetFunc writes what update makes of the present value. If there is none, nothing happens. update
// gets a value that is shared, and gives another one. It must not use the client. In a batch the present
// value is that before the batch.
func SetFunc[T any](to Writer, schema Schema[T], update func(T) T, args ...any) error {
	call := &call{name: "set"}
	q, err := schema.question(args)
	if err != nil {
		return call.failed(err)
	}
	var body []byte // none where there is no present value
	next := func(c *Client, now core.Time, _ core.CallID) error {
		l, err := c.look(now, &q)
		if err != nil {
			return err
		}
		s := c.see(&q, l)
		present, ok := convert[T](s.root.value)
		if !ok || s.root.panic != nil {
			return nil
		}
		next, err := guarded(update, present)
		if err != nil {
			return err
		}
		e := encoder{known: make(map[any]bool)}
		e.kids(reflect.ValueOf(&present).Elem(), 0)
		if body, err = e.encode(schema.node, next); err != nil {
			return usage("set: what the function gave cannot be written: %v", err)
		}
		return misfit(schema.node, body)
	}
	return to.write(call, next, func(c *Client, now core.Time, id core.CallID) error {
		if body == nil {
			c.finish(id, result{})
			return nil
		}
		c.core.Set(now, core.Written{Call: id, Client: clientID, Schema: schema.node.id, Args: q.args, Value: body})
		return nil
	})
}

// guarded calls a function of the user's. A panic is an error.
func guarded[T any](f func(T) T, in T) (out T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Value: p}
		}
	}()
	return f(in), nil
}

// misfit gives why a value does not fit the Go types of a schema, nil if it does.
func misfit(n *node, body []byte) error {
	t := n.typ
	for at := n; at.kind == "query"; {
		at = at.items
		t = at.typ
	}
	return accept(n, body, reflect.New(t).Elem(), "")
}

// keyedEndpoint is an *[Endpoint].
type keyedEndpoint interface {
	Key(args ...any) (string, error)
	TestKey(key string) bool
}

// Keys says which keys are meant: an *[Endpoint], or [KeysWhere].
type Keys interface{ TestKey(key string) bool }

// KeysWhere says which keys are meant.
type KeysWhere func(key string) bool

// TestKey asks the function.
func (f KeysWhere) TestKey(key string) bool { return f(key) }

// Invalidate makes what is stored for a key count no more: readers ask again. Rows stay.
func (c *Client) Invalidate(e keyedEndpoint, args ...any) error {
	if isNull(args) {
		return nil
	}
	key, err := e.Key(args...)
	if err != nil {
		return err
	}
	return c.write(&call{name: "invalidate"}, nil, func(c *Client, now core.Time, id core.CallID) error {
		c.core.Expire(now, core.Expiry{Call: id, Client: clientID, Key: key})
		return nil
	})
}

// InvalidateAll does the same for all keys that are meant. A panic of a test is an error, and nothing
// changes then.
func (c *Client) InvalidateAll(which Keys) error { return c.expire(which, false) }

// ExpireAll makes all keys stale that are meant. Data and errors stay.
func (c *Client) ExpireAll(which Keys) error { return c.expire(which, true) }

func (c *Client) expire(which Keys, stale bool) error {
	var known []string
	c.do(func(core.Time) { known = c.core.Keys(clientID) })
	call := &call{name: "expire"}
	keys, err := chosen(which, known)
	if err != nil {
		return call.failed(err)
	}
	return c.write(call, nil, func(c *Client, now core.Time, id core.CallID) error {
		c.core.Expire(now, core.Expiry{Call: id, Client: clientID, Stale: stale, Keys: keys})
		return nil
	})
}

// chosen gives the keys that are meant. A panic of a test is an error.
func chosen(which Keys, known []string) (keys []string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Value: p}
		}
	}()
	keys = []string{}
	for _, key := range known {
		if which.TestKey(key) {
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// Reset empties the store, and forgets what is known of names. What is in flight fails with reason reset;
// mutations run on, unheard.
func (c *Client) Reset() error {
	return c.write(&call{name: "reset"}, nil, func(c *Client, now core.Time, id core.CallID) error {
		c.core.Reset(now, clientID, id)
		return nil
	})
}

// Abort ends what is in flight for an endpoint's arguments, for all who wait for it.
func (c *Client) Abort(e keyedEndpoint, args ...any) error {
	if isNull(args) {
		return nil
	}
	key, err := e.Key(args...)
	if err != nil {
		return err
	}
	return c.write(&call{name: "abort"}, nil, func(c *Client, now core.Time, id core.CallID) error {
		c.core.AbortKey(now, clientID, id, key)
		return nil
	})
}
