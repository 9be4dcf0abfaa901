package server

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestAClientThatNeverReads floods a connection whose client takes nothing: what is kept
// for it stays within its limits, others get everything, and it is cut off.
func TestAClientThatNeverReads(t *testing.T) {
	s := newSite(t, Options{WriteTimeout: 500 * time.Millisecond}, topics("T"))
	subscribeBare(t, s.url[len("http://"):], "T", "") // and reads nothing from then on
	w := s.browser().connect()
	w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)

	before := heap()
	text := strings.Repeat("x", 50_000)
	for id := 1; id <= 1000; id++ { // 50 MB, most of which no buffer of the system takes
		s.publish("T", text)
		require.Contains(t, w.next(), fmt.Sprintf(`"id":%d,`, id))
	}
	s.publishSmall(1000) // the buffer of the stream lets the large ones go
	assert.Less(t, heap()-before, int64(8<<20), "bytes kept")
	require.Eventually(t, func() bool {
		s.sockets.mu.Lock()
		defer s.sockets.mu.Unlock()
		return len(s.sockets.all) == 1
	}, patience, 10*time.Millisecond, "cut off")
}

// publishSmall publishes without waiting for anybody.
func (s *site) publishSmall(n int) {
	s.t.Helper()
	for range n {
		s.publish("T", 1)
	}
}

func heap() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
