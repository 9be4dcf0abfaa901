package livefault

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// record is what was published to a topic, as Redis has it: who refetches gets it from
// here. A publication of which the publisher has no answer may be in it or not.
type record struct {
	key       string
	mu        sync.Mutex
	numbers   []int        // the number of the publication with the id i+1
	ids       map[int]int  // and back
	twice     int          // publications that were stored more than once
	confirmed map[int]bool // by the publisher's own account
	sent      int          // the last number that the publisher has used
	unsure    int          // publications without an answer
}

func newRecord(topic string) *record {
	sum := sha256.Sum256([]byte(topic + "\x00"))
	return &record{key: "sluice:live:" + hex.EncodeToString(sum[:]), ids: map[int]int{}, confirmed: map[int]bool{}}
}

// next gives the number of the next publication.
func (r *record) next() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent++
	return r.sent
}

// answered notes what came of a publication.
func (r *record) answered(n int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err != nil {
		r.unsure++
		return
	}
	r.confirmed[n] = true
}

// follow reads what Redis has stored since the last time.
func (r *record) follow(ctx context.Context, client *redis.Client) error {
	for {
		r.mu.Lock()
		last := len(r.numbers)
		r.mu.Unlock()
		entries, err := client.XRangeN(ctx, r.key, fmt.Sprintf("%d-0", last+1), "+", 500).Result()
		if err != nil || len(entries) == 0 {
			return err
		}
		for _, entry := range entries {
			var id int
			var event struct{ N int }
			if _, err := fmt.Sscanf(entry.ID, "%d-0", &id); err != nil {
				return err
			}
			text, _ := entry.Values["d"].(string)
			if err := json.Unmarshal([]byte(text), &event); err != nil {
				return fmt.Errorf("%s of %s: %w", entry.ID, r.key, err)
			}
			if err := r.add(id, event.N); err != nil {
				return err
			}
		}
	}
}

func (r *record) add(id, n int) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if id != len(r.numbers)+1 {
		return fmt.Errorf("the record of %s goes from %d to %d", r.key, len(r.numbers), id)
	}
	r.numbers = append(r.numbers, n)
	if _, stored := r.ids[n]; stored {
		r.twice++
		return nil
	}
	r.ids[n] = id
	return nil
}

// check compares what the publisher was told with what Redis has.
func (r *record) check(t *testing.T) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	last := 0
	for n := 1; n <= r.sent; n++ {
		id, stored := r.ids[n]
		if !r.confirmed[n] {
			continue
		}
		require.True(t, stored, "%d was published", n)
		require.Greater(t, id, last, "%d comes after those that were published before it", n)
		last = id
	}
	assert.Zero(t, r.twice, "nothing is stored twice")
}

func (r *record) last() (id, n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.numbers) == 0 {
		return 0, 0
	}
	return len(r.numbers), r.numbers[len(r.numbers)-1]
}

// followAll keeps the records, until ctx ends. While Redis is away they are as they were.
func followAll(ctx context.Context, client *redis.Client, records []*record) {
	for ctx.Err() == nil {
		for _, r := range records {
			_ = r.follow(ctx, client) // the last round tells
		}
		select {
		case <-ctx.Done():
		case <-time.After(300 * time.Millisecond):
		}
	}
}
