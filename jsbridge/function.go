package jsbridge

import (
	"encoding/binary"
	"errors"

	"sluice/store"
)

// ErrThrown stands for what a user's function threw, which JavaScript keeps.
var ErrThrown = errors.New("sluice: a function threw")

// Caller runs a function of the user. args are the arguments, each a four-byte length and that many
// bytes of JSON; a length of zero is undefined. It gives a status: 0 the function threw, 1 it
// returned undefined, 2 its result is what Result holds.
type Caller func(fn uint32, args []byte) (status uint32)

// functions carries calls of user functions over to JavaScript.
type functions struct {
	call   Caller
	args   []byte
	result []byte
}

// Functions says how functions of the user are run.
func (b *Bridge) Functions(call Caller) { b.functions.call = call }

// Result returns a buffer of n bytes for the result of the function that is running.
func (b *Bridge) Result(n int) []byte {
	if n > cap(b.functions.result) {
		b.functions.result = make([]byte, n)
	}
	b.functions.result = b.functions.result[:n]
	return b.functions.result
}

// Call is that of store.Functions.
func (f *functions) Call(fn store.Func, args ...[]byte) ([]byte, error) {
	f.args = f.args[:0]
	for _, arg := range args {
		f.args = binary.LittleEndian.AppendUint32(f.args, uint32(len(arg)))
		f.args = append(f.args, arg...)
	}
	if f.call == nil {
		return nil, ErrThrown
	}
	switch f.call(uint32(fn), f.args) {
	case 0:
		return nil, ErrThrown
	case 1:
		return nil, nil
	}
	return append([]byte(nil), f.result...), nil
}
