package socket

// The reasons for which events are missed.
const (
	ReasonExpired = "expired" // the position is older than what the server keeps
	ReasonEpoch   = "epoch"   // the numbering is another one
	ReasonSlow    = "slow"    // the connection could not take them
)

// Subscribed says that the server gives a subscription events: those after its position, or if it had none, those after
// last.
func (m *Machine) Subscribed(now Time, socket ID, sid uint32, epoch string, last uint64) {
	s := m.of(now, socket, sid)
	switch {
	case s == nil:
	case !s.position.Known && !s.lost:
		s.position = Position{Epoch: epoch, Last: last, Known: true}
		if last > 0 {
			m.emit(Effect{Kind: Begun, Socket: socket, Subscription: s.id})
		}
	case s.lost || epoch != s.position.Epoch || last < s.position.Last:
		m.miss(s, epoch, last, ReasonEpoch)
	}
}

// Event says that the event of an id has come. It is handed out, or it is one that was, or a hole is before it: then what
// is missing is asked for.
func (m *Machine) Event(now Time, socket ID, sid uint32, id uint64) {
	s := m.of(now, socket, sid)
	switch {
	case s == nil || s.position.Known && id <= s.position.Last:
	case !s.position.Known:
		m.trouble(s, "message.invalid", "an event came before what says where it belongs")
	case id > s.position.Last+1:
		m.leave(s)
		m.request(s)
	default:
		s.position.Last = id
		m.emit(Effect{Kind: Deliver, Socket: socket, Subscription: s.id, SID: sid, N: id})
	}
}

// Gap says that events up to last cannot be given.
func (m *Machine) Gap(now Time, socket ID, sid uint32, epoch string, last uint64, reason string) {
	if s := m.of(now, socket, sid); s != nil {
		m.miss(s, epoch, last, reason)
	}
}

func (m *Machine) miss(s *subscription, epoch string, last uint64, reason string) {
	from := s.position.Last
	s.position = Position{Epoch: epoch, Last: last, Known: true}
	s.lost = false
	m.emit(Effect{Kind: Missed, Socket: m.socket, Subscription: s.id, Reason: reason, From: from, Position: s.position})
}

// Refused says that a subscription is over, for the fault of a code. With retry it is asked for again on the next
// connection, from its position; without, not until it is begun again.
func (m *Machine) Refused(now Time, socket ID, sid uint32, code, message string, retry bool) {
	if s := m.of(now, socket, sid); s != nil {
		m.drop(s)
		s.refused = !retry
		m.trouble(s, code, message)
	}
}

// Faulty says that the server could not use a frame, or that one of the server's is of no use.
func (m *Machine) Faulty(now Time, socket ID, code, message string) {
	if m.clock = now; socket == m.socket && m.open {
		m.trouble(nil, code, message)
	}
}

func (m *Machine) trouble(s *subscription, code, message string) {
	e := Effect{Kind: Trouble, Socket: m.socket, Fault: code, Message: message}
	if s != nil {
		e.Subscription = s.id
	}
	m.emit(e)
}

// Pinged answers a ping of the server's.
func (m *Machine) Pinged(now Time, socket ID, n uint64) {
	if m.clock = now; socket == m.socket && m.open {
		m.emit(Effect{Kind: Pong, Socket: socket, N: n})
	}
}

// Ponged says that the server has answered ping n.
func (m *Machine) Ponged(now Time, socket ID, n uint64) {
	if m.clock = now; socket == m.socket && n == m.pings {
		m.pong = Never
	}
}

// SessionChanged says that the server has another state of the user session.
func (m *Machine) SessionChanged(now Time, socket ID) {
	if m.clock = now; socket == m.socket && m.open {
		m.emit(Effect{Kind: Renew, Socket: socket})
	}
}

// of finds what the number of a frame means; nothing if that is over.
func (m *Machine) of(now Time, socket ID, sid uint32) *subscription {
	if m.clock = now; socket != m.socket || !m.resumes {
		return nil
	}
	return m.bySID[sid]
}
