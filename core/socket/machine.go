package socket

// Machine is the socket of one client. Use [New].
type Machine struct {
	options Options
	chance  func() float64
	clock   Time
	effects []Effect

	socket  ID // the present one, open or not; 0 is none
	last    ID
	open    bool
	active  bool
	telling bool // that it becomes active
	since   Time // when it became active
	resumes bool // agreed with the server
	deaf    bool // since a connection ended that would have told of the user session
	ended   bool // for good
	tries   int  // since a connection lasted
	hasty   bool // one was opened again without a wait since then

	beat    Time // when it is taken for dead, for want of a heartbeat
	pong    Time // likewise, of an answer
	again   Time // when it is opened again
	overdue bool // it would have been, had there been a network
	hidden  bool
	offline bool
	pings   uint64

	subscriptions subscriptions
	bySID         map[uint32]*subscription
	lastSID       uint32
}

// New returns a machine that has no socket. chance gives numbers from 0 to below 1.
func New(options Options, chance func() float64) *Machine {
	return &Machine{options: options, chance: chance, beat: Never, pong: Never, again: Never, bySID: map[uint32]*subscription{}, subscriptions: subscriptions{byID: map[SubscriptionID]*subscription{}}}
}

func (m *Machine) emit(e Effect) { m.effects = append(m.effects, e) }

// Effects hands over the effects since the last call. The slice is valid until the next call of another method.
func (m *Machine) Effects() []Effect {
	out := m.effects
	m.effects = m.effects[:0]
	return out
}

// Due is when [Machine.Tick] is to be called next, [Never] if it is not.
func (m *Machine) Due() Time { return min(m.beat, m.pong, m.again) }

// frozen is how late a tick may be for a page that is awake. One that is later has been asleep: what it has not heard
// meanwhile says nothing.
const frozen Time = 1000

// Tick does what is due at now.
func (m *Machine) Tick(now Time) {
	m.clock = now
	switch {
	case m.beat <= now && now-m.beat > frozen:
		m.armBeat()
	case m.beat <= now:
		m.shut(abandoned, true)
	case m.pong <= now && now-m.pong > frozen:
		m.ping()
	case m.pong <= now:
		m.shut(abandoned, true)
	}
	if m.again <= now {
		m.again = Never
		if m.overdue = m.offline; !m.overdue {
			m.dial()
		}
	}
}

// SetPage says whether the page is hidden, and whether it is offline. While it is offline no attempt is made; when it is
// back, whether the connection lives is to be seen.
func (m *Machine) SetPage(now Time, hidden, offline bool) {
	m.clock = now
	back := m.hidden && !hidden || m.offline && !offline
	m.hidden, m.offline = hidden, offline
	if !back {
		return
	}
	if m.overdue && !offline {
		m.overdue = false
		m.dial()
		return
	}
	if m.open {
		m.armBeat()
		m.ping()
	}
}
