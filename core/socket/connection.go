package socket

// normal is the code of a close after which nothing is opened again, abandoned that of one whose other side is not heard.
const (
	normal    uint16 = 1000
	abandoned uint16 = 3000
)

// Start makes the socket of a client that is not lazy.
func (m *Machine) Start(now Time) {
	m.clock = now
	if !m.options.Lazy {
		m.dial()
	}
}

// Open makes a socket, in place of one that there is.
func (m *Machine) Open(now Time) {
	m.clock = now
	if m.ended {
		return
	}
	m.calm()
	if m.socket != 0 {
		m.shut(normal, true)
	}
	m.tries, m.hasty = 0, false
	m.dial()
}

// Reopen is [Machine.Open] as asked for while it is told that a socket is closed, by [Disconnected] or [WhenClosed]. A socket that is being
// made in its place already stays. Else one is made at once, in place of the attempt that was to be; but the next one that is
// asked for so waits as an attempt does, until a connection has lasted.
func (m *Machine) Reopen(now Time) {
	switch m.clock = now; {
	case m.ended || m.socket != 0:
	case !m.hasty:
		m.calm()
		m.hasty = true
		m.dial()
	case m.again == Never && !m.overdue:
		m.tries++
		m.again = m.clock + m.options.wait(m.tries, m.chance)
	}
}

// Close closes the socket, if there is one. After 1000 none is made until [Machine.Open]; after another code one is, and where
// there is none, the attempt that is to be stays.
func (m *Machine) Close(now Time, code uint16) {
	m.clock = now
	switch {
	case m.socket != 0:
		m.shut(code, true)
	case code == normal:
		m.calm()
	}
}

// End closes the socket for good.
func (m *Machine) End(now Time) {
	m.ended = true
	m.Close(now, normal)
}

func (m *Machine) dial() {
	if m.ended {
		return
	}
	m.last++
	m.socket = m.last
	m.emit(Effect{Kind: Dial, Socket: m.socket})
}

// Opened says that a socket is open, and whether its server agrees to resume.
func (m *Machine) Opened(now Time, socket ID, resumes bool) {
	if m.clock = now; socket != m.socket || m.open {
		return
	}
	m.open = true
	m.resumes = m.options.Resume && resumes
	if m.resumes && m.deaf {
		m.deaf = false
		m.emit(Effect{Kind: Renew, Socket: socket})
	}
	if m.options.Resume && !resumes {
		m.emit(Effect{Kind: Trouble, Fault: "message.invalid", Message: "the server does not speak sluice.v1: what is sent while the connection is lost will be missed"})
	}
	if !m.options.Confirmed {
		m.activate()
		return
	}
	m.welcome()
}

// welcome is what follows where a socket is open, and what is stored has been sent or waits for a confirmation.
func (m *Machine) welcome() {
	m.emit(Effect{Kind: WhenOpen, Socket: m.socket})
	m.armBeat()
}

// Closed says that a socket is closed, or could not be opened; by code 0, that none could be made: then there was none.
func (m *Machine) Closed(now Time, socket ID, code uint16) {
	switch m.clock = now; {
	case socket != m.socket || socket == 0:
	case code == 0:
		m.socket = 0
	default:
		m.shut(code, false)
	}
}

// Heard says that a message has come: whether it is what confirms the connection, and whether it is a heartbeat.
func (m *Machine) Heard(now Time, socket ID, confirms, beats bool) {
	if m.clock = now; socket != m.socket || !m.open {
		return
	}
	if confirms && !m.active && !m.telling {
		m.activate()
	}
	if beats {
		m.armBeat()
	}
}

// Active reports whether a socket is, and what is subscribed has been sent.
func (m *Machine) Active() bool { return m.active }

func (m *Machine) activate() {
	m.telling = true
	m.emit(Effect{Kind: Connected, Socket: m.socket})
}

// Told says that [Connected] has been carried out, with whatever was subscribed or ended in reaction to it: now what is
// stored is sent.
func (m *Machine) Told(now Time, socket ID) {
	if m.clock = now; socket != m.socket || !m.telling {
		return
	}
	m.telling, m.active, m.since = false, true, now
	for e := m.subscriptions.order.Front(); e != nil; e = e.Next() {
		m.request(e.Value.(*subscription))
	}
	if !m.options.Confirmed {
		m.welcome()
	}
}

// shut is what a close comes to, by whichever side.
func (m *Machine) shut(code uint16, hangUp bool) {
	socket := m.socket
	if m.active && m.clock-m.since >= m.options.pause() {
		m.tries, m.hasty = 0, false
	}
	m.deaf = m.deaf || m.resumes
	m.socket, m.open, m.telling, m.active, m.resumes = 0, false, false, false, false
	m.calm()
	m.lose()
	if hangUp {
		m.emit(Effect{Kind: HangUp, Socket: socket, Code: code})
	}
	m.emit(Effect{Kind: Disconnected, Socket: socket, Code: code})
	m.emit(Effect{Kind: WhenClosed, Socket: socket, Code: code})
	if code != normal && !m.ended && m.options.Reconnect != Never {
		m.tries++
		m.again = m.clock + m.options.wait(m.tries, m.chance)
	}
}

// calm stops all that is waited for.
func (m *Machine) calm() {
	m.beat, m.pong, m.again = Never, Never, Never
	m.overdue = false
}

func (m *Machine) armBeat() {
	if m.options.Heartbeat > 0 && (m.resumes || !m.options.Pings) {
		m.beat = m.clock + m.options.Heartbeat
	}
}

// ping asks whether the other side is there.
func (m *Machine) ping() {
	if !m.resumes {
		return
	}
	m.pings++
	m.pong = m.clock + m.options.Pong
	m.emit(Effect{Kind: Ping, Socket: m.socket, N: m.pings})
}
