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
	unwatch   context.CancelFunc        // nil = sessions are not watched
	servers   map[*http.Server]*serving // by which they came; nil = unknown
	stopping  bool
	gone      chan struct{} // closed when one has gone, if somebody waits
	recheckIn time.Duration
}

// serving is what is known of an http.Server.
type serving struct {
	open     int // connections that came by it
	stopping bool
}

func newSockets(a *App) *sockets {
	return &sockets{
		app: a, all: map[*socket]struct{}{}, sessions: map[sessionID]map[*socket]struct{}{},
		servers: map[*http.Server]*serving{}, recheckIn: recheckInterval,
	}
}

// add registers a connection and has its session watched. It returns false when no more
// connections are taken.
func (s *sockets) add(c *socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	by := s.servers[c.server]
	if by == nil {
		by = &serving{}
		s.servers[c.server] = by
		if server := c.server; server != nil {
			server.RegisterOnShutdown(func() { s.stop(server) })
		}
	}
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

// stop ends the connections that came by a server, nil for all, and takes no more.
func (s *sockets) stop(server *http.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if server == nil {
		s.stopping = true
	} else if by := s.servers[server]; by != nil {
		by.stopping = true
	}
	for c := range s.all {
		if server == nil || c.server == server {
			c.end(live.CloseGoingAway)
		}
	}
}

// shutDown stops and returns when the last of them has gone, or ctx has ended.
func (s *sockets) shutDown(ctx context.Context, server *http.Server) error {
	s.stop(server)
	for {
		s.mu.Lock()
		open := len(s.all)
		if by := s.servers[server]; server != nil && by != nil {
			open = by.open
		}
		if s.gone == nil {
			s.gone = make(chan struct{})
		}
		gone := s.gone
		s.mu.Unlock()
		if open == 0 {
			return nil
		}
		select {
		case <-gone:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Shutdown ends all live connections with close code 1001, upon which clients connect
// again and resume, refuses new ones with 503, and returns when the last has gone or ctx
// has ended, with its error. It does not concern routes.
//
// Serve and ListenAndServe do this for the connections that came by them. With an
// http.Server of your own, its Shutdown ends those that came by it, but does not wait
// for them: call this as well.
func (a *App) Shutdown(ctx context.Context) error { return a.sockets.shutDown(ctx, nil) }

// servedApps are the Apps behind the handler of a Serve that have had live connections.
type servedApps struct {
	mu  sync.Mutex
	all map[*App]struct{}
}

type servedAppsKey struct{}

// note notes an App with the Serve that a request came by, if it did.
func (a *App) note(ctx context.Context) {
	if served, ok := ctx.Value(servedAppsKey{}).(*servedApps); ok {
		served.mu.Lock()
		defer served.mu.Unlock()
		served.all[a] = struct{}{}
	}
}

// shutDown waits until the live connections that came by a server have gone.
func (s *servedApps) shutDown(ctx context.Context, server *http.Server) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for app := range s.all {
		if err := app.sockets.shutDown(ctx, server); err != nil {
			return err
		}
	}
	return nil
}
