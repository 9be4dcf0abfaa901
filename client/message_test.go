package client_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
)

func withAdded(list []int, m struct {
	Add int `json:"add"`
},
) []int {
	return append(list[:len(list):len(list)], m.Add)
}

func TestMessages(t *testing.T) {
	wired(t, "8 what is no JSON is told, and the next message is handled", nil, func(t *testing.T, l *line) {
		l.listen("A")
		l.hear("oops", `{"type":"A","v":1}`)
		assert.Equal(t, []string{"error parse", "A map[type:A v:1]"}, l.told())
		assert.True(t, l.SocketState().Connected)
	})
	wired(t, "9 a name with a key is another one than the name", nil, func(t *testing.T, l *line) {
		for _, key := range []string{"", "7"} {
			_, err := client.Listen(l.Client, "ON", func(any) { l.note("%q", key) }, client.RequestKey(key))
			require.NoError(t, err)
		}
		l.hear(`{"type":"ON7"}`)
		assert.Equal(t, []string{`"7"`}, l.told())
		l.hear(`{"type":"ON"}`)
		assert.Equal(t, []string{`""`}, l.told())
		l.hear(`{"type":"OFF"}`, `[1]`, `1`, `{"type":1}`, `{"TYPE":"ON"}`)
		assert.Empty(t, l.told())
	})
	wired(t, "before the activation messages are handled, too", func(_ *line, s *client.Subscriber) {
		s.ActivateOn = func(client.Message) bool { return false }
	}, func(t *testing.T, l *line) {
		l.listen("A", client.Payload("a"))
		l.hear(`{"type":"A"}`)
		assert.Equal(t, []string{"A map[type:A]"}, l.told())
		assert.Empty(t, l.said())
		assert.False(t, l.SocketState().Connected)
	})
	wired(t, "10 queries are updated, those without data left alone, and who watches is told once", nil, func(t *testing.T, l *line) {
		l.having(`[1]`)
		_, err := get[[]int](l.scripted, "getBooks", `[7]`)
		require.NoError(t, err)
		stop := client.WatchQuery(l.Client, "getList", func(s client.QueryState[[]int]) {
			l.note("list %v books %v", s.Data, client.GetQuery[[]int](l.Client, "getBooks").Data)
		})
		defer stop()
		l.listen("A", client.Update("getList", withAdded), client.Update("getBooks", withAdded), client.Update("getFilms", func([]int, any) []int {
			l.note("films")
			return nil
		}))
		l.told()
		l.hear(`{"type":"A","add":2}`)
		assert.Equal(t, []string{"A map[add:2 type:A]", "list [1 2] books [7 2]"}, l.told())
	})
	wired(t, "11 what was stopped is not sent again, and what goes on is", func(l *line, s *client.Subscriber) {
		s.OnStopSubscriptions = func(topics []string, s *client.Socket) { l.note("stop %v %v", topics, s != nil) }
	}, func(t *testing.T, l *line) {
		l.listen("A", client.Payload("a"))
		l.listen("B", client.Payload("b"))
		l.told()
		require.NoError(t, l.StopSubscriptions("A", "ZZ"))
		assert.Equal(t, []string{"stop [A ZZ] true"}, l.told())
		l.lose(1006)
		require.NoError(t, l.StopSubscriptions([]string{}...))
		wait(5 * time.Second)
		assert.Equal(t, []string{`"b"`}, l.said())
		require.NoError(t, l.StopSubscriptions())
		assert.Equal(t, []string{"close 1006", "stop [B] true"}, l.told())
		l.hear(`{"type":"B"}`)
		assert.Empty(t, l.told())
	})
	wired(t, "several who listen share a subscription, which the last one ends", func(l *line, s *client.Subscriber) {
		s.OnStopSubscriptions = func(topics []string, _ *client.Socket) { l.note("stop %v", topics) }
	}, func(t *testing.T, l *line) {
		one, two := l.listen("A", client.Payload("a")), l.listen("A", client.Payload("a"))
		assert.Equal(t, []string{`"a"`}, l.said())
		l.hear(`{"type":"A"}`)
		assert.Len(t, l.told(), 2)
		one()
		one()
		l.hear(`{"type":"A"}`)
		assert.Len(t, l.told(), 1)
		two()
		assert.Equal(t, []string{"stop [A]"}, l.told())
	})
	wired(t, "a payload is sent also where a subscription without one was first", nil, func(t *testing.T, l *line) {
		l.listen("A")
		assert.Empty(t, l.said())
		l.listen("A", client.Payload("a"))
		assert.Equal(t, []string{`"a"`}, l.said())
		l.listen("A", client.Payload("b"))
		l.listen("A")
		assert.Empty(t, l.said())
		l.lose(1006)
		wait(5 * time.Second)
		assert.Equal(t, []string{`"a"`}, l.said())
	})
	wired(t, "functions that fail are told of, and hold up nothing else", func(l *line, s *client.Subscriber) {
		s.GetData = func(data json.RawMessage) (json.RawMessage, error) {
			if string(data) == `{"type":"bad"}` {
				return nil, errors.New("bad")
			}
			return data, nil
		}
		s.OnSend = func(payload any, of client.Topic) (any, error) {
			if of.Name == "B" {
				panic("no")
			}
			return []any{of.Name, of.Key, payload}, nil
		}
		s.OnOpen = func(*client.Socket, any) { panic("open") }
	}, func(t *testing.T, l *line) {
		assert.Equal(t, []string{"error callback"}, l.told())
		l.listen("B", client.Payload("b"))
		l.listen("A", client.Payload("a"), client.RequestKey(1))
		assert.Equal(t, []string{`["A","1","a"]`}, l.said())
		_, err := client.Listen(l.Client, "C", func(struct{ V int }) { panic("C") })
		require.NoError(t, err)
		l.listen("C", client.DataFrom(func(in struct{ V int }) (string, error) {
			if in.V == 3 {
				return "", errors.New("three")
			}
			return fmt.Sprint("v", in.V), nil
		}))
		l.told()
		l.hear(`{"type":"bad"}`, `{"type":"C","V":"no int"}`, `{"type":"C","V":2}`, `{"type":"C","V":3}`)
		assert.Equal(t, []string{"error callback", "error callback", "error callback", "error callback", "C v2", "error callback", "error callback"}, l.told())
	})
	wired(t, "what cannot be sent is sent over the next connection", nil, func(t *testing.T, l *line) {
		p := l.plug()
		p.mu.Lock()
		p.broken = true
		p.mu.Unlock()
		l.listen("A", client.Payload("a"))
		assert.Equal(t, []string{"error send", "close 1006"}, l.told())
		wait(5 * time.Second)
		assert.Equal(t, []string{`"a"`}, l.said())
	})
	wired(t, "an update that fails leaves nothing of its message", nil, func(t *testing.T, l *line) {
		l.having(`[1]`)
		_, err := get[[]int](l.scripted, "getBooks", `[7]`)
		require.NoError(t, err)
		l.listen("A", client.Update("getList", withAdded), client.Update("getBooks", func([]int, any) []int { panic("no") }))
		l.hear(`{"type":"A","add":2}`)
		assert.Equal(t, []string{"A map[add:2 type:A]", "error callback"}, l.told())
		assert.Equal(t, []int{1}, l.list())
		l.hear(`{"type":"A","add":"two"}`)
		assert.Equal(t, []int{1}, l.list())
	})
	wired(t, "data is written through a schema", nil, func(t *testing.T, l *line) {
		l.listen("A", client.Through(people))
		l.hear(`{"type":"A","id":"1","username":"bob"}`)
		l.told()
		person, ok := client.Get(l.Client, people, "1")
		require.True(t, ok)
		assert.Equal(t, "bob", person.Username)
	})
	wired(t, "functions may use the client, and what they ask for waits for nobody", nil, func(t *testing.T, l *line) {
		_, err := client.Listen(l.Client, "A", func(any) {
			_, err := client.Request[any](t.Context(), l.Client, "saveIt", nil)
			l.note("saved %v", err)
		})
		require.NoError(t, err)
		l.hear(`{"type":"A"}`)
		l.last().answer(200, `null`)
		assert.Equal(t, []string{"saved <nil>"}, l.told())
	})
}

func TestResume(t *testing.T) {
	at41 := func(t *testing.T, l *line, options ...client.Option) {
		t.Helper()
		l.listen("A", options...)
		require.JSONEq(t, `{"op":"subscribe","sid":1,"topic":"A"}`, l.said()[0])
		l.hear(`{"op":"subscribed","sid":1,"epoch":"e1","last":41}`)
	}
	again := func(t *testing.T, l *line) {
		t.Helper()
		l.lose(1006)
		wait(5 * time.Second)
		require.JSONEq(t, `{"op":"subscribe","sid":1,"topic":"A","epoch":"e1","after":41}`, l.said()[0])
		l.told()
	}
	wired(t, "13, 14 what was missed comes, once", resuming, func(t *testing.T, l *line) {
		at41(t, l)
		again(t, l)
		l.hear(`{"op":"subscribed","sid":1,"epoch":"e1","last":43}`, `{"op":"event","sid":1,"id":42,"data":"x"}`,
			`{"op":"event","sid":1,"id":43,"data":null}`, `{"op":"event","sid":1,"id":43,"data":"z"}`, `{"op":"event","sid":9,"id":1,"data":"z"}`)
		assert.Equal(t, []string{"A x", "A <nil>"}, l.told())
	})
	gaps := func(l *line) client.Option {
		return client.OnGap(func(g client.Gap) { l.note("gap %s %s %d %d", g.Topic, g.Reason, g.From, g.To) })
	}
	wired(t, "15 a gap: what it concerns is asked for again, and events meanwhile count", resuming, func(t *testing.T, l *line) {
		l.having(`[1]`)
		at41(t, l, gaps(l), client.Update("getList", withAdded))
		again(t, l)
		l.hear(`{"op":"gap","sid":1,"epoch":"e1","last":1899,"reason":"expired"}`)
		assert.Equal(t, []string{"gap A expired 41 1899"}, l.told())
		require.Equal(t, 2, l.net())
		l.hear(`{"op":"event","sid":1,"id":1900,"data":{"add":5}}`)
		l.last().answer(200, `[1,2,3]`)
		assert.Equal(t, []int{1, 2, 3, 5}, l.list())
	})
	wired(t, "16 another epoch is a gap, and its events are handled", resuming, func(t *testing.T, l *line) {
		at41(t, l, gaps(l))
		again(t, l)
		l.hear(`{"op":"gap","sid":1,"epoch":"e2","last":3,"reason":"epoch"}`, `{"op":"event","sid":1,"id":4,"data":4}`)
		assert.Equal(t, []string{"gap A epoch 41 3", "A 4"}, l.told())
	})
	wired(t, "a forged id is a hole, a repeat, or no frame: nothing is handed out for it", resuming, func(t *testing.T, l *line) {
		at41(t, l)
		for _, id := range []string{"0", "41", "-1", "41.5", "1e30", `"42"`, "null"} {
			l.hear(`{"op":"event","sid":1,"id":` + id + `,"data":"forged"}`)
		}
		invalid := "error protocolmessage.invalid"
		assert.Equal(t, []string{invalid, invalid, invalid, invalid, invalid}, l.told())
		l.hear(`{"op":"event","sid":1,"id":9007199254740991,"data":"forged"}`)
		require.Len(t, l.said(), 2, "what is missing is asked for")
		l.hear(`{"op":"subscribed","sid":2,"epoch":"e1","last":42}`, `{"op":"event","sid":2,"id":42,"data":"true"}`)
		assert.Equal(t, []string{"A true"}, l.told())
	})
	wired(t, "a payload that comes later asks again from where it is", resuming, func(t *testing.T, l *line) {
		at41(t, l)
		l.listen("A", client.Payload("a"))
		said := l.said()
		require.Len(t, said, 2)
		assert.JSONEq(t, `{"op":"unsubscribe","sid":1}`, said[0])
		assert.JSONEq(t, `{"op":"subscribe","sid":2,"topic":"A","payload":"a","epoch":"e1","after":41}`, said[1])
	})
	wired(t, "after a gap the data of its updates is asked for again, each once, and nothing else", resuming, func(t *testing.T, l *line) {
		ask := func(name string, options ...client.Option) {
			t.Helper()
			_, err := get[[]int](l.scripted, name, `[1]`, options...)
			require.NoError(t, err)
		}
		ask("getList")
		ask("getBooks")
		ask("getBooks", client.RequestKey(7))
		ask("getFilms")
		n := l.net()
		at41(t, l, client.Update("getList", withAdded), client.Update("getBooks", withAdded), client.Update("getPens", withAdded))
		l.listen("A", client.Update("getList", withAdded))
		l.hear(`{"op":"gap","sid":1,"epoch":"e1","last":50,"reason":"slow"}`)
		assert.Equal(t, n+2, l.net(), "getList and getBooks without a key")
	})
	wired(t, "17 what comes behind a hole is asked for again", resuming, func(t *testing.T, l *line) {
		at41(t, l)
		l.hear(`{"op":"event","sid":1,"id":43,"data":"z"}`)
		said := l.said()
		require.Len(t, said, 2)
		assert.JSONEq(t, `{"op":"unsubscribe","sid":1}`, said[0])
		assert.JSONEq(t, `{"op":"subscribe","sid":2,"topic":"A","epoch":"e1","after":41}`, said[1])
		l.hear(`{"op":"subscribed","sid":2,"epoch":"e1","last":43}`, `{"op":"event","sid":2,"id":42,"data":"y"}`, `{"op":"event","sid":2,"id":43,"data":"z"}`)
		assert.Equal(t, []string{"A y", "A z"}, l.told())
	})
	wired(t, "pings are answered and count as heartbeats, errors are told", resuming, func(t *testing.T, l *line) {
		l.listen("A", client.RequestKey(7), client.Payload(map[string]int{"p": 1}))
		assert.JSONEq(t, `{"op":"subscribe","sid":1,"topic":"A","key":"7","payload":{"p":1}}`, l.said()[0])
		for range 3 {
			wait(15 * time.Second)
			l.hear(`{"op":"ping","n":0}`)
		}
		assert.Equal(t, []string{`{"op":"pong","n":0}`, `{"op":"pong","n":0}`, `{"op":"pong","n":0}`}, l.said())
		l.hear(`{"op":"error","sid":1,"code":"topic.forbidden","message":"no","retry":false}`, `{"op":"what"}`, `{"op":"error","code":"internal","message":"no"}`)
		assert.Equal(t, []string{"error protocoltopic.forbidden", "error protocolmessage.invalid", "error protocolinternal"}, l.told())
		l.lose(1006)
		wait(5 * time.Second)
		assert.Empty(t, l.said())
	})
	wired(t, "a topic that was refused is asked for again when somebody else listens to it", resuming, func(t *testing.T, l *line) {
		l.listen("A", client.Payload("a"))
		l.hear(`{"op":"error","sid":1,"code":"auth.required","message":"","retry":false}`)
		l.listen("A")
		l.listen("A")
		said := l.said()
		require.Len(t, said, 2)
		assert.JSONEq(t, `{"op":"subscribe","sid":2,"topic":"A","payload":"a"}`, said[1])
		l.hear(`{"op":"subscribed","sid":2,"epoch":"e","last":0}`, `{"op":"event","sid":2,"id":1,"data":1}`)
		assert.Equal(t, []string{"error protocolauth.required", "A 1", "A 1", "A 1"}, l.told())
	})
	wired(t, "CheckSocket finds out whether the server is there", resuming, func(t *testing.T, l *line) {
		require.NoError(t, l.CheckSocket())
		wait(0)
		assert.Equal(t, []string{`{"op":"ping","n":1}`}, l.said())
		l.hear(`{"op":"pong","n":1}`)
		wait(6 * time.Second)
		assert.Empty(t, l.told())
		require.NoError(t, l.CheckSocket())
		wait(4900 * time.Millisecond)
		assert.Empty(t, l.told())
		wait(200 * time.Millisecond)
		assert.Equal(t, []string{"close 3000"}, l.told())
	})
	wired(t, "a client that is closed hands out nothing more", resuming, func(t *testing.T, l *line) {
		_, err := client.Listen(l.Client, "A", func(n int) { l.note("A %d", n); l.Close() })
		require.NoError(t, err)
		l.listen("A")
		l.hear(`{"op":"subscribed","sid":1,"epoch":"e1","last":0}`, `{"op":"event","sid":1,"id":1,"data":1}`)
		assert.Equal(t, []string{"A 1", "close 1000"}, l.told())
	})
	wired(t, "a server that does not speak it is told of, and used as it is", func(l *line, s *client.Subscriber) { s.Resume = true }, func(t *testing.T, l *line) {
		assert.Equal(t, []string{"error protocolmessage.invalid"}, l.told())
		l.listen("A", client.Payload("a"))
		assert.Equal(t, []string{`"a"`}, l.said())
	})
}
