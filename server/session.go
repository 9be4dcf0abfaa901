package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"time"
)

// Sessions keeps user sessions. MemorySessions and RedisSessions make one; both behave
// alike, and an App uses nothing else of them. The interface has no exported methods,
// so that later versions can ask more of a store.
//
// A store knows a session by the hash of its token and keeps, beside the user's JSON, a
// version that every write renews. Time is given to it. All methods may be called
// concurrently. Every error they return wraps ErrStoreUnavailable.
type Sessions interface {
	// load returns the session, or nil when there is none that lives. With it comes how
	// long it will, if withTTL.
	load(ctx context.Context, id sessionID, now time.Time, withTTL bool) (*storedSession, error)
	// write stores a session in one step, if its condition holds.
	write(ctx context.Context, w sessionWrite) (writeResult, error)
	// renew lets a living session live for ttl from now and reports whether there was one.
	renew(ctx context.Context, id sessionID, userID string, ttl time.Duration, now time.Time) (bool, error)
	// remove ends a session; replaced says that a login took its place. It is no error
	// when there is none.
	remove(ctx context.Context, id sessionID, replaced bool) error
	// ofUser returns the living sessions of a user, first the one that expires first.
	ofUser(ctx context.Context, userID string, now time.Time) ([]sessionID, error)
	// watch has told called with every change of a session, whichever instance made it,
	// until ctx ends. told must not block. watch returns at once; a change without id
	// says that from now on changes are told, and that earlier ones may have been missed.
	watch(ctx context.Context, told func(sessionChange))
	// failures counts failed logins where the sessions are.
	failures() attempts
}

// sessionChange is a notice of a write or an end. Notices can get lost and overtake each
// other: what a session is now, only the store knows.
type sessionChange struct {
	id       sessionID // "" = any: some notices may have been lost
	version  string    // "" = it has ended
	replaced bool      // with the end: a login took its place
}

// storedSession is a session as loaded. The user's JSON belongs to the caller.
type storedSession struct {
	user    json.RawMessage
	version string
	ttl     time.Duration
}

// userID returns the id in the user's JSON.
func (s *storedSession) userID() string {
	var user struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(s.user, &user) != nil {
		return ""
	}
	return user.ID
}

// sessionWrite is one write of a whole session.
type sessionWrite struct {
	id       sessionID
	user     json.RawMessage
	userID   string
	formerID string // of the user whose index holds the session so far, if known
	version  string // of this write
	when     writeCondition
	expected string // version, for ifUnchanged
	ttl      time.Duration
	now      time.Time
	// older, if set, is given the user's sessions whose write began before this one; some
	// may not live. Of two writes that ask, one is always older than the other.
	older *[]sessionID
}

type writeCondition int

const (
	always      writeCondition = iota
	ifAbsent                   // login
	ifPresent                  // the caller's own session
	ifUnchanged                // present, with the expected version
)

type writeResult int

const (
	written writeResult = iota
	absent              // ifPresent, ifUnchanged: there is no such session
	differs             // ifAbsent: there is one; ifUnchanged: it has another version
)

// versionLength is that of a version: 12 random bytes as base64url.
const versionLength = 16

func newVersion() string { return newToken()[:versionLength] }

// newID makes an id for an account or a request: 128 random bits, 26 characters.
func newID() string { return rand.Text() }

// maxUserSize limits the JSON of a session's user, in bytes.
const maxUserSize = 64 << 10

// Time that a store has. Reading is on the way of every call, which answers 503 within
// 2 s; saving and deleting take part in changes that should not fail lightly.
const (
	readLimit  = 1500 * time.Millisecond
	writeLimit = 5 * time.Second
)

// sweepInterval is how often stores in memory look for what has expired.
const sweepInterval = time.Minute
