package core

import "math"

// Retry says when a read that has failed is sent again: after no answer, a timeout, and the statuses 429, 502,
// 503 and 504. The zero value: never.
type Retry struct {
	// Attempts is how often it is sent at most, the first time included. 0 and 1: once.
	Attempts uint32
	// Delay is the first wait, in ms. Each following one is Factor times as long, but not longer than Max. What
	// the server asks for by Retry-After is waited instead.
	Delay, Factor, Max float64
	// Jitter in ms: what a wait is longer at most, by chance.
	Jitter float64
}

// Transient reports whether an error is one that another attempt may not meet.
func Transient(err error) bool {
	switch e := err.(type) {
	case *NetworkError, *TimeoutError:
		return true
	case *APIError:
		return e.Status == 429 || e.Status >= 502 && e.Status <= 504
	}
	return false
}

// Again says that what a request has on the network has failed with a transient error that the shell keeps.
// retryAfter is what the server asks for, in s; 0 if it does not. Again reports whether the request is to be sent
// again, see [EffectFetch]. Else the shell goes on to say that it has failed.
func (c *Core) Again(now Time, id RequestID, retryAfter float64) (again bool) {
	c.advance(now)
	if q := c.requests[id]; q != nil {
		again = c.tryAgain(q, retryAfter)
	}
	c.commit()
	return again
}

// Once says that what a request carries cannot be sent again. It has no effects.
func (c *Core) Once(id RequestID) {
	if q := c.requests[id]; q != nil {
		q.retry = nil
	}
}

// tryAgain has a request wait for its next attempt, if it has one.
func (c *Core) tryAgain(q *request, retryAfter float64) bool {
	r := q.retry
	if r == nil || !q.query || q.tries+1 >= r.Attempts || !q.out() || q.unwanted() {
		return false
	}
	if q.tries++; q.tries == 1 {
		q.backoff = r.Delay
	} else {
		q.backoff *= r.Factor
	}
	wait := min(q.backoff, r.Max) + r.Jitter*c.chance()
	if retryAfter > 0 {
		wait = retryAfter * 1000
	}
	c.offNetwork(q)
	q.place = waiting
	c.set(&q.deadline, c.clock+Time(wait))
	c.reserve(q)
	if p := q.record; p.newest(q) && !q.silent() && (q.upload || q.download) {
		p.download, p.upload = zeroIf(q.download), zeroIf(q.upload)
		c.touch(p)
	}
	return true
}

// attempt begins the next attempt of a request that has waited for it. Its time begins again.
func (c *Core) attempt(q *request) {
	q.place = nowhere
	if q.timeout > 0 {
		c.set(&q.deadline, c.clock+Time(q.timeout))
	}
	c.transmit(q)
}

// unwanted reports whether nobody waits for a read, since its answer was given from outside.
func (q *request) unwanted() bool {
	return q.endpoint != nil && q.record.keyed.read != q
}

// retryOf is that of a call that may have one of its own.
func (cl *client) retryOf(own *Retry) *Retry {
	if own != nil {
		return own
	}
	return &cl.options.Retry
}

// chance gives a number from 0 to below 1. It follows from the time and from how often it was asked for, so that
// the same commands give the same waits, and pages differ.
func (c *Core) chance() float64 {
	c.draws++
	x := math.Float64bits(float64(c.clock)) + c.draws*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}
