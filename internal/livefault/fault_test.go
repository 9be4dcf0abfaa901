// Package livefault tests what live topics promise while everything breaks: connections,
// servers and Redis.
package livefault

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
	_ "sluice/server" // a result that go test has kept is of the same server
)

const (
	servers = 3
	topics  = 20
	// drainTime is how long the last event may take: silent connections have to be given up.
	drainTime = 90 * time.Second
)

// number reads a size of the test from the environment.
func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, name)
	return n
}

// site is everything that can break.
type site struct {
	t              *testing.T
	redis          *redistest.Server
	nodes          []*node
	readers        []*reader
	cuts, silences int // of the goroutine that cuts
	kills          int
	restarts       int
}

// TestLiveTopicsUnderFaults has clients follow topics at three servers over one Redis.
// FAULT_CLIENTS, FAULT_RATE (events in a second) and FAULT_SECONDS say how many, and for
// how long things break.
func TestLiveTopicsUnderFaults(t *testing.T) {
	clients, rate := number(t, "FAULT_CLIENTS", 60), number(t, "FAULT_RATE", 200)
	duration := time.Duration(number(t, "FAULT_SECONDS", 16)) * time.Second
	redis.SetLogger(quiet{})
	s := &site{t: t, redis: redistest.Start(t)}
	program := buildNode(t)
	net := &network{}
	for range servers {
		n := startNode(t, program, "-redis", s.redis.Addr, "-topics", strconv.Itoa(topics))
		s.nodes = append(s.nodes, n)
		net.addresses = append(net.addresses, n.address)
	}
	var records []*record
	var publishers []*publisher
	for i := range topics {
		topic := fmt.Sprintf("T%d", i)
		records = append(records, newRecord(topic))
		publishers = append(publishers, newPublisher(topic, records[i], net))
	}
	for i := range clients {
		of := []int{i % topics}
		if i/topics%2 == 1 { // half of them have two
			of = append(of, (i+7)%topics)
		}
		s.readers = append(s.readers, newReader(t, net, of, records))
	}
	store := redis.NewClient(&redis.Options{Addr: s.redis.Addr})
	t.Cleanup(func() { _ = store.Close() })
	require.Eventually(t, func() bool {
		for _, p := range publishers {
			_ = p.publish(t.Context()) // again, if not
		}
		return s.every((*track).begun)
	}, time.Minute, 200*time.Millisecond, "every client has its first event")

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var recorder, work sync.WaitGroup
	recorder.Go(func() { followAll(ctx, store, records) })
	stopped := make(chan struct{})
	for _, p := range publishers {
		work.Go(func() { p.run(stopped, time.Second*topics/time.Duration(rate)) })
	}
	work.Go(func() { s.cutAtRandom(stopped) })
	s.killServers(duration / 2)
	quietly := s.count()
	s.restartRedis(duration / 2)
	close(stopped)
	work.Wait()
	s.cutDuringOutage()
	for _, p := range publishers {
		require.Eventually(t, func() bool { return p.publish(t.Context()) == nil }, 20*time.Second, 100*time.Millisecond, "Redis is back")
	}
	cancel()
	recorder.Wait()
	require.Eventually(t, func() bool {
		for _, r := range records {
			if r.follow(t.Context(), store) != nil {
				return false
			}
		}
		return true
	}, 20*time.Second, 100*time.Millisecond, "the record is whole")
	began := time.Now()
	complete := assert.Eventually(t, func() bool { return s.every((*track).complete) }, drainTime, 100*time.Millisecond, "every client has the last event")
	if !complete {
		s.explain()
	}

	c := s.count()
	confirmed, unsure, stored, reconnects := 0, 0, 0, 0
	for _, r := range records {
		r.check(t)
		confirmed, unsure, stored = confirmed+len(r.confirmed), unsure+r.unsure, stored+len(r.numbers)
	}
	for _, r := range s.readers {
		reconnects += int(r.opened.Load()) - 1
		r.mu.Lock()
		assert.Empty(t, r.errs)
		r.mu.Unlock()
	}
	t.Logf("%d clients, %d subscriptions, %d topics, %d servers, %v of faults, the last event after %v",
		clients, s.subscriptions(), topics, servers, duration, time.Since(began).Round(time.Millisecond))
	t.Logf("published %d, %.0f a second (stored %d, %d without an answer), delivered %d, duplicates %d, out of order %d, holes %d, gaps %v, refetched %d, not refetched %d",
		confirmed, float64(confirmed)/duration.Seconds(), stored, unsure, c.delivered, c.duplicates, c.disorder, c.holes, c.gaps, c.refetched, c.unfetched)
	t.Logf("reconnects %d, cuts %d, silences %d, kills %d, restarts of Redis %d", reconnects, s.cuts, s.silences, s.kills, s.restarts)
	assert.Zero(t, c.duplicates, "duplicates")
	assert.Zero(t, c.disorder, "out of order")
	assert.Zero(t, c.holes, "holes")
	assert.Zero(t, c.unfetched, "events of gaps that the refetch did not bring")
	assert.Zero(t, c.unknown, "events that nobody has published")
	assert.Zero(t, c.misplaced, "gaps that are not where the client was")
	assert.Zero(t, quietly.gaps["epoch"], "a server that is killed costs nobody a gap")
	assert.Positive(t, c.gaps["epoch"], "a restart of Redis is told")
	assert.Positive(t, reconnects)
}

type quiet struct{}

func (quiet) Printf(context.Context, string, ...any) {}

func (s *site) every(is func(*track) bool) bool {
	for _, r := range s.readers {
		for _, k := range r.tracks {
			if !is(k) {
				return false
			}
		}
	}
	return true
}

func (s *site) subscriptions() (n int) {
	for _, r := range s.readers {
		n += len(r.tracks)
	}
	return n
}

func (s *site) count() *counts {
	c := &counts{gaps: map[string]int{}}
	for _, r := range s.readers {
		for _, k := range r.tracks {
			k.count(c)
		}
	}
	return c
}

// explain says which clients wait for what.
func (s *site) explain() {
	for i, r := range s.readers {
		for _, k := range r.tracks {
			if !k.complete() {
				id, n := k.record.last()
				k.mu.Lock()
				s.t.Logf("client %d (%+v) waits for %d, number %d; it has %d steps, the last %+v", i, r.SocketState(), id, n, len(k.steps), k.steps[len(k.steps)-1])
				k.mu.Unlock()
			}
		}
	}
}

// cutAtRandom cuts each client off every five seconds on average; one time in twenty
// nobody is told.
func (s *site) cutAtRandom(stopped <-chan struct{}) {
	ticker := time.NewTicker(5 * time.Second / time.Duration(len(s.readers)))
	defer ticker.Stop()
	for {
		select {
		case <-stopped:
			return
		case <-ticker.C:
		}
		silently := rand.IntN(20) == 0
		if !s.readers[rand.IntN(len(s.readers))].cable.cut(silently) {
			continue
		}
		if silently {
			s.silences++
		} else {
			s.cuts++
		}
	}
}

// killServers kills one server after the other, which comes back a little later.
func (s *site) killServers(duration time.Duration) {
	for end := time.Now().Add(duration); time.Now().Before(end); {
		s.kill()
		time.Sleep(between(time.Second, 3*time.Second))
	}
}

func (s *site) kill() {
	n := s.nodes[rand.IntN(len(s.nodes))]
	n.kill()
	s.kills++
	time.Sleep(between(0, 2*time.Second))
	n.start()
}

// restartRedis restarts Redis again and again, and kills a server in between.
func (s *site) restartRedis(duration time.Duration) {
	for end := time.Now().Add(duration); time.Now().Before(end); {
		s.restart()
		time.Sleep(between(time.Second, 4*time.Second))
		s.kill()
	}
}

func (s *site) restart() {
	s.redis.Stop()
	s.restarts++
	time.Sleep(between(0, 2*time.Second))
	s.redis.Restart()
}

// cutDuringOutage has every client connect while Redis is away. What they asked for then
// has to come although nothing is cut any more.
func (s *site) cutDuringOutage() {
	s.redis.Stop()
	s.restarts++
	for _, r := range s.readers {
		if r.cable.cut(false) {
			s.cuts++
		}
	}
	time.Sleep(3 * time.Second)
	s.redis.Restart()
}

func between(from, to time.Duration) time.Duration {
	return from + time.Duration(rand.Int64N(int64(to-from)))
}
