package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Limits of connections, as ListenAndServe and Serve set them.
const (
	headerTimeout = 5 * time.Second
	idleTimeout   = 120 * time.Second
	maxHeader     = 64 << 10 // bytes; a longer one answers 431
	headerSlack   = 4096     // what net/http adds to its limit
	// writeByteTimeout ends a connection of HTTP/2 whose client takes nothing any more.
	writeByteTimeout = 30 * time.Second
	// graceTime lets calls end after ctx: a handler has 30 s by default.
	graceTime = 35 * time.Second
)

// ListenAndServe serves handler, usually an *App, on a TCP address such as ":8080"
// until ctx ends; see Serve.
func ListenAndServe(ctx context.Context, address string, handler http.Handler) error {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("server: %w", err)
	}
	return Serve(ctx, listener, handler)
}

// Serve serves handler on a listener, which it closes, until ctx ends. Then it takes no
// more connections, ends live connections (with 1001, so that clients go elsewhere), lets
// the calls that run come to their end for at most 35 s, and returns nil, or an error if some had to be cut off. A client has 5 s to send a
// header of at most 64 KiB (else 431), and a connection may idle for 120 s.
//
// It is a convenience: http.ListenAndServe(":8080", app) or an http.Server of your own
// serve as well.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	served := &servedApps{all: map[*App]struct{}{}}
	server := &http.Server{
		BaseContext: func(net.Listener) context.Context {
			return context.WithValue(context.Background(), servedAppsKey{}, served)
		},
		Handler:           handler,
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader - headerSlack,
		// HTTP/1 has a deadline per answer; a connection of HTTP/2 carries many.
		HTTP2: &http.HTTP2Config{WriteByteTimeout: writeByteTimeout},
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("server: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), graceTime)
	defer cancel()
	err := errors.Join(server.Shutdown(grace), served.shutDown(grace, server))
	if err != nil {
		err = fmt.Errorf("server: calls were cut off: %w", errors.Join(err, server.Close()))
	}
	<-failed // Serve has returned: the listener is closed
	return err
}
