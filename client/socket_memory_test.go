package client_test

import (
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
