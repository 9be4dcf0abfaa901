package client_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"sluice/client"
)

func TestSweep(t *testing.T) {
	virtual(t, "16.3 what nobody watches goes when its life is over", func(t *testing.T, d *data) {
		set(d, d.get, `{"id":"1"}`, id{"1"})
		set(d, d.get, `{"id":"2"}`, id{"2"})
		require.NoError(t, client.SetResponse(d.Client, d.note, 5))
		w := watch(t, d, d.get, id{"1"})
		kept := w.all()[0].Data
		d.tick(119_000)
		d.Sweep()
		assert.NotNil(t, got(d, articles, "2"))
		d.tick(2_000)
		d.Sweep()
		assert.Nil(t, got(d, articles, "2"))
		assert.False(t, read(d, d.note).Usable)
		assert.Same(t, kept, got(d, articles, "1"))
		assert.Len(t, w.all(), 1, "nobody is told")
		w.stop()
		d.Sweep()
		assert.Nil(t, got(d, articles, "1"))
		set(d, d.list, `[{"id":"1"},{"id":"3"}]`)
		assert.Same(t, read(d, d.list).Data[1], got(d, articles, "3"))
	})
	for _, off := range []bool{false, true} {
		title := map[bool]string{false: "16.1 is on by default", true: "16.1 can be switched off"}[off]
		t.Run(title, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newData(t, func(o *client.Options) { o.Now, o.GC.Off = nil, off })
				for i := range 3 {
					set(d, d.get, `{"id":"1"}`, id{"1"})
					time.Sleep(11 * time.Minute)
					synctest.Wait()
					assert.Equal(t, off, got(d, articles, "1") != nil, i)
				}
			})
		})
	}
	virtual(t, "many keys", func(t *testing.T, d *data) {
		for i := range 3000 {
			_ = client.GetResponse(d.Client, d.note, i)
			_, _ = client.Get(d.Client, articles, i)
		}
		set(d, d.get, `{"id":"1"}`, id{"1"})
		d.Sweep()
		assert.Equal(t, "1", got(d, articles, "1").ID)
	})
}
