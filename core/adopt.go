package core

// Adopted is what the shell knows of a name that nobody has asked for here, such as what a server has answered.
type Adopted struct {
	Name, Key string // may alias a buffer of the shell's
	Query     bool
	Data      bool // there is some, which the shell keeps
	Error     bool // likewise
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
	r := c.recordOf(cl, pair{name: a.Name, key: a.Key}, choice)
	if r.asked || len(r.quiet) > 0 {
		c.emit(Effect{Kind: EffectWatched, Client: id, Call: token})
	} else {
		r.asked, r.hasData, r.hasError = true, a.Data, a.Error
		c.emit(Effect{Kind: EffectWatched, Client: id, Call: token, Record: r.id})
		c.touch(r)
	}
	c.commit()
}
