package server

import (
	"context"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// begin sends a request and gives it up when cancel is called.
func begin(t *testing.T, b *browser, path, body string, protocol *http.Client) (cancel func(), done chan error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r := b.request(http.MethodPost, path, strings.NewReader(body)).WithContext(ctx)
	done = make(chan error, 1)
	go func() {
		answer, err := protocol.Do(r)
		if err == nil {
			answer.Body.Close()
		}
		done <- err
	}()
	return cancel, done
}

func TestTheHandlerIsToldWhenTheClientGoes(t *testing.T) {
	running, cancelled := make(chan struct{}), make(chan time.Time)
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "getUser", func(c *Call, in getUser) (int, error) {
			if in.ID == 2 {
				return in.ID, nil
			}
			running <- struct{}{}
			<-c.Context().Done()
			cancelled <- time.Now()
			return 0, errors.New("query was cancelled")
		})
	})
	for range 3 {
		cancel, done := begin(t, s.browser(), "/api/getUser", `{"id":1}`, client)
		<-running
		went := time.Now()
		cancel()
		assert.Less(t, (<-cancelled).Sub(went), time.Second)
		require.ErrorIs(t, <-done, context.Canceled)
		assert.Equal(t, "2", s.browser().post("/api/getUser", `{"id":2}`).body, "the next call is answered")
	}
	assert.Empty(t, s.errors.list(), "OnError is not told")
}

func TestOnErrorIsNotToldOfAStoreThatAClientGaveUp(t *testing.T) {
	stores := redisStores(t)
	stores.sessions = RedisSessions(stubborn(t, stores.server.Addr))
	s := stores.serve(t, Options{}, add("x", answerOK))
	b := s.loggedIn("u", nil)
	stores.server.Pause()
	defer stores.server.Resume()
	cancel, done := begin(t, b, "/api/x", "", client)
	time.AfterFunc(100*time.Millisecond, cancel)
	require.ErrorIs(t, <-done, context.Canceled)
	require.Eventually(t, func() bool { return countGoroutines("(*exchange)") == 0 }, 5*time.Second, 10*time.Millisecond)
	assert.Empty(t, s.errors.list())
}

func TestAPanicIsReportedEvenIfTheClientHasGone(t *testing.T) {
	running := make(chan struct{})
	s := newSite(t, Options{}, add("x", func(c *Call) (empty, error) {
		close(running)
		<-c.Context().Done()
		panic("a bug")
	}))
	cancel, _ := begin(t, s.browser(), "/api/x", "", client)
	<-running
	cancel()
	require.Eventually(t, func() bool { return len(s.errors.list()) == 1 }, 5*time.Second, time.Millisecond)
}

func TestAReaderOfARawBodyIsToldWhenTheClientGoes(t *testing.T) {
	running, failed := make(chan struct{}), make(chan error)
	s := newSite(t, Options{}, func(app *App) {
		Handle(app, "raw", func(c *Call, in Body) (empty, error) {
			close(running)
			_, err := io.ReadAll(in)
			failed <- err
			return empty{}, err
		})
	})
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	b := s.browser()
	go func() {
		answer, err := client.Do(b.request(http.MethodPost, "/api/raw", reader).WithContext(ctx))
		if err == nil {
			answer.Body.Close()
		}
	}()
	_, err := writer.Write([]byte("x"))
	require.NoError(t, err)
	<-running
	cancel()
	select {
	case err := <-failed:
		assert.Error(t, err)
	case <-time.After(5 * time.Second):
		t.Fatal("the handler still reads")
	}
	_ = writer.Close()
}

// countGoroutines returns how many goroutines are in a function of this package.
func countGoroutines(name string) int {
	stacks := make([]byte, 1<<20)
	return strings.Count(string(stacks[:runtime.Stack(stacks, true)]), "sluice/server."+name)
}

func TestCancelledCallsLeaveNoGoroutine(t *testing.T) {
	running := make(chan struct{}, 100)
	s := newSite(t, Options{}, add("wait", func(c *Call) (empty, error) {
		running <- struct{}{}
		<-c.Context().Done()
		return empty{}, c.Context().Err()
	}))
	for range 50 {
		cancel, done := begin(t, s.browser(), "/api/wait", "", client)
		<-running
		cancel()
		<-done
	}
	require.Eventually(t, func() bool { return countGoroutines("(*exchange)") == 0 }, 5*time.Second, 10*time.Millisecond)
	assert.Empty(t, s.errors.list())
}
