package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestLiveTopics(t *testing.T) {
	s := newSite(t, Options{}, topics("ON", "OFF"))
	w := s.browser().connect()
	epoch, last := w.subscribe(`{"op":"subscribe","sid":1,"topic":"ON"}`)
	require.Zero(t, last)
	keyed, _ := w.subscribe(`{"op":"subscribe","sid":2,"topic":"ON","key":"7","payload":{"a":1},"more":true}`)
	assert.NotEqual(t, epoch, keyed, "each stream has a life of its own")

	t.Run("an event reaches the subscriptions of its topic and key, as published", func(t *testing.T) {
		s.publish("ON", map[string]any{"v": 1, "html": "<b>"})
		w.expect(`{"op":"event","sid":1,"id":1,"data":{"v":1,"html":"<b>"}}`)
		s.publish("ON", []any{nil, 2.5}, Key("7"))
		w.expect(`{"op":"event","sid":2,"id":1,"data":[null,2.5]}`)
		s.publish("OFF", 1)
		s.publish("ON", 1, Key("8"))
		s.publish("ON", nil)
		w.expect(`{"op":"event","sid":1,"id":2,"data":null}`)
		w.silent()
	})
	t.Run("an empty key is none", func(t *testing.T) {
		w.subscribe(`{"op":"subscribe","sid":3,"topic":"ON","key":""}`)
		s.publish("ON", 3, Key(""))
		frames := []string{w.next(), w.next()}
		assert.ElementsMatch(t, []string{`{"op":"event","sid":1,"id":3,"data":3}`, `{"op":"event","sid":3,"id":3,"data":3}`}, frames)
		w.send(`{"op":"unsubscribe","sid":3}`)
	})
	t.Run("unsubscribe has no answer and ends the events", func(t *testing.T) {
		w.send(`{"op":"unsubscribe","sid":2}`)
		w.silent()
		s.publish("ON", 2, Key("7"))
		w.silent()
	})
	t.Run("an unknown sid is nothing to unsubscribe", func(t *testing.T) {
		w.send(`{"op":"unsubscribe","sid":99}`)
		w.silent()
	})
	t.Run("resume gives what was missed, then what comes", func(t *testing.T) {
		again := s.browser().connect()
		again.send(`{"op":"subscribe","sid":5,"topic":"ON","epoch":"` + epoch + `","after":1}`)
		again.expect(`{"op":"subscribed","sid":5,"epoch":"`+epoch+`","last":3}`,
			`{"op":"event","sid":5,"id":2,"data":null}`, `{"op":"event","sid":5,"id":3,"data":3}`)
		s.publish("ON", 4)
		again.expect(`{"op":"event","sid":5,"id":4,"data":4}`)
	})
}

func TestResumePositions(t *testing.T) {
	s := newSite(t, Options{}, topics("T"))
	for i := 1; i <= 1899; i++ {
		s.publish("T", i)
	}
	w := s.browser().connect()
	epoch, last := w.subscribe(`{"op":"subscribe","sid":0,"topic":"T"}`)
	require.Equal(t, int64(1899), last)
	sid := 0
	ask := func(position string) (int, string) {
		sid++
		w.send(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T",%s}`, sid, strings.ReplaceAll(position, "E", epoch)))
		return sid, w.next()
	}
	for name, position := range map[string]string{
		"older than what is kept (W15)": `"epoch":"E","after":41|expired`,
		"just older than what is kept":  `"epoch":"E","after":898|expired`,
		"the beginning, no longer kept": `"epoch":"E","after":0|expired`,
		"another epoch (W16)":           `"epoch":"x","after":1899|epoch`,
		"an empty epoch":                `"epoch":"","after":1899|epoch`,
		"the future":                    `"epoch":"E","after":1900|epoch`,
		"far in the future":             `"epoch":"E","after":9007199254740991|epoch`,
		"beyond 64 bits":                `"epoch":"E","after":99999999999999999999999|epoch`,
	} {
		t.Run(name+" gives a gap", func(t *testing.T) {
			position, reason, _ := strings.Cut(position, "|")
			sid, answer := ask(position)
			assert.JSONEq(t, fmt.Sprintf(`{"op":"gap","sid":%d,"epoch":%q,"last":1899,"reason":%q}`, sid, epoch, reason), answer)
			w.silent()
		})
	}
	for name, position := range map[string]string{
		"negative":      `"epoch":"E","after":-1`,
		"very negative": `"epoch":"E","after":-99999999999999999999999`,
		"a fraction":    `"epoch":"E","after":1.5`,
		"an exponent":   `"epoch":"E","after":1e3`,
		"a string":      `"epoch":"E","after":"1"`,
		"without epoch": `"after":1`,
		"without after": `"epoch":"E"`,
		"epoch null":    `"epoch":null,"after":1`,
		"epoch 1":       `"epoch":1,"after":1`,
	} {
		t.Run(name+" is refused", func(t *testing.T) {
			sid, answer := ask(position)
			var got struct {
				Op, Code, Message string
				Sid               int
				Retry             bool
			}
			require.NoError(t, json.Unmarshal([]byte(answer), &got))
			assert.Equal(t, "error", got.Op, answer)
			assert.Equal(t, "message.invalid", got.Code)
			assert.Equal(t, sid, got.Sid)
			assert.False(t, got.Retry)
			assert.NotEmpty(t, got.Message)
		})
	}
	t.Run("the oldest that is kept is served, in order", func(t *testing.T) {
		sid, answer := ask(`"epoch":"E","after":899`)
		assert.JSONEq(t, fmt.Sprintf(`{"op":"subscribed","sid":%d,"epoch":%q,"last":1899}`, sid, epoch), answer)
		for id := 900; id <= 1899; id++ {
			require.Equal(t, fmt.Sprintf(`{"op":"event","sid":%d,"id":%d,"data":%d}`, sid, id, id), w.next())
		}
		w.silent()
	})
	t.Run("the newest is served with nothing", func(t *testing.T) {
		sid, answer := ask(`"epoch":"E","after":1899`)
		assert.JSONEq(t, fmt.Sprintf(`{"op":"subscribed","sid":%d,"epoch":%q,"last":1899}`, sid, epoch), answer)
		w.silent()
	})
}

func TestFramesThatAreNotUnderstood(t *testing.T) {
	s := newSite(t, Options{}, topics("T"))
	long := strings.Repeat("ä", 201)
	for name, c := range map[string]struct{ frame, sid string }{
		"text":                      {frame: `oops`},
		"nothing":                   {frame: ``},
		"an array":                  {frame: `[]`},
		"null":                      {frame: `null`},
		"no op":                     {frame: `{}`},
		"an op that is no string":   {frame: `{"op":1}`},
		"an unknown op":             {frame: `{"op":"dance"}`},
		"OP in capitals":            {frame: `{"OP":"ping","n":1}`},
		"ping without n":            {frame: `{"op":"ping"}`},
		"ping with a fraction":      {frame: `{"op":"ping","n":1.5}`},
		"subscribe without sid":     {frame: `{"op":"subscribe","topic":"T"}`},
		"a sid that is a string":    {frame: `{"op":"subscribe","sid":"1","topic":"T"}`},
		"unsubscribe without sid":   {frame: `{"op":"unsubscribe"}`},
		"no topic":                  {frame: `{"op":"subscribe","sid":3}`, sid: "3"},
		"a topic that is no string": {frame: `{"op":"subscribe","sid":3,"topic":7}`, sid: "3"},
		"a key that is no string":   {frame: `{"op":"subscribe","sid":3,"topic":"T","key":7}`, sid: "3"},
		"a topic of 201 characters": {frame: `{"op":"subscribe","sid":3,"topic":"` + long + `"}`, sid: "3"},
		"a key of 201 characters":   {frame: `{"op":"subscribe","sid":3,"topic":"T","key":"` + long + `"}`, sid: "3"},
		"a sid in use":              {frame: `{"op":"subscribe","sid":1,"topic":"T"}`},
		"a bad frame, sid in use":   {frame: `{"op":"subscribe","sid":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.browser().open(t, []string{"sluice.v1"})
			w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
			w.send(c.frame)
			var got map[string]any
			require.NoError(t, json.Unmarshal([]byte(w.next()), &got))
			assert.Equal(t, "error", got["op"])
			assert.Equal(t, "message.invalid", got["code"])
			assert.Equal(t, false, got["retry"])
			assert.NotEmpty(t, got["message"])
			if c.sid == "" {
				assert.NotContains(t, got, "sid", "no subscription is over")
			} else {
				assert.Equal(t, c.sid, fmt.Sprint(got["sid"]))
			}
			s.publish("T", 1)
			assert.Contains(t, w.next(), `"op":"event"`, "the connection and its subscription live on")
		})
	}
	t.Run("a binary frame", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		require.NoError(t, w.ws.Write(t.Context(), websocket.MessageBinary, []byte(`{"op":"ping","n":1}`)))
		assert.Contains(t, w.next(), "message.invalid")
		w.silent()
	})
	t.Run("invalid UTF-8 closes with 1007", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		w.send("{\"op\":\"\xff\"}")
		assert.Equal(t, 1007, w.closed())
	})
	t.Run("200 characters are not too many", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		w.subscribe(`{"op":"subscribe","sid":1,"topic":"T","key":"` + strings.Repeat("ä", 200) + `"}`)
	})
}

func TestLimitsOfAConnection(t *testing.T) {
	s := newSite(t, Options{}, topics("T"))
	t.Run("a message of 64 KiB is taken, a longer one closes with 1009", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		frame := func(size int) string {
			start, end := `{"op":"subscribe","sid":1,"topic":"T","payload":"`, `"}`
			return start + strings.Repeat("x", size-len(start)-len(end)) + end
		}
		w.subscribe(frame(64 << 10))
		w.send(frame(64<<10 + 1))
		assert.Equal(t, 1009, w.closed())
	})
	t.Run("one of 10 MB as well", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		go func() { _ = w.ws.Write(t.Context(), websocket.MessageText, make([]byte, 10<<20)) }()
		assert.Equal(t, 1009, w.closed())
	})
	t.Run("128 subscriptions, and room again after an unsubscribe", func(t *testing.T) {
		w := s.browser().open(t, []string{"sluice.v1"})
		for sid := range 128 {
			w.subscribe(fmt.Sprintf(`{"op":"subscribe","sid":%d,"topic":"T","key":"%d"}`, sid, sid))
		}
		w.send(`{"op":"subscribe","sid":128,"topic":"T"}`)
		answer := w.next()
		assert.Contains(t, answer, `"limit.subscriptions"`)
		assert.Contains(t, answer, `"sid":128`)
		w.send(`{"op":"unsubscribe","sid":0}`)
		w.subscribe(`{"op":"subscribe","sid":129,"topic":"T"}`)
	})
}

func TestPublishErrors(t *testing.T) {
	s := newSite(t, Options{}, topics("T"))
	for name, err := range map[string]error{
		"a topic that is not declared": s.Publish(t.Context(), "U", 1),
		"a long key":                   s.Publish(t.Context(), "T", 1, Key(strings.Repeat("x", 201))),
		"a key that is no UTF-8":       s.Publish(t.Context(), "T", 1, Key("\xff")),
		"a value that is no JSON":      s.Publish(t.Context(), "T", math.NaN()),
		"more than 1 MiB":              s.Publish(t.Context(), "T", strings.Repeat("x", 1<<20)),
	} {
		t.Run(name, func(t *testing.T) { assert.ErrorContains(t, err, "server: ") })
	}
	w := s.browser().connect()
	_, last := w.subscribe(`{"op":"subscribe","sid":1,"topic":"T"}`)
	assert.Zero(t, last, "nothing was published")
	s.publish("T", strings.Repeat("x", 1<<20-2))
	assert.Len(t, w.next(), 1<<20+len(`{"op":"event","sid":1,"id":1,"data":}`))
}

func TestTopicsThatCannotBeMeant(t *testing.T) {
	app := New(Options{})
	Topic(app, "T")
	for name, fn := range map[string]func(){
		"no name":                 func() { Topic(app, "") },
		"a long name":             func() { Topic(app, strings.Repeat("x", 201)) },
		"a name that is no UTF-8": func() { Topic(app, "\xff") },
		"a taken name":            func() { Topic(app, "T") },
		"Allow without function":  func() { Allow(nil) },
		"Allow for a route": func() {
			Handle(app, "r", func(*Call, empty) (empty, error) { return empty{}, nil },
				Allow(func(*Call, string, json.RawMessage) error { return nil }))
		},
	} {
		t.Run(name, func(t *testing.T) { assert.Panics(t, fn) })
	}
}

func TestRulesOfTopics(t *testing.T) {
	var asked []string
	s := newSite(t, Options{}, func(a *App) {
		Topic(a, "open")
		Topic(a, "mine", LoggedIn(), Allow(func(c *Call, key string, payload json.RawMessage) error {
			asked = append(asked, c.User().ID+" "+key+" "+string(payload))
			switch {
			case key == "broken":
				return errors.New("the database said no")
			case key == "panic":
				panic("oops")
			case key == "again":
				return fmt.Errorf("wrapped: %w", &Error{Code: "auth.required", Status: 401, Message: "log in anew"})
			case key != c.User().ID:
				return &Error{Code: "x.notYours", Status: 403, Message: "not yours"}
			}
			return nil
		}))
		Topic(a, "admin", Require(Condition{Key: "admin", Value: true}))
		Topic(a, "rare", RateLimit(1, time.Hour))
	})
	ask := func(b *browser, topic, key string) string {
		w := b.open(t, []string{"sluice.v1"})
		w.send(fmt.Sprintf(`{"op":"subscribe","sid":1,"topic":%q,"key":%q,"payload":[1]}`, topic, key))
		return w.next()
	}
	anonymous, ann := s.browser(), s.loggedIn("ann", nil)
	admin := s.loggedIn("root", map[string]any{"admin": true})
	refused := func(code, message string, retry bool) string {
		return fmt.Sprintf(`{"op":"error","sid":1,"code":%q,"message":%q,"retry":%v}`, code, message, retry)
	}
	t.Run("an unknown topic", func(t *testing.T) {
		assert.JSONEq(t, refused("topic.unknown", "there is no such topic", false), ask(ann, "nope", ""))
		assert.JSONEq(t, refused("topic.unknown", "there is no such topic", false), ask(ann, "", ""))
	})
	t.Run("LoggedIn", func(t *testing.T) {
		assert.JSONEq(t, refused("auth.required", "log in first", false), ask(anonymous, "mine", "ann"))
		assert.Contains(t, ask(ann, "mine", "ann"), "subscribed")
	})
	t.Run("Require", func(t *testing.T) {
		assert.JSONEq(t, refused("topic.forbidden", "not allowed", false), ask(ann, "admin", ""))
		assert.JSONEq(t, refused("topic.forbidden", "not allowed", false), ask(anonymous, "admin", ""))
		assert.Contains(t, ask(admin, "admin", ""), "subscribed")
	})
	t.Run("Allow", func(t *testing.T) {
		asked = nil
		assert.JSONEq(t, refused("topic.forbidden", "not yours", false), ask(ann, "mine", "bob"))
		assert.Equal(t, []string{"ann bob [1]"}, asked)
		assert.JSONEq(t, refused("auth.required", "log in anew", false), ask(ann, "mine", "again"))
	})
	t.Run("an Allow that fails is told to OnError", func(t *testing.T) {
		assert.JSONEq(t, refused("internal", "internal error", true), ask(ann, "mine", "broken"))
		assert.JSONEq(t, refused("internal", "internal error", true), ask(ann, "mine", "panic"))
		told := s.errors.list()
		require.Len(t, told, 2)
		assert.ErrorContains(t, told[0], "the database said no")
		var e *CallError
		require.ErrorAs(t, told[1], &e)
		assert.Equal(t, "/ws", e.Route)
		assert.NotEmpty(t, e.Stack)
	})
	t.Run("RateLimit", func(t *testing.T) {
		assert.Contains(t, ask(anonymous, "rare", ""), "subscribed")
		assert.JSONEq(t, refused("limit.subscriptions", "too many calls, try again later", true), ask(anonymous, "rare", ""))
	})
}

func TestHandshake(t *testing.T) {
	s := newSite(t, Options{Origins: []string{"https://app.example"}}, topics("T"))
	for name, c := range map[string]struct {
		headers []string
		status  int
	}{
		"no headers of a browser":        {nil, 101},
		"the same origin":                {[]string{"Origin: " + s.url}, 101},
		"the same origin, newer browser": {[]string{"Origin: " + s.url, "Sec-Fetch-Site: same-origin"}, 101},
		"a listed origin":                {[]string{"Origin: https://app.example", "Sec-Fetch-Site: cross-site"}, 101},
		"another origin":                 {[]string{"Origin: https://evil.example"}, 403},
		"another site":                   {[]string{"Origin: https://evil.example", "Sec-Fetch-Site: cross-site"}, 403},
		"no origin":                      {[]string{"Origin: null"}, 403},
	} {
		t.Run(name, func(t *testing.T) {
			ws, answer, err := s.browser().dial(t, nil, c.headers...)
			require.NotNil(t, answer)
			assert.Equal(t, c.status, answer.StatusCode)
			if c.status == 101 {
				require.NoError(t, err)
				_ = ws.CloseNow()
			}
		})
	}
	t.Run("without an upgrade it is 426, by POST 405", func(t *testing.T) {
		r := s.browser().send(s.browser().request(http.MethodGet, "/ws", nil))
		assertError(t, 426, "http.426", r)
		assertError(t, 405, "api.methodNotAllowed", s.browser().post("/ws", ""))
	})
	t.Run("it stands beside the base path", func(t *testing.T) {
		s := newSite(t, Options{BasePath: "/v1/api"}, topics("T"))
		ws, _, err := websocket.Dial(t.Context(), s.url+"/v1/ws", nil)
		require.NoError(t, err)
		_ = ws.CloseNow()
	})
	t.Run("with the store out of reach it is 503", func(t *testing.T) {
		stores := redisStores(t)
		s := stores.serve(t, Options{}, topics("T"))
		b := s.loggedIn("u", nil)
		stores.server.Stop()
		_, answer, err := b.dial(t, nil)
		require.Error(t, err)
		assert.Equal(t, 503, answer.StatusCode)
		ws, _, err := s.browser().dial(t, nil)
		require.NoError(t, err, "anonymous connections need no store")
		_ = ws.CloseNow()
	})
}

func TestPlainClients(t *testing.T) {
	s := newSite(t, Options{}, topics("ON"), func(a *App) {
		Topic(a, "payload", Allow(func(_ *Call, key string, payload json.RawMessage) error {
			return &Error{Status: 403, Message: key + " " + string(payload)}
		}))
	})
	w := s.browser().open(t, []string{"other"})
	require.Empty(t, w.ws.Subprotocol())
	w.send(`{"type":"ON"}`)
	w.send(`{"type":"ON","requestKey":"7","token":"x"}`)
	w.send(`{"type":"ON","requestKey":"7"}`)
	w.silent()
	for _, c := range []struct {
		value any
		keyed bool
		want  string
	}{
		{map[string]any{"v": 1}, false, `{"type":"ON","v":1}`},
		{map[string]any{"v": 1}, true, `{"type":"ON7","v":1}`},
		{map[string]any{}, false, `{"type":"ON"}`},
		{map[string]any{"type": "other"}, false, `{"type":"ON"}`},
		{[]int{1}, true, `{"type":"ON7","data":[1]}`},
		{nil, false, `{"type":"ON","data":null}`},
		{"text", false, `{"type":"ON","data":"text"}`},
	} {
		t.Run(fmt.Sprintf("get %v as %s", c.value, c.want), func(t *testing.T) {
			if c.keyed {
				s.publish("ON", c.value, Key("7"))
			} else {
				s.publish("ON", c.value)
			}
			w.expect(c.want)
			w.silent() // a subscription that was asked for twice is one
		})
	}
	t.Run("are told of refusals in frames without a type", func(t *testing.T) {
		w.send(`{"type":"nope","requestKey":"1"}`)
		w.expect(`{"op":"error","topic":"nope","requestKey":"1","code":"topic.unknown","message":"there is no such topic","retry":false}`)
		w.send(`oops`)
		assert.Contains(t, w.next(), `"message.invalid"`)
		w.send(`{"type":1}`)
		assert.Contains(t, w.next(), `"message.invalid"`)
	})
	t.Run("send the whole message as payload", func(t *testing.T) {
		w.send(`{"type":"payload","requestKey":"k","a":1}`)
		var got struct{ Message string }
		require.NoError(t, json.Unmarshal([]byte(w.next()), &got))
		assert.Equal(t, `k {"type":"payload","requestKey":"k","a":1}`, got.Message)
	})
	t.Run("can stop", func(t *testing.T) {
		w.send(`{"op":"unsubscribe","type":"ON","requestKey":"7"}`)
		w.silent()
		s.publish("ON", 1, Key("7"))
		w.silent()
	})
}
