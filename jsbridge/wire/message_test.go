package wire

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// message is one generated type: a command or an operation.
type message interface {
	Decode(*Reader)
	Append([]byte) []byte
}

func byName(list ...message) map[string]reflect.Type {
	out := make(map[string]reflect.Type)
	for _, m := range list {
		t := reflect.TypeOf(m).Elem()
		out[t.Name()] = t
	}
	return out
}

// kinds are both directions: their definition, their types, and how the names of the types end.
var kinds = []struct {
	name     string
	messages []Message
	types    map[string]reflect.Type
}{
	{"Command", Commands, commands},
	{"Operation", Operations, operations},
}

func newMessage(t reflect.Type) message { return reflect.New(t).Interface().(message) }

// decode reads code and fields of one message.
func decode(t testing.TB, r *Reader, kind int) message {
	t.Helper()
	code := r.U8()
	for _, m := range kinds[kind].messages {
		if m.Code == code {
			out := newMessage(kinds[kind].types[m.Name+kinds[kind].name])
			out.Decode(r)
			return out
		}
	}
	r.Err = ErrMalformed
	return nil
}

func TestEveryMessageOfTheDefinitionHasATypeWithItsFields(t *testing.T) {
	types := []reflect.Kind{U8: reflect.Uint8, U32: reflect.Uint32, F64: reflect.Float64, Text: reflect.String}
	for _, kind := range kinds {
		require.Len(t, kind.types, len(kind.messages))
		for _, m := range kind.messages {
			typ := kind.types[m.Name+kind.name]
			require.NotNil(t, typ, m.Name)
			require.Equal(t, len(m.Fields), typ.NumField(), m.Name)
			for i, f := range m.Fields {
				assert.Equal(t, types[f.Type], typ.Field(i).Type.Kind(), "%s.%s", m.Name, f.Name)
				assert.True(t, strings.EqualFold(f.Name, typ.Field(i).Name), "%s.%s", m.Name, f.Name)
			}
		}
	}
}

func TestCodesAreUniqueAndNotZero(t *testing.T) {
	for _, kind := range kinds {
		seen := map[uint8]string{}
		for _, m := range kind.messages {
			assert.NotZero(t, m.Code, m.Name)
			assert.Empty(t, seen[m.Code], "%s has the code of %s", m.Name, seen[m.Code])
			seen[m.Code] = m.Name
			assert.NotEmpty(t, m.Doc, m.Name)
		}
	}
}
