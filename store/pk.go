package store

import "sluice/store/jsontext"

// pkText gives the text of the pk that a value is, empty when it can be none: only strings and
// numbers can, and not "", "undefined" or what is no number. It is valid until the next call.
func (in *ingest) pkText(value []byte) []byte {
	if len(value) == 0 {
		return nil
	}
	var pk []byte
	switch c := value[0]; {
	case c == '"':
		pk = value[1 : len(value)-1]
		if hasEscape(pk) {
			var whole bool
			if in.pk, whole = jsontext.Unquote(in.pk[:0], value); !whole {
				return nil
			}
			pk = in.pk
		}
	case c == '-' || c-'0' <= 9:
		if isDigits(value) {
			return value
		}
		in.pk = jsontext.NumberText(in.pk[:0], value)
		pk = in.pk
	}
	if string(pk) == "undefined" || string(pk) == "NaN" {
		return nil
	}
	return pk
}

// compositePK joins the members of a pk by commas; a comma or backslash inside of one gets a
// backslash before it.
func (in *ingest) compositePK(n *Node, object []byte) []byte {
	var out []byte
	for i, name := range n.PK {
		value, ok := memberOf(object, name)
		part := in.pkText(value)
		if !ok || len(part) == 0 {
			return nil
		}
		if i > 0 {
			out = append(out, ',')
		}
		for _, c := range part {
			if c == ',' || c == '\\' {
				out = append(out, '\\')
			}
			out = append(out, c)
		}
	}
	return out
}

// isDigits reports whether a number is written as JavaScript writes it: a whole one below 2^53.
func isDigits(number []byte) bool {
	if len(number) > 15 || len(number) > 1 && number[0] == '0' {
		return false
	}
	for _, c := range number {
		if c-'0' > 9 {
			return false
		}
	}
	return true
}

func hasEscape(s []byte) bool {
	for _, c := range s {
		if c == '\\' {
			return true
		}
	}
	return false
}

// memberOf gives the value that an object has under a name.
func memberOf(object []byte, name string) ([]byte, bool) {
	start, end, ok := jsontext.Member(object, name)
	return object[start:end], ok
}
