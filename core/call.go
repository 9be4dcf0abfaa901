package core

import (
	"strings"

	"sluice/abort"
	"sluice/internal/protocol"
)

// Choice is an answer that may be left open.
type Choice uint8

// The choices.
const (
	Default Choice = iota
	Yes
	No
)

// Call is one call of apiRequest. The strings may alias a buffer of the shell's.
type Call struct {
	ID      CallID
	Client  ClientID
	Name    string
	Key     string // "" is no key
	Variant string // canonical JSON of the data when a hook calls, else ""
	// Query says whether the name is a query; by default the auto-abort rule decides. It is for
	// shells whose rule is a function of the user's.
	Query Choice
	// TakeLatest says whether it aborts the pending calls of its name and key; by default
	// it does when the name is a query.
	TakeLatest Choice
	// Started is when the user called; earlier than now when the core was still loading.
	Started Time
	// Timeout in ms from Started to the end of the body; 0 is none. Negative is the client's.
	Timeout float64
	// Retry says when a query is sent again; nil: as the client's options do. With one, Timeout is that of each
	// attempt.
	Retry *Retry
	// Upload and Download ask for progress to be shown.
	Upload, Download bool
	// Meta is what else it asks for. Nil: nothing.
	Meta *Meta
}

// Call makes a call. It answers with effects: a fetch, or a rejection.
func (c *Core) Call(now Time, call Call) {
	c.advance(now)
	c.preparing = true
	cl, action := c.clients[call.Client], call.Meta != nil && (call.Meta.Action || call.Meta.Apart)
	valid := action || protocol.ValidName(call.Name)
	c.preparing = false
	switch {
	case cl == nil:
		c.refuse(call.ID, abortErrors[reasonClosed])
	case !valid:
		c.refuse(call.ID, &UsageError{Message: invalidName(call.Name)})
	case call.Name == protocol.NameLogout && !action:
		c.callLogout(cl, call)
	default:
		c.callNamed(cl, call)
	}
	c.commit()
}

// Refuse rejects a call that is not in flight, with an error of the shell's.
func (c *Core) Refuse(id CallID, err error) {
	if c.calls[id] == nil {
		c.refuse(id, err)
	}
}

func (c *Core) refuse(id CallID, err error) {
	c.emit(Effect{Kind: EffectReject, Call: id, Err: err})
}

func invalidName(name string) string {
	if name == "" {
		return "name is empty; give the name of a route"
	}
	return "name is not the name of a route; use 1 to 128 ASCII letters, digits, '_', '-' and '.', " +
		"in segments parted by '/', none of them empty, '.' or '..'"
}

func (c *Core) callNamed(cl *client, call Call) {
	var r *record
	if call.Meta != nil && call.Meta.Apart {
		r = c.newRecord(cl, pair{})
	} else {
		r = c.recordOf(cl, pair{call.Name, call.Key, call.Variant}, call.Query)
	}
	r.query = cl.isQuery(call.Name, call.Query)
	latest := call.TakeLatest == Yes || call.TakeLatest == Default && r.query && r.pair.name != protocol.NameSession
	timeout := call.Timeout
	if timeout < 0 {
		timeout = cl.options.Timeout
	}
	m := call.Meta
	silent := m != nil && m.Silent
	if r.query && !(silent && m.Poll == 0 && r.beside(silent)) {
		c.stopRepeating(r)
	}
	c.remember(r, &call, latest, timeout)
	if m != nil {
		if !silent {
			c.keepTo(r, m.Capacity)
		}
		c.repeat(r, &call, latest, timeout)
	}
	if c.redeem(r, call.ID, m) || m != nil && (c.hit(r, call.ID, m) || c.answeredBefore(r, call.ID, m)) {
		return
	}
	if m == nil && latest {
		c.supersede(r, nil)
	}
	q := c.newRequest(cl, RouteName, r)
	if call.Name == protocol.NameSession && (m == nil || !m.Action) {
		q.route = RouteSession
	}
	if q.query = r.query; r.query {
		q.retry = cl.retryOf(call.Retry)
	}
	q.stores = r.query || call.Variant != ""
	q.calls = append(q.calls, call.ID)
	q.upload, q.download = call.Upload, call.Download
	if m == nil {
		c.send(q, call.Started, timeout)
		return
	}
	meta := *m
	meta.CacheKey = strings.Clone(m.CacheKey)
	q.meta, q.latest = &meta, latest
	c.start(q, call.Started, timeout)
}

// supersede ends the requests of a record that are in flight, the oldest first: those that were made before a
// given one, or all. A silent one leaves those alone that have been answered: functions of theirs ask with it
// again, to mend an error.
func (c *Core) supersede(r *record, by *request) { c.abortOf(r, by, reasonSuperseded) }

func (c *Core) abortOf(r *record, by *request, reason abort.Reason) {
	for _, list := range []*[]*request{&r.pending, &r.quiet} {
		for i := 0; i < len(*list); {
			q := (*list)[i]
			if q.ending != 0 || by != nil && (q.id >= by.id || by.silent() && (q.phase == failing || q.phase == succeeding)) {
				i++
				continue
			}
			c.emit(Effect{Kind: EffectAbort, Request: q.id, Reason: reason})
			if c.abort(q, reason); q.ending != 0 {
				i++
			}
		}
	}
}

// isQuery reports whether a name is a read: by the shell's word, by the auto-abort rule, or
// because it is the session.
func (cl *client) isQuery(name string, choice Choice) bool {
	if name == protocol.NameSession || choice == Yes {
		return true
	}
	return choice == Default && cl.options.AutoAbort.Matches(name)
}
