package livefault

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"sluice/client"
)

// reader is a client with its topics.
type reader struct {
	*client.Client
	cable  cable
	tracks []*track
	opened atomic.Int64
	mu     sync.Mutex
	errs   map[string]int // those that must not be
}

// track is what a client was told of a topic, in order.
type track struct {
	topic  string
	record *record
	mu     sync.Mutex
	steps  []step
}

// step is the number of an event, or a gap.
type step struct {
	n   int
	gap *missed
}

func newReader(t *testing.T, n *network, topics []int, records []*record) *reader {
	t.Helper()
	r := &reader{errs: map[string]int{}}
	r.Client = client.New(client.Options{
		BaseURL: "http://live.test/api", Transport: r.cable.transport(n),
		Subscriber: &client.Subscriber{
			URL: "ws://live.test/ws", Resume: true,
			ReconnectTimeout: 200 * time.Millisecond, Backoff: &client.Backoff{Factor: 2, Max: 2 * time.Second, Jitter: 0.5},
			HeartbeatTimeout: 12 * time.Second, // the server's pings come every 8 s
			OnOpen:           func(*client.Socket, any) { r.opened.Add(1) },
			OnError:          r.failed,
		},
	})
	t.Cleanup(r.Close)
	for _, i := range topics {
		k := &track{topic: fmt.Sprintf("T%d", i), record: records[i]}
		r.tracks = append(r.tracks, k)
		_, err := client.Listen(r.Client, k.topic, func(event struct{ N int }) { k.add(step{n: event.N}) },
			client.OnGap(func(g client.Gap) { r.missedSome(t.Context(), k, g) }))
		require.NoError(t, err)
	}
	return r
}

func (k *track) add(s step) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.steps = append(k.steps, s)
}

// failed takes that connections are lost, and that Redis is away.
func (r *reader) failed(err error) {
	e, ok := errors.AsType[*client.SocketError](err)
	if !ok || e.Kind == client.SocketSend || e.Kind == client.SocketProtocol && e.Code == "internal" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs[err.Error()]++
}

// begun reports whether an event has come, after which none may be missed.
func (k *track) begun() bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.steps) > 0
}

// complete reports whether the newest event has come, or was told to be in a gap, and what gaps
// cover was refetched.
func (k *track) complete() bool {
	id, n := k.record.last()
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, s := range k.steps {
		if s.gap != nil && s.gap.numbers == nil {
			return false
		}
	}
	for i := len(k.steps) - 1; i >= 0; i-- {
		if s := k.steps[i]; s.gap == nil {
			return s.n == n
		} else if int(s.gap.To) == id {
			return true
		}
	}
	return false
}

// counts are of what has come.
type counts struct {
	delivered, duplicates, disorder, holes, unknown int
	misplaced                                       int // gaps that begin elsewhere than where the client was
	gaps                                            map[string]int
	refetched                                       int
	unfetched                                       int // events that a gap covers and its refetch did not bring
}

// count goes through what a client was told, beside the record: each event is the next
// one, and what a gap covers was refetched.
func (k *track) count(c *counts) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.record.mu.Lock()
	defer k.record.mu.Unlock()
	at, had := 0, map[int]bool{}
	for _, s := range k.steps {
		if s.gap != nil {
			c.gaps[s.gap.Reason]++
			if at != 0 && int(s.gap.From) != at || int(s.gap.To) > len(k.record.numbers) || s.gap.To < s.gap.From {
				c.misplaced++
			}
			for id := int(s.gap.From) + 1; id <= min(int(s.gap.To), len(k.record.numbers)); id++ {
				had[id] = true
				if s.gap.numbers[k.record.numbers[id-1]] {
					c.refetched++
				} else {
					c.unfetched++
				}
			}
			at = int(s.gap.To)
			continue
		}
		c.delivered++
		id, known := k.record.ids[s.n]
		switch {
		case !known:
			c.unknown++
			continue
		case at == 0 || id == at+1:
		case had[id]:
			c.duplicates++
			continue
		case id < at:
			c.disorder++
			continue
		default:
			c.holes += id - at - 1
		}
		had[id] = true
		at = id
	}
	if at != len(k.record.numbers) {
		c.holes += len(k.record.numbers) - at
	}
}
