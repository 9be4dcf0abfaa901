package store

import (
	"bytes"

	"sluice/store/jsontext"
)

// entries lists what is in a list, or in an object with its names.
func entries(dst []member, own []byte, refs []ref) []member {
	if own[0] == '{' {
		return split(dst, nil, own, refs)
	}
	for item := jsontext.ItemsOf(own, 0); item.Next(); {
		m := member{value: own[item.Value:item.End], at: uint32(item.Value)}
		inside := 0
		for inside < len(refs) && int(refs[inside].at) < item.End {
			inside++
		}
		m.refs, refs = refs[:inside], refs[inside:]
		dst = append(dst, m)
	}
	return dst
}

// joinItems writes a list, or an object.
func joinItems(items []member, values bool) (own []byte, refs []ref) {
	size, links := 2, 0
	for i := range items {
		size += len(items[i].name) + len(items[i].value) + 2
		links += len(items[i].refs)
	}
	own, refs = make([]byte, 0, size), make([]ref, 0, links)
	open, end := byte('['), byte(']')
	if values {
		open, end = '{', '}'
	}
	own = append(own, open)
	for i := range items {
		m := &items[i]
		if i > 0 {
			own = append(own, ',')
		}
		if values {
			own = append(append(own, m.name...), ':')
		}
		at := uint32(len(own))
		for _, r := range m.refs {
			r.at += at - m.at
			refs = append(refs, r)
		}
		own = append(own, m.value...)
	}
	return append(own, end), refs
}

// holds reports whether an item is among others: where both have names, under the same name; else
// the same row, or an equal value that is no row.
func holds(items []member, it *member) bool {
	for i := range items {
		o := &items[i]
		switch {
		case it.name != nil && o.name != nil:
			if bytes.Equal(it.name, o.name) || jsontext.Equal(it.name, o.name) {
				return true
			}
		case len(it.refs) == 1 && len(o.refs) == 1:
			if it.refs[0].to == o.refs[0].to {
				return true
			}
		case len(it.refs) == 0 && len(o.refs) == 0:
			if jsontext.Equal(it.value, o.value) {
				return true
			}
		}
	}
	return false
}

// sameItems reports whether two lists hold the same.
func sameItems(a, b []member) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		o := &b[i]
		if a[i].name != nil {
			if o = find(b, a[i].name, i); o == nil {
				return false
			}
		}
		if !equal(&a[i], o) {
			return false
		}
	}
	return true
}
