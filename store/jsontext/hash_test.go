package jsontext

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHashesOfStructuredTextsDiffer(t *testing.T) {
	seen := make(map[uint64]string)
	low, high := make(map[uint32]int), make(map[uint32]int)
	add := func(text string) {
		h := Hash([]byte(text), 7)
		if other, ok := seen[h]; ok && other != text {
			require.Failf(t, "collision", "%q and %q", other, text)
		}
		seen[h] = text
		low[uint32(h)]++
		high[uint32(h>>32)]++
	}
	for i := range 100_000 {
		add(fmt.Sprint(i))
		add(fmt.Sprintf(`{"id":%d,"name":"a name of some length","likes":0}`, i))
	}
	for n := range 2000 {
		add(strings.Repeat("\x00", n))
		add(strings.Repeat("[]", n))
	}
	// One or two bytes changed, two words or blocks changed for each other.
	base := `{"id":1,"title":"four words of text","likes":100,"author":{"id":22,"name":"somebody","draft":false},"tags":["one","two"],"x":[1,2,3,4,5,6]}`
	for i := range len(base) {
		for j := range i {
			for _, flip := range []byte{1, 2, 3, 8, 0x20, 0x40, 0x80} {
				b := []byte(base)
				b[i] ^= flip
				b[j] ^= flip
				add(string(b))
				b[j] ^= flip ^ flip>>1
				add(string(b))
			}
		}
	}
	for _, size := range []int{4, 8, 16, 32} {
		for i := 0; i+size <= 128; i += size {
			for j := 0; j < i; j += size {
				b := []byte(base)
				copy(b[i:i+size], base[j:j+size])
				copy(b[j:j+size], base[i:i+size])
				add(string(b))
			}
		}
	}
	// Halves of a good hash meet about n*n/2^33 times among n.
	n := float64(len(seen))
	expected := n * n / (1 << 33)
	for _, half := range []map[uint32]int{low, high} {
		assert.InDelta(t, expected, n-float64(len(half)), 6*max(5, expected/4), "of %d", len(seen))
	}
}

func TestEachBitOfATextChangesHalfOfTheHash(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, size := range []int{1, 3, 7, 8, 9, 17, 31, 32, 33, 65} {
		const rounds = 300
		b := make([]byte, size)
		for bit := range 8 * size {
			var flips [64]int
			for range rounds {
				for i := range b {
					b[i] = byte(r.Uint32())
				}
				before := Hash(b, 1)
				b[bit>>3] ^= 1 << (bit & 7)
				for change := before ^ Hash(b, 1); change != 0; change &= change - 1 {
					flips[bits.TrailingZeros64(change)]++
				}
			}
			for out, n := range flips {
				if n < rounds/2-52 || n > rounds/2+52 { // six standard deviations
					require.Failf(t, "uneven", "bit %d of %d bytes changes bit %d of the hash %d times of %d", bit, size, out, n, rounds)
				}
			}
		}
	}
}

func TestHashDependsOnSeedAndLength(t *testing.T) {
	seen := make(map[uint64]bool)
	text := make([]byte, 100)
	for size := range text {
		for seed := range uint64(64) {
			seen[Hash(text[:size], seed)] = true
			seen[Hash(text[:size], 1<<seed)] = true
		}
	}
	assert.Len(t, seen, 100*(64+64-6), "the seeds 1, 2, 4, 8, 16 and 32 come twice")
}

func TestHashIsTheSameOnEveryPlatform(t *testing.T) {
	for text, want := range map[string]uint64{
		"": 0x2ebeabf833a53062, "a": 0x7a44d2d3d269945c, `{"id":1}`: 0x1a6b64c99de1d676, strings.Repeat("0123456789", 10): 0x242067321185ad23,
	} {
		assert.Equal(t, want, Hash([]byte(text), 1), "%q", text)
	}
}
