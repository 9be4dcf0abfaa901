package client_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"sluice/client"
)

// scripted is a client with virtual time and a network whose answers the test gives.
type scripted struct {
	*client.Client
	t  *testing.T
	mu sync.Mutex
	// calls that have reached the network, in their order
	calls []*exchange
}

// exchange is a request on the network.
type exchange struct {
	*http.Request
	name, body string
	result     chan *http.Response
}

// script runs a test with such a client.
func script(t *testing.T, title string, test func(t *testing.T, s *scripted), change ...func(*client.Options)) {
	t.Run(title, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &scripted{t: t}
			s.Client = newClient(t, s.roundTrip, change...)
			test(t, s)
			s.Close()
			synctest.Wait()
			require.Zero(t, client.Kept(s.Client), "something of requests is kept")
		})
	})
}

func (s *scripted) roundTrip(r *http.Request) (*http.Response, error) {
	e := &exchange{Request: r, name: strings.TrimPrefix(r.URL.Path, "/api/"), result: make(chan *http.Response, 1)}
	if r.Body != nil {
		text, _ := io.ReadAll(r.Body)
		e.body = string(text)
	}
	s.mu.Lock()
	s.calls = append(s.calls, e)
	s.mu.Unlock()
	select {
	case answer := <-e.result:
		if answer == nil {
			return nil, errors.New("cut off")
		}
		return answer, nil
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// net is how many requests have reached the network.
func (s *scripted) net() int {
	synctest.Wait()
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.calls)
}

func (s *scripted) call(i int) *exchange {
	s.t.Helper()
	require.Greater(s.t, s.net(), i)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[i]
}

func (s *scripted) last() *exchange { return s.call(s.net() - 1) }

func (e *exchange) answer(status int, body string) {
	e.result <- response(status, body)
	synctest.Wait()
}

func (e *exchange) fail() {
	e.result <- nil
	synctest.Wait()
}

// asked is what a call gives.
type asked[T any] <-chan outcome[T]

// ask makes a call, which goes on.
func ask[T any](s *scripted, name string, options ...client.Option) asked[T] {
	return askWith[T](s.t.Context(), s, name, nil, options...)
}

func askWith[T any](ctx context.Context, s *scripted, name string, in any, options ...client.Option) asked[T] {
	out := make(chan outcome[T], 1)
	go func() {
		data, err := client.Request[T](ctx, s.Client, name, in, options...)
		out <- outcome[T]{data, err}
	}()
	synctest.Wait()
	return out
}

// get makes a call that is answered at once, if it is sent.
func get[T any](s *scripted, name, body string, options ...client.Option) (T, error) {
	before := s.net()
	a := ask[T](s, name, options...)
	if s.net() > before {
		s.last().answer(http.StatusOK, body)
	}
	o := <-a
	return o.data, o.err
}

// having asks the query getList, which answers with the body.
func (s *scripted) having(body string) {
	s.t.Helper()
	_, err := get[any](s, "getList", body)
	require.NoError(s.t, err)
}

func (s *scripted) list() []int { return client.GetQuery[[]int](s.Client, "getList").Data }
