package livefault

import (
	"context"
	"time"

	"sluice/client"
)

// refetchTime is how long a client waits for an answer before it asks again.
const refetchTime = 4 * time.Second

// overlap is by how many events a refetch begins earlier than what is known to be missed:
// publications without an answer may be stored after later ones.
const overlap = 1000

// missed is a gap, and what the client has asked for because of it.
type missed struct {
	client.Gap
	after   int          // the number from which on is asked
	numbers map[int]bool // of the events after that, as the servers know them; nil = no answer yet
}

// missedSome notes a gap, and has what was missed fetched, from any server, until one answers.
func (r *reader) missedSome(ctx context.Context, k *track, gap client.Gap) {
	k.mu.Lock()
	defer k.mu.Unlock()
	m := &missed{Gap: gap}
	for _, s := range k.steps {
		m.after = max(m.after, s.n-overlap)
	}
	k.steps = append(k.steps, step{gap: m})
	go func() {
		for ctx.Err() == nil {
			limited, cancel := context.WithTimeout(ctx, refetchTime)
			list, err := client.Request[[]int](limited, r.Client, "since", map[string]any{"topic": k.topic, "n": m.after})
			cancel()
			if err == nil {
				k.refetched(m, list)
				return
			}
			select {
			case <-ctx.Done():
			case <-time.After(300 * time.Millisecond):
			}
		}
	}()
}

func (k *track) refetched(m *missed, list []int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	m.numbers = map[int]bool{}
	for _, n := range list {
		m.numbers[n] = true
	}
}
