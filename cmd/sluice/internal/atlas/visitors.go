package atlas

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// presentFor is how long somebody counts as present who says nothing any more. The page
// says it every four seconds.
const presentFor = 12 * time.Second

// maxPresent limits who is counted of one country.
const maxPresent = 500

// Visitors keep what visitors share: the notes at countries, and who is looking at one
// now. All instances of a server use the same. MemoryVisitors and RedisVisitors make them.
type Visitors interface {
	// notes gives those that were ever written, by the countries' codes, and the revision
	// of all others.
	notes(ctx context.Context) (written map[string]Note, unwritten int64, err error)
	// write keeps a note under a revision greater than all before.
	write(ctx context.Context, code, text, by string) (Note, error)
	// look notes a viewer with the name, "" without one, for the given time; 0 takes the
	// viewer away. It forgets whose time is over, and gives the names of those who are
	// left, sorted, and whether they are others than before.
	look(ctx context.Context, code, viewer, name string, stay time.Duration) (names []string, changed bool, err error)
}

// MemoryVisitors keeps them in this process.
func MemoryVisitors() Visitors { return newMemoryVisitors(time.Now().UnixMilli()) }

func newMemoryVisitors(born int64) *memoryVisitors {
	return &memoryVisitors{born: born, last: born, written: map[string]Note{}, present: map[string]map[string]presence{}}
}

type memoryVisitors struct {
	mu      sync.Mutex
	born    int64 // ms; greater than all revisions of an earlier process
	last    int64 // revision
	written map[string]Note
	present map[string]map[string]presence // by code and viewer
}

type presence struct {
	name  string
	until time.Time
}

func (v *memoryVisitors) notes(context.Context) (map[string]Note, int64, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return maps.Clone(v.written), v.born, nil
}

func (v *memoryVisitors) write(_ context.Context, code, text, by string) (Note, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last = max(v.last+1, time.Now().UnixMilli())
	note := Note{Code: code, Text: text, By: by, Rev: v.last}
	v.written[code] = note
	return note, nil
}

func (v *memoryVisitors) look(_ context.Context, code, viewer, name string, stay time.Duration) ([]string, bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	here := v.present[code]
	if here == nil {
		here = map[string]presence{}
		v.present[code] = here
	}
	now, changed := time.Now(), false
	for other, p := range here {
		if other != viewer && !now.Before(p.until) {
			delete(here, other)
			changed = true
		}
	}
	before, known := here[viewer]
	switch {
	case stay > 0 && (known || len(here) < maxPresent):
		here[viewer] = presence{name, now.Add(stay)}
		changed = changed || !known || before.name != name
	case stay == 0 && known:
		delete(here, viewer)
		changed = true
	}
	names := make([]string, 0, len(here))
	for _, p := range here {
		names = append(names, p.name)
	}
	slices.Sort(names)
	if len(here) == 0 {
		delete(v.present, code)
	}
	return names, changed, nil
}
