package server

import (
	"context"
	"net/http"
	"sync"

	"sluice/server/internal/live"
)

// serving is what is known of an http.Server.
type serving struct {
	open     int // connections that came by it
	stopping bool
}

// stop ends the connections that came by a server, nil for all, and takes no more.
func (s *sockets) stop(server *http.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if server == nil {
		s.stopping = true
	} else {
		s.by(server).stopping = true // also if a handshake has yet to be known by it
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
		if server != nil {
			open = s.by(server).open
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
