package live

import "sync"

// fanout hands the events of one stream to the receivers of this process. Its lock is
// that of the stream.
type fanout struct {
	sync.Mutex
	epoch     string
	last      int64 // newest id that was handed on
	receivers map[Feed]Receiver
}

// The methods are called with the stream locked.

func (f *fanout) position() Position { return Position{f.epoch, f.last} }

// join registers a receiver.
func (f *fanout) join(feed Feed, to Receiver, oldest int64) {
	if f.receivers == nil {
		f.receivers = map[Feed]Receiver{}
	}
	f.receivers[feed] = to
	to.Joined(feed, f.position(), oldest)
}

// give hands an event on.
func (f *fanout) give(event Event) {
	f.last = event.ID
	for _, to := range f.receivers {
		to.Receive(event)
	}
}
