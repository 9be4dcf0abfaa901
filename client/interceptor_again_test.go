package client_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func TestRunOn(t *testing.T) {
	log := &journal{}
	script(t, "false leaves the client's function out, and that alone", func(t *testing.T, s *scripted) {
		a := ask[any](s, "save", append(log.options(), client.RunOnRequest(false), client.RunOnSuccess(false), client.RunOnError(false), client.RunOnAbort(false))...)
		s.last().answer(200, "1")
		<-a
		a = ask[any](s, "save", append(log.options(), client.RunOnRequest(false), client.RunOnError(false), client.RunOnError(true))...)
		s.last().answer(400, "{}")
		<-a
		assert.Equal(t, journal{
			"own.request save", "own.success 1", "own.request save",
			"client.error sluice: http.400: the server answered with status 400", "own.error sluice: http.400: the server answered with status 400",
		}, *log)
	}, log.hooks)
}

func TestAgain(t *testing.T) {
	script(t, "N refusals at once share one renewal, and each is sent once more", func(t *testing.T, s *scripted) {
		var answers []asked[string]
		for i := range 5 {
			answers = append(answers, askWith[string](t.Context(), s, "getThing", map[string]int{"n": i}, client.RequestKey(i)))
		}
		for i := range 5 {
			s.call(i).answer(401, `{"error":{"code":"token.old","message":"no"}}`)
		}
		require.Equal(t, 6, s.net())
		assert.Equal(t, "renew", s.last().name)
		s.last().answer(200, `"new"`)
		require.Equal(t, 11, s.net())
		for i := 6; i < 11; i++ {
			assert.Equal(t, "new", s.call(i).Header.Get("Token"))
			s.call(i).answer(200, `"`+strings.NewReplacer(`{"n":`, "", `}`, "").Replace(s.call(i).body)+`"`)
		}
		for i, a := range answers {
			assert.Equal(t, outcome[string]{data: fmt.Sprint(i)}, <-a)
			assert.Equal(t, fmt.Sprint(i), client.GetQuery[string](s.Client, "getThing", client.RequestKey(i)).Data)
		}
		assert.NoError(t, s.AllSettled(t.Context()))
	}, renewing)
	script(t, "is given up with its call", func(t *testing.T, s *scripted) {
		ctx, cancel := context.WithCancel(t.Context())
		a := askWith[string](ctx, s, "getThing", nil)
		s.last().answer(401, `{"error":{"code":"token.old","message":"no"}}`)
		s.last().answer(200, `"new"`)
		require.Equal(t, 3, s.net())
		cancel()
		assert.ErrorIs(t, (<-a).err, core.ErrAborted)
		synctest.Wait()
		assert.Error(t, s.last().Context().Err())
		assert.NoError(t, s.AllSettled(t.Context()))
	}, renewing)
	script(t, "of a body that was read is a usage error", func(t *testing.T, s *scripted) {
		a := askWith[string](t.Context(), s, "save", client.RawBody("", strings.NewReader("x")))
		s.last().answer(401, `{"error":{"code":"token.old","message":"no"}}`)
		s.last().answer(200, `"new"`)
		var usage *core.UsageError
		assert.ErrorAs(t, (<-a).err, &usage)
	}, renewing)
}

// renewing has a client get a token when it is told that it has none, and try again.
func renewing(o *client.Options) {
	token := make(chan string, 1)
	token <- ""
	o.OnRequest = func(_ context.Context, r *client.Outgoing) error {
		t := <-token
		token <- t
		r.Header.Set("Token", t)
		return nil
	}
	o.OnError = func(ctx context.Context, r *client.Outgoing, err error) (*client.Incoming, error) {
		var api *core.APIError
		if !errors.As(err, &api) || api.Status != 401 {
			return nil, err
		}
		fresh, err := client.Request[string](ctx, r.Client(), "renew", nil, client.Shared(), client.RunOnError(false))
		if err != nil {
			return nil, err
		}
		<-token
		token <- fresh
		return r.Again(ctx)
	}
}
