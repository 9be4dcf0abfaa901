package store

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestNamesFindTheRowsThatAreThereThroughAllComingAndGoing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, kinds := range []int{3, 40, 3000} {
		table := newTable("T", nil)
		model := make(map[string]*row)
		for range 20_000 {
			pk := fmt.Sprint(random.IntN(kinds))
			was := model[pk]
			require.Same(t, was, table.find(pk), "what is found under %s of %d", pk, kinds)
			if was != nil && random.IntN(2) == 0 {
				table.remove(was)
				delete(model, pk)
				continue
			}
			r, made := table.row([]byte(pk))
			assert.Equal(t, was == nil, made)
			model[pk] = r
		}
		assert.Equal(t, len(model), table.names.count)
		for pk, r := range model {
			assert.Same(t, r, table.find(pk))
			assert.Equal(t, pk, r.pk)
		}
		for _, r := range model {
			table.remove(r)
		}
		assert.Equal(t, make([]uint32, len(table.names.slots)), table.names.slots)
	}
}
