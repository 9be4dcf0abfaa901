package jsontext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
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
			i+1, sentence(r, 4), sentence(r, 48), 1+r.IntN(12), 1+r.IntN(28), r.IntN(24), r.IntN(60), r.IntN(60),
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

// The figures of a first pass, in a fresh page, are those of -benchtime=1x for one benchmark.
func benchmark(b *testing.B, text []byte, pass func(b []byte) int) {
	b.Helper()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		require.Equal(b, len(text), pass(text))
	}
}

func BenchmarkSkipValue(b *testing.B) {
	benchmark(b, posts(4000), skipAll)
}

func BenchmarkSkipValueWithWhiteSpace(b *testing.B) {
	var text bytes.Buffer
	require.NoError(b, json.Indent(&text, posts(4000), "", "  "))
	benchmark(b, text.Bytes(), skipAll)
}

func BenchmarkSkipValueOfFractions(b *testing.B) {
	benchmark(b, []byte("["+strings.Repeat("8.499,-12.5,", 320_000)+"1]"), skipAll)
}

func skipAll(text []byte) int {
	return SkipValue(text, 0, MaxDepth)
}

func BenchmarkScanner(b *testing.B) {
	benchmark(b, posts(4000), func(text []byte) int { return scanAll(text, 0) })
}

// scanAll goes through a text as a reader with a schema does.
func scanAll(b []byte, i int) int {
	s := Scan(b, i)
	for s.Next() {
		if s.End == 0 {
			s.End = scanAll(b, s.Value)
		}
	}
	return s.End
}

func BenchmarkClean(b *testing.B) {
	for _, text := range []struct{ name, text string }{
		{"ASCII", string(posts(4000))},
		{"Latin", strings.Repeat("Übergrößenträger müssen später kommen. ", 100_000)},
		{"Cyrillic", strings.Repeat("Съешь ещё этих мягких французских булок. ", 50_000)},
		{"Japanese", strings.Repeat("日本語のテキスト、長い文字列です。", 80_000)},
		{"Emoji", strings.Repeat("😀 ok 👍 ", 240_000)},
	} {
		b.Run(text.name, func(b *testing.B) {
			benchmark(b, []byte(text.text), func(text []byte) int { return len(Clean(text)) })
		})
	}
}

func BenchmarkHash(b *testing.B) {
	for _, size := range []int{16, 200, 4_000_000} {
		b.Run(strconv.Itoa(size), func(b *testing.B) {
			text := make([]byte, size)
			b.SetBytes(int64(size))
			for b.Loop() {
				Hash(text, 1)
			}
		})
	}
}

func BenchmarkCanonical(b *testing.B) {
	text := posts(1)
	var out []byte
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		out = Canonical(out[:0], text)
	}
}

func BenchmarkEqual(b *testing.B) {
	text := posts(1)
	text = text[1 : len(text)-1]
	for _, other := range []struct {
		name string
		text []byte
	}{
		{"same bytes", bytes.Clone(text)},
		{"other order", Canonical(nil, text)},
		{"other value", bytes.Replace(text, []byte(`"draft":false`), []byte(`"draft":true`), 1)},
	} {
		b.Run(other.name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Equal(text, other.text)
			}
		})
	}
}
