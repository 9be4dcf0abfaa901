package jsontext

// A Scanner goes through the members of an object or the items of an array that is not known to
// be JSON. It takes one call for each of them: what the value is made of is left to the caller
// when it is an array or object.
//
//	s := jsontext.Scan(b, i)
//	for s.Next() {
//		name := b[s.Name:s.NameEnd]
//		if s.End == 0 {
//			s.End = jsontext.SkipValue(b, s.Value, depth) // or whatever finds its end
//		}
//		value := b[s.Value:s.End] // if s.End is no failure
//	}
//	// s.End is the index after the closing bracket, or a failure.
//
// The zero value, and a Scanner of any other value, has no members.
type Scanner struct {
	// Name and NameEnd are the span of the present member's name, quotes included. Those of an
	// item mean nothing.
	Name, NameEnd int
	// Value is where the present value begins. End is the index after it, without white space;
	// 0 when it is an array or object, which the caller must go through or skip before the next
	// call of Next, and set End. If End is a failure then, the next call of Next returns false
	// and leaves it there.
	Value, End int
	// Escaped says whether the name has a backslash; without one its text is b[Name+1:NameEnd-1].
	Escaped bool

	lead byte // what stands before the next member: the opening bracket or a comma; 0 at the end
	end  byte // the closing bracket
	b    []byte
}

// Scan gives a Scanner for the array or object that begins with the bracket b[i].
func Scan(b []byte, i int) Scanner {
	s := Scanner{b: b, End: i}
	if uint(i) < uint(len(b)) && (b[i] == '{' || b[i] == '[') {
		s.enter(i)
	}
	return s
}

// enter makes s go on with the members of the array or object that begins at i, leave with
// what comes after it, in one that ends with the bracket end.
func (s *Scanner) enter(i int) {
	s.End = i
	s.lead = s.b[i]
	s.end = s.b[i] + 2 // '{'+2 is '}', '['+2 is ']'
}

func (s *Scanner) leave(end byte) {
	s.lead, s.end = ',', end
}

// Next goes to the next member or item, at first to the first, and reports whether there is
// one.
func (s *Scanner) Next() bool {
	// What most members are like: no white space, no escapes, small integers. Everything else is
	// found out here and left to next, which begins with this member again. There is no call in
	// the way, and no check of an index that the conditions have not made sure of: in WebAssembly
	// each costs as much as a short name.
	var w, m uint64
	var n int
	b, i := s.b, s.End
	if i < 0 || i > len(b)-9 || b[i] != s.lead {
		goto slow
	}
	i++
	if s.end == '}' {
		if b[i] != '"' {
			goto slow
		}
		s.Name = i
		for i++; ; i += 8 {
			if i > len(b)-8 {
				goto slow
			}
			w = word(b, i)
			if m = marks(w); m != 0 {
				break
			}
		}
		n = first(m)
		i += n >> 3
		if byte(w>>n) != '"' || i < 0 || i > len(b)-2 || b[i+1] != ':' {
			goto slow
		}
		s.NameEnd = i + 1
		i += 2
	}
	if i < 0 || i > len(b)-8 {
		goto slow
	}
	s.Value = i
	w = word(b, i)
	if byte(w) == '"' {
		for i++; ; i += 8 {
			if i > len(b)-8 {
				goto slow
			}
			w = word(b, i)
			if m = marks(w); m != 0 {
				break
			}
		}
		n = first(m)
		if byte(w>>n) != '"' {
			goto slow
		}
		i += n>>3 + 1
	} else if n = integer(w); n > 0 {
		i += n
	} else if byte(w) <= '9' {
		if i = SkipNumber(b, i); i < 0 {
			goto slow
		}
	} else if byte(w)|0x20 == '{' {
		i = 0
	} else if n = literal(w); n > 0 {
		i += n
	} else {
		goto slow
	}
	s.Escaped, s.End, s.lead = false, i, ','
	return true
slow:
	return s.next()
}

// next does what Next does, for any member.
func (s *Scanner) next() bool {
	if s.End < 0 || s.lead == 0 {
		return false
	}
	b, i, more := s.b, 0, false
	if s.lead == ',' {
		i, more = SkipComma(b, s.End, s.end)
	} else {
		i, more = SkipOpen(b, s.End)
	}
	if !more {
		s.End, s.lead = i, 0
		return false
	}
	s.lead = ','
	if s.end == '}' {
		s.Name = i
		if s.NameEnd, i, s.Escaped = SkipName(b, i); i < 0 {
			s.End = i
			return false
		}
	}
	s.Value, s.End = i, 0
	if i >= len(b) || b[i]|0x20 != '{' {
		s.End = SkipValue(b, i, 0)
	}
	return s.End >= 0
}
