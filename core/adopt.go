package core

// Adopted is what the shell knows of a name that nobody has asked for here, such as what a server has answered.
type Adopted struct {
	Name, Key string // may alias a buffer of the shell's
	Variant   string // likewise; as in Call
	Query     bool
	Data      bool // there is some, which the shell keeps
	Error     bool // likewise
	// Text is the data as JSON, of the session and of data that is Normal, which is normalised.
	Text   []byte
	Normal bool
	// Promised is how many calls are answered with that, without the network.
	Promised uint32
}

// redeem answers a call with what a server has answered, if that was promised to it.
func (c *Core) redeem(r *record, call CallID, m *Meta) bool {
	if r.promised == 0 {
		return false
	}
	r.promised--
	if m == nil {
		c.emit(Effect{Kind: EffectHit, Call: call, Record: r.id, Failed: r.hasError})
		return true
	}
	c.answer(r, call, m)
	return true
}

// Adopt takes that, and answers with an [EffectWatched] that carries token. What is known already, or is in flight,
// stays as it is: then Record is 0.
func (c *Core) Adopt(now Time, id ClientID, token CallID, a Adopted) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return
	}
	choice := No
	if a.Query {
		choice = Yes
	}
	r := c.recordOf(cl, pair{a.Name, a.Key, a.Variant}, choice)
	if r.asked || len(r.quiet) > 0 {
		c.emit(Effect{Kind: EffectWatched, Client: id, Call: token})
	} else {
		r.query = cl.isQuery(a.Name, choice)
		r.asked, r.hasData, r.hasError, r.promised = true, a.Data, a.Error, a.Promised
		c.emit(Effect{Kind: EffectWatched, Client: id, Call: token, Record: r.id})
		if a.Normal {
			c.adoptNormal(r, a.Text)
		}
		if r.pair == sessionPair && a.Data && !cl.user.known {
			cl.user.known, cl.user.id = true, idOf(a.Text) // so that another one's session drops what is here
		}
		c.touch(r)
	}
	c.commit()
}
