package server

import "sluice/server/internal/live"

// Broker carries the events of live topics from App.Publish to the connections, and
// keeps the newest of them. MemoryBroker and RedisBroker make one. The interface has no exported
// methods, so that later versions can ask more of a broker.
type Broker interface {
	live() live.Broker
}

// MemoryBroker carries events within this process: other instances don't get them, and
// with the process they are gone, which clients are told by a gap. It keeps of each
// stream the newest 1,000 events, at most 300 s old, and forgets a stream that has had
// no subscriber and no event for 300 s.
func MemoryBroker() Broker { return memoryBroker{live.NewMemory()} }

type memoryBroker struct{ broker *live.Memory }

func (b memoryBroker) live() live.Broker { return b.broker }
