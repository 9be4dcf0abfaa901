package server

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// MemorySessions keeps sessions in this process: they end with it and are not shared
// with others. Values are kept as JSON, so that what a handler gets is the same as from
// Redis. An expired session is never returned; expired ones are dropped once a minute
// while the store is used.
func MemorySessions() Sessions {
	return &memorySessions{
		all: map[sessionID]*memorySession{}, users: map[string]map[sessionID]struct{}{}, log: newAttemptLog(),
		watchers: map[*func(sessionChange)]struct{}{},
	}
}

type memorySessions struct {
	mu    sync.Mutex
	all   map[sessionID]*memorySession
	users map[string]map[sessionID]struct{} // by user id
	swept time.Time
	log   *memoryAttempts

	watchers map[*func(sessionChange)]struct{}
}

// memorySession is one session. Its bytes are never changed, only replaced.
type memorySession struct {
	user    []byte
	userID  string
	version string
	expires time.Time
}

func (m *memorySessions) load(_ context.Context, id sessionID, now time.Time, _ bool) (*storedSession, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep(now)
	s := m.living(id, now)
	if s == nil {
		return nil, nil
	}
	return &storedSession{user: slices.Clone(s.user), version: s.version, ttl: s.expires.Sub(now)}, nil
}

func (m *memorySessions) write(_ context.Context, w sessionWrite) (writeResult, error) {
	result := m.store(w)
	if result == written {
		m.notify(sessionChange{id: w.id, version: w.version})
	}
	return result, nil
}

func (m *memorySessions) store(w sessionWrite) writeResult {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sweep(w.now)
	present := m.living(w.id, w.now)
	switch {
	case w.when == ifAbsent && present != nil:
		return differs
	case (w.when == ifPresent || w.when == ifUnchanged) && present == nil:
		return absent
	case w.when == ifUnchanged && present.version != w.expected:
		return differs
	}
	if w.older != nil {
		*w.older = slices.Collect(maps.Keys(m.users[w.userID]))
	}
	m.drop(w.id)
	m.all[w.id] = &memorySession{user: slices.Clone(w.user), userID: w.userID, version: w.version, expires: w.now.Add(w.ttl)}
	if w.userID != "" {
		if m.users[w.userID] == nil {
			m.users[w.userID] = map[sessionID]struct{}{}
		}
		m.users[w.userID][w.id] = struct{}{}
	}
	return written
}

func (m *memorySessions) renew(_ context.Context, id sessionID, _ string, ttl time.Duration, now time.Time) (bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.living(id, now)
	if s == nil {
		return false, nil
	}
	s.expires = now.Add(ttl)
	return true, nil
}

func (m *memorySessions) remove(_ context.Context, id sessionID, replaced bool) error {
	m.mu.Lock()
	m.drop(id)
	m.mu.Unlock()
	m.notify(sessionChange{id: id, replaced: replaced})
	return nil
}

func (m *memorySessions) watch(ctx context.Context, told func(sessionChange)) {
	m.mu.Lock()
	m.watchers[&told] = struct{}{}
	m.mu.Unlock()
	told(sessionChange{})
	context.AfterFunc(ctx, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.watchers, &told)
	})
}

func (m *memorySessions) notify(change sessionChange) {
	m.mu.Lock()
	watchers := slices.Collect(maps.Keys(m.watchers))
	m.mu.Unlock()
	for _, told := range watchers {
		(*told)(change)
	}
}

func (m *memorySessions) ofUser(_ context.Context, userID string, now time.Time) ([]sessionID, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var ids []sessionID
	for id := range m.users[userID] {
		if m.living(id, now) != nil {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b sessionID) int {
		if c := m.all[a].expires.Compare(m.all[b].expires); c != 0 {
			return c
		}
		return strings.Compare(string(a), string(b))
	})
	return ids, nil
}

func (m *memorySessions) failures() attempts { return m.log }

// living returns a session that has not expired, or nil.
func (m *memorySessions) living(id sessionID, now time.Time) *memorySession {
	s := m.all[id]
	if s == nil || !now.Before(s.expires) {
		return nil
	}
	return s
}

func (m *memorySessions) drop(id sessionID) {
	s := m.all[id]
	if s == nil {
		return
	}
	delete(m.all, id)
	delete(m.users[s.userID], id)
	if len(m.users[s.userID]) == 0 {
		delete(m.users, s.userID)
	}
}

// sweep drops what has expired, once a minute.
func (m *memorySessions) sweep(now time.Time) {
	if now.Sub(m.swept) < sweepInterval {
		return
	}
	m.swept = now
	for id, s := range m.all {
		if !now.Before(s.expires) {
			m.drop(id)
		}
	}
}
