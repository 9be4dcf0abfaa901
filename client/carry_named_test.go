package client_test

import (
	"errors"
	"net/http"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// onSide is a client on a side of a rendered page whose server answers with a body for each path; it counts requests.
func onSide(t *testing.T, side client.SSR, bodies map[string]string) (*client.Client, *atomic.Int64) {
	asked := new(atomic.Int64)
	c := newClient(t, func(r *http.Request) (*http.Response, error) {
		asked.Add(1)
		if body, ok := bodies[r.URL.Path]; ok {
			return response(200, body), nil
		}
		return response(404, `{"error":{"code":"gone","message":"no such thing","params":{"a":1}}}`), nil
	}, func(o *client.Options) {
		o.SSR = side
		o.Now = func() time.Time { return began }
	})
	return c, asked
}

type namedCity struct {
	Name string `json:"name"`
}

// rendered is what a server has asked for a page.
func rendered(t *testing.T, side client.SSR) *client.Client {
	c, _ := onSide(t, side, map[string]string{"/api/getCity": `{"name":"</script><!--\u2028"}`, "/api/getNothing": `null`, "/api/packItem": `1`})
	for range 2 {
		_, err := client.Request[namedCity](t.Context(), c, "getCity", nil, client.RequestKey(7))
		require.NoError(t, err)
	}
	_, err := client.Request[any](t.Context(), c, "getNothing", nil)
	require.NoError(t, err)
	_, err = client.Request[any](t.Context(), c, "getBroken", nil)
	require.Error(t, err)
	_, err = client.Request[any](t.Context(), c, "packItem", nil)
	require.NoError(t, err)
	return c
}

func TestServerRendering(t *testing.T) {
	t.Run("each call that a server was answered is answered once without the network, errors too (W28)", func(t *testing.T) {
		text := rendered(t, client.SSRServer).Dehydrate()
		for _, unsafe := range []string{"<", "\u2028"} {
			assert.NotContains(t, text, unsafe)
		}
		c, asked := onSide(t, client.SSRClient, map[string]string{"/api/getCity": `{"name":"new"}`})
		require.NoError(t, c.Hydrate(text))
		get := func() (namedCity, error) {
			return client.Request[namedCity](t.Context(), c, "getCity", nil, client.RequestKey(7))
		}
		for range 2 {
			got, err := get()
			require.NoError(t, err)
			assert.Equal(t, "</script><!--\u2028", got.Name)
		}
		nothing, err := client.Request[any](t.Context(), c, "getNothing", nil)
		require.NoError(t, err)
		assert.Nil(t, nothing)
		_, err = client.Request[any](t.Context(), c, "getBroken", nil)
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, "gone", api.Code)
		assert.JSONEq(t, `{"a":1}`, string(api.Params))
		assert.Zero(t, asked.Load())
		got, err := get()
		require.NoError(t, err)
		assert.Equal(t, "new", got.Name)
		assert.EqualValues(t, 1, asked.Load())
	})
	t.Run("functions of a call see what it is answered by", func(t *testing.T) {
		c, asked := onSide(t, client.SSRClient, nil)
		require.NoError(t, c.Hydrate(rendered(t, client.SSRServer).Dehydrate()))
		got, err := client.Request[namedCity](t.Context(), c, "getCity", nil, client.RequestKey(7), client.Cache(time.Minute))
		require.NoError(t, err)
		assert.Equal(t, "</script><!--\u2028", got.Name)
		_, err = client.Request[any](t.Context(), c, "getBroken", nil, client.Cache(time.Minute))
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, "gone", api.Code)
		assert.Zero(t, asked.Load())
	})
	t.Run("a client that is on no side shows the data, and asks", func(t *testing.T) {
		c, asked := onSide(t, 0, map[string]string{"/api/getCity": `{"name":"new"}`})
		require.NoError(t, c.Hydrate(rendered(t, client.SSRServer).Dehydrate()))
		told := make(chan client.Snapshot, 9)
		defer c.Watch("getCity", "7", func(s client.Snapshot) { told <- s })()
		first := <-told
		assert.JSONEq(t, `{"name":"</script><!--\u2028"}`, string(first.Data))
		assert.False(t, first.Pristine)
		_, err := client.Request[namedCity](t.Context(), c, "getCity", nil, client.RequestKey(7))
		require.NoError(t, err)
		assert.EqualValues(t, 1, asked.Load())
	})
	t.Run("nothing is carried over by name unless the client says that it is a server", func(t *testing.T) {
		c, asked := onSide(t, client.SSRClient, nil)
		require.NoError(t, c.Hydrate(rendered(t, 0).Dehydrate()))
		_, err := client.Request[namedCity](t.Context(), c, "getCity", nil, client.RequestKey(7))
		require.Error(t, err)
		assert.EqualValues(t, 1, asked.Load())
	})
	t.Run("data that JSON cannot carry is left out, and so is what was not answered", func(t *testing.T) {
		c := rendered(t, client.SSRServer)
		key7 := core.Target{Name: "getCity", Key: "7"}
		require.NoError(t, client.UpdateQuery(c, key7, func(any) any { return func() {} }))
		c.Watch("getOther", "", func(client.Snapshot) {})()
		text := c.Dehydrate()
		assert.Contains(t, text, "getBroken")
		assert.NotContains(t, text, "getOther")
		assert.NotContains(t, text, "getCity")
	})
	t.Run("of a failure of the network the page has the error", func(t *testing.T) {
		c := newClient(t, func(*http.Request) (*http.Response, error) { return nil, errors.New("cut off") }, func(o *client.Options) { o.SSR = client.SSRServer })
		_, err := client.Request[any](t.Context(), c, "getCity", nil)
		require.Error(t, err)
		page, asked := onSide(t, client.SSRClient, nil)
		require.NoError(t, page.Hydrate(c.Dehydrate()))
		_, err = client.Request[any](t.Context(), page, "getCity", nil)
		var network *core.NetworkError
		require.ErrorAs(t, err, &network)
		assert.Zero(t, asked.Load())
	})
	t.Run("a page is given what a Go program has rendered, and the other way: test/steps/native.test.ts", func(t *testing.T) {
		text := rendered(t, client.SSRServer).Dehydrate()
		if *update {
			require.NoError(t, os.WriteFile("testdata/rendered.json", []byte(text), 0o644))
		}
		want, err := os.ReadFile("testdata/rendered.json")
		require.NoError(t, err)
		assert.Equal(t, string(want), text)

		page, err := os.ReadFile("testdata/rendered_in_node.json")
		require.NoError(t, err)
		c, asked := onSide(t, client.SSRClient, nil)
		require.NoError(t, c.Hydrate(string(page)))
		got, err := client.Request[namedCity](t.Context(), c, "getCity", nil, client.RequestKey(7))
		require.NoError(t, err)
		assert.Equal(t, "</script><!--\u2028", got.Name)
		_, err = client.Request[any](t.Context(), c, "getBroken", nil)
		var api *core.APIError
		require.ErrorAs(t, err, &api)
		assert.Equal(t, "gone", api.Code)
		assert.Zero(t, asked.Load())
	})
}
