package jsontext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCleanCopiesOnlyWhatItMustReplace(t *testing.T) {
	text := []byte("\xef\xbb\xbf[\"" + strings.Repeat("aé日😀", 100) + "\"]")
	cleaned := Clean(text)
	assert.Same(t, &text[3], &cleaned[0], "only the mark is gone")
	assert.Equal(t, string(text[3:]), string(cleaned))
	broken := append(text, 0xc3)
	before := string(broken)
	assert.Equal(t, string(text[3:])+"\uFFFD", string(Clean(broken)))
	assert.Equal(t, before, string(broken), "the input is left as it was")
	assert.Empty(t, Clean(nil))
	assert.Empty(t, Clean([]byte("\xef\xbb\xbf")))
}

func TestCleanReplacesAsTheEncodingStandardSays(t *testing.T) {
	parts := []string{
		"a", "plain text", strings.Repeat("x", 40), "é", "ß", "Привет", "日本", "한", "ก", "😀", "\U0010ffff", "\ud7ff", "\ue000", "\u0800", "\u0080", "\U00010000", "\ufeff",
		"\x80", "\xbf", "\xc0", "\xc1", "\xc2", "\xdf", "\xe0", "\xe0\x9f\x80", "\xe0\xa0", "\xed\xa0\x80", "\xed\x9f", "\xef\xbb", "\xf0", "\xf0\x8f\x80\x80", "\xf0\x90\x80",
		"\xf4\x90\x80\x80", "\xf4\x8f\xbf", "\xf5", "\xf8\x88\x80\x80\x80", "\xff",
	}
	r := rand.New(rand.NewPCG(5, 6))
	for round := range 50_000 {
		var b strings.Builder
		for range 1 + r.IntN(12) {
			n := len(parts)
			if round%2 == 0 {
				n = 17 // of these, all are well-formed
			}
			b.WriteString(parts[r.IntN(n)])
		}
		text := []byte(b.String())
		require.Equal(t, replace(text), string(Clean(text)), "%q", text)
	}
}

func TestSameBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for size := range 100 {
		a := make([]byte, size)
		for i := range a {
			a[i] = byte(r.Uint32())
		}
		b := bytes.Clone(a)
		require.True(t, SameBytes(a, b))
		require.True(t, sameWords(a, b))
		require.False(t, sameWords(a, append(b, 0)))
		for i := range b {
			b[i] ^= 1
			require.False(t, SameBytes(a, b))
			require.False(t, sameWords(a, b))
			b[i] ^= 1
		}
	}
}

func TestQuoteAndUnquoteAreInverse(t *testing.T) {
	for _, s := range []string{"", "a", "\"\\/\b\f\n\r\t\x00\x1f\x7f", "é\u2028😀\uffff", strings.Repeat("long text, ", 10) + "\n" + strings.Repeat("x", 8)} {
		quoted := Quote(nil, []byte(s))
		end, _ := SkipString(quoted, 0)
		require.Equal(t, len(quoted), end, "%q", quoted)
		text, wellFormed := Unquote(nil, quoted)
		assert.True(t, wellFormed)
		assert.Equal(t, s, string(text))
	}
	assert.Equal(t, `"\"\\/\b\f\n\r\t\u0000\u001f`+"\x7f\"", string(Quote(nil, []byte("\"\\/\b\f\n\r\t\x00\x1f\x7f"))))
}

func TestUnquoteTellsLoneSurrogates(t *testing.T) {
	for raw, want := range map[string]string{
		`"\ud83d"`: "\uFFFD", `"\ude00\ud83d"`: "\uFFFD\uFFFD", `"a\ud83d\u0062"`: "a\uFFFDb", `"\ud83d\ud83d\ude00"`: "\uFFFD😀", `"\uD83Dx"`: "\uFFFDx",
	} {
		text, wellFormed := Unquote(nil, []byte(raw))
		assert.False(t, wellFormed, raw)
		assert.Equal(t, want, string(text), raw)
	}
	text, wellFormed := Unquote(nil, []byte(`"\ud83d\uDE00"`))
	assert.True(t, wellFormed)
	assert.Equal(t, "😀", string(text))
}

func TestNumberTextIsThatOfJavaScript(t *testing.T) {
	for raw, want := range map[string]string{
		"0": "0", "-0": "0", "-0.0": "0", "0e9": "0", "1": "1", "1.0": "1", "-7": "-7", "1e3": "1000", "0.5": "0.5", "5e-1": "0.5",
		"9007199254740991": "9007199254740991", "9007199254740993": "9007199254740992", "999999999999999": "999999999999999",
		"1e20": "100000000000000000000", "1e21": "1e+21", "-1.5e21": "-1.5e+21", "123456789012345678901": "123456789012345680000",
		"1e-6": "0.000001", "1e-7": "1e-7", "1.25e-7": "1.25e-7", "1e-10": "1e-10", "1e100": "1e+100", "5e-324": "5e-324", "1e-400": "0", "-1e-400": "0",
		"1e999": "Infinity", "-1e999": "-Infinity", "1.7976931348623157e308": "1.7976931348623157e+308",
	} {
		assert.Equal(t, want, string(NumberText(nil, []byte(raw))), raw)
	}
}

var pairs = []struct {
	a, b string
	want bool
}{
	{`1`, `1.0`, true},
	{`100`, `1e2`, true},
	{`0`, `-0`, false},
	{`-0`, `-0.0`, true},
	{`1e999`, `2e999`, true},
	{`1e999`, `-1e999`, false},
	{`9007199254740993`, `9007199254740992`, true},
	{`1`, `"1"`, false},
	{`1`, `true`, false},
	{`"a"`, `"\u0061"`, true},
	{`"\ud83d\ude00"`, `"😀"`, true},
	{`"\ud83d"`, `"\ufffd"`, false},
	{`"\ud83d"`, `"\uD83D"`, true},
	{`"a"`, `"ab"`, false},
	{`null`, `{}`, false},
	{`null`, `false`, false},
	{` [1, 2] `, `[1,2]`, true},
	{`[1,2]`, `[2,1]`, false},
	{`[1,2]`, `[1]`, false},
	{`[]`, `{}`, false},
	{`{"a":1,"b":2}`, `{"b":2,"a":1}`, true},
	{`{"a":1,"b":2}`, `{"a":1}`, false},
	{`{"a":1}`, `{"b":1}`, false},
	{`{"a":1,"a":2}`, `{"a":2}`, true},
	{`{"a":2,"a":1}`, `{"a":2}`, false},
	{`{"a":1,"a":2}`, `{"a":3,"a":2}`, true},
	{`{"a":1,"b":[{"c":1,"d":{}}]}`, `{"b":[{"d":{},"c":1.0}],"\u0061":1}`, true},
	{`[{"a":1,"b":2},{"c":3}]`, `[{"b":2,"a":1},{"c":4}]`, false},
	{`{"a":{"b":1},"a":{"c":1}}`, `{"a":{"c":1}}`, true},
	{`{"__proto__":1}`, `{}`, false},
	{`[[1],[2]]`, `[[1,2]]`, false},
	{`{"a":[],"b":[]}`, `{"a":[[]],"b":[]}`, false},
}

func TestEqualIsEqualityAfterParsing(t *testing.T) {
	for _, test := range pairs {
		t.Run(test.a+" and "+test.b, func(t *testing.T) {
			assert.Equal(t, test.want, Equal([]byte(test.a), []byte(test.b)))
			assert.Equal(t, test.want, Equal([]byte(test.b), []byte(test.a)))
		})
	}
}

func TestCanonical(t *testing.T) {
	for text, want := range map[string]string{
		` { "b" : [ 1.0 , -0 ] , "a" : null } `: `{"a":null,"b":[1,0]}`,
		`{"10":1,"9":2,"a":3,"B":4}`:            `{"10":1,"9":2,"B":4,"a":3}`,
		`{"a":1,"a":{"c":1,"b":2}}`:             `{"a":{"b":2,"c":1}}`,
		`{"\ue000":1,"😀":2,"\ud83d":3}`:         `{"\ud83d":3,"😀":2,"` + "\ue000" + `":1}`,
		`"\/\u0041\u001F\u007f"`:                `"/A\u001f` + "\u007f" + `"`,
		`[1e999,1e21,1E-7,"\uD83D"]`:            `[null,1e+21,1e-7,"\ud83d"]`,
		`[[],{},[{}]]`:                          `[[],{},[{}]]`,
		`true`:                                  `true`,
	} {
		assert.Equal(t, "x"+want, string(Canonical([]byte("x"), []byte(text))), text)
	}
}

func TestDeepAndWideValuesAreReadInProportionToTheirSize(t *testing.T) {
	// Each object must be put in order, and holds all that is in it: 10,000 times the whole text
	// would be 10 GB.
	var a, b strings.Builder
	for range MaxDepth {
		a.WriteString(`{"b":1,"a":`)
		b.WriteString(`{"a":`)
	}
	leaf := `"` + strings.Repeat("x", 1_000_000) + `"`
	a.WriteString(leaf)
	b.WriteString(leaf)
	a.WriteString(strings.Repeat("}", MaxDepth))
	b.WriteString(strings.Repeat(`,"b":1}`, MaxDepth))
	assert.True(t, Equal([]byte(a.String()), []byte(b.String())))
	assert.Equal(t, b.String(), string(Canonical(nil, []byte(a.String()))))

	a.Reset()
	const wide = 200_000
	for i := range wide {
		fmt.Fprintf(&a, `,"%06d":0`, i*7%wide)
	}
	text := []byte("{" + a.String()[1:] + "}")
	canonical := Canonical(nil, text)
	require.True(t, json.Valid(canonical))
	assert.True(t, Equal(text, canonical))
	assert.Len(t, canonical, len(text))
}
