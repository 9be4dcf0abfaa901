package live

import "crypto/rand"

// Stream names what has a numbering of its own: a topic and a key, which may be "".
type Stream struct{ Topic, Key string }

// Event is one publication. Ids of a stream are 1, 2, 3 … without holes.
type Event struct {
	ID   int64
	Data []byte // compact JSON, shared by all who hold the event and never changed
}

// Position is a place in a stream: the newest id in the life of a numbering that Epoch
// names. Last is 0 before the first event.
type Position struct {
	Epoch string
	Last  int64
}

// NewEpoch names the life of a numbering.
func NewEpoch() string { return rand.Text()[:16] }
