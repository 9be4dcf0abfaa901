package core

import (
	"fmt"
	"math"
	"strings"

	"github.com/stretchr/testify/require"

	"sluice/internal/protocol"
)

// check checks what must hold after every step. The log has grown since before.
func (w *world) check(before int) {
	w.newest = w.core.lastRequest
	open, told := 0, w.log[before:]
	for id, p := range w.calls {
		if p.settled == 0 {
			open++
		} else if !w.seen[id] {
			w.seen[id] = true
			if p.call.ID != 0 {
				require.Equal(w.t, w.expected[id], w.how(id), "call %d %+v by %q", id, p.call, told)
			}
		}
	}
	for id, how := range w.expected {
		require.NotZero(w.t, w.calls[id].settled, "call %d goes on, should be %s", id, how)
	}
	require.Len(w.t, w.core.calls, open)
	w.checkRequests()
	w.checkRecords()
	for id, u := range w.users {
		require.Equal(w.t, *u, w.core.clients[id].user)
	}
	for id := range clients {
		idle := strings.Contains(strings.Join(told, "\n"), fmt.Sprintf("idle client=%d ", id))
		require.False(w.t, idle && len(w.live(id)) > 0, "client %d is not idle", id)
	}
}

func (w *world) checkRequests() {
	open, earliest := 0, never
	for id := range clients {
		scopes, refreshes := map[pair]bool{}, 0
		w.checkLimit(id)
		for _, f := range w.live(id) {
			open++
			if at, waits := w.resumes[f.id]; waits {
				earliest = min(earliest, at)
				require.Equal(w.t, "held", f.network, "request %d waits", f.id)
			} else if _, timed := w.due[f.id]; !timed && f.call == 0 && clients[id].Timeout > 0 {
				w.due[f.id] = w.clock + Time(clients[id].Timeout)
			}
			if at, timed := w.due[f.id]; timed {
				earliest = min(earliest, at)
			}
			for _, call := range w.waiting[f.id] {
				require.True(w.t, !w.pending(call) || w.core.calls[call] == w.core.requests[f.id], "call %d waits for request %d", call, f.id)
			}
			if f.call == 0 {
				refreshes++
				continue
			}
			c := w.calls[f.call].call
			if p, named := w.pairOf(f); named && f.route == RouteName && clients[id].AutoAbort.Matches(p.name) {
				require.False(w.t, scopes[p] && c.TakeLatest != No, "two requests of %+v in flight", p)
				scopes[p] = true
			}
		}
		require.LessOrEqual(w.t, refreshes, 1, "the core asks for the session once at a time")
	}
	require.Len(w.t, w.core.requests, open)
	require.LessOrEqual(w.t, w.timer, earliest, "a timer is missing")
}

// checkLimit checks that as many requests are on the network as may be, of those that have something to send.
func (w *world) checkLimit(id ClientID) {
	limit := clients[id].Concurrency
	if limit == 0 {
		limit = math.MaxInt
	}
	open, held := 0, 0
	for _, f := range w.live(id) {
		if _, waits := w.resumes[f.id]; waits || f.route != RouteName && f.route != RouteSession {
			require.Equal(w.t, waits, f.network == "held", "request %d", f.id)
		} else if f.network == "open" {
			open++
		} else {
			held++
		}
	}
	require.LessOrEqual(w.t, open, limit, "client %d", id)
	require.True(w.t, held == 0 || open == limit, "client %d: %d wait for their turn, %d are on the network", id, held, open)
}

func (w *world) checkRecords() {
	for id, seen := range w.records {
		rec := w.core.records[id]
		require.Equal(w.t, seen.dropped, rec == nil, "record %d", id)
		if rec == nil {
			continue
		}
		s, pending := seen.state, uint32(0)
		for _, f := range w.live(rec.client.id) {
			if p, named := w.pairOf(f); named && p == rec.pair {
				pending++
			}
		}
		require.Equal(w.t, pending, s.Pending, "record %d %+v", id, rec.pair)
		if s.Pristine {
			require.Zero(w.t, pending)
			require.False(w.t, s.Known)
			require.NoError(w.t, seen.err)
		} else if rec.query {
			require.True(w.t, pending > 0 || s.Known || seen.err != nil, "record %d says nothing", id)
		}
		require.Equal(w.t, s.Known, s.FetchedAt != 0)
		require.Equal(w.t, rec.hasError, seen.err != nil)
		require.Equal(w.t, rec.pair.name == protocol.NameSession || clients[rec.client.id].AutoAbort.Matches(rec.pair.name), rec.query)
		for _, percent := range []float64{s.Download, s.Upload} {
			require.True(w.t, percent >= -1 && percent <= 100 && percent == float64(int(percent)))
		}
	}
}
