package client

import (
	"time"

	"sluice/core"
	"sluice/store"
)

// GC says when keys and rows are let go that nobody watches, that no subscription asks for, and that
// nothing which stays contains.
type GC struct {
	// Off keeps everything until Reset.
	Off bool
	// Interval is how long after a sweep the next one comes. Default: 5 minutes.
	Interval time.Duration
	// Multiplier is how many times its length of expiry something lives after it was asked for. Default: 2.
	Multiplier float64
	// Minimum is the least life. Default: 2 minutes.
	Minimum time.Duration
}

const (
	sweepInterval = 5 * time.Minute
	// sweepBudget is how much a sweep looks at before others have their turn.
	sweepBudget = 10_000
	sweepPause  = time.Millisecond
)

func (g GC) limits() store.Limits {
	return store.Limits{Multiplier: g.Multiplier, Minimum: milliseconds(g.Minimum)}
}

func (g GC) interval() time.Duration {
	if g.Interval <= 0 {
		return sweepInterval
	}
	return g.Interval
}

// Sweep lets go what is due at once, whatever Options.GC says of when.
func (c *Client) Sweep() {
	_ = c.write(newCall("sweep"), nil, func(c *Client, now core.Time, id core.CallID) error { // is never refused
		c.core.Sweep(now, core.Sweep{Client: clientID, Call: id, Limits: c.options.GC.limits()})
		return nil
	})
}

// sweepLater sees to it that what is stored is swept.
func (c *Client) sweepLater() {
	if !c.sweeping && !c.options.GC.Off && !c.closed {
		c.sweepIn(c.options.GC.interval())
	}
}

func (c *Client) sweepIn(d time.Duration) {
	c.sweeping = true
	if c.sweeper == nil {
		c.sweeper = time.AfterFunc(d, func() {
			c.do(func(now core.Time) {
				c.sweeping = false
				c.core.Sweep(now, core.Sweep{Client: clientID, Limits: c.options.GC.limits(), Budget: sweepBudget})
			})
		})
		return
	}
	c.sweeper.Reset(d)
}

// swept says when the next sweep comes.
func (c *Client) swept(done, left bool) {
	switch {
	case c.closed || c.options.GC.Off || c.sweeping: // it was asked for besides
	case !done:
		c.sweepIn(sweepPause)
	case left:
		c.sweepIn(c.options.GC.interval())
	}
}
