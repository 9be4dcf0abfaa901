package client

import (
	"context"
	"errors"
	"net/http"

	"sluice/core"
)

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
