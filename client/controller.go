package client

import (
	"reflect"

	"sluice/core"
)

// SetResponse stores a response as if the endpoint had answered now. A read of the key in flight is
// fulfilled with it. response is what the endpoint may answer: a value of its type, or JSON as a
// json.RawMessage. An error says why it was refused; then nothing has changed.
func SetResponse[T any](c *Client, e *Endpoint[T], response any, args ...any) error {
	used := e.use()
	h := held{value: response}
	if response == nil {
		h = held{text: null}
	}
	h, err := used.take(h)
	if err != nil {
		return (&call{name: used.name}).failed(err)
	}
	return c.direct(used, args, h, func(now core.Time, w core.Written) {
		if used.node != nil {
			w.Value = h.text
		}
		c.core.SetResponse(now, w)
	})
}

// SetError stores an error as if the endpoint had failed with it now. A read of the key in flight
// fails with it.
func SetError[T any](c *Client, e *Endpoint[T], err error, args ...any) error {
	used := e.use()
	soft := used.isSoft(err)
	return c.direct(used, args, held{err: err}, func(now core.Time, w core.Written) {
		w.Soft = soft
		c.core.SetError(now, w)
	})
}

// direct makes a direct write through an endpoint.
func (c *Client) direct(e *endpoint, args []any, h held, do func(core.Time, core.Written)) error {
	call := &call{name: e.name, args: args}
	text, err := argsText(args)
	if err == nil {
		call.options.key, err = e.keyOf(args, text)
	}
	if err != nil {
		return call.failed(err)
	}
	return c.write(call, func(now core.Time, id core.CallID) error {
		if err := c.defineEndpoint(now, e); err != nil {
			return err
		}
		c.given[id] = h
		do(now, core.Written{Call: id, Client: clientID, Endpoint: e.number, Key: call.options.key, Args: text})
		return nil
	})
}

// Set writes a value through a schema that says where it belongs: an entity, a union, a collection or one
// of its adders, an invalidation. Members that a value does not name stay: give a map, or
// JSON as a json.RawMessage, to change some. args are those of [Get]; a collection's adder finds its
// lists by them.
func Set(c *Client, schema AnySchema, value any, args ...any) error {
	n := schema.schema()
	call := &call{name: "set"}
	text, err := argsText(args)
	if err != nil {
		return call.failed(err)
	}
	if n == nil {
		return call.failed(usage("set: the schema holds no entities"))
	}
	body, err := written(n, value)
	if err != nil {
		return call.failed(err)
	}
	return c.set(call, n, text, body)
}

// SetFunc writes what update makes of the present value. If there is none, nothing happens. update
// gets a value that is shared, and gives another one. It must not use the client.
func SetFunc[T any](c *Client, schema Schema[T], update func(T) T, args ...any) error {
	call := &call{name: "set"}
	q, err := schema.question(args)
	if err != nil {
		return call.failed(err)
	}
	return c.write(call, func(now core.Time, id core.CallID) error {
		l, err := c.look(now, &q)
		if err != nil {
			return err
		}
		s := c.see(&q, l)
		present, ok := convert[T](s.root.value)
		if !ok || s.root.panic != nil {
			c.finish(id, result{})
			return nil
		}
		next, err := guarded(update, present)
		if err != nil {
			return err
		}
		e := encoder{known: make(map[any]bool)}
		e.kids(reflect.ValueOf(present), 0)
		delete(e.known, any(present))
		body, err := e.encode(schema.node, next)
		if err != nil {
			return usage("set: what the function gave cannot be written: %v", err)
		}
		if err := misfit(schema.node, body); err != nil {
			return err
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

func (c *Client) set(call *call, n *node, args, body []byte) error {
	if err := misfit(n, body); err != nil {
		return call.failed(err)
	}
	return c.write(call, func(now core.Time, id core.CallID) error {
		if err := c.define(now, n); err != nil {
			return err
		}
		c.core.Set(now, core.Written{Call: id, Client: clientID, Schema: n.id, Args: args, Value: body})
		return nil
	})
}

// write makes a call that changes what is stored, and gives why it was refused. What do
// gives refuses it, too.
func (c *Client) write(call *call, do func(core.Time, core.CallID) error) error {
	call.done = make(chan result, 1)
	c.do(func(now core.Time) {
		if c.closed {
			call.done <- result{}
			return
		}
		c.lastCall++
		id := c.lastCall
		c.calls[id] = call
		c.functions.thrown = nil
		if err := do(now, id); err != nil {
			c.finish(id, result{err: err})
		}
		c.carryOut()
		delete(c.given, id)
	})
	if r := <-call.done; r.err != nil {
		return call.failed(r.err)
	}
	return nil
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
	return c.write(&call{name: "invalidate"}, func(now core.Time, id core.CallID) error {
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
	return c.write(&call{name: "expire"}, func(now core.Time, id core.CallID) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = &PanicError{Value: p}
			}
		}()
		keys := []string{}
		for _, key := range c.core.Keys(clientID) {
			if which.TestKey(key) {
				keys = append(keys, key)
			}
		}
		c.core.Expire(now, core.Expiry{Call: id, Client: clientID, Stale: stale, Keys: keys})
		return nil
	})
}

// Reset empties the store, and forgets what is known of names. What is in flight fails with reason reset;
// mutations run on, unheard.
func (c *Client) Reset() error {
	return c.write(&call{name: "reset"}, func(now core.Time, id core.CallID) error {
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
	return c.write(&call{name: "abort"}, func(now core.Time, id core.CallID) error {
		c.core.AbortKey(now, clientID, id, key)
		return nil
	})
}
