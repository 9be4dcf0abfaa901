package live

import "time"

// buffer keeps the newest events of a stream: at most BufferEvents, none older than
// BufferAge. The zero value is empty. It is not safe for concurrent use.
type buffer struct {
	last    int64 // newest id given
	entries []entry
	dropped int // entries at the front that don't count any more
}

type entry struct {
	event Event
	at    time.Time
}

// add appends data under the next id.
func (b *buffer) add(data []byte, now time.Time) Event {
	b.last++
	event := Event{b.last, data}
	b.entries = append(b.entries, entry{event, now})
	b.trim(now)
	return event
}

// trim drops what is too much or too old. The space is given back once half of it is
// unused, so that an event costs a constant amount of work.
func (b *buffer) trim(now time.Time) {
	for b.len() > BufferEvents || b.len() > 0 && now.Sub(b.entries[b.dropped].at) > BufferAge {
		b.entries[b.dropped] = entry{}
		b.dropped++
	}
	switch {
	case b.len() == 0:
		b.entries, b.dropped = nil, 0
	case b.dropped > b.len():
		b.entries = append([]entry(nil), b.entries[b.dropped:]...)
		b.dropped = 0
	}
}

func (b *buffer) len() int { return len(b.entries) - b.dropped }

// oldest is the id of the oldest kept event, last + 1 without any.
func (b *buffer) oldest() int64 { return b.last + 1 - int64(b.len()) }

// after returns the events after an id, at most limit. ok is false if some of them were
// dropped.
func (b *buffer) after(id int64, limit int) (events []Event, ok bool) {
	if id < b.oldest()-1 || id > b.last {
		return nil, false
	}
	start := b.dropped + int(id+1-b.oldest())
	for _, e := range b.entries[start:min(len(b.entries), start+limit)] {
		events = append(events, e.event)
	}
	return events, true
}
