package client

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"sluice/abort"
	"sluice/core"
	"sluice/internal/protocol"
)

// call is a call in flight.
type call struct {
	ctx     context.Context
	name    string
	options callOptions
	body    Body
	done    chan result // takes one
	flows   bool        // functions of the user's, or what else there is beside its network, go along with it
	alone   bool        // there is none to share
	after   []func()    // run by who waits for it

	// Of an endpoint.
	endpoint *endpoint
	args     []any
	text     []byte // of args, JSON
}

type result struct {
	answer answer
	alone  bool // there was none to wait for
	err    error
	held   held
	root   *shownRoot // in place of held: what a root showed
}

// settled is a call whose result is there, at the end of the step.
type settled struct {
	call   *call
	result result
}

// Request calls the route of a name with in as JSON, and decodes the answer into a T. A nil in
// is sent as {}; a [Body] is sent as it is. An answer without a body, and null, give the zero T.
//
// The name "session" gives the user of the session (null when anonymous), "logout" ends it.
//
// ctx ends the call: its request is aborted, and the error matches core.ErrAborted,
// context.Canceled and context.Cause(ctx); if the deadline of ctx has passed, it is a
// *core.TimeoutError and matches context.DeadlineExceeded. If ctx is done already, nothing is
// sent and nobody superseded. Values of ctx reach the transport.
func Request[T any](ctx context.Context, c *Client, name string, in any, options ...Option) (T, error) {
	var out T
	call := &call{ctx: ctx, name: name}
	answer, err := c.named(call, in, options)
	if err == nil && name != protocol.NameLogout { // which gives null, whatever its body says
		err = answer.decode(&out)
	}
	if err != nil {
		var zero T
		return zero, call.failed(err)
	}
	return out, nil
}

// named makes a call of apiRequest.
func (c *Client) named(call *call, in any, options []Option) (answer, error) {
	for _, option := range options {
		option(&call.options)
	}
	if err := c.fill(call, in); err != nil {
		return answer{}, err
	}
	return c.make(call)
}

// fill gives a call its body.
func (c *Client) fill(call *call, in any) (err error) {
	if c.options.usage != nil {
		return c.options.usage
	}
	call.body, err = bodyOf(in)
	return err
}

// make makes a call that has its body.
func (c *Client) make(call *call) (answer, error) {
	o := &call.options
	made := core.Call{Client: clientID, Name: call.name, Key: o.key, Query: c.query(call.name), TakeLatest: o.takeLatest, Timeout: -1}
	if o.timed {
		if made.Timeout = milliseconds(o.timeout); made.Timeout < 0 {
			return answer{}, usage("timeout is negative; 0 is no timeout")
		}
	}
	var err error
	if o.retry != nil {
		if made.Retry, err = o.retry.compile("Retry"); err != nil {
			return answer{}, err
		}
	}
	if made.Meta, err = c.metaOf(call); err != nil {
		return answer{}, err
	}
	call.flows = made.Meta != nil
	shared := false
	if x := o.extra; x != nil {
		if shared = x.shared; x.query != core.Default {
			made.Query = x.query
		}
	}
	r := c.wait(call, func(now core.Time, id core.CallID) {
		if shared {
			c.core.Join(now, clientID, id, core.Target{Name: call.name, Key: o.key, Exact: true})
			if c.carryOut(); !call.alone {
				return
			}
		}
		made.ID, made.Started = id, now
		c.core.Call(now, made)
	})
	return r.answer, r.err
}

// query says whether a name is a query, if that is not left to the core.
func (c *Client) query(name string) core.Choice {
	switch {
	case c.options.AutoAbortFunc == nil:
		return core.Default
	case c.options.AutoAbortFunc(name):
		return core.Yes
	}
	return core.No
}

// run makes a call and waits for its end.
func (c *Client) run(call *call, in any, start func(core.Time, core.CallID)) (answer, error) {
	if err := c.fill(call, in); err != nil {
		return answer{}, err
	}
	r := c.wait(call, start)
	return r.answer, r.err
}

// wait starts a call and waits for its end.
func (c *Client) wait(call *call, start func(core.Time, core.CallID)) result {
	r := c.await(call, start)
	for _, after := range call.after {
		after()
	}
	return r
}

func (c *Client) await(call *call, start func(core.Time, core.CallID)) result {
	started := time.Now()
	if call.ctx.Err() != nil {
		return result{err: ended(call.ctx, started)}
	}
	call.done = make(chan result, 1)
	var id core.CallID
	c.do(func(now core.Time) {
		c.lastCall++
		id = c.lastCall
		c.calls[id] = call
		start(now, id)
	})
	select {
	case r := <-call.done:
		return r
	case <-call.ctx.Done():
	}
	c.do(func(now core.Time) { c.core.Abort(now, id) })
	r := <-call.done
	if aborted, ok := r.err.(*core.AbortError); ok && aborted.Reason == abort.Aborted {
		return result{err: ended(call.ctx, started)}
	}
	return r // it came first
}

// ended is the error of a call whose context is done.
func ended(ctx context.Context, started time.Time) error {
	if deadline, ok := ctx.Deadline(); ok && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &causedError{&core.TimeoutError{Timeout: max(0, milliseconds(deadline.Sub(started)))}, context.Cause(ctx)}
	}
	return &causedError{&core.AbortError{Reason: abort.Aborted}, context.Cause(ctx)}
}

// decode reads the answer into a value of the user's.
func (a *answer) decode(out any) error {
	text, err := a.value.json()
	if err != nil || len(text) == 0 {
		return err
	}
	if err := json.Unmarshal(text, out); err != nil {
		return &causedError{&core.APIError{
			Code: protocol.CodeInvalidResponse, Status: a.status, Data: text, Params: []byte("{}"),
			Message: "the answer does not fit the type asked for: " + err.Error(),
		}, err}
	}
	return nil
}

// values is a context with the values of that of the call. It does not end.
func (call *call) values() context.Context {
	if call.ctx == nil {
		return context.Background()
	}
	return context.WithoutCancel(call.ctx)
}

func newCall(name string) *call { return &call{name: name} }
