package jsontext

import "math/bits"

// Odd numbers with about as many ones as zeros in every byte.
const (
	prime1 = 0x9e3779b97f4a7c15
	prime2 = 0xd1b54a32d192ed03
	prime3 = 0xa0761d6478bd642f
)

// Hash is a 64-bit hash of b for tables and for telling changes: fast, well spread, the same on
// every platform, and not safe against somebody who knows the seed and looks for collisions.
func Hash(b []byte, seed uint64) uint64 {
	h := seed ^ uint64(len(b))*prime1
	i := 0
	if len(b) >= 32 {
		h0, h1, h2, h3 := h, h^prime1, h^prime2, h^prime3
		for ; i <= len(b)-32; i += 32 {
			h0 = stir(h0, word(b, i))
			h1 = stir(h1, word(b, i+8))
			h2 = stir(h2, word(b, i+16))
			h3 = stir(h3, word(b, i+24))
		}
		h = stir(stir(stir(h0, h1), h2), h3)
	}
	for ; i <= len(b)-8; i += 8 {
		h = stir(h, word(b, i))
	}
	if i < len(b) {
		var w uint64
		for n, c := range b[i:] {
			w |= uint64(c) << (8 * n)
		}
		h = stir(h, w)
	}
	h = (h ^ h>>32) * prime1
	h = (h ^ h>>29) * prime2
	return h ^ h>>32
}

// stir brings one word into a lane. Multiplying moves differences to higher bits, rotating
// brings them back to the lower ones.
func stir(h, w uint64) uint64 {
	return bits.RotateLeft64(h^w*prime2, 31) * prime1
}
