package server

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// recheckInterval is after how long a lost notice of a change of a session is made up
// for.
const recheckInterval = time.Minute

// sockets are the connections of an App. While there are some, changes of sessions are
// watched.
type sockets struct {
	app *App

	mu        sync.Mutex
	all       map[*socket]struct{}
	sessions  map[sessionID]map[*socket]struct{}
	callers   map[string]int            // how many each has, if that is limited
	unwatch   context.CancelFunc        // nil = sessions are not watched
	servers   map[*http.Server]*serving // by which they came; nil = unknown
	stopping  bool
	gone      chan struct{} // closed when one has gone, if somebody waits
	recheckIn time.Duration
}

func newSockets(a *App) *sockets {
	return &sockets{
		app: a, all: map[*socket]struct{}{}, sessions: map[sessionID]map[*socket]struct{}{},
		callers: map[string]int{},
		servers: map[*http.Server]*serving{}, recheckIn: recheckInterval,
	}
}

// add registers a connection and has its session watched. It returns false when no more
// connections are taken.
func (s *sockets) add(c *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	by := s.by(c.server)
	if s.stopping || by.stopping {
		return false
	}
	s.all[c] = struct{}{}
	by.open++
	if c.token == "" {
		return true
	}
	if s.sessions[c.session] == nil {
		s.sessions[c.session] = map[*socket]struct{}{}
	}
	s.sessions[c.session][c] = struct{}{}
	if s.unwatch == nil {
		ctx, cancel := context.WithCancel(context.Background())
		s.unwatch = cancel
		go s.run(ctx)
	}
	return true
}

// by returns what is known of a server. s is locked.
func (s *sockets) by(server *http.Server) *serving {
	by := s.servers[server]
	if by == nil {
		by = &serving{}
		s.servers[server] = by
		if server != nil {
			server.RegisterOnShutdown(func() { s.stop(server) })
		}
	}
	return by
}

// admit counts a connection with those of its caller. It returns false when they would be
// more than limit, which is 0 for none.
func (s *sockets) admit(c *socket, caller string, limit int) bool {
	if limit == 0 {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.callers[caller] >= limit {
		return false
	}
	s.callers[caller]++
	c.caller = caller
	return true
}

func (s *sockets) remove(c *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, in := s.all[c]; !in {
		return
	}
	delete(s.all, c)
	s.servers[c.server].open--
	if of := s.sessions[c.session]; of != nil {
		if delete(of, c); len(of) == 0 {
			delete(s.sessions, c.session)
		}
	}
	if len(s.sessions) == 0 && s.unwatch != nil {
		s.unwatch()
		s.unwatch = nil
	}
	if c.caller != "" {
		if s.callers[c.caller]--; s.callers[c.caller] == 0 {
			delete(s.callers, c.caller)
		}
	}
	if s.gone != nil {
		close(s.gone)
		s.gone = nil
	}
}

// run watches the sessions until ctx ends, and looks at all of them when changes may have
// been missed, and now and then.
func (s *sockets) run(ctx context.Context) {
	lost := make(chan struct{}, 1)
	s.app.options.Sessions.watch(ctx, func(change sessionChange) {
		if change.id != "" {
			s.told(change)
			return
		}
		select {
		case lost <- struct{}{}:
		default:
		}
	})
	ticker := time.NewTicker(s.recheckIn)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-lost:
		}
		s.recheck(ctx)
	}
}

// told passes a notice on.
func (s *sockets) told(change sessionChange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for c := range s.sessions[change.id] {
		c.told(change)
	}
}

// recheck looks at every session once. One that cannot be read, because its part of a cluster
// is away, must not keep the others from it.
func (s *sockets) recheck(ctx context.Context) {
	s.mu.Lock()
	ids := make([]sessionID, 0, len(s.sessions))
	for id := range s.sessions {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	for _, id := range ids {
		stored, err := loadSession(ctx, s.app, id)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			continue // the next time will do
		}
		s.mu.Lock()
		for c := range s.sessions[id] {
			c.compare(stored)
		}
		s.mu.Unlock()
	}
}

func loadSession(ctx context.Context, a *App, id sessionID) (*storedSession, error) {
	ctx, cancel := context.WithTimeout(ctx, readLimit)
	defer cancel()
	return a.options.Sessions.load(ctx, id, a.options.Now(), false)
}
