package jsontext

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// A float is a number by its bits, which are equal when Object.is says so.
type float uint64

// reference decodes a text by encoding/json, numbers as float. ok is false when a string has
// U+FFFD, which encoding/json also makes of lone surrogates.
func reference(t *testing.T, text []byte) (value any, ok bool) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	require.NoError(t, decoder.Decode(&value))
	return convert(value)
}

func convert(value any) (any, bool) {
	ok := true
	part := func(v any) any {
		v, fine := convert(v)
		ok = ok && fine
		return v
	}
	switch v := value.(type) {
	case string:
		return v, !strings.Contains(v, "\uFFFD")
	case json.Number:
		f, _ := strconv.ParseFloat(string(v), 64)
		return float(math.Float64bits(f)), true
	case []any:
		for i := range v {
			v[i] = part(v[i])
		}
	case map[string]any:
		for name := range v {
			part(name)
			v[name] = part(v[name])
		}
	}
	return value, ok
}

// stringify is JSON.stringify with sorted names.
func stringify(t *testing.T, value any) string {
	t.Helper()
	encode := func(v any) string {
		var b bytes.Buffer
		encoder := json.NewEncoder(&b)
		encoder.SetEscapeHTML(false)
		require.NoError(t, encoder.Encode(v))
		return strings.TrimSuffix(b.String(), "\n")
	}
	var parts []string
	switch v := value.(type) {
	case float:
		f := math.Float64frombits(uint64(v))
		if math.IsInf(f, 0) {
			return "null"
		}
		return encode(f + 0) // + 0 makes 0 of -0
	case string:
		for _, r := range v {
			part := encode(string(r))
			if r == '\u2028' || r == '\u2029' { // which encoding/json escapes
				part = string([]rune{'"', r, '"'})
			}
			parts = append(parts, part[1:len(part)-1])
		}
		return `"` + strings.Join(parts, "") + `"`
	case []any:
		for _, item := range v {
			parts = append(parts, stringify(t, item))
		}
		return "[" + strings.Join(parts, ",") + "]"
	case map[string]any:
		names := slices.SortedFunc(maps.Keys(v), func(a, b string) int {
			return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		})
		for _, name := range names {
			parts = append(parts, stringify(t, name)+":"+stringify(t, v[name]))
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	return encode(value)
}

// replace is the decoder of the Encoding Standard, state by state.
func replace(text []byte) string {
	var out []byte
	var sequence []byte
	need, low, high := 0, byte(0x80), byte(0xbf)
	for i := 0; i < len(text); i++ {
		c := text[i]
		if need == 0 {
			switch {
			case c < 0x80:
				out = append(out, c)
				continue
			case c >= 0xc2 && c <= 0xdf:
				need = 1
			case c >= 0xe0 && c <= 0xef:
				need = 2
			case c >= 0xf0 && c <= 0xf4:
				need = 3
			default:
				out = append(out, "\uFFFD"...)
				continue
			}
			switch c {
			case 0xe0:
				low = 0xa0
			case 0xed:
				high = 0x9f
			case 0xf0:
				low = 0x90
			case 0xf4:
				high = 0x8f
			}
			sequence = append(sequence[:0], c)
			continue
		}
		fits := c >= low && c <= high
		low, high = 0x80, 0xbf
		if !fits {
			out = append(out, "\uFFFD"...)
			need = 0
			i-- // c is looked at again
			continue
		}
		sequence = append(sequence, c)
		if need--; need == 0 {
			out = append(out, sequence...)
		}
	}
	if need > 0 {
		out = append(out, "\uFFFD"...)
	}
	return strings.TrimPrefix(string(out), "\uFEFF")
}
