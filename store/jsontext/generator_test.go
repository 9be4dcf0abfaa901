//go:build !js

package jsontext

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

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
