package core

import (
	"container/heap"

	"sluice/core/socket"
)

// alarm is a time at which something is due: the end of a request's time, its next attempt, a poll, or what a socket waits
// for.
type alarm struct {
	at      Time
	place   int // in Core.deadlines, -1 when it is not set
	order   uint64
	request *request
	poll    *poll
	again   *record // whose request is to be made again
	socket  *client // of which something is due about its socket
}

// deadlines is a heap of the alarms that are set: the earliest first, of equal ones the one that was
// set first. Each knows its place, so that what is settled takes its own out: no dead entries stay
// behind.
type deadlines []*alarm

func (d deadlines) Len() int { return len(d) }
func (d deadlines) Less(i, j int) bool {
	return d[i].at < d[j].at || d[i].at == d[j].at && d[i].order < d[j].order
}

func (d deadlines) Swap(i, j int) {
	d[i], d[j] = d[j], d[i]
	d[i].place, d[j].place = i, j
}

// Push is for container/heap.
func (d *deadlines) Push(x any) {
	a := x.(*alarm)
	a.place = len(*d)
	*d = append(*d, a)
}

// Pop is for container/heap.
func (d *deadlines) Pop() any {
	last := len(*d) - 1
	a := (*d)[last]
	(*d)[last] = nil
	*d = (*d)[:last]
	a.place = -1
	return a
}

// set sets an alarm; one that is set is moved.
func (c *Core) set(a *alarm, at Time) {
	c.unset(a)
	c.alarms++
	a.at, a.order = at, c.alarms
	heap.Push(&c.deadlines, a)
}

func (c *Core) unset(a *alarm) {
	if a.place >= 0 {
		heap.Remove(&c.deadlines, a.place)
	}
}

// arm asks for a timer when the earliest alarm is before the one asked for last. A timer that
// turns out to be early costs one empty Tick.
func (c *Core) arm() {
	if len(c.deadlines) > 0 && c.deadlines[0].at < c.armed {
		c.armed = c.deadlines[0].at
		c.emit(Effect{Kind: EffectTimer, At: c.armed})
	}
}

// Tick does what is due at now.
func (c *Core) Tick(now Time) {
	c.advance(now)
	c.armed = never
	for len(c.deadlines) > 0 && c.deadlines[0].at <= c.clock {
		a := heap.Pop(&c.deadlines).(*alarm)
		if a.poll != nil {
			c.poll(a.poll)
			continue
		}
		if a.again != nil {
			c.again(a.again)
			continue
		}
		if a.socket != nil {
			c.runSocket(a.socket, (*socket.Machine).Tick)
			continue
		}
		switch q := a.request; {
		case q.place == waiting:
			c.attempt(q)
		case !c.tryAgain(q, 0):
			c.emit(Effect{Kind: EffectAbort, Request: q.id, Reason: reasonTimeout})
			c.lose(q, &TimeoutError{Timeout: q.timeout})
		}
	}
	c.commit()
}
