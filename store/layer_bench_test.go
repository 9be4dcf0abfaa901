package store

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// crowd is a store of 10,000 articles, of which a list of 100 pages of 100 each is watched, as is one article that
// is in none.
func crowd(t testing.TB, layers int) (*stage, []uint32) {
	st := newStage(t, stageSchema, nil)
	var roots []uint32
	for page := range 100 {
		var items []string
		for i := range 100 {
			items = append(items, fmt.Sprintf(`{"id":"%d","title":"article %d","votes":1}`, page*100+i, i))
		}
		key := fmt.Sprintf("page %d", page)
		st.write(2, key, "["+strings.Join(items, ",")+"]", st.at(Read, 1000))
		roots = append(roots, st.root(2, key, "[]"))
	}
	st.write(1, "one", `{"id":"x","votes":1}`, st.at(Read, 1000))
	roots = append(roots, st.root(1, "one", "[]"))
	for i := range layers {
		st.layer(uint64(i), 1, fmt.Sprintf(`{"id":"%d","votes":2}`, i*100), st.at(Layer, 1000))
	}
	st.s.Changed()
	for _, r := range roots {
		st.s.Read(r, &tally{})
	}
	st.s.Changed()
	return st, roots
}

// flush reads the roots that changed, as a shell does after each commit.
func (st *stage) flush() int {
	n := 0
	for _, r := range st.s.Changed() {
		st.s.Read(r, &tally{})
		n++
	}
	return n
}

func BenchmarkLayers(b *testing.B) {
	for _, layers := range []int{0, 10, 50} {
		b.Run(fmt.Sprintf("%d pending, commit to a row without", layers), func(b *testing.B) {
			st, _ := crowd(b, layers)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				st.write(1, "one", fmt.Sprintf(`{"id":"x","votes":%d}`, i+1), st.at(Read, 1001+float64(i)))
				require.Equal(b, 1, st.flush())
			}
		})
		b.Run(fmt.Sprintf("%d pending, commit to a row of a page with one", layers), func(b *testing.B) {
			st, _ := crowd(b, layers)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				st.write(1, "", fmt.Sprintf(`{"id":"7","votes":%d}`, i+1), st.at(Read, 1001+float64(i)))
				require.Equal(b, 1, st.flush())
			}
		})
		if layers == 0 {
			continue
		}
		b.Run(fmt.Sprintf("%d pending, commit to a row with one", layers), func(b *testing.B) {
			st, _ := crowd(b, layers)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				st.write(1, "", fmt.Sprintf(`{"id":"0","title":"t%d"}`, i), st.at(Read, 1001+float64(i)))
				require.Equal(b, 1, st.flush())
			}
		})
		b.Run(fmt.Sprintf("%d pending, one comes and goes", layers), func(b *testing.B) {
			st, _ := crowd(b, layers)
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				i++
				st.layer(1000, 1, `{"id":"9999","votes":2}`, st.at(Layer, 1000))
				require.Equal(b, 1, st.flush())
				st.s.DropLayer(1000)
				require.Equal(b, 1, st.flush())
			}
		})
	}
	b.Run("50 pending on one row, commit to it", func(b *testing.B) {
		st, _ := crowd(b, 0)
		for i := range 50 {
			st.layer(uint64(i), 1, fmt.Sprintf(`{"id":"5","m%d":%d}`, i%7, i), st.at(Layer, 1000))
		}
		st.flush()
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			i++
			st.write(1, "", fmt.Sprintf(`{"id":"5","title":"t%d"}`, i), st.at(Read, 1001+float64(i)))
			require.Equal(b, 1, st.flush())
		}
	})
}
