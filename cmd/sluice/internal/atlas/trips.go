package atlas

import (
	"sync"
	"unicode/utf8"
)

const (
	maxTrips  = 1000 // the oldest is forgotten
	maxTripID = 40   // characters
)

// TripInput names a trip: what one tab of a visitor plays with, by an id that the page
// makes up.
type TripInput struct {
	Trip string `json:"trip"`
}

// Validate refuses what is outside the limits.
func (in TripInput) Validate() error {
	if in.Trip == "" || utf8.RuneCountInString(in.Trip) > maxTripID {
		return invalid("trip", "1 to 40 characters")
	}
	return nil
}

// PackingItem is a thing to take along.
type PackingItem struct {
	ID     int    `json:"id"`
	Title  string `json:"title"`
	Packed bool   `json:"packed"`
}

var packingTitles = [...]string{"Passport", "Toothbrush", "Map", "Umbrella", "Chocolate"}

// trip is what is known of one.
type trip struct {
	items     []PackingItem
	packings  int // how often something was packed or unpacked, refusals included
	forecasts int // how often the forecast was asked for
}

// trips are kept in memory, of this instance alone. The zero value is ready to use, and
// may be used from any number of goroutines.
type trips struct {
	mu    sync.Mutex
	known map[string]*trip
	order []string // oldest first
}

// with calls use with the trip of an id, which begins with it if it is not known.
func (t *trips) with(id string, use func(*trip)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.known[id]
	if !ok {
		found = &trip{items: make([]PackingItem, len(packingTitles))}
		for i, title := range packingTitles {
			found.items[i] = PackingItem{ID: i + 1, Title: title}
		}
		t.add(id, found)
	}
	use(found)
}

func (t *trips) add(id string, added *trip) {
	if t.known == nil {
		t.known = map[string]*trip{}
	}
	if len(t.order) == maxTrips {
		delete(t.known, t.order[0])
		t.order = append(t.order[:0], t.order[1:]...)
	}
	t.known[id] = added
	t.order = append(t.order, id)
}
