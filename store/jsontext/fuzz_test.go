package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func addTexts(f *testing.F) {
	for _, text := range texts {
		f.Add([]byte(text))
	}
}

func FuzzClean(f *testing.F) {
	addTexts(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		before := bytes.Clone(text)
		require.Equal(t, replace(text), string(Clean(text)))
		require.Equal(t, before, text, "the input is left as it was")
	})
}

func FuzzCheck(f *testing.F) {
	addTexts(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		text = Clean(text)
		if start := SkipSpace(text, 0); start < len(text) && text[start]|0x20 == '{' && bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")) <= MaxDepth {
			require.Equal(t, SkipValue(text, start, MaxDepth), scanAll(text, start), "%q", text)
		}
		var value json.RawMessage
		err, want := Check(text), json.Unmarshal(text, &value)
		var found *Error
		if !errors.As(err, &found) {
			require.NoError(t, want, "%q", text)
			return
		}
		if found.TooDeep {
			require.Greater(t, bytes.Count(text, []byte("["))+bytes.Count(text, []byte("{")), MaxDepth)
			return
		}
		var syntax *json.SyntaxError
		require.ErrorAs(t, want, &syntax, "%q: %v", text, err)
		where := int(syntax.Offset) // counts the byte at fault, if there is one
		if found.Offset < len(text) {
			where--
		}
		require.Equal(t, where, found.Offset, "%q: %v and %v", text, err, want)
	})
}

func FuzzMembers(f *testing.F) {
	addTexts(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		text = Clean(text)
		if Check(text) != nil {
			return
		}
		trimmed := bytes.TrimSpace(text)
		var members map[string]json.RawMessage
		if trimmed[0] == '{' {
			require.NoError(t, json.Unmarshal(text, &members))
		}
		for name, want := range members {
			if strings.Contains(name, "\uFFFD") {
				continue // perhaps a lone surrogate, which no name of Member can be
			}
			start, end, ok := Member(text, name)
			require.True(t, ok, "%q in %q", name, text)
			require.Equal(t, string(want), string(text[start:end]), "%q in %q", name, text)
		}
		var want, got []json.RawMessage
		if trimmed[0] == '[' {
			require.NoError(t, json.Unmarshal(text, &want))
		}
		for item := ItemsOf(trimmed, 0); item.Next(); {
			got = append(got, json.RawMessage(trimmed[item.Value:item.End]))
		}
		require.ElementsMatch(t, want, got)
	})
}

func FuzzEqual(f *testing.F) {
	for _, pair := range pairs {
		f.Add([]byte(pair.a), []byte(pair.b))
	}
	f.Fuzz(func(t *testing.T, a, b []byte) {
		a, b = Clean(a), Clean(b)
		if Check(a) != nil || Check(b) != nil {
			return
		}
		require.True(t, Equal(a, append([]byte(" "), a...)))
		equal := Equal(a, b)
		require.Equal(t, equal, Equal(b, a))
		v, fine := reference(t, a)
		w, fineToo := reference(t, b)
		if fine && fineToo {
			require.Equal(t, reflect.DeepEqual(v, w), equal, "%s\n%s", a, b)
		}
	})
}

func FuzzCanonical(f *testing.F) {
	addTexts(f)
	f.Fuzz(func(t *testing.T, text []byte) {
		text = Clean(text)
		if Check(text) != nil {
			return
		}
		canonical := Canonical(nil, text)
		require.NoError(t, Check(canonical))
		require.Equal(t, string(canonical), string(Canonical(nil, canonical)))
		value, fine := reference(t, text)
		if fine {
			require.Equal(t, stringify(t, value), string(canonical))
		}
		if trimmed := bytes.TrimSpace(text); fine && trimmed[0] == '"' {
			s, wellFormed := Unquote(nil, trimmed)
			require.True(t, wellFormed)
			require.Equal(t, value, string(s))
			require.Equal(t, string(canonical), string(Quote(nil, s)))
		}
		if number, ok := value.(float); ok && !math.IsInf(math.Float64frombits(uint64(number)), 0) {
			require.Equal(t, string(canonical), string(NumberText(nil, bytes.TrimSpace(text))))
		}
	})
}
