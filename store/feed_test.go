package store

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tally counts what a sink is told.
type tally struct {
	made, relinked, dropped, roots int
	shared, forgotten              int
	bytes                          int
}

func (t *tally) Make(_ Space, _ *Node, _ uint32, own []byte)     { t.made++; t.bytes += len(own) }
func (t *tally) Relink(Space, *Node, uint32)                     { t.relinked++ }
func (t *tally) Drop(Space, *Node, uint32)                       { t.dropped++ }
func (t *tally) Share(Space, *Node, uint32)                      { t.shared++ }
func (t *tally) Forget(*Node, uint32)                            { t.forgotten++ }
func (t *tally) MakeRoot(_ Space, _ *Node, _ uint32, own []byte) { t.roots++; t.bytes += len(own) }
func (t *tally) RelinkRoot(Space, *Node, uint32)                 { t.roots++ }
func (t *tally) DropRoot(Space, *Node, uint32)                   { t.roots++ }
func (t *tally) ShareRoot(Space, *Node, uint32)                  { t.roots++ }
func (t *tally) ForgetRoot(*Node, uint32)                        { t.forgotten++ }

func feedStore(t testing.TB) *Store {
	s := New(nil)
	require.NoError(t, s.Define([]byte(feedSchema)))
	return s
}

var clock uint64

func readAt(n uint64) *Write {
	m := Mark{MS: 1000, N: n}
	return &Write{Origin: Read, Start: m, End: m, FetchedAt: 1000, Date: 1000, ExpiresAt: 61000}
}

func take(t testing.TB, s *Store, body []byte) {
	clock++
	c, err := s.Prepare(s.Node(1), "feed []", []byte("[]"), body, readAt(clock))
	require.NoError(t, err)
	s.Apply(c)
}

func TestFeed(t *testing.T) {
	s := feedStore(t)
	take(t, s, feed(400, 50, nil))
	root := s.Root(s.Node(1), "feed []", []byte("[]"))
	var out tally
	s.Read(root, &out)
	assert.Equal(t, tally{made: 400 + 50 + 550 - 1, roots: 1, bytes: out.bytes}, out)

	t.Run("an equal answer tells nothing", func(t *testing.T) {
		take(t, s, feed(400, 50, nil))
		var out tally
		s.Read(root, &out)
		assert.Zero(t, out)
	})
	t.Run("a changed post is made again and the list is linked anew", func(t *testing.T) {
		take(t, s, feed(400, 50, func(i int) bool { return i%100 == 0 }))
		var out tally
		s.Read(root, &out)
		assert.Equal(t, tally{made: 4, roots: 1, bytes: out.bytes}, out)
	})
	t.Run("a changed user reaches what contains it", func(t *testing.T) {
		body := bytes.Replace(feed(400, 50, func(i int) bool { return i%100 == 0 }), []byte(`"name":"User 7"`), []byte(`"name":"Seven"`), -1)
		take(t, s, body)
		var out tally
		s.Read(root, &out)
		assert.Equal(t, 1, out.made)
		assert.Equal(t, 1, out.roots)
		assert.Greater(t, out.relinked, 10)
		assert.Less(t, out.relinked, 60)
	})
}

func BenchmarkIngest(b *testing.B) {
	body := feed(4000, 500, nil)
	other := feed(4000, 500, func(i int) bool { return i%100 == 0 })
	b.Run("first", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for range b.N {
			take(b, feedStore(b), body)
		}
	})
	b.Run("read", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		for range b.N {
			b.StopTimer()
			s := feedStore(b)
			take(b, s, body)
			b.StartTimer()
			s.Read(s.Root(s.Node(1), "feed []", nil), &tally{})
		}
	})
	b.Run("equal", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		s := feedStore(b)
		take(b, s, body)
		b.ResetTimer()
		for range b.N {
			take(b, s, body)
		}
	})
	b.Run("one in a hundred changed", func(b *testing.B) {
		b.SetBytes(int64(len(body)))
		b.ReportAllocs()
		s := feedStore(b)
		take(b, s, body)
		root := s.Root(s.Node(1), "feed []", nil)
		s.Read(root, &tally{})
		b.ResetTimer()
		for i := range b.N {
			if i%2 == 0 {
				take(b, s, other)
			} else {
				take(b, s, body)
			}
			s.Read(root, &tally{})
		}
	})
}
