package client_test

import (
	"context"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
	"sluice/core"
)

// thing is what entities of one name disagree about.
type thing struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
}

func TestEntitiesThatDisagree(t *testing.T) {
	byID := client.Entity[thing]("Thing", client.PK("id"))
	bySlug := client.Entity[thing]("Thing", client.PK("slug"))
	get := &client.Endpoint[*thing]{Name: "thing", Schema: bySlug}
	list := &client.Endpoint[[]*thing]{Name: "things", Schema: client.Array(bySlug)}
	virtual(t, "two entities of one name that differ in pk are a usage error wherever the second is used", func(t *testing.T, d *data) {
		require.NoError(t, client.Set(d.Client, byID, &thing{ID: "1"}))
		for range 2 {
			_, fetched := client.Fetch(t.Context(), d.Client, get)
			for _, err := range []error{
				fetched,
				client.Set(d.Client, bySlug, &thing{Slug: "1"}),
				client.SetResponse(d.Client, get, &thing{Slug: "1"}),
				client.SetResponse(d.Client, list, []*thing{}),
				client.GetResponse(d.Client, get).Err,
			} {
				var usage *core.UsageError
				require.ErrorAs(t, err, &usage)
				assert.Equal(t, `two entities are named "Thing" and differ in pk or merge; give one of them another name, or both the same options`, usage.Message)
			}
		}
		one, ok := client.Get(d.Client, byID, "1")
		require.True(t, ok)
		assert.Equal(t, "1", one.ID)
	})
}

func TestKeysWithAndWithoutSchema(t *testing.T) {
	virtual(t, "a key may be read through a schema and as it came", func(t *testing.T, d *data) {
		block := make(chan struct{})
		raw := &client.Endpoint[any]{Name: "thing", Fetch: func(context.Context, ...any) (any, error) {
			<-block
			return nil, nil
		}}
		typed := &client.Endpoint[*thing]{Name: "thing", Schema: client.Entity[thing]("Thing", client.PK("id"))}
		got := make(chan any)
		go func() {
			value, err := client.Fetch(t.Context(), d.Client, raw)
			assert.NoError(t, err)
			got <- value
		}()
		synctest.Wait()
		given := &thing{ID: "1"}
		require.NoError(t, client.SetResponse(d.Client, typed, given))
		assert.Equal(t, given, <-got, "who waits without a schema gets what was given")
		assert.Equal(t, client.Response[any]{}.Data, client.GetResponse(d.Client, raw).Data)
		assert.Equal(t, given, client.GetResponse(d.Client, typed).Data)
		require.NoError(t, client.SetResponse(d.Client, raw, "text"))
		assert.Equal(t, "text", client.GetResponse(d.Client, raw).Data)
		assert.False(t, client.GetResponse(d.Client, typed).Usable)
		close(block)
	})
}

func TestListenersThatLeave(t *testing.T) {
	virtual(t, "a listener may leave, make others leave, come anew and write while it is told", func(t *testing.T, d *data) {
		things := client.Entity[thing]("Thing", client.PK("id"))
		require.NoError(t, client.Set(d.Client, things, &thing{ID: "1", Slug: "a"}))
		var told []string
		stops := make([]func(), 3)
		watch := func(name string, then func()) func() {
			stop, err := client.Watch(d.Client, things, func(r client.Response[*thing]) {
				told = append(told, name+" "+r.Data.Slug)
				if r.Data.Slug == "b" {
					then()
				}
			}, "1")
			assert.NoError(t, err)
			return stop
		}
		stops[0] = watch("first", func() {
			stops[0]()
			stops[0]()
			stops[1]()
			stops[2] = watch("new", func() {})
			go func() { assert.NoError(t, client.Set(d.Client, things, &thing{ID: "1", Slug: "c"})) }()
		})
		stops[1] = watch("second", func() {})
		synctest.Wait()
		told = nil
		require.NoError(t, client.Set(d.Client, things, &thing{ID: "1", Slug: "b"}))
		synctest.Wait()
		assert.Equal(t, []string{"first b", "new b", "new c"}, told)
		stops[2]()
	})
}
