package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"sluice/internal/protocol"
)

// Call is one call of a route. Its methods may be used by several goroutines; the user
// that User returns belongs to the handler.
type Call struct {
	app          *App
	ctx          context.Context
	requestID    string
	limitAddress string // what limits count by
	token        string // of the caller's cookie, "" without one
	user         *User  // of the session behind token, nil when anonymous

	mu     sync.Mutex
	known  map[sessionID]knownSession // sessions this call has loaded or saved
	event  string                     // value of Sluice-Session, "" = none
	cookie string                     // token to set with a full Max-Age, "" = none
	clear  bool                       // the cookie is to be taken away
}

// knownSession is what a call knows of a session it has loaded or saved.
type knownSession struct {
	version string // "" = there is none
	userID  string
}

// Context ends when the client has gone, when the handler's time is up, or when the
// answer has been sent.
func (c *Call) Context() context.Context { return c.ctx }

// RequestID is the X-Request-Id of the answer.
func (c *Call) RequestID() string { return c.requestID }

// User is the user of this call, read from the store when the call began; nil when the
// caller has no session. Its Token is set.
func (c *Call) User() *User { return c.user }

// SaveOption is an option of SaveSession.
type SaveOption func(*saveOptions)

type saveOptions struct{ ifUnchanged bool }

// IfUnchanged lets a save succeed only if the stored session is still the one that this
// call last loaded or saved (or absent, if it has loaded none); else it returns
// ErrConflict.
func IfUnchanged() SaveOption { return func(o *saveOptions) { o.ifUnchanged = true } }

// SaveSession replaces the whole value of a session in one step, restarts its time to
// live, and returns once the store has it: every call that begins after that sees it.
// The parameter token counts, not user.Token. Of two at once the last to arrive wins.
//
// Saving under the caller's own token needs the session to exist: one that has ended
// meanwhile gives ErrSessionGone. Under another token the session is created or
// replaced. Other errors: ErrMalformedToken, ErrSessionTooLarge, ErrConflict,
// ErrStoreUnavailable; after them the stored value is the old one, except that a write
// which ran into a timeout may still arrive.
//
// It has 5 s and is not cancelled when the client goes.
func (c *Call) SaveSession(token string, user *User, options ...SaveOption) error {
	var o saveOptions
	for _, option := range options {
		option(&o)
	}
	if !validToken(token) {
		return ErrMalformedToken
	}
	text, err := encodeUser(user)
	if err != nil {
		return err
	}
	id, own := idOf(token), token == c.token
	c.mu.Lock()
	loaded := c.known[id]
	c.mu.Unlock()
	if own && loaded.version == "" {
		return ErrSessionGone // it was dead when the call began, or this call ended it
	}
	w := sessionWrite{
		id: id, user: text, userID: user.ID, formerID: loaded.userID, version: newVersion(),
		ttl: c.app.options.SessionTTL, now: c.app.options.Now(),
	}
	switch {
	case o.ifUnchanged && loaded.version == "":
		w.when = ifAbsent
	case o.ifUnchanged:
		w.when, w.expected = ifUnchanged, loaded.version
	case own:
		w.when = ifPresent
	}
	ctx, cancel := c.writeContext()
	defer cancel()
	result, err := c.app.options.Sessions.write(ctx, w)
	switch {
	case err != nil:
		return err
	case result == absent && own:
		return ErrSessionGone
	case result != written:
		return ErrConflict
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.remember(id, knownSession{w.version, user.ID})
	if own {
		c.event, c.cookie = protocol.SessionSaved, token
	}
	return nil
}

// GetSession returns the user of a session, nil when there is none (a malformed token
// has none). It does not prolong the session.
func (c *Call) GetSession(token string) (*User, error) {
	if !validToken(token) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	user, _, err := c.load(ctx, token, false)
	return user, err
}

// DeleteSession ends a session. It is no error when there is none. It has 5 s and is
// not cancelled when the client goes.
func (c *Call) DeleteSession(token string) error {
	if !validToken(token) {
		return nil
	}
	ctx, cancel := c.writeContext()
	defer cancel()
	if err := c.app.options.Sessions.remove(ctx, idOf(token), false); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.known, idOf(token))
	if token == c.token {
		c.event, c.cookie = protocol.SessionEnded, ""
	}
	return nil
}

// begin loads the caller's session, and renews it if sessions slide and it is time.
// Without a well-formed cookie it does not touch the store.
func (c *Call) begin() error {
	if c.token == "" {
		return nil
	}
	ctx, cancel := context.WithTimeout(c.ctx, readLimit)
	defer cancel()
	o := &c.app.options
	user, left, err := c.load(ctx, c.token, o.Sliding)
	if err != nil || user == nil {
		return err
	}
	c.user = user
	if !o.Sliding || left > o.SessionTTL-o.SessionTTL/100 {
		return nil
	}
	renewed, err := o.Sessions.renew(ctx, idOf(c.token), user.ID, o.SessionTTL, o.Now())
	if renewed {
		c.cookie = c.token
	}
	return err
}

// load reads a session and remembers its version.
func (c *Call) load(ctx context.Context, token string, withTTL bool) (*User, time.Duration, error) {
	id := idOf(token)
	session, err := c.app.options.Sessions.load(ctx, id, c.app.options.Now(), withTTL)
	if err != nil {
		return nil, 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if session == nil {
		delete(c.known, id)
		return nil, 0, nil
	}
	user := &User{Token: token}
	if err := json.Unmarshal(session.user, user); err != nil {
		return nil, 0, fmt.Errorf("server: malformed value of a session: %w", err)
	}
	c.remember(id, knownSession{session.version, user.ID})
	return user, session.ttl, nil
}

// remember is called with c.mu held.
func (c *Call) remember(id sessionID, known knownSession) {
	if c.known == nil {
		c.known = map[sessionID]knownSession{}
	}
	c.known[id] = known
}

// writeContext outlives the client and the handler's time, but not writeLimit.
func (c *Call) writeContext() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(c.ctx), writeLimit)
}

// encodeUser gives the user's JSON as it is stored.
func encodeUser(user *User) ([]byte, error) {
	if user == nil {
		return nil, errors.New("server: SaveSession without a user")
	}
	text, err := json.Marshal(user)
	if err != nil {
		return nil, fmt.Errorf("server: user: %w", err)
	}
	if len(text) > maxUserSize {
		return nil, ErrSessionTooLarge
	}
	return text, nil
}
