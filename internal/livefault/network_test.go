package livefault

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
)

// network takes connections to any of the servers, as a load balancer without sticky
// sessions does: to one that is there.
type network struct{ addresses []string }

func (n *network) dial(ctx context.Context) (net.Conn, error) {
	var failed error
	for _, i := range rand.Perm(len(n.addresses)) {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", n.addresses[i])
		if err == nil {
			return conn, nil
		}
		failed = errors.Join(failed, err)
	}
	return nil, failed
}

// cable is what one client is connected by.
type cable struct {
	mu    sync.Mutex
	wires []*wire
}

// wire is a connection that can be cut, or go silent: nothing gets through any more, and
// neither side is told.
type wire struct {
	net.Conn
	cable  *cable
	used   atomic.Bool // something was read
	silent atomic.Bool
}

func (w *wire) Read(p []byte) (int, error) {
	for {
		n, err := w.Conn.Read(p)
		if err != nil || !w.silent.Load() {
			w.used.Store(true)
			return n, err
		}
	}
}

func (w *wire) Write(p []byte) (int, error) {
	if w.silent.Load() {
		return len(p), nil
	}
	return w.Conn.Write(p)
}

// Close takes it off its cable.
func (w *wire) Close() error {
	w.cable.mu.Lock()
	defer w.cable.mu.Unlock()
	w.cable.wires = slices.DeleteFunc(w.cable.wires, func(other *wire) bool { return other == w })
	return w.Conn.Close()
}

func (c *cable) transport(n *network) *http.Transport {
	return &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		conn, err := n.dial(ctx)
		if err != nil {
			return nil, err
		}
		w := &wire{Conn: conn, cable: c}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.wires = append(c.wires, w)
		return w, nil
	}}
}

// cut ends the connections of a client, or silences them. It reports whether there was one.
func (c *cable) cut(silently bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := false
	kept := c.wires[:0]
	for _, w := range c.wires {
		switch {
		case !silently:
			found = true
			_ = w.Conn.Close()
		case w.used.Load():
			found = true
			w.silent.Store(true) // its client gives it up
		default:
			kept = append(kept, w)
		}
	}
	clear(c.wires[len(kept):])
	c.wires = kept
	return found
}
