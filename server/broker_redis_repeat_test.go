package server

import (
	"context"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// losing is a connection that breaks instead of giving an answer, once, after what is to
// happen meanwhile.
type losing struct {
	net.Conn
	next *atomic.Pointer[func()]
}

func (c losing) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if meanwhile := c.next.Swap(nil); meanwhile != nil {
		(*meanwhile)()
		_ = c.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

// TestRepeatedPublications has the client of Redis lose an answer, upon which it sends the
// command again.
func TestRepeatedPublications(t *testing.T) {
	stores := redisStores(t)
	s := stores.instances(t, 1)[0]
	var next atomic.Pointer[func()]
	client := redis.NewClient(&redis.Options{
		Addr: stores.server.Addr,
		Dialer: func(ctx context.Context, kind, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, kind, address)
			return losing{conn, &next}, err
		},
	})
	t.Cleanup(func() { _ = client.Close() })
	b := RedisBroker(client).(*redisBroker)
	_, err := b.Publish(t.Context(), streamOf("T"), []byte(`"first"`)) // the script is known from here on
	require.NoError(t, err)
	for name, others := range map[string]int{"the newest": 0, "one came in between": 1, "many came in between": 500} {
		t.Run("are stored once: "+name, func(t *testing.T) {
			before, err := stores.redis.XLen(t.Context(), b.key(streamOf("T"))).Result()
			require.NoError(t, err)
			meanwhile := func() {
				for range others {
					assert.NoError(t, s.Publish(t.Context(), "T", "other"))
				}
			}
			next.Store(&meanwhile)
			at, err := b.Publish(t.Context(), streamOf("T"), []byte(`"again"`))
			require.NoError(t, err)
			require.Nil(t, next.Load(), "an answer was lost")
			after, err := stores.redis.XLen(t.Context(), b.key(streamOf("T"))).Result()
			require.NoError(t, err)
			assert.Equal(t, before+1+int64(others), after)
			assert.Equal(t, before+1, at.Last, "its own id")
		})
	}
}
