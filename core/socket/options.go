package socket

import "math"

// Time is a time or a length of time, in ms.
type Time = float64

// Never is a time that does not come.
var Never = math.Inf(1)

// Options of a [Machine]. Lengths are in ms.
type Options struct {
	// Lazy: it is opened by [Machine.Open] only.
	Lazy bool
	// Confirmed: it is active when a message says so, not when it is open.
	Confirmed bool
	// Heartbeat is how long it may be without one; 0 for ever.
	Heartbeat Time
	// Pings: only those of a server that agrees to resume are heartbeats. From another one none are expected.
	Pings bool
	// Reconnect is how long after its close it is opened again; Never is never.
	Reconnect Time
	// Backoff says how much longer later attempts wait. The zero value: as long as the first.
	Backoff Backoff
	// Resume: delivery is resumed after a loss, if the server agrees.
	Resume bool
	// Pong is how long an answer to a ping may take.
	Pong Time
}

// Backoff draws the wait before attempt n evenly from [d·(1−Jitter), d], where d is Reconnect·Factor^(n−1), at most Max.
type Backoff struct {
	Factor float64 // 0: there is none
	Max    Time
	Jitter float64 // from 0 to 1
}

// unasked is the wait before an attempt that is asked for where none is made unasked.
const unasked Time = 5000

// pause is the wait before the first attempt, and how long a connection has to stay to have lasted.
func (o *Options) pause() Time {
	if o.Reconnect == Never {
		return unasked
	}
	return o.Reconnect
}

// wait gives how long to wait before attempt n, from 1.
func (o *Options) wait(n int, chance func() float64) Time {
	d := o.pause()
	if o.Backoff.Factor == 0 {
		return d
	}
	for ; n > 1 && d < o.Backoff.Max; n-- {
		d *= o.Backoff.Factor
	}
	d = min(d, o.Backoff.Max)
	return d - d*o.Backoff.Jitter*chance()
}
