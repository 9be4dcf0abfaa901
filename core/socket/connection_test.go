package socket

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// five is a reconnect after 5 s, and all else as it is without options.
var five = Options{Reconnect: 5000}

func TestConnection(t *testing.T) {
	t.Run("example 1: what is stored goes out before onOpen", func(t *testing.T) {
		s := newShell(t, five)
		s.does(func(now Time) { s.m.Subscribe(now, 1, true, false); s.m.Subscribe(now, 2, true, false) })
		assert.Equal(t, []string{"dial 1"}, s.said())
		assert.Equal(t, []string{"connected", "send 1", "send 2", "onOpen"}, s.opens().said())
	})
	t.Run("example 2: with a confirmation, after onOpen", func(t *testing.T) {
		s := newShell(t, Options{Reconnect: 5000, Confirmed: true})
		s.does(func(now Time) { s.m.Subscribe(now, 1, true, false) }).said()
		assert.Equal(t, []string{"onOpen"}, s.opens().said())
		assert.Equal(t, []string{"connected", "send 1"}, s.does(func(now Time) { s.m.Heard(now, s.socket, true, false) }).said())
		assert.Empty(t, s.does(func(now Time) { s.m.Heard(now, s.socket, true, false) }).said(), "once")
	})
	t.Run("example 3: a lazy one is opened by command", func(t *testing.T) {
		s := newShell(t, Options{Reconnect: 5000, Lazy: true})
		assert.Empty(t, s.passes(100).said())
		assert.Equal(t, []string{"dial 1"}, s.does(s.m.Open).said())
		s.opens().said()
		assert.Equal(t, []string{"disconnected 1006", "onClose 1006", "dial 2"}, s.closes(1006).passes(5).said())
	})
	t.Run("example 4: it is opened again every 5 s, for ever", func(t *testing.T) {
		s := newShell(t, five)
		s.does(func(now Time) { s.m.Subscribe(now, 1, true, false) }).opens().said()
		s.closes(1006)
		for range 50 {
			s.said()
			assert.Empty(t, s.passes(4.999).said())
			s.passes(0.001)
			assert.Len(t, s.said(), 1)
			s.closes(1006)
		}
		s.passes(5).said()
		assert.Equal(t, []string{"connected", "send 1", "onOpen"}, s.opens().said())
	})
	t.Run("example 5: the waits of backoff", func(t *testing.T) {
		for _, chance := range []float64{0, 0.999999} {
			s := newShell(t, Options{Reconnect: 5000, Backoff: Backoff{Factor: 2, Max: 60_000, Jitter: 0.5}})
			s.chance = chance
			for _, most := range []float64{5, 10, 20, 40, 60, 60, 60} {
				s.closes(1006)
				assert.InDelta(t, most*1000*(1-chance/2), s.m.Due()-s.now, 1)
				s.passes(60)
			}
			s.opens().passes(4.9).closes(1006)
			assert.InDelta(t, 60_000*(1-chance/2), s.m.Due()-s.now, 1, "a connection that did not last")
			s.passes(60).opens().passes(5).closes(1006)
			assert.InDelta(t, 5000*(1-chance/2), s.m.Due()-s.now, 1)
		}
	})
	t.Run("example 6: after 1000 it stays closed", func(t *testing.T) {
		s := newShell(t, five).opens()
		s.said()
		assert.Equal(t, []string{"hang up 1 1000", "disconnected 1000", "onClose 1000"}, s.does(func(now Time) { s.m.Close(now, 1000) }).said())
		assert.Empty(t, s.passes(1000).closes(1006).said(), "a late native close")
		assert.Empty(t, s.does(func(now Time) { s.m.Close(now, 1000) }).said(), "there is none")
		assert.Equal(t, []string{"dial 2"}, s.does(s.m.Open).said())
		s.opens().said()
		assert.Equal(t, []string{"disconnected 1000", "onClose 1000"}, s.closes(1000).passes(1000).said(), "the server's")
	})
	t.Run("a close by 3000 asks for another one", func(t *testing.T) {
		s := newShell(t, five).opens()
		s.said()
		assert.Equal(t, []string{"hang up 1 3000", "disconnected 3000", "onClose 3000", "dial 2"}, s.does(func(now Time) { s.m.Close(now, 3000) }).passes(5).said())
	})
	t.Run("a close by 3000 where there is none leaves the attempt that is to be; one by 1000 does not", func(t *testing.T) {
		s := newShell(t, five).opens().closes(1006).passes(2)
		s.said()
		assert.Equal(t, []string{"dial 2"}, s.does(func(now Time) { s.m.Close(now, 3000) }).passes(3).said())
		s.closes(1006).said()
		assert.Empty(t, s.does(func(now Time) { s.m.Close(now, 1000) }).passes(1000).said())
		assert.Empty(t, s.does(func(now Time) { s.m.Close(now, 3000) }).passes(1000).said(), "none is to be")
		page := func(offline bool) { s.does(func(now Time) { s.m.SetPage(now, false, offline) }) }
		s.does(s.m.Open).closes(1006)
		page(true)
		s.passes(60).does(func(now Time) { s.m.Close(now, 3000) }).said()
		page(false)
		assert.Equal(t, []string{"dial 4"}, s.said(), "overdue")
	})
	t.Run("example 7: only heartbeats are heartbeats", func(t *testing.T) {
		s := newShell(t, Options{Reconnect: 5000, Heartbeat: 20_000}).opens().passes(15)
		s.does(func(now Time) { s.m.Heard(now, s.socket, false, true) }).passes(15)
		s.does(func(now Time) { s.m.Heard(now, s.socket, false, false) }).said()
		assert.Empty(t, s.passes(4.999).said())
		assert.Equal(t, []string{"hang up 1 3000", "disconnected 3000", "onClose 3000"}, s.passes(0.001).said())
		assert.Empty(t, s.passes(4.999).said())
		assert.Equal(t, []string{"dial 2"}, s.passes(0.001).said())
	})
	t.Run("example 12: another one in its place", func(t *testing.T) {
		s := newShell(t, five).opens()
		s.said()
		assert.Equal(t, []string{"hang up 1 1000", "disconnected 1000", "onClose 1000", "dial 2"}, s.does(s.m.Open).said())
		s.closes(1006)
		s.said()
		assert.Equal(t, []string{"dial 3"}, s.does(s.m.Open).passes(100).said(), "in place of the attempt that was to be")
	})
	t.Run("example 12: what onClose opens is in place of the attempt that was to be; until one has lasted, the next one waits", func(t *testing.T) {
		for _, test := range []struct {
			title string
			o     Options
			code  uint16
			waits []float64
		}{
			{"after a loss", five, 1006, []float64{0, 5, 5, 5}},
			{"with waits that grow", Options{Reconnect: 5000, Backoff: Backoff{Factor: 2, Max: 60_000}}, 1006, []float64{0, 10, 20, 40, 60}},
			{"where none is made unasked", Options{Reconnect: Never}, 1006, []float64{0, 5, 5}},
			{"after 1000", five, 1000, []float64{0, 5, 5}},
		} {
			s := newShell(t, test.o)
			for range 2 {
				s.opens().passes(5)
				for i, want := range test.waits {
					s.said()
					s.closes(test.code).does(s.m.Reopen)
					wait := 0.0
					if said := s.said(); !strings.HasPrefix(said[len(said)-1], "dial") {
						wait = (s.m.Due() - s.now) / 1000
						assert.Len(t, s.passes(wait).said(), 1)
					}
					assert.InDelta(t, want, wait, 0.001, "%s: %d", test.title, i)
				}
			}
		}
	})
	t.Run("what onClose opens while another socket is being made in its place is that one", func(t *testing.T) {
		s := newShell(t, five).opens()
		s.said()
		assert.Equal(t, []string{"hang up 1 1000", "disconnected 1000", "onClose 1000", "dial 2"}, s.does(s.m.Open).does(s.m.Reopen).passes(100).said())
		s.does(s.m.End).said()
		assert.Empty(t, s.does(s.m.Reopen).passes(100).said(), "ended")
	})
	t.Run("without a reconnect it is left closed", func(t *testing.T) {
		s := newShell(t, Options{Reconnect: Never}).opens()
		s.said()
		assert.Equal(t, []string{"disconnected 1006", "onClose 1006"}, s.closes(1006).passes(1000).said())
	})
	t.Run("where no socket could be made there is none to close", func(t *testing.T) {
		s := newShell(t, five).closes(0)
		s.said()
		assert.Equal(t, []string{"dial 2"}, s.does(func(now Time) { s.m.Close(now, 1000) }).does(s.m.Open).passes(1000).said())
	})
	t.Run("pings are expected of a server that agrees to resume only", func(t *testing.T) {
		o := Options{Reconnect: Never, Heartbeat: 20_000, Resume: true, Pings: true}
		s := newShell(t, o).opens()
		s.said()
		assert.Empty(t, s.passes(1000).said())
		s = newShell(t, o).resumes()
		s.said()
		assert.Equal(t, []string{"hang up 1 3000", "disconnected 3000", "onClose 3000"}, s.passes(20).said())
	})
	t.Run("it ends for good", func(t *testing.T) {
		s := newShell(t, five).opens()
		s.said()
		assert.Equal(t, []string{"hang up 1 1000", "disconnected 1000", "onClose 1000"}, s.does(s.m.End).does(s.m.Open).passes(1000).said())
	})
}

func TestPage(t *testing.T) {
	page := func(s *shell, hidden, offline bool) *shell {
		return s.does(func(now Time) { s.m.SetPage(now, hidden, offline) })
	}
	t.Run("offline nothing is tried; what has become due is, when it is over", func(t *testing.T) {
		s := newShell(t, five)
		page(s, false, true).closes(1006).said()
		assert.Empty(t, s.passes(60).said())
		assert.Equal(t, []string{"dial 2"}, page(s, false, false).said())
		assert.Empty(t, page(page(s, false, true), false, false).said(), "once")
	})
	t.Run("a page that slept is given its time afresh", func(t *testing.T) {
		s := newShell(t, Options{Reconnect: 5000, Heartbeat: 20_000}).opens()
		s.said()
		s.now = 3_600_000
		assert.Empty(t, s.does(s.m.Tick).passes(19.9).said())
		assert.Equal(t, []string{"hang up 1 3000", "disconnected 3000", "onClose 3000"}, s.passes(0.2).said())

		s = newShell(t, Options{Reconnect: 5000, Heartbeat: 20_000}).opens()
		page(s, true, false).passes(15)
		page(s, false, false).said()
		assert.Empty(t, s.passes(19.9).said())
	})
	t.Run("back, it asks whether the connection lives", func(t *testing.T) {
		s := newShell(t, Options{Reconnect: 5000, Resume: true, Pong: 5000}).resumes()
		s.said()
		page(s, true, false)
		assert.Equal(t, []string{"ping 1"}, page(s, false, false).said())
		s.does(func(now Time) { s.m.Ponged(now, s.socket, 1) })
		assert.Empty(t, s.passes(60).said())
		assert.Equal(t, []string{"ping 2"}, page(page(s, false, true), false, false).said())
		s.does(func(now Time) { s.m.Ponged(now, s.socket, 1) })
		assert.Equal(t, []string{"hang up 1 3000", "disconnected 3000", "onClose 3000"}, s.passes(5).said())
	})
}

func TestWhatSubscriptionsLeave(t *testing.T) {
	s := newShell(t, resuming)
	for range 100 {
		s.resumes()
		for n := range uint32(100) {
			s.does(func(now Time) {
				s.m.Subscribe(now, SubscriptionID(n+1), true, false)
				s.m.Subscribed(now, s.socket, n+1, "e", 0)
				s.m.Event(now, s.socket, n+1, 1)
				s.m.Unsubscribe(now, SubscriptionID(n+1))
			})
		}
		s.does(func(now Time) { s.m.Close(now, 1000) }).does(s.m.Open).said()
	}
	assert.Empty(t, s.m.subscriptions.byID)
	assert.Empty(t, s.m.bySID)
	assert.Zero(t, s.m.subscriptions.order.Len())
	assert.Less(t, cap(s.m.effects), 1000)
}
