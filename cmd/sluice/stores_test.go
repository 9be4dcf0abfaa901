package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os/exec"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// startRedis starts a redis-server of its own on a free port and returns its URL.
func startRedis(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	command := exec.Command("redis-server", "--port", fmt.Sprint(port), "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no", "--dir", t.TempDir())
	output, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start(), "redis-server (Debian's package of that name) runs the tests about Redis")
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if strings.Contains(lines.Text(), "Ready to accept connections") {
			go func() {
				for lines.Scan() { // so that the server never waits for its reader
				}
			}()
			return fmt.Sprintf("redis://127.0.0.1:%d", port)
		}
	}
	require.FailNow(t, "redis-server did not get ready")
	return ""
}

func TestServeSharesSessionsThroughRedis(t *testing.T) {
	options := append(writeDemo(t), "--redis", startRedis(t))
	first, stopFirst := start(t, options...)
	second, stopSecond := start(t, options...)
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	browser := &http.Client{Jar: jar} // cookies don't distinguish ports

	status, body := post(t, browser, first+"/auth/register", `{"name":"Ada","email":"ada@example.org","password":"correct horse"}`)
	require.Equal(t, http.StatusCreated, status, body)
	status, body = post(t, browser, first+"/api/setHomeCity", `{"id":20}`)
	require.Equal(t, http.StatusOK, status, body)

	status, body = post(t, browser, second+"/api/session", "")
	assert.Equal(t, http.StatusOK, status)
	assert.Contains(t, body, `"homeCity":{"country":"CH","id":20,"name":"Zürich"}`)

	code, rest := stopFirst()
	assert.Equal(t, 0, code)
	assert.Contains(t, rest, "sessions in Redis")
	third, stopThird := start(t, options...)
	status, body = post(t, http.DefaultClient, third+"/auth/login", `{"email":"ada@example.org","password":"correct horse"}`)
	assert.Equal(t, http.StatusOK, status, "accounts outlive the process: %s", body)
	stopSecond()
	stopThird()
}

func TestNewRedis(t *testing.T) {
	t.Run("makes the client that the address names", func(t *testing.T) {
		for address, client := range map[string]redis.UniversalClient{
			"redis://localhost:6379/1":                                (*redis.Client)(nil),
			"rediss://user:secret@redis.example:6380":                 (*redis.Client)(nil),
			"unix:///run/redis.sock?db=2":                             (*redis.Client)(nil),
			"redis+sentinel://one:26379?master_name=m&addr=two:26379": (*redis.Client)(nil),
			"redis+cluster://one:7000?addr=two:7000":                  (*redis.ClusterClient)(nil),
			"rediss+cluster://one:7000":                               (*redis.ClusterClient)(nil),
		} {
			made, err := newRedis(address)
			require.NoError(t, err, address)
			assert.IsType(t, client, made, address)
			require.NoError(t, made.Close())
		}
	})
	t.Run("refuses others without repeating a password", func(t *testing.T) {
		for _, address := range []string{
			"", "localhost:6379", "http://secret@localhost", "redis://:secret@local host", "redis://u:secret@h/notanumber",
			"redis://u:secret@h?nonsense=1", "redis+sentinel://u:secret@one:26379", "redis+ring://u:secret@h", "redis+cluster://u:secret@h:port",
		} {
			client, err := newRedis(address)
			var usage *usageError
			if assert.ErrorAs(t, err, &usage, address) {
				assert.NotContains(t, err.Error(), "secret")
			}
			assert.Nil(t, client, address)
		}
	})
}
