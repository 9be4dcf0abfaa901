package client

import (
	"math"
	"time"

	"sluice/store"
)

// ExpiryStatus says what a reader has to do about data.
type ExpiryStatus = store.ExpiryStatus

// The statuses.
const (
	Invalid        = store.StatusInvalid        // ask, and show nothing until then
	InvalidIfStale = store.StatusInvalidIfStale // the same once it has expired
	Valid          = store.StatusValid          // show it; ask once it has expired
)

// Forever is when what never expires does.
var Forever = time.UnixMilli(math.MaxInt64)

// Response is what is stored for an endpoint's arguments, or found through a schema. Data is shared by all
// who read it: do not change it.
type Response[T any] struct {
	Data      T
	Usable    bool // there is something to show
	Status    ExpiryStatus
	ExpiresAt time.Time
	Err       error     // of the last answer, if readers are shown it
	Pending   int       // requests in flight for the key
	Pristine  bool      // nothing was ever asked or stored for the key
	Stale     bool      // expired when this was made
	FetchedAt time.Time // when the answer was asked for; zero when there is none for the key
}

// response gives what was seen as a T. It panics when the function of a query did.
func response[T any](s seen) Response[T] {
	out := Response[T]{
		Usable: s.state.Presence == store.Usable, Status: s.status, ExpiresAt: moment(float64(s.state.ExpiresAt)),
		Err: s.err, Pending: s.now.Pending, Pristine: s.now.Pristine, Stale: s.state.Stale,
	}
	if s.at != 0 {
		out.FetchedAt = moment(s.at)
	}
	switch {
	case s.root == nil:
		data, err := as[T](s.held)
		if out.Data = data; err != nil {
			out.Usable, out.Err = false, err
		}
	case s.root.panic != nil:
		panic(s.root.panic)
	default:
		out.Data, _ = convert[T](s.root.value)
	}
	return out
}

// moment gives a time of the client's clock.
func moment(ms float64) time.Time {
	if math.IsInf(ms, 1) {
		return Forever
	}
	return time.UnixMicro(int64(math.Round(ms * 1000)))
}
