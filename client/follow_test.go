package client_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

func TestLiveEndpoints(t *testing.T) {
	live := func(args ...any) client.Live {
		return client.Live{Topic: "PERSON", Options: []client.Option{client.RequestKey(args[0].(id).ID)}}
	}
	answers := func(asked *int) func(context.Context, ...any) (any, error) {
		return func(context.Context, ...any) (any, error) {
			*asked++
			return &person{ID: "1", Username: "asked"}, nil
		}
	}
	shown := func(l *line, e *client.Endpoint[*person]) string {
		if p := client.GetResponse(l.Client, e, id{"1"}).Data; p != nil {
			return p.Username
		}
		return ""
	}
	wired(t, "each message is written, a gap asks again, and stop ends it", resuming, func(t *testing.T, l *line) {
		asked := 0
		e := &client.Endpoint[*person]{Name: "getPerson", Schema: people, Live: live, Fetch: answers(&asked)}
		_, err := client.Fetch(t.Context(), l.Client, e, id{"1"})
		require.NoError(t, err)
		stop, err := client.Subscribe(l.Client, e, id{"1"})
		require.NoError(t, err)
		again, err := client.Subscribe(l.Client, e, id{"1"})
		require.NoError(t, err)
		assert.JSONEq(t, `{"op":"subscribe","sid":1,"topic":"PERSON","key":"1"}`, l.said()[0])
		l.hear(`{"op":"subscribed","sid":1,"epoch":"e","last":5}`)
		wait(0)
		assert.Equal(t, 2, asked, "what was answered before it began is asked for again")
		told := 0
		defer watching(t, l, e, &told)()
		l.hear(`{"op":"event","sid":1,"id":6,"data":{"id":"1","username":"live"}}`)
		assert.Equal(t, "live", shown(l, e))
		assert.Equal(t, 2, told)
		l.hear(`{"op":"gap","sid":1,"epoch":"e","last":9,"reason":"slow"}`)
		wait(0)
		assert.Equal(t, "asked", shown(l, e))
		assert.Equal(t, 3, asked)
		stop()
		l.hear(`{"op":"event","sid":1,"id":10,"data":{"id":"1","username":"ten"}}`)
		assert.Equal(t, "ten", shown(l, e))
		again()
		wait(0)
		assert.JSONEq(t, `{"op":"unsubscribe","sid":1}`, l.said()[0])
		assert.Empty(t, l.told())
	})
	wired(t, "an answer that is on its way when it begins, or events are missed, may be of before: it is asked for again", resuming, func(t *testing.T, l *line) {
		answer := make(chan string)
		e := &client.Endpoint[*person]{Name: "getPerson", Schema: people, Live: live, Fetch: func(context.Context, ...any) (any, error) {
			return &person{ID: "1", Username: <-answer}, nil
		}}
		_, err := client.Subscribe(l.Client, e, id{"1"})
		require.NoError(t, err)
		go func() { _, _ = client.Fetch(context.Background(), l.Client, e, id{"1"}) }()
		wait(0)
		l.hear(`{"op":"subscribed","sid":1,"epoch":"e","last":5}`)
		for _, username := range []string{"one", "two"} {
			answer <- username
			wait(0)
			assert.Equal(t, username, shown(l, e))
		}
		assert.Zero(t, client.GetResponse(l.Client, e, id{"1"}).Pending)
		go func() { _, _ = client.Fetch(context.Background(), l.Client, e, id{"1"}) }()
		wait(0)
		l.hear(`{"op":"gap","sid":1,"epoch":"e","last":9,"reason":"slow"}`)
		for _, username := range []string{"three", "four"} {
			answer <- username
			wait(0)
			assert.Equal(t, username, shown(l, e))
		}
		assert.Zero(t, client.GetResponse(l.Client, e, id{"1"}).Pending)
	})
	wired(t, "one that joins a topic which is listened to already has missed what came before: it is asked for again, once for each key", resuming, func(t *testing.T, l *line) {
		asked := 0
		e := &client.Endpoint[*person]{Name: "getPerson", Schema: people, Live: live, Fetch: answers(&asked)}
		l.listen("PERSON", client.RequestKey("1"))
		l.hear(`{"op":"subscribed","sid":1,"epoch":"e","last":0}`)
		_, err := client.Fetch(t.Context(), l.Client, e, id{"1"})
		require.NoError(t, err)
		follow := func() func() {
			stop, err := client.Subscribe(l.Client, e, id{"1"})
			require.NoError(t, err)
			wait(0)
			return stop
		}
		follow()()
		assert.Equal(t, 1, asked, "the stream has had no events")
		l.hear(`{"op":"event","sid":1,"id":1,"data":{"id":"1","username":"live"}}`)
		stops := []func(){follow(), follow()}
		assert.Equal(t, 2, asked)
		for _, stop := range stops {
			stop()
		}
		wait(0)
	})
	wired(t, "it goes beside polling", nil, func(t *testing.T, l *line) {
		asked := 0
		e := &client.Endpoint[*person]{Name: "getPerson", Schema: people, Live: live, Fetch: answers(&asked), PollFrequency: time.Minute}
		stop, err := client.Subscribe(l.Client, e, id{"1"})
		require.NoError(t, err)
		wait(90 * time.Second)
		assert.Equal(t, 2, asked)
		l.hear(`{"type":"PERSON1","id":"1","username":"live"}`)
		assert.Equal(t, "live", shown(l, e))
		stop()
		wait(time.Hour)
		assert.Equal(t, 2, asked)
	})
	wired(t, "without schema a message becomes the response; what does not fit is told of", nil, func(t *testing.T, l *line) {
		e := &client.Endpoint[struct{ N int }]{Name: "getCount", Live: func(...any) client.Live { return client.Live{Topic: "COUNT"} }}
		_, err := client.Subscribe(l.Client, e)
		require.NoError(t, err)
		l.hear(`{"type":"COUNT","n":4}`, `{"type":"COUNT","n":"five"}`)
		assert.Equal(t, 4, client.GetResponse(l.Client, e).Data.N)
		assert.Equal(t, []string{"error callback"}, l.told())
	})
	script(t, "without a Subscriber it is a UsageError", func(t *testing.T, s *scripted) {
		_, err := client.Subscribe(s.Client, &client.Endpoint[*person]{Name: "getPerson", Schema: people, Live: live}, id{"1"})
		var usage *core.UsageError
		require.ErrorAs(t, err, &usage)
	})
}

// watching counts what a watch is told.
func watching(t *testing.T, l *line, e *client.Endpoint[*person], told *int) func() {
	t.Helper()
	stop, err := client.Watch(l.Client, e, func(client.Response[*person]) { *told++ }, id{"1"})
	require.NoError(t, err)
	return stop
}
