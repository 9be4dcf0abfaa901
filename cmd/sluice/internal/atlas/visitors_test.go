package atlas

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/internal/redistest"
)

func TestVisitorsInMemory(t *testing.T) {
	v := MemoryVisitors()
	testVisitors(t, v, v)
	t.Run("who says nothing any more is forgotten in time", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			v := MemoryVisitors()
			look(t, v, "CH", "a", "Ada", presentFor)
			time.Sleep(presentFor - time.Second)
			names, changed := look(t, v, "CH", "b", "", presentFor)
			assert.Equal(t, []string{"", "Ada"}, names)
			assert.True(t, changed)
			time.Sleep(time.Second)
			names, changed = look(t, v, "CH", "b", "", presentFor)
			assert.Equal(t, []string{""}, names)
			assert.True(t, changed)
		})
	})
}

func TestVisitorsInRedis(t *testing.T) {
	store := redistest.StartCluster(t)
	var instances [2]Visitors
	for i := range instances {
		client := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{store.Addr}})
		t.Cleanup(func() { _ = client.Close() })
		instances[i] = RedisVisitors(client)
	}
	testVisitors(t, instances[0], instances[1])
	t.Run("without its data, countries are as if their notes had been taken away later", func(t *testing.T) {
		lose := func() { require.NoError(t, instances[0].(redisVisitors).client.Del(t.Context(), notesKey).Err()) }
		lose()
		note, err := instances[0].write(t.Context(), "FJ", "Reefs", "")
		require.NoError(t, err)
		lose()
		written, unwritten, err := instances[1].notes(t.Context())
		require.NoError(t, err)
		assert.Empty(t, written)
		assert.GreaterOrEqual(t, unwritten, note.Rev)
		_, again, err := instances[0].notes(t.Context())
		require.NoError(t, err)
		assert.Equal(t, unwritten, again)
	})
	t.Run("who says nothing any more is forgotten in time", func(t *testing.T) {
		look(t, instances[0], "FJ", "a", "Ada", time.Millisecond)
		assert.Eventually(t, func() bool {
			names, _ := look(t, instances[1], "FJ", "b", "", presentFor)
			return len(names) == 1
		}, 5*time.Second, time.Millisecond)
	})
}

func look(t *testing.T, v Visitors, code, viewer, name string, stay time.Duration) (names []string, changed bool) {
	t.Helper()
	names, changed, err := v.look(t.Context(), code, viewer, name, stay)
	require.NoError(t, err)
	return names, changed
}

// testVisitors tests two instances that share.
func testVisitors(t *testing.T, one, other Visitors) {
	t.Run("those of a country are counted, each once, and a repetition changes nothing", func(t *testing.T) {
		for _, step := range []struct {
			v                  Visitors
			code, viewer, name string
			stay               time.Duration
			names              string
			changed            bool
		}{
			{one, "CH", "a", "Ada", presentFor, "Ada", true},
			{other, "CH", "b", "", presentFor, ",Ada", true},
			{other, "FR", "b", "", presentFor, "", true},
			{one, "CH", "a", "Ada", presentFor, ",Ada", false},
			{one, "CH", "b", "Bo B", presentFor, "Ada,Bo B", true},
			{one, "CH", "c", "", 0, "Ada,Bo B", false},
			{other, "CH", "a", "Ada", 0, "Bo B", true},
			{other, "CH", "a", "Ada", 0, "Bo B", false},
		} {
			names, changed := look(t, step.v, step.code, step.viewer, step.name, step.stay)
			assert.Equal(t, step.names, strings.Join(names, ","), step)
			assert.Equal(t, step.changed, changed, step)
		}
	})
	t.Run("notes are kept, with revisions that grow", func(t *testing.T) {
		ctx := context.Background()
		written, unwritten, err := one.notes(ctx)
		require.NoError(t, err)
		assert.Empty(t, written)
		first, err := one.write(ctx, "CH", "cheese, “good”", "Ada")
		require.NoError(t, err)
		assert.Equal(t, Note{"CH", "cheese, “good”", "Ada", first.Rev}, first)
		second, err := other.write(ctx, "FR", "", "")
		require.NoError(t, err)
		assert.Greater(t, first.Rev, unwritten)
		assert.Greater(t, second.Rev, first.Rev)
		written, _, err = other.notes(ctx)
		require.NoError(t, err)
		assert.Equal(t, map[string]Note{"CH": first, "FR": second}, written)
	})
}

func TestWhatVisitorsShareReachesTheOthers(t *testing.T) {
	s := newSite(t)
	ws, _, err := websocket.Dial(t.Context(), s.url+"/ws", &websocket.DialOptions{Subprotocols: []string{"sluice.v1"}})
	require.NoError(t, err)
	t.Cleanup(func() { _ = ws.CloseNow() })
	send := func(text string) { require.NoError(t, ws.Write(t.Context(), websocket.MessageText, []byte(text))) }
	next := func() string {
		for {
			_, text, err := ws.Read(t.Context())
			require.NoError(t, err)
			if !strings.Contains(string(text), `"op":"ping"`) {
				return string(text)
			}
		}
	}
	for _, frame := range []string{`{"op":"subscribe","sid":1,"topic":"ON_NOTE"}`, `{"op":"subscribe","sid":2,"topic":"ON_VIEWERS","key":"CH"}`} {
		send(frame)
		require.Contains(t, next(), `"op":"subscribed"`)
	}
	t.Run("a note, by its code in either case and without spaces around it", func(t *testing.T) {
		status, answer := s.post("/api/writeNote", `{"code":"ch","text":" Alps "}`)
		require.Equal(t, http.StatusOK, status, answer)
		assert.Equal(t, "Alps", answer.(object)["text"])
		assert.Contains(t, next(), `"data":{"code":"CH","text":"Alps","by":"","rev":`)
		_, list := s.post("/api/listCountries", "")
		assert.Contains(t, members[object](list.([]any), "note"), answer)
	})
	t.Run("who looks at a country, once for each change, and by name after a login", func(t *testing.T) {
		s.post("/api/lookAt", `{"code":"FR","viewer":"x"}`)
		for range 2 {
			status, answer := s.post("/api/lookAt", `{"code":"CH","viewer":"x"}`)
			require.Equal(t, http.StatusOK, status, answer)
			assert.Equal(t, object{"code": "CH", "names": []any{""}}, answer)
		}
		s.register()
		s.post("/api/lookAt", `{"code":"CH","viewer":"x"}`)
		s.post("/api/lookAway", `{"code":"CH","viewer":"x"}`)
		for i, names := range []string{`[""]`, `["Ada"]`, `[]`} {
			assert.Contains(t, next(), `"data":{"code":"CH","names":`+names+`}`, i)
		}
	})
	t.Run("the twenty-first note of a minute is refused, and changes nothing", func(t *testing.T) {
		s := newSite(t)
		for range maxNotes {
			status, answer := s.post("/api/writeNote", `{"code":"FR","text":"Wine"}`)
			require.Equal(t, http.StatusOK, status, answer)
		}
		status, _ := s.post("/api/writeNote", `{"code":"FR","text":"Cheese"}`)
		assert.Equal(t, http.StatusTooManyRequests, status)
		_, list := s.post("/api/listCountries", "")
		var texts []any
		for _, note := range members[object](list.([]any), "note") {
			texts = append(texts, note["text"])
		}
		assert.Contains(t, texts, "Wine")
		assert.NotContains(t, texts, "Cheese")
	})
	t.Run("input outside its limits is refused", func(t *testing.T) {
		for path, bodies := range map[string][]string{
			"writeNote": {`{"code":"CH","text":"` + strings.Repeat("é", maxNote+1) + `"}`, `{"code":"C","text":""}`},
			"lookAt":    {`{"code":"CH","viewer":""}`, `{"code":"CH","viewer":"` + strings.Repeat("v", maxViewer+1) + `"}`},
			"lookAway":  {`{"code":"CH"}`},
		} {
			for _, body := range bodies {
				status, _ := s.post("/api/"+path, body)
				assert.Equal(t, http.StatusBadRequest, status, path+body)
			}
		}
		status, _ := s.post("/api/writeNote", `{"code":"XX","text":""}`)
		assert.Equal(t, http.StatusNotFound, status)
	})
}
