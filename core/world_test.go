package core

import (
	"cmp"
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"sluice/internal/protocol"
)

// world is a shell that foresees, naively, which calls an operation settles and how.
type world struct {
	*shell
	clock    Time // the core's
	users    map[ClientID]*user
	waiting  map[RequestID][]CallID
	due      map[RequestID]Time
	attempts map[RequestID]int  // that have failed and were not the last
	resumes  map[RequestID]Time // when the next one begins
	newest   RequestID
	expected map[CallID]string // by the step at hand
	seen     map[CallID]bool   // settled before it
}

var (
	names       = []string{"getUser", "getTask", "save", "session", "list", "a//b"}
	keys        = []string{"", "a", "0"}
	variantKeys = []string{"", "", "", "v"}
	clients     = map[ClientID]Options{
		0: {}, 1: {Timeout: 20}, 2: {AutoAbort: AutoAbort{Off: true}},
		3: {Timeout: 20, Retry: Retry{Attempts: 4, Delay: 5, Factor: 2, Max: 12}, Concurrency: 2}, 4: {Concurrency: 1},
	}
	errCrash = &CrashError{}
)

func newWorld(t *testing.T) *world {
	w := &world{
		shell: newShell(t), clock: start, users: map[ClientID]*user{}, waiting: map[RequestID][]CallID{},
		due: map[RequestID]Time{}, seen: map[CallID]bool{}, attempts: map[RequestID]int{}, resumes: map[RequestID]Time{},
	}
	for id := range ClientID(len(clients)) {
		w.open(id, clients[id])
		w.users[id] = &user{}
	}
	return w
}

func (w *world) client(r *reader) ClientID { return ClientID(r.below(len(clients))) }

func (w *world) isOpen(id ClientID) bool { return w.users[id] != nil }

func (w *world) pending(id CallID) bool { return w.calls[id] != nil && w.calls[id].settled == 0 }

// advance notes that the core is told the time.
func (w *world) advance() { w.clock = max(w.clock, w.now) }

// live gives the requests of a client in flight, oldest first.
func (w *world) live(id ClientID) (out []*fetch) {
	for _, f := range w.requests {
		if f.client == id && f.live() {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b *fetch) int { return cmp.Compare(a.id, b.id) })
	return out
}

// live reports whether a request is on the network, or is still to be.
func (f *fetch) live() bool { return f.network == "open" || f.network == "held" }

// waits foresees whether a request that fails with what may pass is sent again, and when.
func (w *world) waits(f *fetch, retryAfter float64) bool {
	o, after := clients[f.client], [...]Time{5, 10, 12}
	p, named := w.pairOf(f)
	n := w.attempts[f.id]
	if o.Retry.Attempts == 0 || !named || p.name != protocol.NameSession && !o.AutoAbort.Matches(p.name) || n == len(after) {
		return false
	}
	w.attempts[f.id]++
	w.resumes[f.id] = w.clock + after[n]
	if retryAfter > 0 {
		w.resumes[f.id] = w.clock + Time(retryAfter*1000)
	}
	delete(w.due, f.id)
	return true
}

// timeoutOf is that of each attempt, in ms; 0 for none.
func (w *world) timeoutOf(f *fetch) float64 {
	if f.call == 0 || w.calls[f.call].call.Timeout < 0 {
		return clients[f.client].Timeout
	}
	return w.calls[f.call].call.Timeout
}

// pairOf says under which name a request runs; ok is false for logins and logouts.
func (w *world) pairOf(f *fetch) (p pair, ok bool) {
	if f.call == 0 {
		return sessionPair, true
	}
	c := w.calls[f.call].call
	return pair{c.Name, c.Key, c.Variant}, f.route == RouteName || f.route == RouteSession
}

func (w *world) anyRequest(r *reader) *fetch {
	return w.requests[RequestID(r.below(int(w.newest)+1))]
}

// expectAll foresees the end of all who wait for a request.
func (w *world) expectAll(id RequestID, how string) {
	for _, call := range w.waiting[id] {
		if w.pending(call) {
			w.expected[call] = how
		}
	}
}

func (w *world) makeCall(r *reader) {
	c := Call{
		ID: w.newCall(), Client: w.client(r), Name: oneOf(r, append(names, "logout")...), Key: oneOf(r, keys...), Variant: oneOf(r, variantKeys...),
		TakeLatest: oneOf(r, Default, Default, Default, Yes, No), Timeout: oneOf(r, -1, 0, 10, 50.0),
		Started: w.now - Time(oneOf(r, 0, 0, 0, 15)), Upload: r.below(4) == 0, Download: r.below(4) == 0,
	}
	w.calls[c.ID] = &promise{call: c}
	w.advance()
	switch shared := w.logout(c.Client); {
	case !w.isOpen(c.Client):
		w.expected[c.ID] = "closed"
	case !protocol.ValidName(c.Name):
		w.expected[c.ID] = "usage"
	case c.Name == "logout" && shared != nil:
		w.waiting[shared.id] = append(w.waiting[shared.id], c.ID)
	default:
		if c.Name != "logout" {
			w.foreseeSuperseded(c)
		}
		w.newRequest(c)
	}
	w.core.Call(w.now, c)
}

func (w *world) foreseeSuperseded(c Call) {
	rule := clients[c.Client].AutoAbort.Matches(c.Name)
	if c.TakeLatest == No || c.TakeLatest == Default && !rule {
		return
	}
	for _, f := range w.live(c.Client) {
		if p, ok := w.pairOf(f); ok && p == (pair{c.Name, c.Key, c.Variant}) {
			w.expectAll(f.id, "superseded")
		}
	}
}

// newRequest foresees whether the request of a call is sent at all.
func (w *world) newRequest(c Call) {
	w.newest = w.core.lastRequest + 1
	ms := c.Timeout
	if ms < 0 {
		ms = clients[c.Client].Timeout
	}
	at := c.Started + Time(ms)
	if ms != 0 && at <= w.clock {
		w.expected[c.ID] = "timeout"
		return
	}
	w.waiting[w.newest] = []CallID{c.ID}
	if ms != 0 {
		w.due[w.newest] = at
	}
}

func (w *world) logout(id ClientID) *fetch {
	for _, f := range w.live(id) {
		if f.route == RouteLogout {
			return f
		}
	}
	return nil
}

func (w *world) makeAccount(r *reader) {
	a := Account{ID: w.newCall(), Client: w.client(r), Register: r.below(2) == 0, Timeout: oneOf(r, -1, 0, 10.0), Started: w.now}
	c := Call{ID: a.ID, Client: a.Client, Timeout: a.Timeout, Started: a.Started}
	w.calls[a.ID] = &promise{call: c}
	w.advance()
	if w.isOpen(a.Client) {
		w.newRequest(c)
	} else {
		w.expected[a.ID] = "closed"
	}
	w.core.CallAccount(w.now, a)
}

func (w *world) abortSome(r *reader) {
	id, target := w.client(r), Target{Name: oneOf(r, append(names, "savea", "getUser0")...), Key: oneOf(r, keys...), Exact: r.below(2) == 0, AnyKey: r.below(3) == 0}
	targets := oneOf(r, nil, []Target{}, []Target{target})
	taken := slices.ContainsFunc(slices.Collect(maps.Values(w.core.records)), func(r *record) bool {
		return r.client.id == id && r.pair == pair{name: target.Name}
	})
	for _, f := range w.live(id) {
		p, ok := w.pairOf(f)
		exact := p.name == target.Name && (p.key == target.Key || target.AnyKey)
		spelt := !target.Exact && !target.AnyKey && target.Key == "" && p.key != "" && p.name+p.key == target.Name && !taken
		if ok && (targets == nil || len(targets) > 0 && (exact || spelt)) {
			w.expectAll(f.id, "aborted")
		}
	}
	w.advance()
	w.core.AbortRequests(w.now, id, targets)
}

func (w *world) leave(id RecordID) {
	if rec := w.core.records[id]; rec != nil && rec.watchers == 0 && rec.query && rec.pair != sessionPair {
		for _, f := range w.live(rec.client.id) {
			if p, ok := w.pairOf(f); ok && p == rec.pair {
				w.expectAll(f.id, "superseded")
			}
		}
	}
	w.advance()
	w.core.Leave(w.now, id)
}

func (w *world) tick() {
	w.advance()
	for id, at := range w.due {
		if f := w.requests[id]; at <= w.clock && f.live() && !w.waits(f, 0) {
			w.expectAll(id, "timeout")
		}
	}
	for id, at := range w.resumes {
		if f := w.requests[id]; at <= w.clock && f.live() {
			delete(w.resumes, id)
			if ms := w.timeoutOf(f); ms > 0 {
				w.due[id] = w.clock + Time(ms)
			}
		}
	}
	w.core.Tick(w.now)
}

// passTime lets time pass, with the timer that the core asked for.
func (w *world) passTime(ms Time) {
	end := w.now + ms
	for rounds := 0; w.timer <= end; rounds++ {
		require.Less(w.t, rounds, 1000, "the timer fires again and again")
		w.now = max(w.now, w.timer)
		w.timer = never
		w.tick()
		w.carryOut()
	}
	w.now = end
	for id, at := range w.due {
		require.False(w.t, at <= end && w.requests[id].live(), "request %d should have timed out", id)
	}
	for id, at := range w.resumes {
		require.False(w.t, at <= end && w.requests[id].live(), "request %d should have been sent again", id)
	}
}
