package server

import (
	"context"

	"sluice/server/internal/live"
)

// sessionState is what a connection knows of its user session. It is guarded by the
// socket's lock; user and version are changed within live.Conn.Change only, so that the
// gate reads them without.
type sessionState struct {
	user    []byte // JSON, nil = anonymous
	version string // "" = there is none

	saved    bool // a save was told
	replaced bool // if it has ended: a login took its place
	checking bool // a goroutine looks at it
	again    bool // and has to once more
}

// told is given a notice of a change of the session. It does not block.
func (s *socket) told(change sessionChange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if change.version != "" {
		s.state.saved = s.state.saved || change.version != s.state.version
		s.look()
		return
	}
	s.state.replaced = change.replaced
	if s.conn == nil {
		s.look()
		return
	}
	go s.ended(s.conn) // at once, although a rule may be at work for the last change
}

// compare looks at the session if it is no longer the one that is known.
func (s *socket) compare(stored *storedSession) {
	s.mu.Lock()
	defer s.mu.Unlock()
	version := ""
	if stored != nil {
		version = stored.version
	}
	if version != s.state.version {
		s.look()
	}
}

// look has the session looked at, after the handshake. s is locked.
func (s *socket) look() {
	s.state.again = true
	if s.conn != nil && !s.state.checking {
		s.state.checking = true
		go s.check(s.conn)
	}
}

// check reads the session until no more changes are told. What it is now counts, not
// what was told.
func (s *socket) check(conn *live.Conn) {
	for {
		s.mu.Lock()
		if !s.state.again {
			s.state.checking = false
			s.mu.Unlock()
			return
		}
		saved := s.state.saved
		s.state.again, s.state.saved = false, false
		version := s.state.version
		s.mu.Unlock()
		stored, err := loadSession(context.Background(), s.app, s.session)
		switch {
		case err != nil: // the next look at all sessions finds out
			if saved {
				conn.Session()
			}
		case stored != nil:
			if stored.version != version {
				conn.Change(func() { s.become(stored) })
				conn.Session()
			}
		case version != "":
			s.ended(conn)
		}
	}
}

func (s *socket) become(stored *storedSession) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.state.user, s.state.version = stored.user, stored.version
}

// ended closes if the session has ended.
func (s *socket) ended(conn *live.Conn) {
	s.mu.Lock()
	had, reason := s.state.version != "", live.SessionEnded
	if s.state.replaced {
		reason = live.SessionReplaced
	}
	s.mu.Unlock()
	if !had {
		return
	}
	if stored, err := loadSession(context.Background(), s.app, s.session); err != nil || stored == nil {
		conn.EndSession(reason)
	}
}
