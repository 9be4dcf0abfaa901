package live

import "slices"

// Limits of what a connection may have unsent. An event beyond them is dropped; one
// always fits into an empty queue.
const (
	maxQueue      = 256
	maxQueueBytes = 1 << 20
)

// kind says what a message is.
type kind uint8

const (
	answer  kind = iota // to a frame of the client
	news                // an event of a subscription that is live
	ping                // at most one is queued
	session             // at most one is queued
	notice              // gap, error: at most one per subscription
)

// message is one thing to send. An event is encoded when it is sent: until then all
// connections share its data.
type message struct {
	kind  kind
	sub   *subscription // of news; of an answer that a replay follows
	event Event
	text  []byte
}

func (m *message) size() int { return len(m.text) + len(m.event.Data) }

// outbox is what a connection has yet to do for its client, in order. It is plain state:
// not safe for concurrent use. The zero value is empty.
type outbox struct {
	queue     []message // sent up to first
	first     int
	bytes     int
	answers   int // how many of the queue
	pinged    bool
	told      bool            // a session message is queued
	lost      []*subscription // those with dropped events, which need a gap
	replaying []*subscription
	turn      bool // a replay goes before the queue
}

func (o *outbox) len() int { return len(o.queue) - o.first }

// put queues a message whatever the queue holds. Those who call it bound their number.
func (o *outbox) put(m message) {
	switch m.kind {
	case answer:
		o.answers++
	case ping:
		if o.pinged {
			return
		}
		o.pinged = true
	case session:
		if o.told {
			return
		}
		o.told = true
	}
	o.bytes += m.size()
	if o.first > o.len() { // more sent than not: room for as many
		n := copy(o.queue, o.queue[o.first:])
		clear(o.queue[n:])
		o.queue, o.first = o.queue[:n], 0
	}
	o.queue = append(o.queue, m)
}

// give queues an event if it fits. Else the subscription is lost: what comes after it is
// not queued either, until the queue is empty and the client has been told of the gap.
func (o *outbox) give(s *subscription, e Event) {
	m := message{kind: news, sub: s, event: e}
	if n := o.len(); n > 0 && (n >= maxQueue || o.bytes+m.size() > maxQueueBytes) {
		o.lose(s, gapSlow)
		return
	}
	o.put(m)
}

// lose notes that a subscription has missed events.
func (o *outbox) lose(s *subscription, reason string) {
	if s.state != lost {
		o.lost = append(o.lost, s)
	}
	s.state, s.reason = lost, reason
}

// replay notes that a subscription is to be given kept events.
func (o *outbox) replay(s *subscription) {
	s.state = replaying
	o.replaying = append(o.replaying, s)
}

// forget takes a subscription that is over out of the lists; its events in the queue
// will be passed over.
func (o *outbox) forget(s *subscription) {
	is := func(other *subscription) bool { return other == s }
	o.lost = slices.DeleteFunc(o.lost, is)
	o.replaying = slices.DeleteFunc(o.replaying, is)
}

// step is what is to be done next.
type step uint8

const (
	nothing step = iota
	send         // the message
	read         // kept events of the subscription, the socket being free
	resync       // tell the subscription's gap
)

// next takes out what is to be done next: the queue in order, in turn with replays, and
// gaps when the queue is empty.
func (o *outbox) next() (step, message, *subscription) {
	if o.len() == 0 {
		if s := takeLiving(&o.lost, lost); s != nil {
			return resync, message{}, s
		}
	}
	if o.turn || o.len() == 0 {
		o.turn = false
		if s := takeLiving(&o.replaying, replaying); s != nil {
			return read, message{}, s
		}
	}
	for o.len() > 0 {
		m := o.take()
		if m.kind != news || m.sub.state != over {
			o.turn = true
			return send, m, nil
		}
	}
	if len(o.lost)+len(o.replaying) > 0 {
		return o.next()
	}
	return nothing, message{}, nil
}

func (o *outbox) take() message {
	m := o.queue[o.first]
	o.queue[o.first] = message{}
	o.first++
	if o.len() == 0 {
		o.queue, o.first = nil, 0
	}
	o.bytes -= m.size()
	switch m.kind {
	case answer:
		o.answers--
	case ping:
		o.pinged = false
	case session:
		o.told = false
	}
	return m
}

// takeLiving takes out the first subscription that is still in a state, nil without one.
func takeLiving(list *[]*subscription, in state) *subscription {
	for len(*list) > 0 {
		s := (*list)[0]
		(*list)[0] = nil
		*list = (*list)[1:]
		if s.state == in {
			return s
		}
	}
	*list = nil
	return nil
}
