//go:build !js

package jsontext

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// An oracleAnswer is what JavaScript says of a text that comes as bytes.
type oracleAnswer struct {
	Clean     []byte // the text as TextDecoder gives it
	OK        bool   // JSON.parse takes it
	Canonical string // the value with names sorted, as JSON.stringify writes what is in it
	String    *struct {
		WellFormed bool
		Text       string // with U+FFFD for lone surrogates
		Quoted     string // JSON.stringify of Text
	}
	Number  *string // String(value)
	SameAs  bool    // equal to the value before it, both being values
	Ordered int     // of two strings: how the one before and this one compare by code units
}

// ask runs testdata/oracle.mjs in Node on the texts.
func ask(t *testing.T, texts [][]byte) []oracleAnswer {
	t.Helper()
	node, err := exec.LookPath("node")
	require.NoError(t, err, "Node is needed: it says what JSON.parse does")
	var input, output, complaints bytes.Buffer
	for _, text := range texts {
		input.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(text))))
		input.Write(text)
	}
	command := exec.Command(node, "testdata/oracle.mjs")
	command.Stdin, command.Stdout, command.Stderr = &input, &output, &complaints
	require.NoError(t, command.Run(), "%s", complaints.String())
	var answers []oracleAnswer
	require.NoError(t, json.Unmarshal(output.Bytes(), &answers))
	require.Len(t, answers, len(texts))
	return answers
}

func TestJavaScriptAgrees(t *testing.T) {
	var batch [][]byte
	for _, text := range texts {
		batch = append(batch, []byte(text))
	}
	g := newGenerator(1)
	for range 20_000 {
		text := g.text()
		batch = append(batch, text)
		if Check(text) == nil && g.IntN(3) == 0 {
			batch = append(batch, []byte(g.variant(text, SkipSpace(text, 0))))
		}
	}
	accepted, same := 0, 0
	var before []byte
	for i, answer := range ask(t, batch) {
		text := Clean(append([]byte(nil), batch[i]...))
		require.Equal(t, string(answer.Clean), string(text), "Clean of %q", batch[i])
		require.Equal(t, answer.OK, Check(text) == nil, "%q: %v", text, Check(text))
		if !answer.OK {
			continue
		}
		accepted++
		require.Equal(t, answer.Canonical, string(Canonical(nil, text)), "Canonical of %q", text)
		if before != nil {
			require.Equal(t, answer.SameAs, Equal(before, text), "Equal of %q and %q", before, text)
			require.Equal(t, answer.SameAs, Equal(text, before), "Equal of %q and %q", text, before)
		}
		if answer.SameAs {
			same++
		}
		token := bytes.TrimSpace(text)
		if answer.String != nil {
			out, wellFormed := Unquote([]byte("x"), token)
			require.Equal(t, answer.String.WellFormed, wellFormed, "Unquote of %q", token)
			require.Equal(t, "x"+answer.String.Text, string(out), "Unquote of %q", token)
			require.Equal(t, "x"+answer.String.Quoted, string(Quote([]byte("x"), out[1:])), "Quote of %q", out[1:])
			if before != nil && bytes.TrimSpace(before)[0] == '"' {
				order := compareStrings(bytes.TrimSpace(before), token)
				require.Equal(t, answer.Ordered, sign(order), "order of %q and %q", before, token)
			}
		}
		if answer.Number != nil {
			require.Equal(t, "x"+*answer.Number, string(NumberText([]byte("x"), token)), "NumberText of %q", token)
		}
		before = text
	}
	require.Greater(t, accepted, 10_000, "too few of the texts are JSON")
	require.Less(t, accepted, 22_000, "too few of the texts are no JSON")
	require.Greater(t, same, 2000, "too few neighbours are equal")
}

func sign(n int) int { return min(max(n, -1), 1) }
