package jsontext

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// spellings write one text with white space in more and more places, so that members are read
// in each of the ways there are, near the end of the text and far from it.
func spellings(text string) []string {
	spaced := strings.NewReplacer(",", " , ", ":", " :\n", "{", "{ ", "[", "[\t", "}", " }", "]", " ]").Replace(text)
	return []string{text, text + strings.Repeat(" ", 20), strings.ReplaceAll(text, ",", ", "), strings.ReplaceAll(text, ":", ": "), spaced, spaced + "\r\n"}
}

func TestScannerGivesTheSpansOfNamesAndValues(t *testing.T) {
	for _, text := range spellings(`{"a":1,"\u0061":{"b":[1,2]},"longer than a word":"longer than a word, too","c":"x\"y","d":[],"e":-1.5e3,` +
		`"f":true,"g":false,"h":null,"":"","i":123456789012345678,"j":0,"k":0.25,"l":-7,"id":12}`) {
		t.Run(text, func(t *testing.T) {
			b := []byte(text)
			var names, values []string
			var escaped, nested []bool
			s := Scan(b, 0)
			for s.Next() {
				names = append(names, text[s.Name:s.NameEnd])
				escaped = append(escaped, s.Escaped)
				nested = append(nested, s.End == 0)
				if s.End == 0 {
					s.End = SkipValue(b, s.Value, 2)
				}
				require.Positive(t, s.End)
				values = append(values, strings.NewReplacer(" ", "", "\n", "", "\t", "").Replace(text[s.Value:s.End]))
			}
			require.Equal(t, strings.TrimRight(text, " \r\n"), text[:s.End])
			assert.Equal(t, []string{
				`"a"`, `"\u0061"`, `"longer than a word"`, `"c"`, `"d"`, `"e"`, `"f"`, `"g"`, `"h"`, `""`, `"i"`, `"j"`, `"k"`, `"l"`, `"id"`,
			}, names)
			assert.Equal(t, []string{
				`1`, `{"b":[1,2]}`, `"longerthanaword,too"`, `"x\"y"`, `[]`, `-1.5e3`, `true`, `false`, `null`, `""`, `123456789012345678`, `0`, `0.25`, `-7`, `12`,
			}, values)
			for i, name := range names {
				assert.Equal(t, name == `"\u0061"`, escaped[i], name)
				assert.Equal(t, values[i][0] == '{' || values[i][0] == '[', nested[i], name)
			}
			end := s.End
			assert.False(t, s.Next(), "the end is the end")
			assert.Equal(t, end, s.End)
		})
	}
}

func TestScannerGoesThroughArrays(t *testing.T) {
	want := []string{`1`, `""`, `[2]`, `{}`, `true`, `"long enough for two words"`, `-12.75`}
	for _, text := range spellings("[" + strings.Join(want, ",") + "]") {
		t.Run(text, func(t *testing.T) {
			b := []byte(text)
			var values []string
			s := Scan(b, 0)
			for s.Next() {
				if s.End == 0 {
					s.End = SkipValue(b, s.Value, 1)
				}
				values = append(values, string(Canonical(nil, b[s.Value:s.End])))
			}
			require.Equal(t, strings.TrimRight(text, " \r\n"), text[:s.End])
			assert.Equal(t, want, values)
		})
	}
}

func TestScannerEndsWithTheFailureOfWhatItComesTo(t *testing.T) {
	for _, test := range []struct {
		text    string
		members int
		offset  int
		message string
	}{
		{`{"a":1,"b"}`, 1, 10, "expected a colon"},
		{`{"a":1,}`, 1, 7, "expected a member name"},
		{`{"a":1 "b":2}`, 1, 7, "expected a comma or a closing bracket"},
		{`{"a":1]`, 1, 6, "expected a comma or a closing bracket"},
		{`{"a":tru}`, 0, 8, "expected true, false or null"},
		{`{"a":01}`, 1, 6, "expected a comma or a closing bracket"},
		{`{"a":"` + "\n" + `"}`, 0, 6, "control character in a string"},
		{`[1,]`, 1, 3, "expected a value"},
		{`[`, 0, 1, "the text ends too early"},
		{`{"a":1`, 1, 6, "the text ends too early"},
		{`{"a":"x`, 0, 7, "the text ends too early"},
		{`{"a":{},"b":2`, 2, 13, "the text ends too early"},
		{`{"a":[1,],"b":2}`, 1, 8, "expected a value"},
	} {
		for _, after := range []string{"", strings.Repeat(" ", 30)} {
			if after != "" && strings.HasSuffix(test.message, "early") {
				continue
			}
			b := []byte(test.text + after)
			s := Scan(b, 0)
			members := 0
			for s.Next() {
				if members++; s.End == 0 {
					s.End = SkipValue(b, s.Value, 5)
				}
			}
			require.Equal(t, test.members, members, test.text)
			require.Negative(t, s.End, test.text)
			assert.Equal(t, &Error{Offset: test.offset, Message: test.message}, ErrorOf(s.End), test.text)
			assert.False(t, s.Next(), "a failure is the end")
			assert.Equal(t, test.offset, ErrorOf(s.End).Offset)
		}
	}
}

func TestAScannerOfAnotherValueHasNoMembers(t *testing.T) {
	for _, text := range []string{`{}`, `{ }`, `[]`, `[ ] `, `{}    `, `[           ]`} {
		s := Scan([]byte(text), 0)
		assert.False(t, s.Next(), text)
		assert.Equal(t, len(strings.TrimSpace(text)), s.End, text)
	}
	for _, text := range []string{`1`, `"{"`, `null`, ``, ` {"a":1}`} {
		s := Scan([]byte(text), 0)
		assert.False(t, s.Next(), text)
	}
	var none Scanner
	assert.False(t, none.Next())
}

func TestAFailureGivenToASkipFunctionComesOutAgain(t *testing.T) {
	b := []byte(`[tru] 1234567890`)
	failed := SkipValue(b, 1, 0)
	require.Negative(t, failed)
	assert.Equal(t, failed, SkipValue(b, failed, 9))
	assert.Equal(t, failed, SkipNumber(b, failed))
	assert.Equal(t, failed, SkipSpace(b, failed))
	end, _ := SkipString(b, failed)
	assert.Equal(t, failed, end)
	_, value, _ := SkipName(b, failed)
	assert.Equal(t, failed, value)
	next, more := SkipComma(b, failed, ']')
	assert.Equal(t, failed, next)
	assert.False(t, more)
	s := Scan(b, failed)
	assert.False(t, s.Next())
	assert.Equal(t, failed, s.End)
}
