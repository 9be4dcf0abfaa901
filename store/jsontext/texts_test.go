package jsontext

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// texts are texts with something special about them; most are one value, some are none.
var texts = []string{
	`null`, `true`, ` false `, `0`, `-0`, `-0.0`, `0e5`, `1.0`, `1.5e+10`, `-1E-2`, `""`, `"a\"b\\c\/\b\f\n\r\t\u00e9"`,
	`[]`, `{}`, `[ ]`, `{ }`, `[1,[2,{"a":[{}]}],"x"]`, `{"a":1,"a":2,"__proto__":{"b":null}}`, "\t\n\r [ ] ",
	`"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, `"\ud83dx\ude00"`, `"\ud83d\u0041"`, `"\uD83D\n"`, "\"\u2028\u2029\u007f\"",
	`"\u0000\u001f\u0020\u0022\u005c\u002f"`, `{"\ud83d":1,"😀":2,"\uffff":3,"\ud83d\ude00":4,"\ue000":5,"z":6}`,
	`{"10":1,"9":2,"1":3,"":4,"-1":5,"a":6,"A":7,"é":8,"__proto__":9,"constructor":10}`,
	`{"b":{"d":1,"c":[{"f":1,"e":2},[]]},"a":{}}`, `{"a":[1,{"y":1,"x":2}],"a":[1,{"x":3,"y":4}]}`,
	`1e21`, `1e-6`, `1e-7`, `123456789012345678`, `9007199254740993`, `999999999999999`, `1000000000000000`,
	`0.1`, `1e999`, `-1e999`, `5e-324`, `2e-324`, `1.7976931348623157e308`, `100e-2`, `12345.678e3`, `1e20`, `123e18`, `1.5e300`,
	` {  "a" :  [ 1 , 2 ] ,  "b"  : "x" } `, "[1\n,\t2\r]", `[true,false,null]`, `[[],[],{}]`, `{"":{"":{"":[]}}}`,
	`"aaaaaaa"`, `"aaaaaaaa"`, `"aaaaaaaaa"`, `"aaaaaaa\n"`, `"aaaaaa\u00e9"`, `"日本語テキスト、長い文字列"`, `["` + strings.Repeat("é", 40) + `"]`,

	``, ` `, `nul`, `nulll`, `nuLl`, `tru`, `trux`, `fals`, `01`, `-`, `-a`, `1.`, `.5`, `1e`, `1e+`, `1.e1`, `+1`, `0x1`, `1_0`, `--1`, `00`, `-01`,
	`"`, `"\`, `"\x"`, `"\u12g4"`, `"\u12`, `"\u`, `"\u00e`, "\"\n\"", "\"aaaaaaa\x00\"", "\"\x1f\"", `"aaaaaaaa`, `"aaaaaaaa\`,
	`[`, `[1`, `[1,`, `[1,]`, `[,1]`, `[,]`, `[1 2]`, `[1]]`, `]`, `{`, `{"a"`, `{"a":`, `{"a":1`, `{"a":1,`, `{"a":1,}`, `{a:1}`, `{"a" 1}`, `{,}`, `{1:2}`, `{"a":1 "b":2}`, `{"a"::1}`,
	`[1}`, `{"a":1]`, `1 2`, `{}{}`, `'a'`, `NaN`, `Infinity`, `undefined`, "\ufeff1", "1\ufeff", `[1]x`, "[1]\x00", "\v1", "1\u00a0", `/**/1`, `[1]//`,
	"[\x00]", "{\"a\":\x01}", "\"\x7f\"",

	"\xef\xbb\xbf[1]", "\xef\xbb\xbf\xef\xbb\xbf1", "\"\xff\"", "\"\xc3\"", "\"\xe2\x82\"", "\"\xe2\x82A\"", "\"\xf0\x9f\x98\"", "\"\xf0\x9f\x98\x80\"", "\"\xed\xa0\x80\"",
	"\"\xc0\x80\"", "\"\xf4\x90\x80\x80\"", "\"\xf8\x88\x80\x80\x80\"", "\"\xe0\x80\x80\"", "\"\xf0\x80\x80\x80\"", "{\"\xff\":1,\"\xfe\":2}", "\xff", "[1,\xe2\x82", "\"\x80\xbf\"",
	"\"abcdefg\xe2\x82\xacdefgh\xe2\"", "\"" + strings.Repeat("x", 70) + "\xf0\x9f\"",
}

// A generator makes texts at random: values with white space, escapes and equal names in many
// places.
type generator struct {
	*rand.Rand
	strings.Builder
}

func newGenerator(seed uint64) *generator {
	return &generator{Rand: rand.New(rand.NewPCG(seed, 1))}
}

// text gives one text. One in three has a byte changed, left out or put in.
func (g *generator) text() []byte {
	g.Reset()
	g.space()
	g.value(1 + g.IntN(5))
	g.space()
	b := []byte(g.String())
	if g.IntN(3) > 0 {
		return b
	}
	at := g.IntN(len(b))
	const likely = "\"\\{}[]:,.-+eE0129tfnu \n\x00\x1f\x7f\x80\xc3\xe2\xed\xf0\xff"
	c := likely[g.IntN(len(likely))]
	switch g.IntN(3) {
	case 0:
		b[at] = c
	case 1:
		b = append(b[:at], b[at+1:]...)
	default:
		b = append(b[:at:at], append([]byte{c}, b[at:]...)...)
	}
	return b
}

// valid gives one text that is one value.
func (g *generator) valid() []byte {
	g.Reset()
	g.value(1 + g.IntN(4))
	return []byte(g.String())
}

func (g *generator) space() {
	if g.IntN(4) == 0 {
		g.WriteString([]string{" ", "\n", "\t", "\r\n", "    "}[g.IntN(5)])
	}
}

func (g *generator) value(depth int) {
	kind := g.IntN(9)
	if depth == 0 {
		kind = 2 + g.IntN(7)
	}
	switch {
	case kind == 0:
		g.list('[', ']', func() { g.value(depth - 1) })
	case kind == 1:
		g.list('{', '}', func() {
			g.string()
			g.space()
			g.WriteByte(':')
			g.space()
			g.value(depth - 1)
		})
	case kind < 5:
		g.string()
	case kind < 8:
		g.number()
	default:
		g.WriteString([]string{"true", "false", "null"}[g.IntN(3)])
	}
}

func (g *generator) list(open, end byte, item func()) {
	g.WriteByte(open)
	g.space()
	for n := range g.IntN(8) {
		if n > 0 {
			g.WriteByte(',')
			g.space()
		}
		item()
		g.space()
	}
	g.WriteByte(end)
}

// Few different strings, so that names meet again, in different forms.
func (g *generator) string() {
	g.WriteByte('"')
	for range g.IntN(3) * g.IntN(4) {
		g.WriteString([]string{
			"a", "b", "A", "é", "\\u00e9", "\\u00E9", "\\u0061", "\\n", "\\\"", "\\\\", "/", "\\/", "😀", "\\ud83d\\ude00", "\\uD83D",
			"\\ude00", "\uffff", "\\ue000", "z", "0", "10", "longer than eight bytes", "\u2028", "\u007f", "\\u001f", "\\b",
		}[g.IntN(26)])
	}
	g.WriteByte('"')
}

func (g *generator) number() {
	switch g.IntN(6) {
	case 0:
		fmt.Fprintf(g, "%d", g.IntN(20)-10)
	case 1:
		fmt.Fprintf(g, "%d", g.Int64()>>g.IntN(60))
	case 2:
		fmt.Fprintf(g, "%g", g.NormFloat64())
	case 3:
		fmt.Fprintf(g, "%d.%de%d", g.IntN(30), g.IntN(1000), g.IntN(660)-330)
	case 4:
		fmt.Fprintf(g, "%d%s", g.IntN(3), []string{".0", "e0", ".00", "E+1", "e-1", ""}[g.IntN(6)])
	default:
		g.WriteString([]string{"-0", "0", "-0.0", "1e21", "1e-7", "123456789012345680000", "1e999", "0.1e1"}[g.IntN(8)])
	}
}

// variant writes the value at b[i] in another way that means the same: members in another
// order, after others of the same names, letters as escapes, numbers with an exponent. Now and
// then something is changed.
func (g *generator) variant(b []byte, i int) string {
	end := SkipValue(b, i, MaxDepth)
	switch b[i] {
	case '[':
		var items []string
		for item := ItemsOf(b, i); item.Next(); {
			items = append(items, g.variant(b, item.Value))
		}
		return "[" + strings.Join(items, " , ") + "]"
	case '{':
		last := make(map[string]string)
		var names []string
		for m := MembersOf(b, i); m.Next(); {
			name := string(requote(nil, b[m.Name:m.NameEnd]))
			if _, ok := last[name]; !ok {
				names = append(names, name)
			}
			last[name] = g.variant(b, m.Value)
		}
		var members []string
		for _, n := range g.Perm(len(names)) {
			if g.IntN(6) == 0 {
				members = append(members, names[n]+":{}")
			}
		}
		for _, n := range g.Perm(len(names)) {
			members = append(members, g.variant([]byte(names[n]), 0)+":"+last[names[n]])
		}
		return "{" + strings.Join(members, ",") + "}"
	case '"':
		s := string(requote(nil, b[i:end]))
		if g.IntN(3) == 0 {
			s = strings.NewReplacer("a", `\u0061`, "é", `\u00E9`, "😀", `\uD83d\uDE00`, "/", `\/`, "z", "y").Replace(s)
		}
		return s
	case 't', 'f', 'n':
		return string(b[i:end])
	}
	if s := string(b[i:end]); g.IntN(3) > 0 || strings.ContainsAny(s, "eE") {
		return s
	}
	return string(b[i:end]) + []string{"e0", "E-0", "e+00", "e1"}[g.IntN(4)]
}
