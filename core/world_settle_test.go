package core

import (
	"fmt"
	"strings"
)

// settleOne gives the core an outcome of a request, in flight or not.
func (w *world) settleOne(r *reader) {
	f := w.anyRequest(r)
	if f == nil {
		return
	}
	o := Outcome{Status: oneOf(r, 200, 200, 200, 204, 401, 500, 0, 0, 503, 429), Note: oneOf(r, NoteNone, NoteNone, NoteSaved, NoteNew, NoteEnded)}
	how := "answered"
	switch o.Status {
	case 200:
		o.Body, o.Text = BodyJSON, []byte(oneOf(r, "null", `{"id":"a"}`, `{"id":"b"}`))
	case 401:
		how, o.Body, o.Text = "401 auth.required", BodyJSON, []byte(`{"error":{"code":"auth.required","message":"m"}}`)
	case 429, 500, 503:
		how = fmt.Sprintf("%d http.%[1]d", o.Status)
		o.RetryAfter = oneOf(r, 0, 0, 0.03)
	case 0:
		how = "no answer"
	}
	if f.network == "open" {
		if how == "answered" {
			w.foreseeUser(f, &o)
		}
		w.advance()
		passes := o.Status == 0 || o.Status == 429 || o.Status == 503
		if !passes || !w.waits(f, o.RetryAfter) {
			w.expectAll(f.id, how)
		}
	}
	w.advance()
	w.settleRequest(f.id, o)
}

// foreseeUser foresees what a success means for the user of the client.
func (w *world) foreseeUser(f *fetch, o *Outcome) {
	u, id, now := w.users[f.client], idOf(o.Text), w.core.lastRequest
	switch {
	case f.route == RouteSession && f.id > u.since:
		w.becomes(f.client, u.known && u.id != id, user{true, id, f.id})
	case f.route == RouteLogin, f.route == RouteRegister && o.Note == NoteNew:
		w.becomes(f.client, u.id != id, user{true, id, now})
	case f.route == RouteLogout:
		w.becomes(f.client, true, user{true, "", now})
	}
}

func (w *world) becomes(id ClientID, reset bool, u user) {
	*w.users[id] = u
	if !reset {
		return
	}
	for _, f := range w.live(id) {
		if _, named := w.pairOf(f); named {
			w.expectAll(f.id, "reset")
		}
	}
}

func (w *world) fromOther(id ClientID, note SessionNote, userID string) {
	if u := w.users[id]; u != nil && note == NoteEnded {
		w.becomes(id, true, user{true, "", w.core.lastRequest})
	} else if u != nil && note == NoteNew {
		w.becomes(id, u.id != userID, user{true, userID, w.core.lastRequest})
	}
	w.advance()
	w.core.FromTab(w.now, id, note, strings.Clone(userID))
}
