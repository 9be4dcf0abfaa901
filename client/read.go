package client

import (
	"context"

	"sluice/core"
	"sluice/store"
)

// GetResponse reads what is stored for an endpoint's arguments. If nothing is, they are looked
// up in the store; what is not there is the zero T. Arguments that cannot be used are in Err.
func GetResponse[T any](c *Client, e *Endpoint[T], args ...any) Response[T] {
	if isNull(args) {
		return Response[T]{Status: Valid, ExpiresAt: Forever, Pristine: true}
	}
	s, err := query(c, e, args)
	if err != nil {
		return Response[T]{Status: Invalid, ExpiresAt: moment(0), Err: err, Pristine: true}
	}
	return response[T](s)
}

// GetError gives the error that a reader of an endpoint's arguments is shown, nil for none.
func GetError[T any](c *Client, e *Endpoint[T], args ...any) error {
	if isNull(args) {
		return nil
	}
	s, err := query(c, e, args)
	if err != nil {
		return err
	}
	return s.err
}

// Get finds data in the store: an entity by its pk or an indexed member ("5", 5, or an object that has
// them), a collection by its arguments, all rows of an entity, or what a query makes of these. It
// panics with a *core.UsageError where that can never find anything.
func Get[T any](c *Client, schema Schema[T], args ...any) (data T, ok bool) {
	s, err := query(c, schema, args)
	if err != nil {
		panic(err)
	}
	r := response[T](s)
	return r.Data, r.Usable && s.root.value.IsValid()
}

// Fetch asks an endpoint and stores what it answers. Reads of one key in flight are one request, whose
// answer all of them get, as it is stored: with what the rows had before. A mutation gives
// its answer as it came; its write is committed when Fetch returns. Errors are stored, too, but aborts; see the
// package's documentation. ctx ends this call, and the request when no other call waits for it.
func Fetch[T any](ctx context.Context, c *Client, e *Endpoint[T], args ...any) (T, error) {
	var zero T
	used := e.use()
	call := &call{ctx: ctx, name: used.name, endpoint: used, args: args}
	r := c.fetch(call)
	if r.err != nil {
		return zero, call.failed(r.err)
	}
	if r.root != nil {
		if p := r.root.panic; p != nil {
			return zero, call.failed(&PanicError{Value: p})
		}
		out, _ := convert[T](r.root.value)
		return out, nil
	}
	out, err := as[T](r.held)
	if err != nil {
		return zero, call.failed(err)
	}
	return out, nil
}

// fetch makes a call of an endpoint.
func (c *Client) fetch(call *call) result {
	if c.options.usage != nil {
		return result{err: c.options.usage}
	}
	e := call.endpoint
	var err error
	if call.text, err = argsText(call.args); err != nil {
		return result{err: err}
	}
	if call.options.key, err = e.keyOf(call.args, call.text); err != nil {
		return result{err: err}
	}
	return c.wait(call, func(now core.Time, id core.CallID) {
		if err := c.defineEndpoint(now, e); err != nil {
			c.finish(id, result{err: err})
			return
		}
		c.core.Fetch(now, core.Fetch{
			ID: id, Client: clientID, Endpoint: e.number, Key: call.options.key, Args: call.text, Started: now, Timeout: e.timeout,
		})
		c.sweepLater()
		if !e.mutation {
			c.open(e, call)
		}
	})
}

// open says what the view that a read is fulfilled with is read with.
func (c *Client) open(e *endpoint, call *call) {
	if e.node == nil || e.node.kind != "query" {
		return
	}
	_, _ = c.look(c.now(), &question{node: e.node, key: call.options.key, args: call.text}) // the schema is known
}

// FetchIfStale gives what is stored if it is usable and fresh, else what [Fetch] gives.
func FetchIfStale[T any](ctx context.Context, c *Client, e *Endpoint[T], args ...any) (T, error) {
	if s, err := query(c, e, args); err == nil && s.state.Presence == store.Usable && s.status != Invalid && c.clock() <= s.state.ExpiresAt &&
		(s.root == nil || s.root.panic == nil) {
		if r := response[T](s); r.Err == nil || r.Usable {
			return r.Data, nil
		}
	}
	return Fetch(ctx, c, e, args...)
}

func (c *Client) clock() core.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}
