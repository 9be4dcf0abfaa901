package server

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"

	"sluice/internal/protocol"
)

// sessionRoute answers POST {BasePath}/session: the user of the call, or null.
func sessionRoute(a *App) *route {
	s := shapeOf(reflect.TypeFor[struct{}](), map[reflect.Type]*shape{})
	return &route{
		time:  a.options.HandlerTimeout,
		admit: func(*Call) error { return nil },
		prepare: func(x *exchange) (job, error) {
			if err := x.readJSON(s, &struct{}{}); err != nil {
				return nil, err
			}
			return func(c *Call) (result, error) { return encodeResult(http.StatusOK, c.user) }, nil
		},
	}
}

// startSession logs the caller in as user: a session with a new token is made, the one
// of the cookie that came along is ended, then others as the options say. If a step
// fails, the new session is ended as well.
func (c *Call) startSession(user *User) error {
	if c.ctx.Err() != nil {
		return context.Cause(c.ctx) // nobody would get the cookie
	}
	text, err := encodeUser(user)
	if err != nil {
		return err
	}
	o := &c.app.options
	token := newToken()
	var older []sessionID
	w := sessionWrite{
		id: idOf(token), user: text, userID: user.ID, version: newVersion(), when: ifAbsent,
		ttl: o.SessionTTL, now: o.Now(), older: &older,
	}
	ctx, cancel := c.writeContext()
	defer cancel()
	made, err := o.Sessions.write(ctx, w)
	if err == nil && made != written {
		err = fmt.Errorf("%w: the new session exists already", ErrStoreUnavailable)
	}
	if err == nil && c.token != "" {
		err = c.endSession(idOf(c.token), true)
	}
	if err == nil {
		err = c.endOthers(user.ID, w.id, older)
	}
	if err != nil {
		_ = c.endSession(w.id, false) // if this fails too, it expires, its token known to nobody
		return err
	}
	user.Token = token
	c.mu.Lock()
	defer c.mu.Unlock()
	c.event, c.cookie = protocol.SessionNew, token
	return nil
}

// endSession removes a session, in a time of its own; replaced says that a login takes its
// place.
func (c *Call) endSession(id sessionID, replaced bool) error {
	ctx, cancel := c.writeContext()
	defer cancel()
	return c.app.options.Sessions.remove(ctx, id, replaced)
}

// endOthers ends what SingleDevice or MaxPerUser leave no room for: of the older sessions
// those that would expire first, never a newer one. If logins made meanwhile have taken
// all the room, the call's own session ends, as if they had come right after it. Logins
// at once whose sessions expire in the same millisecond may leave fewer than there is
// room for, but always the newest.
func (c *Call) endOthers(userID string, own sessionID, older []sessionID) error {
	o := &c.app.options
	room := o.MaxPerUser
	if o.SingleDevice {
		room = 1
	}
	if room == 0 {
		return nil
	}
	ctx, cancel := c.writeContext()
	defer cancel()
	living, err := o.Sessions.ofUser(ctx, userID, o.Now())
	if err != nil {
		return err
	}
	var ending []sessionID
	for _, id := range living {
		if id != own && slices.Contains(older, id) {
			ending = append(ending, id)
		}
	}
	ending = append(ending, own)
	for _, id := range ending[:min(len(ending), max(0, len(living)-room))] {
		if err := o.Sessions.remove(ctx, id, true); err != nil {
			return err
		}
	}
	return nil
}
