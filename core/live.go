package core

import "sluice/core/socket"

// Socket runs a command of the socket of a client. What comes of it are effects of kind [EffectSocket]. Without
// [Options.Socket] there is none, and nothing is done.
func (c *Core) Socket(now Time, id ClientID, do func(m *socket.Machine, now socket.Time)) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil && cl.socket != nil {
		c.runSocket(cl, do)
	}
	c.commit()
}

func (c *Core) runSocket(cl *client, do func(m *socket.Machine, now socket.Time)) {
	m := cl.socket
	do(m, socket.Time(c.clock))
	for _, e := range m.Effects() {
		if e.Kind == socket.Renew {
			c.askSession(cl)
			continue
		}
		c.emit(Effect{Kind: EffectSocket, Client: cl.id, Socket: &e})
	}
	switch due := Time(m.Due()); {
	case due == never:
		c.unset(&cl.socketDue)
	case cl.socketDue.place < 0 || cl.socketDue.at != due:
		c.set(&cl.socketDue, due)
	}
}

// startSocket makes the socket of a client that is to have one.
func (c *Core) startSocket(cl *client) {
	cl.socketDue = alarm{place: -1, socket: cl}
	if o := cl.options.Socket; o != nil && !cl.options.Server {
		cl.socket = socket.New(*o, c.chance)
		c.runSocket(cl, func(m *socket.Machine, now socket.Time) {
			m.SetPage(now, c.hidden(cl), c.offline(cl))
			m.Start(now)
		})
	}
}

// endSocket closes it for good.
func (c *Core) endSocket(cl *client) {
	if cl.socket != nil {
		c.runSocket(cl, (*socket.Machine).End)
	}
}

// pageOfSocket says to it what has become of the page.
func (c *Core) pageOfSocket(cl *client) {
	if cl.socket != nil {
		c.runSocket(cl, func(m *socket.Machine, now socket.Time) { m.SetPage(now, c.hidden(cl), c.offline(cl)) })
	}
}
