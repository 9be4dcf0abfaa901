package core

import "github.com/stretchr/testify/assert"

// meta gives what a call asks for beside its name.
func (c *Call) meta() *Meta {
	if c.Meta == nil {
		c.Meta = &Meta{}
	}
	return c.Meta
}

// The parts of a call that go through the steps.
func told(c *Call)        { c.meta().Action = true }
func silent(c *Call)      { c.meta().Silent = true }
func cannotBegin(c *Call) { c.meta().Broken = true }

func cachedFor(seconds float64, key string) with {
	return func(c *Call) { m := c.meta(); m.Cached, m.Cache, m.CacheKey = true, seconds, key }
}
func capacity(n uint32) with       { return func(c *Call) { c.meta().Capacity = n } }
func repeats(seconds float64) with { return func(c *Call) { c.meta().Poll = seconds } }

// steps has the call go through steps that return.
func (s *shell) through(steps ...Step) with {
	return func(c *Call) { c.meta().Steps |= StepsOf(steps...) }
}

// does has the call go through a step that behaves so.
func (s *shell) does(step Step, f func(*flow) Verdict) with {
	return func(c *Call) {
		c.meta().Steps |= StepsOf(step)
		sc := s.scripts[c.ID]
		if sc.do == nil {
			sc.do = map[Step]func(*flow) Verdict{}
		}
		sc.do[step] = f
		s.scripts[c.ID] = sc
	}
}

func returns(v Verdict) func(*flow) Verdict {
	return func(f *flow) Verdict {
		if v == Threw {
			f.err = errThrown
		}
		return v
	}
}

// updates has the call update the data of queries.
func (s *shell) updates(list ...updater) with {
	return func(c *Call) { c.meta().Updates = s.updatesOf(c.ID, list) }
}

func (s *shell) updatesOf(id CallID, list []updater) (out []Update) {
	sc := s.scripts[id]
	sc.updates = list
	s.scripts[id] = sc
	for _, u := range list {
		var has UpdateKind
		if u.data != nil {
			has |= UpdateData
		}
		if u.optimistic != nil {
			has |= UpdateOptimistic
		}
		if u.revert != nil {
			has |= UpdateRevert
		}
		out = append(out, Update{Query: Target{Name: u.query}, Has: has, Local: u.local})
	}
	return out
}

// local applies updates that no request belongs to.
func (s *shell) local(list ...updater) CallID {
	id := s.newCall()
	s.calls[id] = &promise{call: Call{ID: id, Client: 1}}
	s.core.Local(s.now, 1, id, s.updatesOf(id, list), nil)
	s.carryOut()
	return id
}

// settles ends what is in flight and polled, and checks that then nothing is retained.
func (s *shell) settles() {
	s.hasten()
	s.core.StopPolling(s.now, 1, nil)
	s.carryOut()
	s.abortRequests()
	assert.Empty(s.t, s.values, "values that were not let go")
	for id, n := range s.retained {
		assert.Zero(s.t, n, "call %d is retained", id)
	}
	for id, f := range s.flows {
		assert.Equal(s.t, 1, f.over, "request %d", id)
	}
}

// closes ends client 1, and checks that nothing is left.
func (s *shell) closes() {
	s.close(1)
	s.hasten()
	s.core.Tick(s.now)
	s.carryOut()
	for id, p := range s.calls {
		assert.Equal(s.t, 1, p.settled, "call %d %+v", id, p.call)
	}
	for id, f := range s.flows {
		assert.Equal(s.t, 1, f.over, "request %d", id)
	}
	assert.Empty(s.t, s.values, "values that were not let go")
	for id, n := range s.retained {
		assert.Zero(s.t, n, "call %d is retained", id)
	}
	assert.Empty(s.t, s.core.later)
	assert.Empty(s.t, s.core.ending)
	assertEmpty(s.t, s.core)
}

// prepare makes a call that dispatch gives to the core.
func (s *shell) prepare(name string, parts ...with) CallID {
	c := Call{ID: s.newCall(), Client: 1, Name: name, Started: s.now, Timeout: -1}
	for _, part := range parts {
		part(&c)
	}
	s.calls[c.ID] = &promise{call: c}
	return c.ID
}

func (s *shell) dispatch(id CallID) {
	s.core.Call(s.now, s.calls[id].call)
	s.carryOut()
}

func (s *shell) forget(f Forgetting, targets ...Target) {
	s.core.ResetRequests(s.now, 1, targets, f)
	s.carryOut()
}

// join waits for the newest request of a name. If there is one, it counts as the call's own.
func (s *shell) join(name, key string) CallID {
	id := s.done()
	s.core.Join(s.now, 1, id, Target{Name: name, Key: key})
	s.carryOut()
	if q := s.core.calls[id]; q != nil {
		s.calls[id].request = q.id
	}
	return id
}
