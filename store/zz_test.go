package store

import (
	"fmt"
	"os"
	"testing"
)

type quiet struct{ testing.TB }

func fails(in []byte) (bad bool) {
	defer func() {
		if r := recover(); r != nil {
			bad = true
		}
	}()
	f := &failer{}
	run(f, in)
	return f.bad
}

type failer struct {
	testing.TB
	bad bool
}

func (f *failer) Helper()               {}
func (f *failer) Failed() bool          { return false }
func (f *failer) Errorf(string, ...any) { f.bad = true }
func (f *failer) FailNow()              { f.bad = true; panic("stop") }

func TestZZ(t *testing.T) {
	var seed uint64
	fmt.Sscan(os.Getenv("SEED"), &seed)
	if os.Getenv("SEED") == "" {
		return
	}
	in := seedBytes(seed, 600)
	if x := os.Getenv("IN"); x != "" {
		in, _ = os.ReadFile(x)
	}
	if !fails(in) {
		t.Skip("fine")
	}
	for changed := true; changed; {
		changed = false
		for size := len(in) / 2; size > 0; size /= 2 {
			for at := 0; at+size <= len(in); at++ {
				c := append(append([]byte(nil), in[:at]...), in[at+size:]...)
				if fails(c) {
					in = c
					changed = true
				}
			}
		}
		for i := range in {
			for v := byte(0); v < in[i] && v < 60; v++ {
				c := append([]byte(nil), in...)
				c[i] = v
				if fails(c) {
					in = c
					changed = true
					break
				}
			}
		}
	}
	t.Log(in)
	noisy = true
	run(t, in)
}

var noisy bool

func TestMany(t *testing.T) {
	var from, to uint64
	fmt.Sscan(os.Getenv("SEEDS"), &from, &to)
	bad := 0
	for s := from; s < to; s++ {
		if fails(seedBytes(s, 600)) {
			t.Log(s)
			if bad++; bad > 5 {
				break
			}
		}
	}
	if bad > 0 {
		t.Fail()
	}
}
