package live

import "sync"

// Fanout hands the events of one stream to the receivers of this process. Its lock is
// that of the stream: every method is called with it held.
type Fanout struct {
	sync.Mutex
	at        Position // of the newest event that was handed on
	receivers map[Feed]Receiver
}

// Position is that of the newest event that was handed on.
func (f *Fanout) Position() Position { return f.at }

// Start sets where events begin; there are no receivers yet.
func (f *Fanout) Start(at Position) { f.at = at }

// Join registers a receiver. oldest is the id of the oldest kept event.
func (f *Fanout) Join(feed Feed, to Receiver, oldest int64) {
	if f.receivers == nil {
		f.receivers = map[Feed]Receiver{}
	}
	f.receivers[feed] = to
	to.Joined(feed, f.at, min(oldest, f.at.Last+1))
}

// Leave takes a receiver out, and reports whether it was in.
func (f *Fanout) Leave(feed Feed) bool {
	_, joined := f.receivers[feed]
	delete(f.receivers, feed)
	return joined
}

// Give hands an event on; its id is the next.
func (f *Fanout) Give(event Event) {
	f.at.Last = event.ID
	for _, to := range f.receivers {
		to.Receive(event)
	}
}

// Reset goes on from another position: what lies between is lost to the receivers.
func (f *Fanout) Reset(at Position) {
	reason := gapExpired
	if at.Epoch != f.at.Epoch {
		reason = gapEpoch
	}
	f.at = at
	for _, to := range f.receivers {
		to.Reset(reason)
	}
}
