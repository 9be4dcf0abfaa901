package jsontext

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// posts makes an answer such as the store is fed with: n posts with author and comments
// inside; 4,000 of them are about 3.85 MB.
func posts(n int) []byte {
	r := rand.New(rand.NewPCG(20, 26))
	var b strings.Builder
	user := func() string {
		id := r.IntN(1000)
		return fmt.Sprintf(`{"id":%d,"name":"%s","username":"user%d","email":"user%d@example.com","avatar":"https://cdn.example.com/a/%d.png","verified":%t}`,
			id, sentence(rand.New(rand.NewPCG(uint64(id), 1)), 2), id, id, id, id%7 == 0)
	}
	b.WriteByte('[')
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":%d,"title":"%s","body":"%s","createdAt":"2025-%02d-%02dT%02d:%02d:%02d.000Z","likes":%d,"score":%.3f,"draft":false,"parent":null,"tags":["%s","%s"],"author":%s,"comments":[`,
			i+1, sentence(r, 4), sentence(r, 36), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60),
			r.IntN(5000), r.Float64()*10, sentence(r, 1), sentence(r, 1), user())
		for c := range 1 + r.IntN(3) {
			if c > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"id":%d,"text":"%s","author":%s}`, i*2+c+1, sentence(r, 8), user())
		}
		b.WriteString("]}")
	}
	b.WriteByte(']')
	return []byte(b.String())
}

var vocabulary = strings.Fields(`the of and to in is you that it he was for on are as with his they I at be this have
	from or one had by word but not what all were we when your can said there use an each which she do how their if will
	up other about out many then them these so some her would make like him into time has look two more write go see
	number way could people my than first water been call who oil its now find long down day did get come made may part`)

func sentence(r *rand.Rand, words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(vocabulary[r.IntN(len(vocabulary))])
	}
	if words > 5 && r.IntN(4) == 0 {
		b.WriteString(`\n\"so\"`)
	}
	return b.String()
}

var answer = posts(4000)

func benchmark(b *testing.B, pass func(b []byte)) {
	b.SetBytes(int64(len(answer)))
	for b.Loop() {
		pass(answer)
	}
}

func BenchmarkSkipValue(b *testing.B) {
	benchmark(b, func(text []byte) { SkipValue(text, 0, MaxDepth) })
}

func BenchmarkMembers(b *testing.B) {
	benchmark(b, func(text []byte) {
		for post := ItemsOf(text, 0); post.Next(); {
			for m := MembersOf(text, post.Value); m.Next(); {
			}
		}
	})
}

func BenchmarkClean(b *testing.B) {
	benchmark(b, func(text []byte) { Clean(text) })
}

func BenchmarkHash(b *testing.B) {
	benchmark(b, func(text []byte) { Hash(text, 1) })
}
