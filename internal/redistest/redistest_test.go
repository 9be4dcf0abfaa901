package redistest

import (
	"net"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestServerKeepsItsDataOverARestart(t *testing.T) {
	s := Start(t)
	options, err := redis.ParseURL(s.URL)
	require.NoError(t, err)
	client := redis.NewClient(options)
	defer client.Close()
	require.NoError(t, client.Set(t.Context(), "key", "value", 0).Err())

	s.Stop()
	require.Error(t, client.Get(t.Context(), "key").Err())
	s.Restart()
	value, err := client.Get(t.Context(), "key").Result()
	require.NoError(t, err)
	assert.Equal(t, "value", value)
}

func TestClusterRefusesCommandsThatSpanSlots(t *testing.T) {
	s := StartCluster(t)
	client := redis.NewClient(&redis.Options{Addr: s.Addr})
	defer client.Close()
	assert.ErrorContains(t, client.MSet(t.Context(), "a", 1, "b", 2).Err(), "CROSSSLOT")
	assert.NoError(t, client.Set(t.Context(), "a", 1, 0).Err())
}

func TestSentinelNamesItsPrimary(t *testing.T) {
	s := StartSentinel(t)
	client := redis.NewSentinelClient(&redis.Options{Addr: s.Addr})
	defer client.Close()
	named := func() string {
		address, err := client.GetMasterAddrByName(t.Context(), s.Name).Result()
		require.NoError(t, err)
		return net.JoinHostPort(address[0], address[1])
	}
	assert.Equal(t, s.Primary.Addr, named())
	s.Restart()
	assert.Equal(t, s.Primary.Addr, named())
}
