package live

import "time"

// Two pings fit into the 20 s after which a client gives up.
const (
	pingInterval = 8 * time.Second
	maxSilence   = 20 * time.Second
)

// heart decides when to ping a client, and when it counts as gone.
type heart struct {
	heard time.Time // the newest frame from the client
	ping  time.Time // when the next ping is due
}

func newHeart(now time.Time) heart { return heart{heard: now, ping: now.Add(pingInterval)} }

// beat says what is due now, and after how long to ask again.
func (h *heart) beat(now time.Time) (ping, gone bool, wait time.Duration) {
	if now.Sub(h.heard) >= maxSilence {
		return false, true, 0
	}
	if !now.Before(h.ping) {
		ping = true
		h.ping = now.Add(pingInterval)
	}
	return ping, false, min(h.ping.Sub(now), h.heard.Add(maxSilence).Sub(now))
}
