package live

import (
	"context"
	"time"
)

// Gate decides who may subscribe.
type Gate interface {
	// Admit returns nil, or why not. again is set when a subscription is looked at once
	// more because the user session has changed. ctx ends with the connection.
	Admit(ctx context.Context, stream Stream, payload []byte, again bool) *Refusal
	// Again reports whether Admit wants the payload again, too, and after how long it wants to
	// be asked again, 0 = only when the user session has changed.
	Again(topic string) (payload bool, every time.Duration)
}

// Change runs fn, which changes what the gate says, and asks about every subscription
// again. Those that are refused end.
func (c *Conn) Change(fn func()) {
	c.admitting.Lock()
	defer c.admitting.Unlock()
	fn()
	c.mu.Lock()
	subs := make([]*subscription, 0, len(c.subs))
	for _, s := range c.subs {
		subs = append(subs, s)
	}
	c.mu.Unlock()
	for _, s := range subs {
		if refusal := c.gate.Admit(c.ctx, s.stream, s.payload, true); refusal != nil {
			c.refuse(s, *refusal)
		}
	}
}

// refuse ends a subscription and says why.
func (c *Conn) refuse(s *subscription, r Refusal) {
	if c.remove(s) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.queue(message{kind: notice, text: c.format.refused(s.sid, s.stream, r)})
	}
}

// doubtful returns the subscriptions about which the gate is to be asked again by now, and
// after how long it is to be looked for others, 0 = never. c is locked.
func (c *Conn) doubtful(now time.Time) (list []*subscription, wait time.Duration) {
	for _, s := range c.subs {
		if s.every == 0 {
			continue
		}
		if !now.Before(s.due) {
			list = append(list, s)
			s.due = now.Add(s.every)
		}
		if left := s.due.Sub(now); wait == 0 || left < wait {
			wait = left
		}
	}
	return list, wait
}

// ask asks the gate about subscriptions again, and ends those that are refused. Where it
// could not tell, the next time will do: a database that is away for a moment must not take
// all subscriptions along.
func (c *Conn) ask(list []*subscription) {
	for _, s := range list {
		c.askAbout(s)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asking = false
}

func (c *Conn) askAbout(s *subscription) {
	c.admitting.Lock()
	defer c.admitting.Unlock()
	c.mu.Lock()
	gone := s.state == over || c.done
	c.mu.Unlock()
	if gone {
		return
	}
	if refusal := c.gate.Admit(c.ctx, s.stream, s.payload, true); refusal != nil && !refusal.Retry {
		c.refuse(s, *refusal)
	}
}
