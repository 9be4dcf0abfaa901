package wire

import (
	"encoding/binary"
	"math"
	"reflect"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// draw gives a message whose fields are made of the bytes of a fuzz input.
func draw(typ reflect.Type, data []byte) message {
	take := func(n int) []byte {
		out := make([]byte, n)
		data = data[copy(out, data):]
		return out
	}
	m := newMessage(typ)
	v := reflect.ValueOf(m).Elem()
	for n := 0; n < v.NumField(); n++ {
		switch field := v.Field(n); field.Kind() {
		case reflect.Uint8:
			field.SetUint(uint64(take(1)[0]))
		case reflect.Uint32:
			field.SetUint(uint64(binary.LittleEndian.Uint32(take(4))))
		case reflect.Float64:
			field.SetFloat(math.Float64frombits(binary.LittleEndian.Uint64(take(8))))
		case reflect.String:
			field.SetString(string(take(min(int(take(1)[0]), len(data)))))
		}
	}
	return m
}

// Every message is read as it was written, in a stream with others before and after it, and
// every cut through it is noticed.
func FuzzMessagesComeThrough(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x01\x02\x03\x04\x05\x06\x07\x08 getUser \xff\xfe\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for k, kind := range kinds {
			var stream []byte
			var sent [][]byte
			for _, definition := range kind.messages {
				one := draw(kind.types[definition.Name+kind.name], data).Append(nil)
				stream = append(stream, one...)
				sent = append(sent, one)
			}
			r := NewReader(stream)
			for _, one := range sent {
				require.True(t, r.More())
				require.Equal(t, one, decode(t, &r, k).Append(nil))
				require.NoError(t, r.Err)
			}
			assert.False(t, r.More())

			one := sent[len(data)%len(sent)]
			cut := NewReader(one[:len(one)-1])
			decode(t, &cut, k)
			assert.ErrorIs(t, cut.Err, ErrMalformed)
			assert.False(t, cut.More())
		}
	})
}

// Whatever the bytes: reading ends, does not panic, and what was read without an error is
// written back as the bytes it was read from.
func FuzzReaderTakesAnyStream(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{3, 1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff})
	f.Add((&CallCommand{Client: 1, Call: 2, Name: 3, Key: "k", Timeout: -1}).Append(nil))
	f.Add((&RejectApiOperation{Status: 400, Code: "c", Message: "m", Params: "{}"}).Append(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		for k := range kinds {
			r := NewReader(data)
			var back []byte
			for r.More() {
				m := decode(t, &r, k)
				if r.Err != nil {
					break
				}
				back = m.Append(back)
			}
			require.LessOrEqual(t, len(back), len(data))
			assert.Equal(t, string(data[:len(back)]), string(back))
			if r.Err == nil {
				assert.Len(t, back, len(data))
			}
		}
	})
}

func TestAReaderThatHasFailedGivesZeroValuesOnly(t *testing.T) {
	r := NewReader([]byte{1, 2, 3})
	assert.EqualValues(t, 0, r.U32())
	require.ErrorIs(t, r.Err, ErrMalformed)
	assert.Zero(t, r.U8())
	assert.Zero(t, r.F64())
	assert.Empty(t, r.Text())
	assert.False(t, r.More())
}

func TestATextThatClaimsMoreThanThereIsIsRefused(t *testing.T) {
	for _, length := range []uint32{1, 1 << 31, 1<<32 - 1} {
		r := NewReader(AppendU32(nil, length))
		assert.Empty(t, r.Text(), "%d", length)
		assert.ErrorIs(t, r.Err, ErrMalformed, "%d", length)
	}
}
