package client

import (
	"context"
	"errors"
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

// step is one run of a function.
type step struct {
	flow    *flow
	request core.RequestID
	kind    core.Step
	turn    int
	ctx     context.Context
	out     *Outgoing
	answer  answer
	err     error
	current *value // data of the name
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

// step takes that a step is to run.
func (c *Client) step(e *core.Effect) {
	f := c.flowOf(e.Request, e.Call)
	f.turn++
	s := &step{flow: f, request: e.Request, kind: e.Step, turn: f.turn, out: f.out.copy(), answer: f.answer, err: f.err}
	if r := c.records[e.Record]; r != nil {
		s.current = r.value
	}
	if e.Based {
		s.current = c.values.known[e.Value]
	}
	if e.Aside {
		c.aside(s, e.Call)
		return
	}
	s.ctx = f.context()
	c.steps = append(c.steps, s)
}

// nextStep has the core go on with the first of the steps that are to run, if there is one. From then on a request
// counts as pending.
func (c *Client) nextStep() bool {
	if len(c.steps) == 0 {
		return false
	}
	s := c.steps[0]
	c.steps = c.steps[1:]
	c.begun = append(c.begun, s)
	if s.kind <= core.StepOwnRequest {
		c.core.Ran(c.now(), s.request, s.kind, core.Waiting)
	}
	return true
}

// beginSteps runs those that are still wanted at the end of all.
func (c *Client) beginSteps() {
	for _, s := range c.begun {
		if s.flow.turn == s.turn {
			go c.runStep(s)
		}
	}
	clear(c.begun)
	c.begun = c.begun[:0]
	for _, request := range c.through {
		if f := c.flows[request]; f != nil {
			go c.deliver(request, f)
		}
	}
	c.through = c.through[:0]
}

var errLeft = errors.New("a function has ended its goroutine")

// runStep runs a step and tells the core. A panic is an error, and so is the end of the goroutine.
func (c *Client) runStep(s *step) {
	verdict, err := core.Threw, error(&PanicError{Value: errLeft})
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Value: p}
		}
		if verdict == core.Threw {
			s.err = err
		}
		c.do(func(now core.Time) {
			if f := s.flow; f.turn == s.turn {
				f.out, f.answer, f.err = s.out, s.answer, s.err
				c.core.Ran(now, s.request, s.kind, verdict)
			}
		})
	}()
	verdict, err = s.run()
}

// run calls the function of a step.
func (s *step) run() (core.Verdict, error) {
	x := s.flow.call.options.extra
	switch f := s.functions(); s.kind {
	case core.StepRequest, core.StepOwnRequest:
		return threw(f.request(s.ctx, s.out))
	case core.StepGetData:
		made, err := x.getData(s.answer.value, s.current)
		s.answer.value = made
		return threw(err)
	case core.StepSuccess, core.StepOwnSuccess:
		in, err := incoming(&s.answer)
		if err == nil {
			err = f.success(s.ctx, s.out, in)
		}
		if err == nil {
			err = s.answer.replace(in)
		}
		return threw(err)
	case core.StepGetError:
		if err := x.mapError(s.err); err != nil {
			s.err = err
		}
	case core.StepError, core.StepOwnError:
		in, err := f.failure(s.ctx, s.out, s.err)
		if err == nil && in != nil {
			if err = s.answer.replace(in); err == nil {
				s.err = nil
				return core.Recovered, nil
			}
		}
		return threw(err)
	}
	return core.Done, nil
}

func threw(err error) (core.Verdict, error) {
	if err != nil {
		return core.Threw, err
	}
	return core.Done, nil
}

// functions are the client's, or those of the call.
func (s *step) functions() *interceptors {
	switch s.kind {
	case core.StepOwnRequest, core.StepOwnSuccess, core.StepOwnError, core.StepOwnAbort:
		return &s.flow.call.options.extra.own
	}
	return &s.out.client.options.interceptors
}

// aside takes that a step is to run of which nothing is to come. Who waits for the call runs it, before the call
// returns; if nobody does it is like a listener.
func (c *Client) aside(s *step, id core.CallID) {
	s.ctx = s.flow.call.values()
	s.err = &core.AbortError{Reason: s.flow.reason}
	if s.kind < core.StepAbort {
		s.out.Hit, s.answer = true, answer{status: http.StatusOK, value: s.current}
	}
	run := func() { c.beside(s) }
	if call := c.calls[id]; call != nil {
		call.after = append(call.after, run)
	} else {
		c.tell(run)
	}
}

// beside runs such a step. What it says goes to Options.Report; without that a panic goes on.
func (c *Client) beside(s *step) {
	var err error
	if c.options.Report != nil {
		defer func() {
			if err != nil {
				c.mu.Lock()
				c.report(err)
				c.mu.Unlock()
			}
		}()
		defer recovered(&err)
	}
	switch f := s.functions(); s.kind {
	case core.StepRequest, core.StepOwnRequest:
		err = f.request(s.ctx, s.out)
	case core.StepSuccess, core.StepOwnSuccess:
		var in *Incoming
		if in, err = incoming(&s.answer); err == nil {
			err = f.success(s.ctx, s.out, in)
		}
	case core.StepAbort, core.StepOwnAbort:
		f.abort(s.ctx, s.out, s.err)
	}
}

// report tells an error that no call has. It runs under the lock.
func (c *Client) report(err error) {
	if report := c.options.Report; report != nil {
		c.tell(func() { report(err) })
	}
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
	case e.Request != 0:
		c.finish(e.Call, result{answer: answer{status: http.StatusOK, value: c.shown(e.Record).value}})
	case x != nil && x.shared:
		call.alone = true
	default:
		c.finish(e.Call, result{alone: true})
	}
}
