package core

import (
	"strconv"
	"testing"
)

// roundTrip runs one call from its start to its answer.
func roundTrip(c *Core, id CallID, name, key string) {
	now := start + Time(id)
	c.Call(now, Call{ID: id, Client: 1, Name: name, Key: key, Started: now, Timeout: -1})
	var fetched RequestID
	for _, e := range c.Effects() {
		if e.Kind == EffectFetch {
			fetched = e.Request
		}
	}
	c.Settle(now, fetched, Outcome{Status: 200, Body: BodyJSON})
	c.Effects()
}

// BenchmarkCall is a call of one name and its answer.
func BenchmarkCall(b *testing.B) {
	for _, name := range []string{"getUser", "saveUser"} {
		for _, timeout := range []float64{0, 30_000} {
			b.Run(name+"/timeout="+strconv.Itoa(int(timeout)), func(b *testing.B) {
				c := New()
				c.Open(start, 1, Options{Timeout: timeout})
				b.ReportAllocs()
				id := CallID(0)
				for b.Loop() {
					id++
					roundTrip(c, id, name, "")
				}
			})
		}
	}
}

// BenchmarkCallSuperseding is a call that supersedes the one before it.
func BenchmarkCallSuperseding(b *testing.B) {
	c := New()
	c.Open(start, 1, Options{})
	b.ReportAllocs()
	id := CallID(0)
	for b.Loop() {
		id++
		c.Call(start, Call{ID: id, Client: 1, Name: "getUser", Started: start})
		c.Effects()
	}
}

// BenchmarkCallDistinctKeys is a call under a key that was never used before, and its answer,
// among 5,000 keys that were.
func BenchmarkCallDistinctKeys(b *testing.B) {
	keys := make([]string, 10_000)
	for i := range keys {
		keys[i] = "key " + strconv.Itoa(i)
	}
	var c *Core
	fill := func() {
		c = New()
		c.Open(start, 1, Options{})
		for i := range 5000 {
			roundTrip(c, CallID(i+1), "getUser", keys[i])
		}
	}
	b.ReportAllocs()
	i := len(keys)
	for b.Loop() {
		if i == len(keys) {
			b.StopTimer()
			fill()
			i = 5000
			b.StartTimer()
		}
		roundTrip(c, CallID(i+1), "getUser", keys[i])
		i++
	}
}
