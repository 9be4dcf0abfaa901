//go:build !js

package wire

import (
	"encoding/hex"
	"encoding/json"
	"flag"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the vectors anew")

// vector is one message as both sides must write and read it.
type vector struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Fields []any  `json:"fields"` // texts as they are, numbers as JavaScript's String(n) has them
	Texts  []int  `json:"texts"`  // which fields are texts
	Hex    string `json:"hex"`
}

var vectorFile = filepath.Join("testdata", "vectors.json")

// edges are values at the edges of their types.
var (
	edgesU8   = []uint8{0, 1, 127, 128, 255}
	edgesU32  = []uint32{0, 1, 255, 256, 65_536, 1<<31 - 1, 1 << 31, 1<<32 - 1}
	edgesF64  = []float64{0, math.Copysign(0, -1), 1.5, -1, 1 << 53, 1_800_000_000_000.25, 5e-324, math.MaxFloat64, math.Inf(1), math.Inf(-1), math.Float64frombits(0x7ff8 << 48)}
	edgesText = []string{
		"", "a", "getUser", "\x00", "a\x00b", "é", "😀", "\uffff\ufeff", "\u2028\u2029", `"\`,
		strings.Repeat("x", 47), strings.Repeat("x", 48), strings.Repeat("x", 49),
		strings.Repeat("x", 47) + "é", strings.Repeat("é", 48), strings.Repeat("😀", 100),
	}
)

// number gives a number as JavaScript's String does.
func number(v float64) string {
	switch {
	case math.IsInf(v, 1):
		return "Infinity"
	case math.IsInf(v, -1):
		return "-Infinity"
	case math.IsNaN(v):
		return "NaN"
	case v == 0 && math.Signbit(v):
		return "-0"
	}
	text, _ := json.Marshal(v)
	return string(text)
}

// fill sets the fields of m to the i-th round of edges, shifted from field to field.
func fill(m message, i int) (fields []any, texts []int) {
	v := reflect.ValueOf(m).Elem()
	for n := 0; n < v.NumField(); n++ {
		field, at := v.Field(n), i+3*n
		switch field.Kind() {
		case reflect.Uint8:
			field.SetUint(uint64(edgesU8[at%len(edgesU8)]))
			fields = append(fields, number(float64(field.Uint())))
		case reflect.Uint32:
			field.SetUint(uint64(edgesU32[at%len(edgesU32)]))
			fields = append(fields, number(float64(field.Uint())))
		case reflect.Float64:
			field.SetFloat(edgesF64[at%len(edgesF64)])
			fields = append(fields, number(field.Float()))
		case reflect.String:
			field.SetString(edgesText[at%len(edgesText)])
			fields, texts = append(fields, field.String()), append(texts, n)
		}
	}
	return fields, texts
}

func vectors() (out []vector) {
	for _, kind := range kinds {
		for _, definition := range kind.messages {
			typ := kind.types[definition.Name+kind.name]
			for i := range 16 {
				m := newMessage(typ)
				fields, texts := fill(m, i)
				out = append(out, vector{kind.name, definition.Name, fields, texts, hex.EncodeToString(m.Append(nil))})
			}
		}
	}
	return out
}

// The script's tests read the same file: see www/packages/sluice/test/wire.test.ts.
func TestVectorsAreWhatIsWrittenToday(t *testing.T) {
	lines := make([]string, 0, 1024)
	for _, v := range vectors() {
		line, err := json.Marshal(v)
		require.NoError(t, err)
		lines = append(lines, string(line))
	}
	text := "[\n" + strings.Join(lines, ",\n") + "\n]\n"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(vectorFile, []byte(text), 0o644))
	}
	stored, err := os.ReadFile(vectorFile)
	require.NoError(t, err)
	assert.Equal(t, string(stored), text, "the format has changed: run go test ./jsbridge/wire -update")
}

func TestVectorsAreReadAsTheyWereWritten(t *testing.T) {
	text, err := os.ReadFile(vectorFile)
	require.NoError(t, err)
	var stored []vector
	require.NoError(t, json.Unmarshal(text, &stored))
	require.NotEmpty(t, stored)
	for i, want := range vectors() {
		data, err := hex.DecodeString(stored[i].Hex)
		require.NoError(t, err)
		kind := 0
		if want.Kind == "Operation" {
			kind = 1
		}
		r := NewReader(data)
		m := decode(t, &r, kind)
		require.NoError(t, r.Err)
		assert.False(t, r.More())
		assert.Equal(t, data, m.Append(nil), "%s %d", want.Name, i)
		assert.Equal(t, want.Name+want.Kind, reflect.TypeOf(m).Elem().Name())
	}
}
