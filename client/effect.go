package client

import (
	"math"
	"time"

	"sluice/abort"
	"sluice/core"
)

// maxDelay of a timer in ns. The core asks again when a timer fires before its time.
const maxDelay = math.MaxInt64 / 4

// carryOut carries out what the core asks for. It runs under the lock, and nothing in it waits
// or runs user code.
func (c *Client) carryOut() {
	for {
		c.graph.settle()
		for _, root := range c.graph.forgot {
			delete(c.states, root)
		}
		c.graph.forgot = c.graph.forgot[:0]
		for _, e := range c.core.Effects() {
			c.one(&e)
		}
		for _, id := range c.single {
			c.core.Once(id)
		}
		c.single = c.single[:0]
		if c.adopt() || c.nextStep() || c.live.tellActive() {
			continue
		}
		if !c.publish {
			break
		}
		c.publish = false // so that a call returns after the commit
		c.core.Publish(c.now(), clientID)
	}
	for _, s := range c.settled {
		s.call.done <- s.result
	}
	clear(c.settled)
	c.settled = c.settled[:0]
	c.beginSteps()
	c.observe()
}

func (c *Client) one(e *core.Effect) {
	switch e.Kind {
	case core.EffectFetch:
		c.begin(e)
	case core.EffectAbort:
		if f := c.fetches[e.Request]; f != nil {
			f.controller.Abort(e.Reason)
			delete(c.fetches, e.Request)
		}
		c.interrupt(e.Request, e.Reason)
	case core.EffectForget:
		c.interrupt(e.Request, abort.Reset) // it runs on, and nobody is given its answer
	case core.EffectResolve:
		c.resolve(e)
	case core.EffectReject:
		err := c.failure(e)
		if e.Record != 0 {
			c.shown(e.Record).err = err
		}
		c.finish(e.Call, result{err: err})
	case core.EffectRecord:
		c.shown(e.Record).change(c, &e.State)
	case core.EffectDrop:
		delete(c.records, e.Record)
		delete(c.queued, e.Record)
	case core.EffectWatched:
		if c.seed(e) {
			return
		}
		c.watches[e.Call].record = e.Record
		delete(c.watches, e.Call)
	case core.EffectTimer:
		c.arm(e.At)
	case core.EffectNavigate:
		if navigate := c.options.Navigate; navigate != nil {
			c.tell(func() { navigate(c.options.LoginURL) })
		}
	case core.EffectIdle:
		for _, idle := range c.idlers {
			close(idle)
		}
		c.idlers = nil
	case core.EffectSocket:
		c.live.one(e.Socket)
	case core.EffectTabs: // there are none
	default:
		if !c.ofFlows(e) {
			c.ofEndpoints(e)
		}
	}
}

// failure completes the core's error with what only the shell has.
func (c *Client) failure(e *core.Effect) error {
	if f := c.flows[e.Request]; f != nil && f.err != nil {
		if _, aborted := e.Err.(*core.AbortError); !aborted {
			return f.err
		}
	}
	if e.Err == core.ErrForeign {
		if e.By != 0 {
			return c.given[e.By].err
		}
		return c.fetches[e.Request].err
	}
	if f := c.fetches[e.Request]; f != nil {
		f.answer.complete(e.Err)
	}
	return e.Err
}

// complete puts the body that is no answer into the error.
func (a *answer) complete(err error) {
	if api, ok := err.(*core.APIError); ok && api.Data == nil {
		api.Data = a.text
	}
}

// finish gives a call its end. Call 0 is a request that nobody waits for.
func (c *Client) finish(id core.CallID, r result) {
	if call := c.calls[id]; call != nil {
		delete(c.calls, id)
		c.settled = append(c.settled, settled{call, r})
	}
}

// arm sets the one timer. It lives as long as the client and is only moved.
func (c *Client) arm(at core.Time) {
	if c.closed {
		return
	}
	delay := time.Duration(min(math.Ceil(float64(at-c.now())*float64(time.Millisecond)), maxDelay))
	if c.timer == nil {
		c.timer = time.AfterFunc(delay, func() { c.do(c.core.Tick) })
		return
	}
	c.timer.Reset(delay)
}
