package live

import (
	"context"
	"errors"
	"time"
)

// What a broker keeps of each stream, so that clients can resume.
const (
	BufferEvents = 1000
	BufferAge    = 300 * time.Second
)

// ForgetAfter is how long a stream without subscriber and event is kept at least.
const ForgetAfter = 300 * time.Second

// ReadChunk limits the events that one Read gives, and ReadBytes what those are together that
// a broker has to copy for it, beyond one.
const (
	ReadChunk = 32
	ReadBytes = 1 << 20
)

// ErrGone is returned by Feed.Read when an event that was asked for is no longer kept.
var ErrGone = errors.New("live: events are no longer kept")

// Broker keeps the newest events of streams and hands new ones to receivers. All methods
// may be called concurrently.
type Broker interface {
	// Publish gives data the next id of the stream and appends it to the buffer in one
	// step, and returns its position. The event reaches every receiver of the stream, on
	// all instances, in the order of ids.
	Publish(ctx context.Context, stream Stream, data []byte) (Position, error)
	// Subscribe registers a receiver and reads the position in one step: see Receiver.
	// After an error the receiver is not called.
	Subscribe(ctx context.Context, stream Stream, to Receiver) error
}

// Receiver is told of the events of one stream. Its methods are called one at a time,
// with the stream locked, so they must not block nor call the broker.
type Receiver interface {
	// Joined comes first, before Subscribe returns. Every event after at.Last will be
	// given to Receive; those from oldest to at.Last can be read from the feed. Without
	// kept events oldest is at.Last + 1.
	Joined(feed Feed, at Position, oldest int64)
	// Receive gives the next event.
	Receive(Event)
	// Reset says that events were lost: the client has to be told of a gap, for the reason
	// given. Events go on from where Feed.Sync says.
	Reset(reason string)
}

// Feed is a receiver's hold on its stream.
type Feed interface {
	// Sync calls fn with the position; every event after it will be given to Receive.
	Sync(fn func(at Position))
	// Read returns kept events with ids after+1, after+2 …, at least one and at most
	// ReadChunk. If there is none after the newest, it calls live instead, as Sync does,
	// and returns nothing. ErrGone: after+1 is no longer kept, or the numbering was lost.
	Read(ctx context.Context, after int64, live func()) ([]Event, error)
	// Close ends the deliveries. A call of the receiver may be on its way meanwhile.
	Close()
}
