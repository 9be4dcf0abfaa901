package jsontext

// Members goes through the members of an object that is known to be JSON, those of Scanner in
// each of them: End is always the end of the value. The zero value has none.
//
//	for m := jsontext.MembersOf(b, i); m.Next(); {
//		name, value := b[m.Name:m.NameEnd], b[m.Value:m.End]
//	}
type Members struct{ Scanner }

// MembersOf is for the object that begins with the brace b[i]; any other value has no members.
func MembersOf(b []byte, i int) Members {
	if i >= len(b) || b[i] != '{' {
		return Members{}
	}
	return Members{Scan(b, i)}
}

// Next goes to the next member, at first to the first, and reports whether there is one.
func (m *Members) Next() bool {
	return nextWhole(&m.Scanner)
}

// Items goes through the items of an array that is known to be JSON, as Members does through
// members. The zero value has none.
//
//	for item := jsontext.ItemsOf(b, i); item.Next(); {
//		value := b[item.Value:item.End]
//	}
type Items struct{ Scanner }

// ItemsOf is for the array that begins with the bracket b[i]; any other value has no items.
func ItemsOf(b []byte, i int) Items {
	if i >= len(b) || b[i] != '[' {
		return Items{}
	}
	return Items{Scan(b, i)}
}

// Next goes to the next item, at first to the first, and reports whether there is one.
func (item *Items) Next() bool {
	return nextWhole(&item.Scanner)
}

func nextWhole(s *Scanner) bool {
	if !s.Next() {
		return false
	}
	if s.End == 0 {
		s.End = pass(s.b, s.Value)
	}
	return s.End >= 0
}

// pass skips a value that is known to be JSON, however deep.
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
