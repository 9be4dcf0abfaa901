package server

import (
	"context"
	"net/http"
	"sync"
	"time"

	"sluice/server/internal/live"
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
	watching  *watching
	servers   map[*http.Server]bool // true = it is shutting down
	stopping  bool
	lastGone  chan struct{} // closed when there are none, if somebody waits
	recheckIn time.Duration
}

// watching is the watching of the sessions.
type watching struct {
	cancel context.CancelFunc
	ready  chan struct{} // closed when changes are told
}

func newSockets(a *App) *sockets {
	return &sockets{
		app: a, all: map[*socket]struct{}{}, sessions: map[sessionID]map[*socket]struct{}{},
		servers: map[*http.Server]bool{}, recheckIn: recheckInterval,
	}
}

// add registers a connection and returns when changes of its session are watched. It
// returns false when no more connections are taken.
func (s *sockets) add(c *socket) bool {
	s.mu.Lock()
	if c.server != nil {
		if _, known := s.servers[c.server]; !known {
			s.servers[c.server] = false
			c.server.RegisterOnShutdown(func() { s.shutDown(c.server) })
		}
	}
	if s.stopping || c.server != nil && s.servers[c.server] {
		s.mu.Unlock()
		return false
	}
	s.all[c] = struct{}{}
	if c.token == "" {
		s.mu.Unlock()
		return true
	}
	if s.sessions[c.session] == nil {
		s.sessions[c.session] = map[*socket]struct{}{}
	}
	s.sessions[c.session][c] = struct{}{}
	if s.watching == nil {
		ctx, cancel := context.WithCancel(context.Background())
		s.watching = &watching{cancel: cancel, ready: make(chan struct{})}
		go s.run(ctx, s.watching)
	}
	ready := s.watching.ready
	s.mu.Unlock()
	<-ready
	return true
}

func (s *sockets) remove(c *socket) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.all, c)
	if of := s.sessions[c.session]; of != nil {
		if delete(of, c); len(of) == 0 {
			delete(s.sessions, c.session)
		}
	}
	if len(s.sessions) == 0 && s.watching != nil {
		s.watching.cancel()
		s.watching = nil
	}
	if len(s.all) == 0 && s.lastGone != nil {
		close(s.lastGone)
		s.lastGone = nil
	}
}

// run watches the sessions until ctx ends, and looks at all of them now and then.
func (s *sockets) run(ctx context.Context, w *watching) {
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
	close(w.ready)
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

// recheck looks at every session once, and gives up when the store is out of reach.
func (s *sockets) recheck(ctx context.Context) {
	s.mu.Lock()
	ids := make([]sessionID, 0, len(s.sessions))
	for id := range s.sessions {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	for _, id := range ids {
		stored, err := loadSession(ctx, s.app, id)
		if err != nil {
			return
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

// shutDown ends the connections that came by a server, nil for all.
func (s *sockets) shutDown(server *http.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if server == nil {
		s.stopping = true
	} else {
		s.servers[server] = true
	}
	for c := range s.all {
		if server == nil || c.server == server {
			c.end(live.CloseGoingAway)
		}
	}
}

// Shutdown ends all live connections with close code 1001, upon which clients connect
// again and resume, refuses new ones with 503, and returns when the last has gone or ctx
// has ended, with its error. It does not concern routes.
//
// Serve and ListenAndServe call it. With an http.Server of your own, its Shutdown ends
// the live connections that came by it, but does not wait for them: call this as well.
func (a *App) Shutdown(ctx context.Context) error {
	s := a.sockets
	s.shutDown(nil)
	s.mu.Lock()
	if len(s.all) == 0 {
		s.mu.Unlock()
		return nil
	}
	if s.lastGone == nil {
		s.lastGone = make(chan struct{})
	}
	gone := s.lastGone
	s.mu.Unlock()
	select {
	case <-gone:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
