package core

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// serve answers what is open, and all that comes for some time, after so many ms.
func (s *shell) serve(ms, latency Time) {
	open := map[RequestID]Time{}
	for end := s.now + ms; s.now < end; {
		for id, f := range s.requests {
			if _, known := open[id]; !known && f.network == "open" {
				open[id] = s.now + latency
			}
		}
		for id, at := range open {
			if at <= s.now && s.requests[id].network == "open" {
				s.settleRequest(id, Outcome{Status: 200, Body: BodyJSON, Text: []byte("d")})
			}
		}
		s.pass(1)
	}
}

func TestPollingOfNames(t *testing.T) {
	t.Run("a request is made again some time after its end (W21)", func(t *testing.T) {
		s := newShell(t)
		s.call("getUser", repeats(0.1))
		s.serve(412, 0)
		assert.Equal(t, 5, s.fetched())
		s.closes()
	})

	t.Run("a latency above the time between polls delivers every answer (W21)", func(t *testing.T) {
		for _, part := range []with{told, silent, cachedFor(math.Inf(1), "")} {
			s := newShell(t)
			s.call("getUser", repeats(0.1), part)
			s.serve(1700, 300)
			assert.GreaterOrEqual(t, s.fetched(), 4)
			for id, f := range s.requests {
				assert.NotContains(t, f.network, "aborted", "request %d", id)
			}
			s.closes()
		}
	})

	t.Run("so does one that supersedes a poll", func(t *testing.T) {
		for _, part := range []with{told, s0, silent} {
			s := newShell(t)
			s.call("getUser", repeats(0.1), part)
			s.pass(50)
			id := s.call("getUser", repeats(0.1), part)
			s.pass(290)
			assert.Equal(t, "pending", s.how(id))
			assert.Equal(t, 2, s.fetched())
			s.closes()
		}
	})

	t.Run("errors and aborts do not end it", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser", repeats(1))
		s.refuse(id, 500, "E")
		s.pass(1000)
		assert.Equal(t, 2, s.fetched())
		s.abortRequests()
		s.pass(1000)
		assert.Equal(t, 3, s.fetched())
		s.closes()
	})

	t.Run("a poll passes by what is cached, goes through the steps and is told as one", func(t *testing.T) {
		s := newShell(t)
		id := s.call("getUser", told, repeats(1), cachedFor(math.Inf(1), ""), measured, s.through(StepRequest, StepSuccess))
		s.answer(id, "1")
		s.pass(1000)
		assert.Zero(t, s.shows(1).state.Upload, "it measures")
		s.answer(id, "2")
		assert.Equal(t, "2", s.shows(1).data)
		assert.Len(t, s.ranSteps, 4)
		assert.Equal(t, []string{"getUser 1", "getUser_SUCCESS 0", "getUser 1", "getUser_SUCCESS 0"}, s.actions)
		s.closes()
	})

	t.Run("while the page is hidden or offline nothing is sent; what is due then is sent at once afterwards", func(t *testing.T) {
		for _, away := range []Page{{Hidden: Yes}, {Offline: Yes}} {
			s := newShell(t)
			s.answered("getUser", "1", repeats(1))
			s.core.SetPage(s.now, away)
			s.pass(10_000)
			assert.Equal(t, 1, s.fetched())
			s.page(No, No)
			assert.Equal(t, 2, s.fetched())
			s.page(No, No)
			assert.Equal(t, 2, s.fetched())
			s.closes()
		}
	})

	t.Run("what was due is sent once, also if an older request has ended meanwhile", func(t *testing.T) {
		s := newShell(t)
		s.slow = true
		s.call("getUser", told)
		s.answered("getUser", "1", told, repeats(1))
		s.page(Yes, No)
		s.pass(1000)
		s.hasten()
		s.page(No, No)
		s.pass(1000)
		assert.Equal(t, 3, s.fetched())
		assert.Equal(t, "open", s.requests[3].network)
		s.closes()
	})

	t.Run("what is not yet due when the page is shown again keeps its time", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", repeats(1))
		s.page(Yes, No)
		s.pass(500)
		s.page(No, No)
		assert.Equal(t, 1, s.fetched())
		s.pass(500)
		assert.Equal(t, 2, s.fetched())
		s.closes()
	})

	t.Run("what is due while the page is hidden can be stopped, replaced and reset", func(t *testing.T) {
		for name, stop := range map[string]func(s *shell){
			"stopped":  func(s *shell) { s.stopPolling() },
			"replaced": func(s *shell) { s.answered("getUser", "1") },
			"reset":    func(s *shell) { s.forget(Forgetting{Pending: true, Cached: true}) },
			"left":     func(s *shell) { s.answer(s.call("logout"), "null") },
		} {
			s := newShell(t)
			s.answered("getUser", "1", repeats(1))
			s.page(Yes, No)
			s.pass(5000)
			stop(s)
			before := s.fetched()
			s.page(No, No)
			s.pass(5000)
			assert.Equal(t, before, s.fetched(), name)
			s.closes()
		}
	})

	t.Run("another request of the pair replaces it: by its own time, or by none", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", repeats(1))
		s.answered("getUser", "1", key("k"))
		s.answered("getUser", "1", repeats(3))
		s.pass(2999)
		assert.Equal(t, 3, s.fetched())
		s.pass(1)
		assert.Equal(t, 4, s.fetched())
		s.answered("getUser", "1")
		s.pass(10_000)
		assert.Equal(t, 5, s.fetched())
		s.closes()
	})

	t.Run("so does one that is answered from the cache", func(t *testing.T) {
		forever := cachedFor(math.Inf(1), "")
		s := newShell(t)
		s.answered("getUser", "1", forever, repeats(1))
		assert.False(t, s.answered("getUser", "1", forever, repeats(2)))
		s.pass(1999)
		assert.Equal(t, 1, s.fetched())
		s.pass(1)
		assert.Equal(t, 2, s.fetched())
		assert.False(t, s.answered("getUser", "1", forever))
		s.pass(10_000)
		assert.Equal(t, 2, s.fetched())
		s.closes()
	})

	t.Run("which does not end what is in flight", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", cachedFor(math.Inf(1), "a"))
		id := s.call("getUser", cachedFor(math.Inf(1), "b"))
		assert.False(t, s.answered("getUser", "", cachedFor(math.Inf(1), "a"), repeats(1)))
		s.pass(5000)
		assert.Equal(t, "pending", s.how(id))
		s.answer(id, "2")
		s.pass(1000)
		assert.Equal(t, 3, s.fetched())
		s.closes()
	})

	t.Run("a silent request, such as one that mends an error, has nothing to do with it", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", repeats(1), cachedFor(math.Inf(1), ""))
		s.pass(500)
		s.answered("getUser", "2", silent)
		assert.False(t, s.answered("getUser", "", silent, cachedFor(math.Inf(1), "")), "a hit")
		s.pass(499)
		assert.Equal(t, 2, s.fetched())
		slow := s.call("getUser", silent, func(c *Call) { c.TakeLatest = No })
		s.pass(1)
		assert.Equal(t, 4, s.fetched(), "the poll")
		s.answer(slow, "3")
		s.pass(5000)
		assert.Equal(t, 4, s.fetched(), "the poll is still on its way")
		s.call("getUser", silent, func(c *Call) { c.TakeLatest = No })
		s.settleRequest(5, Outcome{Status: 200, Body: BodyJSON, Text: []byte("4")})
		s.pass(1000)
		assert.Equal(t, 6, s.fetched())
		s.closes()
	})

	t.Run("but where the polls are silent, too, or it asks for polls itself", func(t *testing.T) {
		s := newShell(t)
		s.answered("getUser", "1", repeats(1), silent)
		s.answered("getUser", "2", silent)
		s.pass(5000)
		assert.Equal(t, 2, s.fetched())
		s.answered("getUser", "1", repeats(1))
		s.answered("getUser", "2", silent, repeats(2))
		s.pass(1999)
		assert.Equal(t, 4, s.fetched())
		s.pass(1)
		assert.Equal(t, 5, s.fetched())
		s.closes()
	})

	t.Run("mutations are never made again", func(t *testing.T) {
		s := newShell(t)
		s.answered("save", "1", repeats(1))
		s.pass(10_000)
		assert.Equal(t, 1, s.fetched())
		s.closes()
	})

	t.Run("a poll that runs finishes when polling is stopped, with all that its call carries", func(t *testing.T) {
		s := newShell(t)
		s.answered("list", "0", latest(No))
		id := s.call("getUser", repeats(1), s.through(StepOwnRequest, StepOwnSuccess), s.updates(updater{query: "list", data: func(_, answer string) string { return answer }}))
		s.answer(id, "1")
		s.slow = true
		s.pass(1000)
		s.stopPolling(Target{Name: "getUser"})
		s.hasten()
		s.forget(Forgetting{}, Target{Name: "list"})
		s.answered("list", "0", latest(No))
		s.answer(id, "2")
		assert.Equal(t, "2", s.shows(s.look("list", "", "")).data)
		s.pass(10_000)
		assert.Equal(t, 4, s.fetched())
		s.closes()
	})

	t.Run("one whose first request was aborted is replaced by one that is still to begin", func(t *testing.T) {
		s := newShell(t)
		s.call("getUser", repeats(1))
		s.abortRequests()
		s.slow = true
		id := s.call("getUser", s.through(StepRequest))
		s.hasten()
		s.answer(id, "1")
		assert.Equal(t, "1", s.shows(s.look("getUser", "", "")).data)
		s.closes()
	})
}

// s0 changes nothing.
func s0(c *Call) { c.meta() }

func (s *shell) stopPolling(targets ...Target) {
	s.core.StopPolling(s.now, 1, targets)
	s.carryOut()
}
