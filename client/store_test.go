package client_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"sluice/client"
)

// began is when the tests begin by the client's clock.
var began = time.UnixMilli(1_000_000)

func at(ms int64) time.Time { return time.UnixMilli(ms) }

type article struct {
	ID    string `json:"id" sluice:"pk"`
	Title string `json:"title,omitempty"`
	Votes int    `json:"votes,omitempty"`
	Tags  []int  `json:"tags,omitempty"`
	Extra int    `json:"extra,omitempty"`
}

type person struct {
	ID       string `json:"id" sluice:"pk"`
	Username string `json:"username,omitempty" sluice:"index"`
	Age      int    `json:"age,omitempty"`
}

type post struct {
	ID     string  `json:"id" sluice:"pk"`
	Author *person `json:"author" sluice:"required"`
}

type todo struct {
	ID     int    `json:"id" sluice:"pk"`
	Title  string `json:"title,omitempty"`
	Status string `json:"status,omitempty"`
}

var (
	articles = client.Entity[article]("Article")
	people   = client.Entity[person]("User")
	posts    = client.Entity[post]("Post")
	todos    = client.Entity[todo]("Todo")
	todoList = client.Collection(client.Array(todos))
)

type id struct {
	ID string `json:"id"`
}

// run is one request of an endpoint in the test's hands.
type run struct {
	ctx    context.Context
	args   []any
	answer chan any // takes a value, or an error
}

// data is a client with the endpoints of the worked examples.
type data struct {
	*client.Client
	t   *testing.T
	mu  sync.Mutex
	now time.Time

	all  []*run
	over chan struct{} // closed when the test is

	get      *client.Endpoint[*article]
	list     *client.Endpoint[[]*article]
	note     *client.Endpoint[any]
	update   *client.Endpoint[*article]
	users    *client.Endpoint[[]*person]
	getUser  *client.Endpoint[*person]
	getPost  *client.Endpoint[*post]
	getTodos *client.Endpoint[[]*todo]
}

func newData(t *testing.T, change ...func(*client.Options)) *data {
	d := &data{t: t, now: began, over: make(chan struct{})}
	o := client.Options{BaseURL: "http://host/api", Transport: roundTrip(never), Now: d.clock}
	for _, f := range change {
		f(&o)
	}
	d.Client = client.New(o)
	t.Cleanup(func() {
		close(d.over)
		d.Close()
	})
	d.get = &client.Endpoint[*article]{Name: "get", Schema: articles, Fetch: d.fetch}
	d.list = &client.Endpoint[[]*article]{Name: "list", Schema: client.Array(articles), Fetch: d.fetch}
	d.note = &client.Endpoint[any]{Name: "note", Fetch: d.fetch}
	d.update = &client.Endpoint[*article]{Name: "update", Schema: articles, SideEffect: true, Fetch: d.fetch}
	d.users = &client.Endpoint[[]*person]{Name: "users", Schema: client.Array(people), Fetch: d.fetch}
	d.getUser = &client.Endpoint[*person]{Name: "getUser", Schema: people, Fetch: d.fetch}
	d.getPost = &client.Endpoint[*post]{Name: "getPost", Schema: posts, Fetch: d.fetch}
	d.getTodos = &client.Endpoint[[]*todo]{Path: "/todos", Schema: todoList, Fetch: d.fetch}
	return d
}

func (d *data) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *data) tick(ms int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(time.Duration(ms) * time.Millisecond)
}

// fetch is the function of the endpoints. What the test answers a string with is JSON.
func (d *data) fetch(ctx context.Context, args ...any) (any, error) {
	r := &run{ctx, args, make(chan any, 1)}
	d.mu.Lock()
	d.all = append(d.all, r)
	d.mu.Unlock()
	select {
	case out := <-r.answer:
		return given(out)
	case <-ctx.Done():
	case <-d.over:
	}
	select { // it answers nevertheless
	case out := <-r.answer:
		return given(out)
	case <-d.over:
		return nil, context.Canceled
	}
}

func given(out any) (any, error) {
	switch out := out.(type) {
	case error:
		return nil, out
	case string:
		return json.RawMessage(out), nil
	}
	return out, nil
}

// runs gives the requests so far.
func (d *data) runs() []*run {
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.all
}

// answer answers the latest request.
func (d *data) answer(out any) {
	d.t.Helper()
	runs := d.runs()
	require.NotEmpty(d.t, runs)
	runs[len(runs)-1].answer <- out
	synctest.Wait()
}

// outcome is what came of a Fetch.
type outcome[T any] struct {
	data T
	err  error
}

// begin makes a Fetch in a goroutine of its own, until it waits.
func begin[T any](ctx context.Context, d *data, e *client.Endpoint[T], args ...any) <-chan outcome[T] {
	out := make(chan outcome[T], 1)
	go func() {
		value, err := client.Fetch(ctx, d.Client, e, args...)
		out <- outcome[T]{value, err}
	}()
	synctest.Wait()
	return out
}

// fetched makes a Fetch that is answered at once.
func fetched[T any](d *data, answer any, e *client.Endpoint[T], args ...any) (T, error) {
	d.t.Helper()
	out := begin(d.t.Context(), d, e, args...)
	d.answer(answer)
	o := <-out
	return o.data, o.err
}

// set is a SetResponse that must do.
func set[T any](d *data, e *client.Endpoint[T], response string, args ...any) {
	d.t.Helper()
	require.NoError(d.t, client.SetResponse(d.Client, e, json.RawMessage(response), args...))
}

// write is a Set that must do.
func write(d *data, schema client.AnySchema, value string, args ...any) {
	d.t.Helper()
	require.NoError(d.t, client.Set(d.Client, schema, json.RawMessage(value), args...))
}

func read[T any](d *data, e *client.Endpoint[T], args ...any) client.Response[T] {
	return client.GetResponse(d.Client, e, args...)
}

func got[T any](d *data, schema client.Schema[T], args ...any) T {
	out, _ := client.Get(d.Client, schema, args...)
	return out
}

// virtual runs a test with virtual time.
func virtual(t *testing.T, title string, test func(*testing.T, *data)) {
	t.Run(title, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) { test(t, newData(t)) })
	})
}
