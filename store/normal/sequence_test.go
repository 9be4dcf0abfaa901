package normal

import (
	"math/rand/v2"
	"testing"
)

// TestStoreAgreesWithTheReference runs random operations in a store and in one that keeps plain maps.
func TestStoreAgreesWithTheReference(t *testing.T) {
	for seed := range uint64(400) {
		random := rand.New(rand.NewPCG(seed, 1))
		text := make([]byte, 60+random.IntN(3000))
		for i := range text {
			text[i] = byte(random.Uint32())
		}
		play(t, text)
	}
}

// FuzzStore runs a script of operations.
func FuzzStore(f *testing.F) {
	f.Add([]byte("a query, a mutation, an answer, a success, a failure, the sweep"))
	f.Fuzz(func(t *testing.T, text []byte) { play(t, text[:min(len(text), 2048)]) })
}
