package normal

import "sluice/store/jsontext"

// What package slices does, for lists of pointers: its functions would be compiled for each kind of list.

//go:noinline
func insert[P comparable](list []P, i int, p P) []P {
	list = append(list, p)
	copy(list[i+1:], list[i:])
	list[i] = p
	return list
}

//go:noinline
func without[P comparable](list []P, p P) []P {
	for i := range list {
		if list[i] == p {
			last := len(list) - 1
			copy(list[i:], list[i+1:])
			clear(list[last:])
			return list[:last]
		}
	}
	return list
}

// add appends a text.
//
//go:noinline
func add(dst []byte, text string) []byte { return append(dst, text...) }

// span is where a member or an item stands in a text.
type span struct{ name, named, start, end int }

// spans appends where the members or items of the object or array at a place stand.
//
//go:noinline
func spans(dst []span, text []byte, at int) []span {
	for s := jsontext.Scan(text, at); s.Next(); {
		if s.End == 0 {
			s.End = jsontext.SkipValue(text, s.Value, len(text))
		}
		dst = append(dst, span{s.Name, s.NameEnd, s.Value, s.End})
	}
	return dst
}
