package socket

import "container/list"

// subscription is what is asked for, over all connections.
type subscription struct {
	id       SubscriptionID
	sends    bool // there is something to send for it
	refused  bool // it is not asked for again by itself
	lost     bool // it began before, and its position is not known any more
	sid      uint32
	position Position
	place    *list.Element
}

// subscriptions are all of a machine, in the order of their registration.
type subscriptions struct {
	byID  map[SubscriptionID]*subscription
	order list.List // of *subscription
}

func (l *subscriptions) add(s *subscription) {
	s.place = l.order.PushBack(s)
	l.byID[s.id] = s
}

func (l *subscriptions) remove(s *subscription) {
	l.order.Remove(s.place)
	delete(l.byID, s.id)
}

// Subscribe stores a subscription, which is asked for whenever the connection becomes active. sends says whether there is
// something to send for it; resumable delivery asks for it in any case. One that is there already keeps its place and its
// position, and is asked for anew. lost: it has missed events of which nothing is known.
func (m *Machine) Subscribe(now Time, id SubscriptionID, sends, lost bool) {
	m.clock = now
	s := m.subscriptions.byID[id]
	if s == nil {
		s = &subscription{id: id, lost: lost}
		m.subscriptions.add(s)
	}
	s.sends, s.refused = sends, false
	if m.active {
		m.leave(s)
		m.request(s)
	}
}

// Join says that somebody else shares a subscription: one that was refused is asked for again.
func (m *Machine) Join(now Time, id SubscriptionID) {
	if s := m.subscriptions.byID[id]; s != nil && s.refused {
		m.Subscribe(now, id, s.sends, false)
	}
}

// Unsubscribe ends a subscription.
func (m *Machine) Unsubscribe(now Time, id SubscriptionID) {
	m.clock = now
	if s := m.subscriptions.byID[id]; s != nil {
		m.leave(s)
		m.subscriptions.remove(s)
	}
}

// request asks for a subscription, on an active connection.
func (m *Machine) request(s *subscription) {
	switch {
	case s.refused:
	case m.resumes:
		m.lastSID++
		s.sid = m.lastSID
		m.bySID[s.sid] = s
		m.emit(Effect{Kind: Subscribe, Socket: m.socket, Subscription: s.id, SID: s.sid, Position: s.position})
	case s.sends:
		m.emit(Effect{Kind: Send, Socket: m.socket, Subscription: s.id})
	}
}

// leave ends what the server knows of a subscription.
func (m *Machine) leave(s *subscription) {
	if s.sid != 0 {
		m.emit(Effect{Kind: Unsubscribe, Socket: m.socket, SID: s.sid})
		m.drop(s)
	}
}

func (m *Machine) drop(s *subscription) {
	delete(m.bySID, s.sid)
	s.sid = 0
}

// lose forgets what a server knew, with its connection.
func (m *Machine) lose() {
	for _, s := range m.bySID {
		s.sid = 0
	}
	clear(m.bySID)
	m.lastSID = 0
}
