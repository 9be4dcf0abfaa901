package client_test

import (
	"flag"
	"os"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

var update = flag.Bool("update", false, "write testdata/dehydrated.json anew")

func TestDehydrate(t *testing.T) {
	fill := func(d *data) {
		byPath := &client.Endpoint[*article]{Path: "/articles/:id", Schema: articles}
		set(d, byPath, `{"id":"1","title":"</script>"}`, id{"1"})
		set(d, d.getTodos, `[{"id":5},{"id":6}]`, map[string]string{"group": "a"})
		set(d, d.getPost, `{"id":"p","author":{"id":"u","username":"bob"}}`, id{"p"})
		require.NoError(t, client.SetResponse(d.Client, d.note, map[string]any{"text": "x"}, "a"))
		require.NoError(t, client.SetError(d.Client, d.note, &core.APIError{Code: "no", Status: 403, Message: "denied", Params: []byte(`{"a":1}`)}, "b"))
		require.NoError(t, d.Invalidate(d.getPost, id{"p"}))
	}
	virtual(t, "all reads answer as they did", func(t *testing.T, d *data) {
		fill(d)
		text := d.Dehydrate()
		assert.NotContains(t, text, "<")
		d = newData(t)
		told := watch(t, d, d.note, "a")
		require.NoError(t, d.Hydrate(text))
		byPath := &client.Endpoint[*article]{Path: "/articles/:id", Schema: articles}
		assert.Equal(t, "</script>", read(d, byPath, id{"1"}).Data.Title)
		assert.Equal(t, at(1_060_000), read(d, byPath, id{"1"}).ExpiresAt)
		assert.Equal(t, began, read(d, byPath, id{"1"}).FetchedAt)
		list := got(d, todoList, map[string]string{"group": "a"})
		require.Len(t, list, 2)
		assert.Equal(t, 6, list[1].ID)
		assert.Same(t, got(d, people, map[string]string{"username": "bob"}), got(d, posts, "p").Author)
		assert.Equal(t, client.Invalid, read(d, d.getPost, id{"p"}).Status)
		assert.Equal(t, map[string]any{"text": "x"}, read(d, d.note, "a").Data)
		assert.Len(t, told.all(), 2)
		var api *core.APIError
		require.ErrorAs(t, client.GetError(d.Client, d.note, "b"), &api)
		assert.Equal(t, &core.APIError{Code: "no", Status: 403, Message: "denied", Params: []byte(`{"a":1}`)}, api)
	})
	virtual(t, "what is no such text changes nothing", func(t *testing.T, d *data) {
		var wrong *core.UsageError
		assert.ErrorAs(t, d.Hydrate("{}"), &wrong)
		d.Close()
		assert.NoError(t, d.Hydrate("{}"))
	})
	t.Run("a page is given what a Go program has dehydrated: test/controller/native.test.ts", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := newData(t)
			fill(d)
			if *update {
				require.NoError(t, os.WriteFile("testdata/dehydrated.json", []byte(d.Dehydrate()), 0o644))
			}
			want, err := os.ReadFile("testdata/dehydrated.json")
			require.NoError(t, err)
			assert.Equal(t, string(want), d.Dehydrate())
		})
	})
}
