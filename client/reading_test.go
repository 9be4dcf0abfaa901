package client_test

import (
	"encoding/json"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
)

func TestReading(t *testing.T) {
	virtual(t, "W01 a response becomes data", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"5","title":"hi"}`, id{"5"})
		r := read(d, d.get, id{"5"})
		assert.Equal(t, &article{ID: "5", Title: "hi"}, r.Data)
		assert.Equal(t, client.Valid, r.Status)
		assert.Equal(t, at(1_060_000), r.ExpiresAt)
		assert.True(t, r.Usable)
	})
	virtual(t, "W02 a row is found by a number and by a text; its id stays a number", func(t *testing.T, d *data) {
		type numbered struct {
			ID    int    `json:"id" sluice:"pk"`
			Title string `json:"title"`
		}
		schema := client.Entity[numbered]("Numbered")
		get := &client.Endpoint[*numbered]{Name: "get", Schema: schema}
		require.NoError(t, client.SetResponse(d.Client, get, &numbered{5, "n"}, map[string]int{"id": 5}))
		row := got(d, schema, map[string]int{"id": 5})
		assert.Equal(t, &numbered{5, "n"}, row)
		assert.Same(t, row, got(d, schema, 5))
		assert.Same(t, row, got(d, schema, "5"))
	})
	virtual(t, "W03 nothing there", func(t *testing.T, d *data) {
		r := read(d, d.get, id{"1"})
		assert.Nil(t, r.Data)
		assert.Equal(t, client.InvalidIfStale, r.Status)
		assert.Equal(t, at(1), r.ExpiresAt)
		n := read(d, d.note, "a")
		assert.False(t, n.Usable)
		assert.Equal(t, client.Invalid, n.Status)
		assert.Equal(t, at(0), n.ExpiresAt)
	})
	for _, value := range []any{0, "", false, nil} {
		text, err := json.Marshal(value)
		require.NoError(t, err)
		virtual(t, "W04 "+string(text)+" is data", func(t *testing.T, d *data) {
			require.NoError(t, client.SetResponse(d.Client, d.note, value, "a"))
			r := read(d, d.note, "a")
			assert.Equal(t, value, r.Data)
			assert.True(t, r.Usable)
			assert.Equal(t, client.Valid, r.Status)
			assert.Equal(t, at(1_060_000), r.ExpiresAt)
		})
	}
	virtual(t, "W05 null arguments ask for nothing", func(t *testing.T, d *data) {
		r := read(d, d.get, nil)
		assert.Equal(t, client.Valid, r.Status)
		assert.Equal(t, client.Forever, r.ExpiresAt)
		assert.NoError(t, client.GetError(d.Client, d.get, nil))
	})
	virtual(t, "W06 a row is found without its endpoint, and expires as the row does", func(t *testing.T, d *data) {
		list := &client.Endpoint[[]*article]{Name: "list", Schema: client.Array(articles), DataExpiry: 777e6}
		set(d, list, `[{"id":"1"}]`)
		r := read(d, d.get, id{"1"})
		assert.Equal(t, &article{ID: "1"}, r.Data)
		assert.Equal(t, client.Valid, r.Status)
		assert.Equal(t, at(1_000_777), r.ExpiresAt)
	})
	t.Run("2.2 the client's lengths are for endpoints that have none", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			d := newData(t, func(o *client.Options) { o.DataExpiry, o.ErrorExpiry = client.Never, client.AtOnce })
			set(d, d.get, `{"id":"1"}`, id{"1"})
			assert.Equal(t, client.Forever, read(d, d.get, id{"1"}).ExpiresAt)
			require.NoError(t, client.SetError(d.Client, d.note, errTest))
			assert.Equal(t, began, read(d, d.note).ExpiresAt)
			own := &client.Endpoint[*article]{Name: "own", Schema: articles, DataExpiry: time.Second}
			set(d, own, `{"id":"2"}`)
			assert.Equal(t, began.Add(time.Second), read(d, own).ExpiresAt)
		})
	})
	virtual(t, "W07 an index finds who has the value now", func(t *testing.T, d *data) {
		write(d, people, `{"id":"1","username":"bob"}`)
		assert.Equal(t, "1", got(d, people, map[string]string{"username": "bob"}).ID)
		write(d, people, `{"id":"1","username":"rob"}`)
		assert.Nil(t, got(d, people, map[string]string{"username": "bob"}))
		assert.Equal(t, "1", got(d, people, map[string]string{"username": "rob"}).ID)
	})
	virtual(t, "W08 a list and a detail read share their rows; what did not change keeps its identity", func(t *testing.T, d *data) {
		set(d, d.list, `[{"id":"1","title":"a"},{"id":"2","title":"b"}]`)
		before := read(d, d.list).Data
		assert.Same(t, before[0], read(d, d.get, id{"1"}).Data)
		write(d, articles, `{"id":"2","title":"c"}`)
		after := read(d, d.list).Data
		assert.Same(t, before[0], after[0])
		assert.NotSame(t, before[1], after[1])
		assert.Equal(t, "b", before[1].Title, "what was handed out stays what it was")
		assert.Equal(t, "c", after[1].Title)
		write(d, people, `{"id":"1"}`)
		assert.Same(t, &after[0], &read(d, d.list).Data[0], "the list is the same slice")
	})
	virtual(t, "W09 a partial write", func(t *testing.T, d *data) {
		write(d, articles, `{"id":"1","title":"a","votes":3,"tags":[1,2]}`)
		require.NoError(t, client.Set(d.Client, articles, map[string]any{"id": "1", "votes": 4, "tags": []int{9}}, id{"1"}))
		assert.Equal(t, &article{ID: "1", Title: "a", Votes: 4, Tags: []int{9}}, got(d, articles, "1"))
	})
	virtual(t, "equal values inside of a changed row stay the same", func(t *testing.T, d *data) {
		write(d, articles, `{"id":"1","votes":3,"tags":[1,2]}`)
		before := got(d, articles, "1")
		write(d, articles, `{"id":"1","votes":4,"tags":[1,2]}`)
		after := got(d, articles, "1")
		assert.Equal(t, 4, after.Votes)
		assert.Same(t, &before.Tags[0], &after.Tags[0])
		write(d, articles, `{"id":"1","votes":4}`)
		assert.Same(t, after, got(d, articles, "1"), "a write that changes nothing keeps the object")
	})
	virtual(t, "W12 null values are dropped", func(t *testing.T, d *data) {
		byName := &client.Endpoint[map[string]*article]{Name: "map", Schema: client.Values(articles)}
		set(d, byName, `{"x":{"id":"1"},"y":null,"z":{"id":"2"}}`)
		r := read(d, byName)
		assert.Len(t, r.Data, 2)
		assert.Same(t, r.Data["x"], got(d, articles, "1"))
		assert.Same(t, r.Data["z"], got(d, articles, "2"))
	})
	virtual(t, "W13 a cycle", func(t *testing.T, d *data) {
		schema := client.Entity[chain]("Node")
		get := &client.Endpoint[*chain]{Name: "node", Schema: schema}
		set(d, get, `{"id":"a","next":{"id":"b","next":"a"}}`, id{"a"})
		a := read(d, get, id{"a"}).Data
		assert.Equal(t, "b", a.Next.ID)
		assert.Same(t, a, a.Next.Next)
		write(d, schema, `{"id":"b","name":"x"}`)
		again := got(d, schema, "a")
		assert.NotSame(t, a, again)
		assert.Same(t, again, again.Next.Next)
		assert.Equal(t, "x", again.Next.Name)
		require.NoError(t, client.SetFunc(d.Client, schema, func(n *chain) *chain {
			return &chain{ID: n.ID, Name: "new", Next: n.Next}
		}, "a"))
		assert.Equal(t, "new", got(d, schema, "b").Next.Name)
		require.NoError(t, client.Set(d.Client, schema, again), "what refers to itself can be written")
		assert.Empty(t, got(d, schema, "a").Name)
	})
	virtual(t, "W14 all rows, in the order in which they came", func(t *testing.T, d *data) {
		all := client.All(articles)
		_, ok := client.Get(d.Client, all)
		assert.False(t, ok)
		e := &client.Endpoint[[]*article]{Name: "all", Schema: all}
		assert.Equal(t, client.InvalidIfStale, read(d, e).Status)
		assert.Equal(t, at(1), read(d, e).ExpiresAt)
		for _, pk := range []string{"10", "2", "x"} {
			write(d, articles, `{"id":"`+pk+`"}`)
		}
		var pks []string
		for _, a := range got(d, all) {
			pks = append(pks, a.ID)
		}
		assert.Equal(t, []string{"10", "2", "x"}, pks)
	})
	virtual(t, "W15 a query is asked again only when its value has changed", func(t *testing.T, d *data) {
		asked := 0
		type least struct{ Min int }
		top := client.Query(client.All(articles), func(rows []*article, arg least) []*article {
			asked++
			var out []*article
			for _, r := range rows {
				if r.Votes >= arg.Min {
					out = append(out, r)
				}
			}
			return out
		})
		assert.Nil(t, got(d, top, least{3}))
		assert.Zero(t, asked)
		write(d, articles, `{"id":"1","votes":5}`)
		write(d, articles, `{"id":"2","votes":1}`)
		first := got(d, top, least{3})
		assert.Len(t, first, 1)
		assert.Same(t, &first[0], &got(d, top, least{3})[0])
		assert.Equal(t, 1, asked)
		write(d, people, `{"id":"1"}`)
		got(d, top, least{3})
		assert.Equal(t, 1, asked)
		write(d, articles, `{"id":"2","votes":2}`)
		assert.Same(t, &first[0], &got(d, top, least{3})[0], "what is equal stays")
		assert.Equal(t, 2, asked)
	})
	virtual(t, "a query that panics panics where it is read", func(t *testing.T, d *data) {
		broken := client.Query(articles, func(*article, any) int { panic("no") })
		write(d, articles, `{"id":"1"}`)
		assert.Panics(t, func() { client.Get(d.Client, broken, "1") })
		assert.NotNil(t, got(d, articles, "1"))
	})
	virtual(t, "W16 a function of the present value", func(t *testing.T, d *data) {
		more := func(a *article) *article {
			next := *a
			next.Votes++
			return &next
		}
		write(d, articles, `{"id":"1","votes":1,"extra":7}`)
		require.NoError(t, client.SetFunc(d.Client, articles, more, id{"1"}))
		assert.Equal(t, &article{ID: "1", Votes: 2, Extra: 7}, got(d, articles, "1"))
		require.NoError(t, client.SetFunc(d.Client, articles, func(*article) *article { panic("is not called") }, id{"8"}))
		assert.Nil(t, got(d, articles, "8"))
		var panicked *client.PanicError
		assert.ErrorAs(t, client.SetFunc(d.Client, articles, func(*article) *article { panic("x") }, id{"1"}), &panicked)
	})
}

// chain is an entity that refers to itself.
type chain struct {
	ID   string `json:"id" sluice:"pk"`
	Name string `json:"name"`
	Next *chain `json:"next,omitempty"`
}

func TestUnion(t *testing.T) {
	type note struct {
		ID   string `json:"id" sluice:"pk"`
		Type string `json:"type"`
	}
	type comment struct {
		ID   string `json:"id" sluice:"pk"`
		Type string `json:"type"`
	}
	virtual(t, "W11 items of several types, and of an unknown one", func(t *testing.T, d *data) {
		notes := client.Entity[note]("Post2")
		item := client.Union[any]("type", client.Type("post", notes), client.Type("comment", client.Entity[comment]("Comment")))
		feed := &client.Endpoint[[]any]{Name: "feed", Schema: client.Array(item)}
		set(d, feed, `[{"id":"1","type":"post"},{"id":"9","type":"zzz"},null]`)
		r := read(d, feed).Data
		require.Len(t, r, 3)
		assert.Same(t, got(d, notes, "1"), r[0])
		assert.Equal(t, map[string]any{"id": "9", "type": "zzz"}, r[1])
		assert.Nil(t, r[2])
	})
}
