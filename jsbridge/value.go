package jsbridge

import (
	"encoding/binary"

	"sluice/core"
)

// valueFunction is the number of what JavaScript does with the data of names, see [Caller]. Its arguments are six
// numbers of four bytes: what is asked for, then of a record or a request its number, of an update call, entry,
// kind, data and answer. It gives the number of a value or, with the highest bit set, what it threw.
const valueFunction = 0xffff_fffd

// What is asked for.
const (
	valueOfRecord = iota
	valueOfAnswer
	valueOfUpdate
)

const threw = 1 << 31

// Data is that of core.Values.
func (f *functions) Data(id core.RecordID) core.Value {
	v, _ := f.value(valueOfRecord, uint32(id))
	return v
}

// Answer is that of core.Values.
func (f *functions) Answer(id core.RequestID) core.Value {
	v, _ := f.value(valueOfAnswer, uint32(id))
	return v
}

// Update is that of core.Values.
func (f *functions) Update(u core.Updating) (core.Value, error) {
	return f.value(valueOfUpdate, uint32(u.Call), uint32(u.Entry), uint32(u.Kind), uint32(u.Data), uint32(u.Answer))
}

func (f *functions) value(what ...uint32) (core.Value, error) {
	if f.call == nil {
		return 0, errNoFunctions
	}
	f.args = f.args[:0]
	for _, n := range what {
		f.args = binary.LittleEndian.AppendUint32(f.args, n)
	}
	for len(f.args) < 24 {
		f.args = append(f.args, 0)
	}
	f.depth++
	got := f.call(valueFunction, f.args)
	f.depth--
	f.bridge.resume()
	if got >= threw {
		return 0, Thrown(got &^ threw)
	}
	return core.Value(got), nil
}
