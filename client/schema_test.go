package client_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// place has a pk of two members, and one that encoding/json does not know.
type place struct {
	Country string `json:"country" sluice:"pk"`
	City    string `json:"city" sluice:"pk"`
	Name    string `json:"name"`
	Mayor   *mayor `json:"mayor,omitempty"`
	Secret  string `json:"-"`
}

// mayor has a pk by a method, and refuses who has no name.
type mayor struct {
	common
	Name  string           `json:"name"`
	Homes map[string]place `json:"homes,omitempty"`
	Best  struct {
		Place *place `json:"place"`
		Year  int    `json:"year"`
	} `json:"best"`
}

type common struct {
	Number int `json:"number"`
}

func (m *mayor) PK() string { return fmt.Sprint("m", m.Number) }

func (m *mayor) Validate() error {
	if m.Name == "" {
		return errors.New("has no name")
	}
	return nil
}

func TestGoTypes(t *testing.T) {
	get := &client.Endpoint[[]place]{Name: "places", Schema: client.Of[[]place]()}
	const answer = `[{"country":"a,b","city":"c","name":"x","mayor":{"number":7,"name":"Ann","homes":{"h":{"country":"a,b","city":"c"}},"best":{"year":1990,"place":{"country":"d","city":"e"}}}}]`
	virtual(t, "structs, slices, maps and pointers of entities are references, also by value", func(t *testing.T, d *data) {
		set(d, get, answer)
		list := read(d, get).Data
		require.Len(t, list, 1)
		m := list[0].Mayor
		assert.Equal(t, "Ann", m.Name)
		assert.Equal(t, 7, m.Number)
		assert.Equal(t, "x", m.Homes["h"].Name)
		assert.Equal(t, 1990, m.Best.Year)
		assert.Equal(t, "e", m.Best.Place.City)
		assert.Same(t, m, got(d, client.Of[*mayor](), "m7"))
		assert.Equal(t, "x", got(d, client.Of[place](), map[string]string{"country": "a,b", "city": "c"}).Name)
		write(d, client.Of[*mayor](), `{"number":7,"name":"Bob"}`)
		assert.Equal(t, "Bob", read(d, get).Data[0].Mayor.Name)
		assert.Equal(t, "Ann", list[0].Mayor.Name)
	})
	virtual(t, "what is read can be written", func(t *testing.T, d *data) {
		set(d, get, answer)
		other := newData(t)
		list := read(d, get).Data
		require.NoError(t, client.SetResponse(other.Client, get, list))
		again := read(other, get).Data
		assert.Equal(t, list[0].Mayor.Best, again[0].Mayor.Best)
		assert.Equal(t, list[0].Mayor.Homes["h"].Name, again[0].Mayor.Homes["h"].Name)
	})
	virtual(t, "Validate refuses what comes", func(t *testing.T, d *data) {
		err := client.SetResponse(d.Client, get, json.RawMessage(strings.Replace(answer, "Ann", "", 1)))
		var misfit *core.SchemaError
		require.ErrorAs(t, err, &misfit)
		assert.Contains(t, misfit.Error(), "has no name")
		assert.Empty(t, read(d, get).Data)
	})
	virtual(t, "a type without entities has no schema", func(t *testing.T, d *data) {
		plain := &client.Endpoint[map[string][]int]{Name: "plain", Schema: client.Of[map[string][]int]()}
		set(d, plain, `{"a":[1]}`)
		assert.Equal(t, map[string][]int{"a": {1}}, read(d, plain).Data)
		assert.ErrorContains(t, client.Set(d.Client, client.Of[int](), 5), "no entities")
		assert.Panics(t, func() { client.Get(d.Client, client.Of[int]()) })
	})
}

func TestSchemas(t *testing.T) {
	type counter struct {
		ID    string `json:"id"`
		Count int    `json:"count"`
	}
	virtual(t, "merge decides what is stored", func(t *testing.T, d *data) {
		counters := client.Entity[counter]("Counter", client.Merge(func(existing, incoming json.RawMessage) (json.RawMessage, error) {
			var a, b counter
			if err := errors.Join(json.Unmarshal(existing, &a), json.Unmarshal(incoming, &b)); err != nil {
				return nil, err
			}
			return json.Marshal(counter{a.ID, a.Count + b.Count})
		}))
		write(d, counters, `{"id":"1","count":2}`)
		write(d, counters, `{"id":"1","count":3}`)
		assert.Equal(t, 5, got(d, counters, "1").Count)
	})
	virtual(t, "shouldUpdate, process and an own pk", func(t *testing.T, d *data) {
		type slugged struct {
			Slug  string `json:"slug"`
			Count int    `json:"count"`
		}
		schema := client.Entity[slugged](
			"Slugged", client.PK("slug"), client.Index("count"), client.RowExpiry(client.Never),
			client.ShouldUpdate(func(existing, incoming client.Row) bool {
				return incoming.FetchedAt >= existing.FetchedAt && !strings.Contains(string(incoming.Members), "13")
			}),
			client.Process(func(object json.RawMessage) (json.RawMessage, error) {
				return json.RawMessage(strings.Replace(string(object), `"n"`, `"count"`, 1)), nil
			}),
		)
		get := &client.Endpoint[*slugged]{Name: "slugged", Schema: schema}
		write(d, schema, `{"slug":"a","n":2}`)
		write(d, schema, `{"slug":"a","n":13}`)
		assert.Equal(t, 2, got(d, schema, "a").Count)
		assert.Equal(t, "a", got(d, schema, map[string]int{"count": 2}).Slug)
		assert.Equal(t, client.Forever, read(d, get, "a").ExpiresAt)
	})
	virtual(t, "two entities of one key are views of the same rows", func(t *testing.T, d *data) {
		type summary struct {
			ID    string `json:"id" sluice:"pk"`
			Title string `json:"title"`
		}
		summaries := client.Entity[summary]("Article")
		write(d, articles, `{"id":"1","title":"x","votes":3}`)
		s := got(d, summaries, "1")
		assert.Equal(t, &summary{"1", "x"}, s)
		write(d, articles, `{"id":"1","votes":4}`)
		assert.Equal(t, "x", got(d, summaries, "1").Title)
		wrong := client.Entity[counter]("Article", client.PK("count"))
		assert.ErrorContains(t, client.Set(d.Client, wrong, &counter{}), "differ in pk")
	})
	virtual(t, "fields of interfaces and collections are given their schemas", func(t *testing.T, d *data) {
		type thread struct {
			ID    string      `json:"id" sluice:"pk"`
			Owner interface{} `json:"owner"`
			Todos []*todo     `json:"todos"`
		}
		owner := client.Union[any]("type", client.Type("person", people), client.Type("article", articles))
		own := client.Collection(client.Array(todos), client.NestKey(func(parent json.RawMessage, _ string) map[string]any {
			var p id
			_ = json.Unmarshal(parent, &p)
			return map[string]any{"thread": p.ID}
		}))
		threads := client.Entity[thread]("Thread", client.Fields(client.Field("owner", owner), client.Field("todos", own)))
		write(d, threads, `{"id":"t","owner":{"type":"person","id":"1","username":"bob"},"todos":[{"id":1}]}`)
		a := got(d, threads, "t")
		assert.Same(t, got(d, people, "1"), a.Owner)
		assert.Equal(t, 1, a.Todos[0].ID)
		write(d, client.Push(own), `{"id":2}`, map[string]string{"thread": "t"})
		b := got(d, threads, "t")
		assert.Len(t, b.Todos, 2)
		assert.Len(t, a.Todos, 1)
		assert.Same(t, a.Todos[0], b.Todos[0])
		bad := client.Entity[thread]("Bad", client.Fields(client.Field("todos", people)))
		assert.ErrorContains(t, client.Set(d.Client, bad, &thread{ID: "x"}), "field todos")
	})
	virtual(t, "values of a collection are assigned by name", func(t *testing.T, d *data) {
		scores := client.Collection(client.Values(articles))
		get := &client.Endpoint[map[string]*article]{Name: "scores", Schema: scores}
		set(d, get, `{"a":{"id":"1"}}`)
		write(d, client.Assign(scores), `{"b":{"id":"2"}}`)
		assert.Len(t, read(d, get).Data, 2)
	})
	virtual(t, "a struct that is no entity", func(t *testing.T, d *data) {
		type page struct {
			Articles []*article `json:"articles"`
			Next     string     `json:"next"`
		}
		get := &client.Endpoint[page]{Name: "page", Schema: client.Object[page](client.Field("articles", client.Collection(client.Array(articles))))}
		set(d, get, `{"articles":[{"id":"1"}],"next":"n"}`)
		a := read(d, get).Data
		assert.Equal(t, "n", a.Next)
		set(d, get, `{"articles":[{"id":"1"}],"next":"m"}`)
		b := read(d, get).Data
		assert.Same(t, &a.Articles[0], &b.Articles[0])
	})
	virtual(t, "a fetch through a query gives what its function makes of the answer", func(t *testing.T, d *data) {
		count := client.Query(client.Array(articles), func(rows []*article, by id) string { return fmt.Sprint(by.ID, len(rows)) })
		e := &client.Endpoint[string]{Name: "count", Schema: count, Fetch: d.fetch}
		n, err := fetched(d, `[{"id":"1"},{"id":"2"}]`, e, id{"x"})
		require.NoError(t, err)
		assert.Equal(t, "x2", n)
	})
	virtual(t, "a long chain of rows", func(t *testing.T, d *data) {
		schema := client.Entity[chain]("Long")
		var text strings.Builder
		for i := range 3000 {
			fmt.Fprintf(&text, `{"id":"%d","next":`, i)
		}
		text.WriteString(`"0"` + strings.Repeat("}", 3000))
		write(d, schema, text.String())
		n := got(d, schema, "0")
		for range 3000 {
			n = n.Next
		}
		assert.Same(t, got(d, schema, "0"), n)
	})
	virtual(t, "10.3 a circle of 10,000 rows", func(t *testing.T, d *data) {
		schema := client.Entity[chain]("Ring")
		list := make([]map[string]string, 10_000)
		for i := range list {
			list[i] = map[string]string{"id": fmt.Sprint(i), "next": fmt.Sprint((i + 1) % len(list))}
		}
		all := &client.Endpoint[[]*chain]{Name: "ring", Schema: client.Array(schema)}
		require.NoError(t, client.SetResponse(d.Client, all, list))
		first := got(d, schema, "0")
		n := first
		for range list {
			n = n.Next
		}
		assert.Same(t, first, n)
		assert.Same(t, first, read(d, all).Data[0])
	})
}
