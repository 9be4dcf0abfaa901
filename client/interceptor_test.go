package client_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// journal writes down which functions have run.
type journal []string

func (j *journal) add(format string, args ...any) { *j = append(*j, fmt.Sprintf(format, args...)) }

// hooks gives functions that write into the journal, as those of a client and as those of a call.
func (j *journal) hooks(o *client.Options) {
	o.OnRequest = func(_ context.Context, r *client.Outgoing) error {
		j.add("client.request %s", r.Name)
		return nil
	}
	o.OnSuccess = func(_ context.Context, _ *client.Outgoing, in *client.Incoming) error {
		j.add("client.success %s", in.Text)
		return nil
	}
	o.OnError = func(_ context.Context, _ *client.Outgoing, err error) (*client.Incoming, error) {
		j.add("client.error %v", err)
		return nil, nil
	}
	o.OnAbort = func(_ context.Context, _ *client.Outgoing, err error) { j.add("client.abort %v", err) }
}

func (j *journal) options() []client.Option {
	var o client.Options
	own := &journal{}
	own.hooks(&o)
	move := func() {
		for _, line := range *own {
			j.add("%s", strings.Replace(line, "client.", "own.", 1))
		}
		*own = nil
	}
	return []client.Option{
		client.OnRequest(func(ctx context.Context, r *client.Outgoing) error { defer move(); return o.OnRequest(ctx, r) }),
		client.OnSuccess(func(ctx context.Context, r *client.Outgoing, in *client.Incoming) error {
			defer move()
			return o.OnSuccess(ctx, r, in)
		}),
		client.OnError(func(ctx context.Context, r *client.Outgoing, err error) (*client.Incoming, error) {
			defer move()
			return o.OnError(ctx, r, err)
		}),
		client.OnAbort(func(ctx context.Context, r *client.Outgoing, err error) { defer move(); o.OnAbort(ctx, r, err) }),
	}
}

var errE = errors.New("E")

// ends makes an error that says what it has gone through.
func ends(with string) func(error) error {
	return func(err error) error { return fmt.Errorf("%w%s", err, with) }
}

func TestInterceptorsOrder(t *testing.T) {
	log := &journal{}
	script(t, "of a success: the client's, the call's, its data, then the answer (W3)", func(t *testing.T, s *scripted) {
		shout := client.GetData(func(data, _ string) (string, error) { log.add("getData"); return data + "!", nil })
		data, err := get[string](s, "getThing", `"d"`, append(log.options(), shout)...)
		require.NoError(t, err)
		assert.Equal(t, "d!", data)
		assert.Equal(t, journal{"client.request getThing", "own.request getThing", "getData", `client.success "d!"`, `own.success "d!"`}, *log)
		assert.Equal(t, "d!", client.GetQuery[string](s.Client, "getThing").Data)
	}, log.hooks)
	script(t, "of an error: each is given what the one before has made of it (W4)", func(t *testing.T, s *scripted) {
		var seen []string
		a := ask[string](s, "getThing", client.MapError(ends("+ge")), client.OnError(func(_ context.Context, _ *client.Outgoing, err error) (*client.Incoming, error) {
			seen = append(seen, err.Error())
			return nil, ends("+m")(err)
		}))
		s.last().answer(400, `{"error":{"code":"E","message":"e"}}`)
		err := (<-a).err
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, "E", api.Code)
		assert.Equal(t, "client: getThing: E: e+ge+g+m", err.Error())
		assert.Equal(t, []string{"sluice: E: e+ge+g"}, seen)
		assert.EqualError(t, client.GetQuery[any](s.Client, "getThing").Err, "sluice: E: e+ge+g+m")
	}, func(o *client.Options) {
		o.OnError = func(_ context.Context, _ *client.Outgoing, err error) (*client.Incoming, error) {
			return nil, ends("+g")(err)
		}
	})
	script(t, "of an error that is mended: a success from there on (W5)", func(t *testing.T, s *scripted) {
		var steps journal
		a := ask[string](s, "getThing", append(steps.options(), client.GetData(func(data, _ string) (string, error) { return data + "!", nil }))...)
		s.last().fail()
		o := <-a
		require.NoError(t, o.err)
		assert.Equal(t, "r!", o.data)
		assert.Equal(t, journal{"own.request getThing", `own.success "r!"`}, steps)
		assert.Equal(t, client.QueryState[string]{Data: "r!", Known: true}, timeless(client.GetQuery[string](s.Client, "getThing")))
	}, func(o *client.Options) {
		o.OnError = func(context.Context, *client.Outgoing, error) (*client.Incoming, error) { return client.AnswerOf("r") }
	})
	script(t, "a function for errors that gives nothing leaves the error (W6)", func(t *testing.T, s *scripted) {
		a := ask[string](s, "getThing", new(journal).options()...)
		s.last().fail()
		var lost *core.NetworkError
		assert.ErrorAs(t, (<-a).err, &lost)
		assert.Zero(t, client.GetQuery[string](s.Client, "getThing").Pending)
	})
	script(t, "GetData that fails ends the call without functions for errors, and the next one works (W7)", func(t *testing.T, s *scripted) {
		var steps journal
		for _, f := range []func(string, string) (string, error){
			func(string, string) (string, error) { return "", errE },
			func(string, string) (string, error) { panic("X") },
			func(string, string) (string, error) { runtime.Goexit(); return "", nil },
		} {
			steps = nil
			_, err := get[string](s, "getThing", `"d"`, append(steps.options(), client.GetData(f))...)
			require.Error(t, err)
			assert.Equal(t, journal{"own.request getThing"}, steps)
			state := client.GetQuery[string](s.Client, "getThing")
			assert.ErrorIs(t, err, state.Err)
			assert.Zero(t, state.Pending)
		}
		data, err := get[string](s, "getThing", `"d"`)
		require.NoError(t, err)
		assert.Equal(t, "d", data)
	})
	script(t, "a silent request leaves no trace, and its functions run (W8)", func(t *testing.T, s *scripted) {
		var steps journal
		a := ask[string](s, "getThing", append(steps.options(), client.Silent())...)
		assert.Equal(t, client.QueryState[string]{Pristine: true}, client.GetQuery[string](s.Client, "getThing"))
		s.last().answer(200, `"d"`)
		assert.Equal(t, outcome[string]{data: "d"}, <-a)
		assert.Equal(t, journal{"own.request getThing", `own.success "d"`}, steps)
		assert.Equal(t, client.QueryState[string]{Pristine: true}, client.GetQuery[string](s.Client, "getThing"))
	})
}

// timeless leaves the time out.
func timeless[T any](s client.QueryState[T]) client.QueryState[T] {
	s.FetchedAt = time.Time{}
	return s
}

func TestOnRequest(t *testing.T) {
	script(t, "what it changes is what is sent", func(t *testing.T, s *scripted) {
		askWith[any](t.Context(), s, "save", map[string]int{"a": 1}, client.Header("X-Own", "o"), client.OnRequest(func(_ context.Context, r *client.Outgoing) (err error) {
			assert.JSONEq(t, `{"a":1}`, string(r.Body.JSON()))
			assert.Equal(t, "http://host/api/save", r.URL)
			r.URL, r.Method = "/elsewhere?x=1", http.MethodPut
			r.Header.Set("X-Token", r.Header.Get("X-Own")+"t")
			r.Body, err = client.JSONBody([]int{1})
			return err
		}))
		sent := s.last()
		assert.Equal(t, []string{"PUT", "http://host/elsewhere?x=1", "ot", "o", "[1]"}, []string{sent.Method, sent.URL.String(), sent.Header.Get("X-Token"), sent.Header.Get("X-Own"), sent.body})
	})
	script(t, "the request is pending while it runs, and has superseded the earlier one", func(t *testing.T, s *scripted) {
		first := ask[any](s, "getThing")
		go1 := make(chan struct{})
		second := ask[string](s, "getThing", client.OnRequest(func(context.Context, *client.Outgoing) error { <-go1; return nil }))
		assert.ErrorIs(t, (<-first).err, core.ErrAborted)
		assert.Equal(t, 1, s.net())
		assert.Equal(t, 1, client.GetQuery[any](s.Client, "getThing").Pending)
		close(go1)
		s.call(1).answer(200, `"d"`)
		assert.Equal(t, "d", (<-second).data)
	})
	script(t, "that fails or panics goes to the functions for errors; nothing is sent", func(t *testing.T, s *scripted) {
		for _, f := range []func() error{func() error { return errE }, func() error { panic(errE) }} {
			var steps journal
			o := <-ask[any](s, "getThing", append(steps.options(), client.OnRequest(func(context.Context, *client.Outgoing) error { return f() }))...)
			require.Error(t, o.err)
			assert.Len(t, steps, 1)
			assert.Zero(t, s.net())
			assert.ErrorIs(t, o.err, client.GetQuery[any](s.Client, "getThing").Err)
		}
	})
	script(t, "the time of a call counts while it runs, and it hears of the end", func(t *testing.T, s *scripted) {
		left := make(chan error, 1)
		o := <-ask[any](s, "getThing", client.Timeout(time.Second), client.OnRequest(func(ctx context.Context, _ *client.Outgoing) error {
			<-ctx.Done()
			left <- ctx.Err()
			return nil
		}))
		assert.ErrorIs(t, o.err, context.DeadlineExceeded)
		assert.Error(t, <-left)
		assert.Zero(t, s.net())
	})
	script(t, "has the values of the call's context", func(t *testing.T, s *scripted) {
		type key struct{}
		var got any
		a := askWith[any](context.WithValue(t.Context(), key{}, 7), s, "save", nil, client.OnRequest(func(ctx context.Context, _ *client.Outgoing) error {
			got = ctx.Value(key{})
			return nil
		}))
		s.last().answer(200, "1")
		<-a
		assert.Equal(t, 7, got)
	})
}

func TestOnSuccess(t *testing.T) {
	script(t, "may put another answer in the place, which is shown as well", func(t *testing.T, s *scripted) {
		data, err := get[string](s, "getThing", `"d"`, client.OnSuccess(func(_ context.Context, _ *client.Outgoing, in *client.Incoming) error {
			var text string
			require.NoError(t, in.Decode(&text))
			assert.Equal(t, 200, in.Status)
			assert.Equal(t, "application/json", in.Header.Get("Content-Type"))
			return in.Set(text + "!")
		}))
		require.NoError(t, err)
		assert.Equal(t, "d!", data)
		assert.Equal(t, "d!", client.GetQuery[string](s.Client, "getThing").Data)
	})
	script(t, "that fails, panics or leaves no JSON ends the call as an error, without functions for errors", func(t *testing.T, s *scripted) {
		for _, f := range []func(in *client.Incoming) error{
			func(*client.Incoming) error { return errE },
			func(*client.Incoming) error { panic("X") },
			func(in *client.Incoming) error { in.Text = []byte("{"); return nil },
			func(in *client.Incoming) error { return in.Set(make(chan int)) },
		} {
			_, err := get[string](s, "getThing", `"d"`, client.OnSuccess(func(_ context.Context, _ *client.Outgoing, in *client.Incoming) error { return f(in) }),
				client.OnError(func(context.Context, *client.Outgoing, error) (*client.Incoming, error) {
					return client.AnswerOf("mended")
				}))
			require.Error(t, err)
			assert.ErrorIs(t, err, client.GetQuery[any](s.Client, "getThing").Err)
		}
	})
	script(t, "an abort counts while it runs, and what comes of it is ignored", func(t *testing.T, s *scripted) {
		block := make(chan struct{})
		var log journal
		hooks := log.options()
		a := ask[string](s, "getThing", hooks[3], client.OnSuccess(func(context.Context, *client.Outgoing, *client.Incoming) error { <-block; return nil }))
		s.last().answer(200, `"d"`)
		s.AbortRequests(core.Target{Name: "getThing"})
		assert.ErrorIs(t, (<-a).err, core.ErrAborted)
		assert.Equal(t, journal{"own.abort abort: aborted"}, log, "before the call returns")
		close(block)
		synctest.Wait()
		assert.Equal(t, client.QueryState[string]{Pristine: true}, client.GetQuery[string](s.Client, "getThing"))
	})
}

func TestOnAbort(t *testing.T) {
	log := &journal{}
	script(t, "says why: by the context, by a newer call, by the end of the client", func(t *testing.T, s *scripted) {
		ctx, cancel := context.WithCancel(t.Context())
		first := askWith[any](ctx, s, "save", nil)
		cancel()
		<-first
		second := ask[any](s, "getThing")
		third := ask[any](s, "getThing")
		<-second
		s.Close()
		<-third
		assert.Equal(t, journal{"client.abort abort: aborted", "client.abort abort: superseded", "client.abort abort: closed"}, *log)
	}, func(o *client.Options) {
		o.OnAbort = func(_ context.Context, _ *client.Outgoing, err error) { log.add("client.abort %v", err) }
	})
	script(t, "that panics does so where the call was made, or is reported; the abort stands", func(t *testing.T, s *scripted) {
		ctx, cancel := context.WithCancel(t.Context())
		cancelled := make(chan any)
		go func() {
			defer func() { cancelled <- recover() }()
			_, _ = client.Request[any](ctx, s.Client, "getThing", nil, client.OnAbort(func(context.Context, *client.Outgoing, error) { panic("X") }))
		}()
		synctest.Wait()
		cancel()
		assert.Equal(t, "X", <-cancelled)
		assert.True(t, client.GetQuery[any](s.Client, "getThing").Pristine)
	})
	var reported []error
	script(t, "that panics is reported", func(t *testing.T, s *scripted) {
		a := ask[any](s, "getThing", client.OnAbort(func(context.Context, *client.Outgoing, error) { panic("X") }))
		s.AbortRequests()
		assert.ErrorIs(t, (<-a).err, core.ErrAborted)
		synctest.Wait()
		assert.Equal(t, []error{&client.PanicError{Value: "X"}}, reported)
	}, func(o *client.Options) { o.Report = func(err error) { reported = append(reported, err) } })
}
