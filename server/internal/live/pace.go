package live

import "time"

// A client may ask for paceBurst subscriptions at once, and then for one in every
// paceInterval: each costs a look at the rules, and with a key that nobody has asked for,
// a stream.
const (
	paceBurst    = 256
	paceInterval = 20 * time.Millisecond
)

// pace says how long the next subscription has to wait. The zero value is rested.
type pace struct {
	due time.Time // when the next would be, had none come early
}

// step counts one, and returns how long it has to wait, at most paceInterval if those
// before it have waited.
func (p *pace) step(now time.Time) time.Duration {
	if rested := now.Add(-paceBurst * paceInterval); p.due.Before(rested) {
		p.due = rested
	}
	p.due = p.due.Add(paceInterval)
	return p.due.Sub(now)
}
