package client_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

type human struct {
	ID   int    `json:"id" sluice:"pk"`
	Name string `json:"name"`
}

var (
	humans   = client.Of[*human]()
	getHuman = &client.Endpoint[*human]{Name: "getHuman", Schema: humans}
	getPlain = &client.Endpoint[[]int]{Path: "/plain/:id", Header: http.Header{"X-Own": {"o"}}}
	getText  = &client.Endpoint[string]{Path: "/text"}
)

// fetch makes a Fetch, which goes on.
func fetch[T any](s *scripted, e *client.Endpoint[T], args ...any) <-chan outcome[T] {
	out := make(chan outcome[T], 1)
	go func() {
		data, err := client.Fetch(s.t.Context(), s.Client, e, args...)
		out <- outcome[T]{data, err}
	}()
	synctest.Wait()
	return out
}

func TestInterceptorsOfEndpoints(t *testing.T) {
	script(t, "see the request, and may change it", func(t *testing.T, s *scripted) {
		a := fetch(s, getPlain, map[string]int{"id": 1})
		sent := s.last()
		assert.Equal(t, []string{"GET", "http://host/plain/1?x=1", "t", "o"}, []string{sent.Method, sent.URL.String(), sent.Header.Get("X-Token"), sent.Header.Get("X-Own")})
		sent.answer(200, "[1]")
		assert.Equal(t, []int{1}, (<-a).data)
	}, func(o *client.Options) {
		o.OnRequest = func(_ context.Context, r *client.Outgoing) error {
			r.URL += "?x=1"
			r.Header.Set("X-Token", "t")
			return nil
		}
	})
	script(t, "may replace the answer; what is stored is that", func(t *testing.T, s *scripted) {
		a := fetch(s, getHuman, map[string]int{"id": 1})
		s.last().answer(200, `{"id":1,"name":"Ada"}`)
		assert.Equal(t, &human{1, "Bea"}, (<-a).data)
		stored, ok := client.Get(s.Client, humans, 1)
		require.True(t, ok)
		assert.Equal(t, "Bea", stored.Name)
	}, func(o *client.Options) {
		o.OnSuccess = func(_ context.Context, _ *client.Outgoing, in *client.Incoming) error {
			var p human
			if err := in.Decode(&p); err != nil {
				return err
			}
			p.Name = "Bea"
			return in.Set(p)
		}
	})
	var seen []string
	script(t, "an answer that they leave is stored as it came", func(t *testing.T, s *scripted) {
		plain := fetch(s, getPlain, map[string]int{"id": 1})
		s.last().answer(200, "[1]")
		assert.Equal(t, []int{1}, (<-plain).data)
		text := fetch(s, getText)
		answer := response(200, "hello")
		answer.Header.Set("Content-Type", "text/plain")
		s.last().result <- answer
		assert.Equal(t, "hello", (<-text).data)
		none := fetch(s, getPlain, map[string]int{"id": 2})
		s.last().answer(204, "")
		assert.Equal(t, outcome[[]int]{}, <-none)
		assert.Equal(t, []string{"[1]", `"hello"`, ""}, seen)
	}, func(o *client.Options) {
		o.OnSuccess = func(_ context.Context, _ *client.Outgoing, in *client.Incoming) error {
			seen = append(seen, string(in.Text))
			return nil
		}
	})
	script(t, "may replace and mend errors; what does not fit the type is one", func(t *testing.T, s *scripted) {
		mended := fetch(s, getHuman, map[string]int{"id": 9})
		s.last().answer(404, "{}")
		assert.Equal(t, &human{9, "nobody"}, (<-mended).data)
		replaced := fetch(s, getHuman, map[string]int{"id": 8})
		s.last().answer(500, "{}")
		assert.ErrorIs(t, (<-replaced).err, errE)
		assert.ErrorIs(t, client.GetError(s.Client, getHuman, map[string]int{"id": 8}), errE)
		misfit := fetch(s, getPlain, map[string]int{"id": 9})
		s.last().answer(404, "{}")
		var schema *core.SchemaError
		assert.ErrorAs(t, (<-misfit).err, &schema)
	}, func(o *client.Options) {
		o.OnError = func(_ context.Context, _ *client.Outgoing, err error) (*client.Incoming, error) {
			var api *core.APIError
			if errors.As(err, &api) && api.Status == 404 {
				return client.AnswerOf(human{9, "nobody"})
			}
			return nil, errE
		}
	})
	script(t, "OnRequest that fails fails the request, and nothing is sent", func(t *testing.T, s *scripted) {
		assert.ErrorIs(t, (<-fetch(s, getHuman, map[string]int{"id": 1})).err, errE)
		assert.Zero(t, s.net())
	}, func(o *client.Options) { o.OnRequest = func(context.Context, *client.Outgoing) error { return errE } })
	log := &journal{}
	script(t, "an abort while they run ends it; OnAbort is told", func(t *testing.T, s *scripted) {
		a := fetch(s, getHuman, map[string]int{"id": 1})
		s.last().answer(200, `{"id":1}`)
		require.NoError(t, s.Abort(getHuman, map[string]int{"id": 1}))
		assert.ErrorIs(t, (<-a).err, core.ErrAborted)
		assert.Equal(t, journal{"aborted abort: aborted"}, *log)
		_, ok := client.Get(s.Client, humans, 1)
		assert.False(t, ok)
	}, func(o *client.Options) {
		o.OnSuccess = func(ctx context.Context, _ *client.Outgoing, _ *client.Incoming) error {
			<-ctx.Done()
			return ctx.Err()
		}
		o.OnAbort = func(_ context.Context, _ *client.Outgoing, err error) { log.add("aborted %v", err) }
	})
	script(t, "are not run for endpoints that make their requests themselves", func(t *testing.T, s *scripted) {
		own := &client.Endpoint[int]{Name: "own", Fetch: func(context.Context, ...any) (any, error) { return 1, nil }}
		assert.Equal(t, outcome[int]{data: 1}, <-fetch(s, own))
	}, func(o *client.Options) { o.OnRequest = func(context.Context, *client.Outgoing) error { return errE } })
	polled := &client.Endpoint[[]int]{Path: "/polled", PollFrequency: time.Second}
	var polls int
	script(t, "run for each request of a subscription", func(t *testing.T, s *scripted) {
		stop, err := client.Subscribe(s.Client, polled)
		require.NoError(t, err)
		for range 3 {
			s.last().answer(200, "[1]")
			time.Sleep(time.Second)
		}
		synctest.Wait()
		assert.Equal(t, 3, polls)
		stop()
	}, func(o *client.Options) {
		o.OnSuccess = func(context.Context, *client.Outgoing, *client.Incoming) error { polls++; return nil }
	})
	script(t, "may send it again", func(t *testing.T, s *scripted) {
		a := fetch(s, getHuman, map[string]int{"id": 1})
		s.last().answer(401, "{}")
		require.Equal(t, "renew", s.last().name)
		s.last().answer(200, `"new"`)
		assert.Equal(t, "new", s.last().Header.Get("Token"))
		assert.JSONEq(t, `{"id":1}`, s.last().body)
		s.last().answer(200, `{"id":1,"name":"Ada"}`)
		assert.Equal(t, &human{1, "Ada"}, (<-a).data)
	}, renewing)
	saveHuman := &client.Endpoint[*human]{Method: "POST", Path: "/humans", Schema: humans}
	script(t, "cannot send it again when its body has been read, or OnRequest fails then", func(t *testing.T, s *scripted) {
		a := fetch(s, saveHuman, client.RawBody("", strings.NewReader("x")))
		s.last().answer(401, "{}")
		s.last().answer(200, `"new"`)
		var usage *core.UsageError
		assert.ErrorAs(t, (<-a).err, &usage)
		a = fetch(s, saveHuman, map[string]int{"id": 1})
		s.last().answer(401, "{}")
		s.last().answer(200, `"broken"`)
		assert.ErrorIs(t, (<-a).err, errE)
		assert.Equal(t, 4, s.net())
	}, renewing, func(o *client.Options) {
		request := o.OnRequest
		o.OnRequest = func(ctx context.Context, r *client.Outgoing) error {
			if err := request(ctx, r); err != nil || r.Header.Get("Token") == "broken" {
				return errE
			}
			return nil
		}
	})
}
