package abort

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestConcurrentUse(t *testing.T) {
	t.Run("of many aborts one wins, and every listener runs exactly once", func(t *testing.T) {
		const goroutines, rounds = 8, 200
		for range rounds {
			controller := NewController()
			signal := controller.Signal()
			var wins, ran, removed atomic.Int32
			var group sync.WaitGroup
			for i := range goroutines {
				group.Go(func() {
					signal.OnAbort(func() { ran.Add(1) })
					remove := signal.OnAbort(func() { removed.Add(1) })
					if controller.Abort(Reason(i%5 + 1)) {
						wins.Add(1)
					}
					remove()
				})
			}
			group.Wait()
			assert.EqualValues(t, 1, wins.Load())
			assert.EqualValues(t, goroutines, ran.Load())
			assert.LessOrEqual(t, removed.Load(), int32(goroutines))
			assert.Zero(t, signal.listeners.Len())
		}
	})
}
