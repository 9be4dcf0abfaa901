package jsbridge

import (
	"encoding/binary"

	"sluice/core"
)

// valueFunction is the number of what JavaScript does with the data of names, see [Caller]. Its arguments are six
// numbers of four bytes: what is asked for, then of a record or a request its number, of an update call, entry,
// kind, data and answer; then comes a text. It gives the number of a value or, with the highest bit set, what it threw; a
// text as the result of a function, and then 0 if there is none, or it is the same.
const valueFunction = 0xffff_fffd

// What is asked for.
const (
	valueOfRecord = iota
	valueOfAnswer
	valueOfUpdate
	textOfAnswer
	textOfUpdate // followed by the data, JSON
	valueOfText  // likewise
	keyOfObject  // likewise
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

// Text is that of core.Texts.
func (f *functions) Text(id core.RequestID) ([]byte, error) {
	_, err := f.value(textOfAnswer, uint32(id))
	return append([]byte(nil), f.result...), err
}

// Rewrite is that of core.Texts.
func (f *functions) Rewrite(u core.Updating, data []byte) (text []byte, same bool, err error) {
	got, err := f.ask(data, textOfUpdate, uint32(u.Call), uint32(u.Entry), uint32(u.Kind), 0, uint32(u.Answer))
	return f.result, got == 0, err
}

// Parse is that of core.Texts.
func (f *functions) Parse(text []byte) core.Value {
	v, _ := f.ask(text, valueOfText)
	return v
}

// keys gives objects of a client their keys with functions of the user's.
type keys struct {
	functions *functions
	client    uint32
}

// Key is that of normal.Keys.
func (k keys) Key(object []byte) ([]byte, error) {
	got, err := k.functions.ask(object, keyOfObject, k.client)
	if err != nil || got == 0 {
		return nil, err
	}
	return k.functions.result, nil
}

func (f *functions) value(what ...uint32) (core.Value, error) { return f.ask(nil, what...) }

// ask has JavaScript do something with data; text goes along.
func (f *functions) ask(text []byte, what ...uint32) (core.Value, error) {
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
	f.args = append(f.args, text...)
	f.depth++
	got := f.call(valueFunction, f.args)
	f.depth--
	f.bridge.resume()
	if got >= threw {
		return 0, Thrown(got &^ threw)
	}
	return core.Value(got), nil
}
