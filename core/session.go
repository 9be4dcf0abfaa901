package core

import (
	"strings"

	"sluice/internal/protocol"
)

// SessionNote is what an answer, or another tab, says about the user session.
type SessionNote uint8

// The notes, see protocol.SessionHeader. Between tabs NoteEnded means a logout.
const (
	NoteNone SessionNote = iota
	NoteNew
	NoteSaved
	NoteEnded
)

var sessionPair = pair{name: protocol.NameSession}

// user is what the client knows of who it acts for. The zero value: it never asked.
type user struct {
	known bool
	id    string    // JSON text of the user's id; "" when anonymous
	since RequestID // what requests up to this one, by dispatch, say of the user is older
}

// idOf reads the user's id, as JSON text, from an answer of session, login or register.
func idOf(text []byte) string {
	id, _ := member(text, "id")
	return string(id)
}

// answered takes in an answer of session, unless something newer is known: a session asked for
// later, a login or a logout. It reports whether it did.
func (c *Core) answered(q *request, o *Outcome) bool {
	if q.id <= q.client.user.since {
		return false
	}
	c.learn(q.client, idOf(o.Text), q.id, q)
	return true
}

// learn takes in who the session belongs to, which is newer than what the requests up to since
// say. If that is somebody else than before, the data of the earlier user is dropped, in the
// same step, so that nobody ever sees both. The request that brought the news, if any, goes on.
func (c *Core) learn(cl *client, id string, since RequestID, by *request) {
	changed := cl.user.known && cl.user.id != id
	cl.user = user{known: true, id: id, since: since}
	if r := cl.session; r != nil {
		r.applied = max(r.applied, since)
	}
	if changed {
		c.reset(cl, by)
	}
}

// reset drops the data of every record and ends what is in flight, but for one request. Logins
// and logouts are not concerned: they say who is next.
func (c *Core) reset(cl *client, but *request) {
	c.abortAll(cl, reasonReset, func(q *request) bool { return q != but && q.record != nil })
	c.resetNormal(cl)
	for _, r := range sortedRecords(cl.records) {
		c.letGo(r)
	}
	c.resetStore(cl)
}

// empty takes data and error of a record away.
func (c *Core) empty(r *record) {
	c.dropLayers(r)
	c.forgetNormal(r)
	r.promised = 0
	r.noData, r.noError = r.noData || r.hasData, r.noError || r.hasError
	r.hasData, r.hasError = false, false
	c.touch(r)
}

// signedOut makes the shown session null when an answer says that a login is needed; not when
// the request was sent before the present user was known.
func (c *Core) signedOut(q *request, err error) {
	if e, ok := err.(*APIError); ok && e.Status == 401 && e.Code == protocol.CodeAuthRequired {
		c.loginNeeded(q)
	}
}

func (c *Core) loginNeeded(q *request) {
	if q.id > q.client.user.since {
		c.sessionIsNull(q.client, q.id)
	}
}

// LoginNeeded takes that the error with which a request of an endpoint is about to end says so.
func (c *Core) LoginNeeded(now Time, id RequestID) {
	c.advance(now)
	if q := c.requests[id]; q != nil {
		c.loginNeeded(q)
	}
	c.commit()
}

// sessionIsNull shows null as the session, without asking. What requests up to since answer
// cannot overwrite it.
func (c *Core) sessionIsNull(cl *client, since RequestID) {
	r := cl.session
	if r == nil || since < r.applied {
		return
	}
	c.empty(r)
	r.noData, r.hasData, r.asked = true, true, true
	r.applied, r.fetched = since, c.clock
}

// noted acts on the session header of an answer.
func (c *Core) noted(cl *client, route Route, o *Outcome) {
	if o.Note == NoteNone || route == RouteLogout {
		return
	}
	if route != RouteLogin && route != RouteRegister {
		// Login and register have told the tabs with the user's id, which they know.
		c.emit(Effect{Kind: EffectTabs, Client: cl.id, Note: NoteSaved})
	}
	c.askSession(cl)
}

// askSession asks for the session again, if anybody watches it.
func (c *Core) askSession(cl *client) {
	if cl.session == nil || cl.session.watchers == 0 {
		return
	}
	if cl.refresh != nil {
		c.emit(Effect{Kind: EffectAbort, Request: cl.refresh.id, Reason: reasonSuperseded})
		c.abort(cl.refresh, reasonSuperseded)
	}
	q := c.newRequest(cl, RouteSession, cl.session)
	q.query, q.stores, q.retry = true, true, cl.retryOf(nil)
	cl.refresh = q
	c.send(q, c.clock, cl.options.Timeout)
}

// Visible says that the page of the client is shown again: another tab may have changed the
// session meanwhile.
func (c *Core) Visible(now Time, id ClientID) {
	c.advance(now)
	if cl := c.clients[id]; cl != nil {
		c.askSession(cl)
	}
	c.commit()
}

// FromTab takes what another tab of the origin has told by an [EffectTabs]. The text of the
// user's id is cloned.
func (c *Core) FromTab(now Time, id ClientID, note SessionNote, userID string) {
	c.advance(now)
	cl := c.clients[id]
	if cl == nil {
		return
	}
	switch note {
	case NoteEnded:
		cl.user = user{known: true, since: c.lastRequest}
		c.reset(cl, nil)
		c.sessionIsNull(cl, c.lastRequest)
	case NoteNew:
		if !cl.user.known {
			cl.user.known = true // whatever it holds may be of another user
		}
		c.learn(cl, strings.Clone(userID), c.lastRequest, nil)
		c.askSession(cl)
	case NoteSaved:
		c.askSession(cl)
	}
	c.commit()
}
