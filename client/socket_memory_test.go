package client_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
)

func TestWhatSocketsLeave(t *testing.T) {
	wired(t, "of 10,000 subscriptions that ended, and 100 sockets that closed, nothing is kept", resuming, func(t *testing.T, l *line) {
		payload := strings.Repeat("x", 1000)
		position, event := `{"op":"subscribed","sid":101,"epoch":"e","last":0}`, `{"op":"event","sid":101,"id":1,"data":"`+payload+`"}`
		cycles := func() uint64 {
			for range 100 {
				require.NoError(t, l.OpenSocket(payload))
				synctest.Wait()
				for range 100 {
					l.listen("A", client.Payload(payload))()
				}
				stop := l.listen("A")
				l.told()
				l.hear(position, event)
				require.Equal(t, []string{"A " + payload}, l.told())
				stop()
				require.NoError(t, l.CloseSocket(1000))
				synctest.Wait()
				l.mu.Lock()
				l.plugs, l.log, l.dials = nil, nil, nil
				l.mu.Unlock()
			}
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			return m.HeapAlloc
		}
		before := cycles()
		after := cycles()
		assert.Less(t, after, before+1<<20, "what goes through is 10 MB")
		assert.Zero(t, client.Kept(l.Client))
		l.Close()
		synctest.Wait()
		assert.Zero(t, client.Kept(l.Client))
	})
}

func TestManyTopics(t *testing.T) {
	wired(t, "100,000 topics: each message and each end costs what it touches", nil, func(t *testing.T, l *line) {
		heard := 0
		stops := make([]func(), 100_000)
		for i := range stops {
			stop, err := client.Listen(l.Client, fmt.Sprint("T", i), func(any) { heard++ }, client.Payload(i))
			require.NoError(t, err)
			stops[i] = stop
		}
		assert.Len(t, l.said(), len(stops))
		hear := func() {
			for i := 0; i < len(stops); i += 1000 {
				l.hear(fmt.Sprintf(`{"type":"T%d"}`, i))
			}
		}
		hear()
		assert.Equal(t, 100, heard)
		require.NoError(t, l.StopSubscriptions("T1000", "T0", "none"))
		for _, stop := range stops[2000:] {
			stop()
		}
		hear()
		assert.Equal(t, 100, heard)
		require.NoError(t, l.StopSubscriptions())
		assert.Zero(t, client.Kept(l.Client))
	})
}
