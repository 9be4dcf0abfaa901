package jsontext

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckAgreesWithEncodingJSON(t *testing.T) {
	for _, text := range texts {
		cleaned := Clean([]byte(text))
		assert.Equal(t, json.Valid(cleaned), Check(cleaned) == nil, "%q", text)
	}
}

func TestCheckSaysWhereAndWhyATextIsRefused(t *testing.T) {
	for _, test := range []struct {
		text    string
		offset  int
		message string
	}{
		{``, 0, "the text ends too early"},
		{` `, 1, "the text ends too early"},
		{`[1,2`, 4, "the text ends too early"},
		{`{`, 1, "the text ends too early"},
		{`{"a`, 3, "the text ends too early"},
		{`{"a"`, 4, "the text ends too early"},
		{`{"a":`, 5, "the text ends too early"},
		{`{"a":1,`, 7, "the text ends too early"},
		{`tru`, 3, "the text ends too early"},
		{`-`, 1, "the text ends too early"},
		{`"\`, 2, "the text ends too early"},
		{`"\u00`, 5, "the text ends too early"},
		{`{"a":tru}`, 8, "expected true, false or null"},
		{`{"a":1}x`, 7, "expected the end of the text"},
		{`{"a" 1}`, 5, "expected a colon"},
		{`{a:1}`, 1, "expected a member name"},
		{`{"a":1,}`, 7, "expected a member name"},
		{`[1,]`, 3, "expected a value"},
		{`[1 2]`, 3, "expected a comma or a closing bracket"},
		{`{"a":1]`, 6, "expected a comma or a closing bracket"},
		{`"\q"`, 2, "unknown escape in a string"},
		{`"\u12x4"`, 5, "expected four hexadecimal digits"},
		{"\"aaaaaaaaaaa\n\"", 12, "control character in a string"},
		{`-x`, 1, "expected a digit"},
		{`[1.]`, 3, "expected a digit"},
		{`[1e+]`, 4, "expected a digit"},
	} {
		t.Run(test.text, func(t *testing.T) {
			var syntax *Error
			require.ErrorAs(t, Check([]byte(test.text)), &syntax)
			assert.Equal(t, Error{Offset: test.offset, Message: test.message}, *syntax)
		})
	}
	assert.EqualError(t, Check([]byte(`[1,]`)), "jsontext: expected a value at byte 3")
}

func TestNestingBeyondTheLimitIsAnErrorOfItsOwn(t *testing.T) {
	for _, pair := range []struct {
		open, shut string
		levels     int
	}{{"[", "]", 1}, {`{"a":`, "}", 1}, {`[{"a":`, "}]", 2}} {
		nest := func(depth int) []byte {
			n := depth / pair.levels
			return []byte(strings.Repeat(pair.open, n) + "0" + strings.Repeat(pair.shut, n))
		}
		require.NoError(t, Check(nest(MaxDepth)), pair.open)
		for _, depth := range []int{2, 62, 64, 66, 126, 128, 130, 256, 1000} {
			text := nest(depth)
			require.Equal(t, len(text), SkipValue(text, 0, depth), "%s of depth %d", pair.open, depth)
			end := SkipValue(text, 0, depth-1)
			require.Negative(t, end)
			assert.True(t, ErrorOf(end).TooDeep)
			assert.Equal(t, "nested too deep", ErrorOf(end).Message)
			assert.Contains(t, "[{", string(text[ErrorOf(end).Offset]))
			require.Negative(t, SkipValue(text[:len(text)-1], 0, depth), "without its last bracket")
			require.False(t, ErrorOf(SkipValue(text[:len(text)-1], 0, depth)).TooDeep)
			wrong := append([]byte(nil), text...)
			wrong[len(wrong)-1] ^= '}' ^ ']'
			require.Negative(t, SkipValue(wrong, 0, depth), "with another last bracket")
		}
	}
	var syntax *Error
	require.ErrorAs(t, Check([]byte(strings.Repeat(`{"a":`, 1_000_000))), &syntax)
	assert.Equal(t, Error{Offset: 5 * MaxDepth, Message: "nested too deep", TooDeep: true}, *syntax)
	require.Negative(t, SkipValue([]byte(`[]`), 0, 0))
	require.Equal(t, 4, SkipValue([]byte(`true`), 0, 0))
}

func TestSkipFunctionsStopAfterWhatTheySkip(t *testing.T) {
	for _, test := range []struct {
		token   string
		escaped bool
	}{
		{`""`, false},
		{`"a"`, false},
		{`"abcdef"`, false},
		{`"abcdefg"`, false},
		{`"abcdefgh"`, false},
		{`"abcdefghi"`, false},
		{`"\""`, true},
		{`"abcdefg\""`, true},
		{`"\\"`, true},
		{`"abcdefghijklmno\\"`, true},
		{`"\u0022"`, true},
		{`"é\n"`, true},
		{`"日本語日本語日本語"`, false},
		{"\"\u007f\u0080\"", false},
	} {
		for _, after := range []string{``, `x`, `"`, `":1,"abcdefgh":"x"}`, strings.Repeat(" ", 20)} {
			text := []byte("[" + test.token + after)
			end, escaped := SkipString(text, 1)
			require.Equal(t, 1+len(test.token), end, "%s", text)
			assert.Equal(t, test.escaped, escaped, "%s", text)
			assert.Equal(t, 1+len(test.token), SkipValue(text, 1, 0), "%s", text)
		}
	}
	for _, token := range []string{`0`, `-0`, `7`, `10`, `1.5`, `-1.5e7`, `1E+7`, `1e-07`, `12345678901234567890`} {
		for _, after := range []string{``, `,1`, `]`, ` `, `}`, `x`, `,"abcdefgh":1`} {
			text := []byte("[" + token + after)
			assert.Equal(t, 1+len(token), SkipNumber(text, 1), "%s", text)
			assert.Equal(t, 1+len(token), SkipValue(text, 1, 0), "%s", text)
		}
	}
	assert.Equal(t, 1, SkipNumber([]byte(`01`), 0), "a zero ends a number")
	assert.Equal(t, 5, SkipSpace([]byte("x \n\r\ty"), 1))
	assert.Equal(t, 1, SkipSpace([]byte("x\vy"), 1))
	assert.Equal(t, 2, SkipSpace([]byte("  "), 0))
	assert.Equal(t, 2, SkipSpace([]byte("  "), 2))
}

func TestAnObjectCanBeScannedStepByStep(t *testing.T) {
	text := []byte(` { "a" : 1 , "\u0062":[ ] } `)
	i, more := SkipOpen(text, 1)
	require.True(t, more)
	require.Equal(t, 3, i)
	nameEnd, value, escaped := SkipName(text, i)
	require.Equal(t, `"a"`, string(text[i:nameEnd]))
	require.False(t, escaped)
	require.Equal(t, byte('1'), text[value])
	i, more = SkipComma(text, SkipValue(text, value, 0), '}')
	require.True(t, more)
	nameEnd, value, escaped = SkipName(text, i)
	require.Equal(t, `"\u0062"`, string(text[i:nameEnd]))
	require.True(t, escaped)
	i, more = SkipOpen(text, value)
	require.False(t, more)
	i, more = SkipComma(text, i, '}')
	require.False(t, more)
	require.Equal(t, len(text)-1, i)
}

func TestStepsSayWhatDoesNotFit(t *testing.T) {
	_, value, _ := SkipName([]byte(`{"a"}`), 1)
	assert.Equal(t, &Error{Offset: 4, Message: "expected a colon"}, ErrorOf(value))
	nameEnd, value, _ := SkipName([]byte(`{"a`), 1)
	assert.Equal(t, &Error{Offset: 3, Message: "the text ends too early"}, ErrorOf(value))
	assert.Negative(t, nameEnd)
	i, more := SkipOpen([]byte(`[ `), 0)
	assert.Equal(t, &Error{Offset: 2, Message: "the text ends too early"}, ErrorOf(i))
	assert.False(t, more)
	i, more = SkipComma([]byte(`[1 }`), 2, ']')
	assert.Equal(t, &Error{Offset: 3, Message: "expected a comma or a closing bracket"}, ErrorOf(i))
	assert.False(t, more)
	i, more = SkipComma([]byte(`[1 `), 2, ']')
	assert.Equal(t, &Error{Offset: 3, Message: "the text ends too early"}, ErrorOf(i))
	assert.False(t, more)
}

func TestScanningAllocatesNothing(t *testing.T) {
	text := posts(20)
	assert.Zero(t, testing.AllocsPerRun(10, func() {
		Clean(text)
		Check(text)
		Hash(text, 1)
		for post := ItemsOf(text, 0); post.Next(); {
			for m := MembersOf(text, post.Value); m.Next(); {
				Member(text[post.Value:post.End], "author")
			}
		}
	}))
}
