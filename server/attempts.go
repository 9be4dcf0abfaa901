package server

import (
	"context"
	"strconv"
	"sync"
	"time"
)

// attempts counts what may happen at most n times in any stretch of time: failed
// logins, calls of a route. A moment is counted when it begins and taken back if it
// turns out not to count, so that attempts made side by side cannot pass together.
type attempts interface {
	// wait returns how long to wait until there is room for key; 0 when there is.
	wait(ctx context.Context, key string, n int, window time.Duration, now time.Time) (time.Duration, error)
	// take counts a moment if there is room. It returns a ticket, or how long to wait.
	take(ctx context.Context, key string, n int, window time.Duration, now time.Time) (ticket string, wait time.Duration, err error)
	// giveBack uncounts the moment of a ticket.
	giveBack(ctx context.Context, key, ticket string) error
	// clear uncounts everything of key.
	clear(ctx context.Context, key string) error
}

// memoryAttempts is attempts in this process. It holds at most n moments for each key
// and drops keys that are older than their window while it is used. Safe for
// concurrent use.
type memoryAttempts struct {
	mu      sync.Mutex
	keys    map[string]*moments
	tickets uint64
	swept   time.Time
}

// moments are the counted moments of one key, oldest first.
type moments struct {
	window time.Duration
	all    []moment
}

type moment struct {
	at     time.Time
	ticket uint64
}

func newAttemptLog() *memoryAttempts { return &memoryAttempts{keys: map[string]*moments{}} }

func (l *memoryAttempts) wait(_ context.Context, key string, n int, window time.Duration, now time.Time) (time.Duration, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.room(key, n, window, now), nil
}

func (l *memoryAttempts) take(_ context.Context, key string, n int, window time.Duration, now time.Time) (string, time.Duration, error) {
	ticket, wait := l.record(key, n, window, now)
	return ticket, wait, nil
}

func (l *memoryAttempts) giveBack(_ context.Context, key, ticket string) error {
	l.forget(key, ticket)
	return nil
}

func (l *memoryAttempts) clear(_ context.Context, key string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.keys, key)
	return nil
}

// record is take without a context.
func (l *memoryAttempts) record(key string, n int, window time.Duration, now time.Time) (ticket string, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep(now)
	if wait := l.room(key, n, window, now); wait > 0 {
		return "", wait
	}
	m := l.keys[key]
	if m == nil {
		m = &moments{}
		l.keys[key] = m
	}
	l.tickets++
	m.window = window
	m.all = append(m.all, moment{now, l.tickets})
	return strconv.FormatUint(l.tickets, 36), 0
}

// forget is giveBack without a context.
func (l *memoryAttempts) forget(key, ticket string) {
	number, err := strconv.ParseUint(ticket, 36, 64)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	m := l.keys[key]
	if m == nil {
		return
	}
	for i := range m.all {
		if m.all[i].ticket == number {
			m.all = append(m.all[:i], m.all[i+1:]...)
			break
		}
	}
	if len(m.all) == 0 {
		delete(l.keys, key)
	}
}

// room drops the moments of key that have left the window and returns the time until
// there are fewer than n.
func (l *memoryAttempts) room(key string, n int, window time.Duration, now time.Time) time.Duration {
	m := l.keys[key]
	if m == nil {
		return 0
	}
	old := 0
	for old < len(m.all) && now.Sub(m.all[old].at) >= window {
		old++
	}
	m.all = m.all[old:]
	if len(m.all) < n {
		return 0
	}
	return m.all[len(m.all)-n].at.Add(window).Sub(now)
}

// sweep drops, once a minute, the keys whose last moment has left its window.
func (l *memoryAttempts) sweep(now time.Time) {
	if now.Sub(l.swept) < sweepInterval {
		return
	}
	l.swept = now
	for key, m := range l.keys {
		if len(m.all) == 0 || now.Sub(m.all[len(m.all)-1].at) >= m.window {
			delete(l.keys, key)
		}
	}
}
