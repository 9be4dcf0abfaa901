package core

// Account is a call of client.login or client.register.
type Account struct {
	ID       CallID
	Client   ClientID
	Register bool
	Started  Time
	Timeout  float64 // as in Call
}

// CallAccount makes such a call. Logins are not superseded: each one is sent.
func (c *Core) CallAccount(now Time, call Account) {
	c.advance(now)
	cl := c.clients[call.Client]
	if cl == nil {
		c.refuse(call.ID, abortErrors[reasonClosed])
		return
	}
	route := RouteLogin
	if call.Register {
		route = RouteRegister
	}
	q := c.newRequest(cl, route, nil)
	q.calls = append(q.calls, call.ID)
	timeout := call.Timeout
	if timeout < 0 {
		timeout = cl.options.Timeout
	}
	c.send(q, call.Started, timeout)
	c.commit()
}

// loggedIn takes in the user that a login, or a register that also logs in, has answered
// with. The session that was asked for earlier is of nobody any more.
func (c *Core) loggedIn(q *request, o *Outcome) {
	if q.route == RouteRegister && o.Note != NoteNew {
		return
	}
	cl := q.client
	id := idOf(o.Text)
	if !cl.user.known {
		cl.user.known = true // what the page holds may be of an earlier user
	}
	c.learn(cl, id, c.lastRequest, q)
	c.emit(Effect{Kind: EffectTabs, Client: cl.id, Note: NoteNew, User: id})
	if o.Note == NoteNone {
		c.askSession(cl)
	}
}

// callLogout ends the user session. Calls made while one is in flight share it.
func (c *Core) callLogout(cl *client, call Call) {
	if q := cl.logout; q != nil {
		q.calls = append(q.calls, call.ID)
		c.calls[call.ID] = q
		return
	}
	q := c.newRequest(cl, RouteLogout, nil)
	q.calls = append(q.calls, call.ID)
	cl.logout = q
	timeout := call.Timeout
	if timeout < 0 {
		timeout = cl.options.Timeout
	}
	c.send(q, call.Started, timeout)
}

// loggedOut empties the client, tells the other tabs and sends the page to the login address.
func (c *Core) loggedOut(q *request) {
	cl := q.client
	cl.user = user{known: true, since: c.lastRequest}
	c.reset(cl, q)
	c.sessionIsNull(cl, c.lastRequest)
	c.emit(Effect{Kind: EffectTabs, Client: cl.id, Note: NoteEnded})
	c.emit(Effect{Kind: EffectNavigate, Client: cl.id})
}
