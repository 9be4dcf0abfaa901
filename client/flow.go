package client

import (
	"context"
	"net/http"

	"sluice/abort"
	"sluice/core"
)

// flow is what goes through the user's functions along with a request. It is changed under the lock; a step works
// on copies, which count if it is still at hand when it is done.
type flow struct {
	call   *call
	out    *Outgoing
	answer answer
	held   held  // of an endpoint: what answer is made of
	err    error // with which it is about to end
	turn   int   // counts the steps
	reason abort.Reason

	ctx  context.Context // of the steps; nil until one needs it
	stop context.CancelCauseFunc
}

// flowOf gives what goes along with a request that a call carries, nil if nothing does.
func (c *Client) flowOf(request core.RequestID, id core.CallID) *flow {
	if f := c.flows[request]; f != nil {
		return f
	}
	call := c.carrier(id)
	if call == nil || !call.flows && (call.endpoint == nil || c.stepsOf(call.endpoint) == 0) {
		return nil
	}
	f := &flow{call: call, out: c.outgoing(call)}
	f.out.Polled = c.calls[id] == nil
	c.flows[request] = f
	return f
}

// interrupt ends what runs for a request.
func (f *flow) interrupt(reason abort.Reason) {
	f.turn++
	f.reason = reason
	if f.stop != nil {
		f.stop(&core.AbortError{Reason: reason})
		f.ctx, f.stop = nil, nil
	}
}

// context is that of the steps: it ends with the request, and has the values of that of the call.
func (f *flow) context() context.Context {
	if f.ctx == nil {
		f.ctx, f.stop = context.WithCancelCause(f.call.values())
	}
	return f.ctx
}

// answerOf gives what a request was answered with.
func (c *Client) answerOf(request core.RequestID) *answer {
	if f := c.flows[request]; f != nil {
		return &f.answer
	}
	return &c.fetches[request].answer
}

// interrupt ends what runs for a request.
func (c *Client) interrupt(request core.RequestID, reason abort.Reason) {
	if f := c.flows[request]; f != nil {
		f.interrupt(reason)
	}
}

// retained is a call that is of use beyond its end.
type retained struct {
	call *call
	uses int
}

// ofFlows carries out what concerns flows and the values of names, and reports whether it was that.
func (c *Client) ofFlows(e *core.Effect) bool {
	switch e.Kind {
	case core.EffectRun:
		c.step(e)
	case core.EffectLost:
		if f := c.flowOf(e.Request, e.Call); f != nil {
			f.answer.complete(e.Err)
			f.err = e.Err
		}
	case core.EffectOver:
		c.interrupt(e.Request, 0)
		delete(c.flows, e.Request)
	case core.EffectHit:
		c.hit(e)
	case core.EffectDeliver:
		c.through = append(c.through, e.Request)
	case core.EffectRetain:
		if kept := c.retained[e.Call]; kept != nil {
			kept.uses++
		} else {
			c.retained[e.Call] = &retained{c.calls[e.Call], 1}
		}
	case core.EffectLet:
		if kept := c.retained[e.Call]; kept != nil {
			if kept.uses--; kept.uses == 0 {
				delete(c.retained, e.Call)
			}
		}
	case core.EffectShow:
		c.shown(e.Record).show(c.values.known[e.Value])
	case core.EffectLetValue:
		delete(c.values.known, e.Value)
	default:
		return false
	}
	return true
}

// hit fulfils a call with what its name shows or, where there was nothing to wait for, with that.
func (c *Client) hit(e *core.Effect) {
	call := c.calls[e.Call]
	switch x := call.options.extra; {
	case e.Failed:
		c.finish(e.Call, result{err: c.shown(e.Record).err})
	case e.Record != 0:
		c.finish(e.Call, result{answer: answer{status: http.StatusOK, value: c.shown(e.Record).value}})
	case x != nil && x.shared:
		call.alone = true
	default:
		c.finish(e.Call, result{alone: true})
	}
}

// report tells an error that no call has. It runs under the lock.
func (c *Client) report(err error) {
	if report := c.options.Report; report != nil {
		c.tell(func() { report(err) })
	}
}
