package core

import "container/heap"

// deadlines is a heap of the requests that have one: the earliest first, of equal ones the
// older request. Each request knows its place, so that settling takes it out: no dead entries
// stay behind.
type deadlines []*request

func (d deadlines) Len() int { return len(d) }
func (d deadlines) Less(i, j int) bool {
	return d[i].deadline < d[j].deadline || d[i].deadline == d[j].deadline && d[i].id < d[j].id
}

func (d deadlines) Swap(i, j int) {
	d[i], d[j] = d[j], d[i]
	d[i].place, d[j].place = i, j
}

// Push is for container/heap.
func (d *deadlines) Push(x any) {
	r := x.(*request)
	r.place = len(*d)
	*d = append(*d, r)
}

// Pop is for container/heap.
func (d *deadlines) Pop() any {
	last := len(*d) - 1
	r := (*d)[last]
	(*d)[last] = nil
	*d = (*d)[:last]
	r.place = -1
	return r
}

func (c *Core) setDeadline(r *request, at Time) {
	r.deadline = at
	heap.Push(&c.deadlines, r)
}

func (c *Core) clearDeadline(r *request) {
	if r.place >= 0 {
		heap.Remove(&c.deadlines, r.place)
	}
}

// arm asks for a timer when the earliest deadline is before the one asked for last. A timer
// that turns out to be early costs one empty Tick.
func (c *Core) arm() {
	if len(c.deadlines) > 0 && c.deadlines[0].deadline < c.armed {
		c.armed = c.deadlines[0].deadline
		c.emit(Effect{Kind: EffectTimer, At: c.armed})
	}
}

// Tick does what is due at now.
func (c *Core) Tick(now Time) {
	c.advance(now)
	c.armed = never
	for len(c.deadlines) > 0 && c.deadlines[0].deadline <= c.clock {
		r := c.deadlines[0]
		c.emit(Effect{Kind: EffectAbort, Request: r.id, Reason: reasonTimeout})
		c.fail(r, &TimeoutError{Timeout: r.timeout})
	}
	c.commit()
}
