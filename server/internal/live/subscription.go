package live

import (
	"encoding/json"
	"time"
)

// state of a subscription.
type state uint8

const (
	joining   state = iota // not registered yet
	replaying              // kept events up to now are given first
	live                   // events are queued as they come
	lost                   // some were dropped: a gap is to be told
	over                   // nothing more is sent
)

// subscription is one of a connection. Everything but what it was made with is guarded
// by the connection's lock.
type subscription struct {
	conn    *Conn
	sid     int64
	stream  Stream
	payload json.RawMessage // kept only if rights are asked again with it
	every   time.Duration   // after how long they are, 0 = not by time
	due     time.Time       // the next time, guarded as well
	resume  bool
	from    Position

	feed   Feed // from joining on
	state  state
	sent   int64  // the newest id that was queued or replayed
	reason string // of the gap, when lost
}

// Joined answers the client: the position is as of this moment, and so is the state.
func (s *subscription) Joined(feed Feed, at Position, oldest int64) {
	c := s.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	s.feed = feed
	if s.state == over {
		return
	}
	s.sent, s.state = at.Last, live
	switch {
	case s.resume && (s.from.Epoch != at.Epoch || s.from.Last > at.Last):
		c.answer(c.format.gap(s, at, gapEpoch), nil)
	case s.resume && s.from.Last+1 < oldest:
		c.answer(c.format.gap(s, at, gapExpired), nil)
	case s.resume && s.from.Last < at.Last:
		s.sent, s.state = s.from.Last, replaying // by and by, once the answer is sent
		c.answer(c.format.subscribed(s, at), s)
	default:
		c.answer(c.format.subscribed(s, at), nil)
	}
}

// Receive queues an event. One that comes while kept ones are replayed will be read with
// them.
func (s *subscription) Receive(e Event) {
	c := s.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.state != live {
		return
	}
	c.out.give(s, e)
	if s.state == live {
		s.sent = e.ID
	}
	c.wake()
}

// Reset has the client told of a gap.
func (s *subscription) Reset(reason string) {
	c := s.conn
	c.mu.Lock()
	defer c.mu.Unlock()
	if s.state != over {
		c.out.lose(s, reason)
		c.wake()
	}
}
