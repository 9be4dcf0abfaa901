package jsontext

// Members walks the members of an object. The zero value has none.
//
//	for m := jsontext.MembersOf(b, i); m.Next(); {
//		name, value := b[m.Name:m.NameEnd], b[m.Value:m.End]
//	}
type Members struct {
	// Name and NameEnd are the span of the present member's name, quotes included, Value and
	// End that of its value, without white space. Escaped says whether the name has a
	// backslash; without one its text is b[Name+1:NameEnd-1].
	Name, NameEnd, Value, End int
	Escaped                   bool

	b []byte
	i int // where the next member begins, 0 for none
}

// MembersOf walks the object that begins with the brace b[i]; any other value has no members.
func MembersOf(b []byte, i int) Members {
	return Members{b: b, i: enter(b, i, '{')}
}

// Next goes to the next member, at first to the first, and reports whether there is one.
func (m *Members) Next() bool {
	if m.i <= 0 {
		return false
	}
	m.Name = m.i
	m.NameEnd, m.Value, m.Escaped = SkipName(m.b, m.i)
	if m.Value < 0 {
		return false
	}
	m.End = pass(m.b, m.Value)
	m.i = follow(m.b, m.End, '}')
	return m.End >= 0
}

// Items walks the items of an array. The zero value has none.
//
//	for item := jsontext.ItemsOf(b, i); item.Next(); {
//		value := b[item.Value:item.End]
//	}
type Items struct {
	Value, End int // the span of the present item, without white space

	b []byte
	i int // where the next item begins, 0 for none
}

// ItemsOf walks the array that begins with the bracket b[i]; any other value has no items.
func ItemsOf(b []byte, i int) Items {
	return Items{b: b, i: enter(b, i, '[')}
}

// Next goes to the next item, at first to the first, and reports whether there is one.
func (item *Items) Next() bool {
	if item.i <= 0 {
		return false
	}
	item.Value = item.i
	item.End = pass(item.b, item.i)
	item.i = follow(item.b, item.End, ']')
	return item.End >= 0
}

// enter gives the index of the first member or item of the value at b[i], 0 for none.
func enter(b []byte, i int, bracket byte) int {
	if i >= len(b) || b[i] != bracket {
		return 0
	}
	if next, more := SkipOpen(b, i); more {
		return next
	}
	return 0
}

// follow gives the index of the member or item after the value that ends at b[i], 0 for none.
func follow(b []byte, i int, end byte) int {
	if i < 0 {
		return 0
	}
	if next, more := SkipComma(b, i, end); more {
		return next
	}
	return 0
}

// pass skips a value that is known to be JSON.
func pass(b []byte, i int) int {
	return SkipValue(b, i, len(b))
}

// Member finds the value that the object b has under name, which is UTF-8: it is b[start:end],
// the last one of that name. White space may stand around the object. ok is false when b is no
// object or has no such member.
func Member(b []byte, name string) (start, end int, ok bool) {
	for m := MembersOf(b, SkipSpace(b, 0)); m.Next(); {
		if isNamed(&m, name) {
			start, end, ok = m.Value, m.End, true
		}
	}
	return start, end, ok
}

func isNamed(m *Members, name string) bool {
	if !m.Escaped {
		return string(m.b[m.Name+1:m.NameEnd-1]) == name
	}
	text, wellFormed := Unquote(nil, m.b[m.Name:m.NameEnd])
	return wellFormed && string(text) == name
}
