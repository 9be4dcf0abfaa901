package store

import "sluice/store/jsontext"

// collection reads the whole of a list that is a row of its own.
func (in *ingest) collection(n *Node, i int, from place) int {
	c, items := in.body[i], n.Items
	if in.normal && c == '"' {
		end := jsontext.SkipValue(in.body, i, 0)
		pk, _ := jsontext.Unquote(nil, in.body[i:end])
		in.link(in.row(n, pk), n.as, from.rise)
		return end
	}
	switch {
	case items.Kind == Array && c != '[':
		return in.misfit(n, i, "an array")
	case items.Kind == Values && c != '{':
		return in.misfit(n, i, "an object")
	}
	pk := in.listPK(n, from)
	if in.err != nil {
		return refused
	}
	r := in.row(n, pk)
	text, refs, base := len(in.text), len(in.refs), in.base
	in.base = text
	var end int
	if items.Kind == Array {
		end = in.array(items, i, from)
	} else {
		end = in.values(items, i)
	}
	in.base = base
	if end < 0 {
		return end
	}
	if !in.enlist(r, n, in.text[text:], in.refs[refs:]) {
		return refused
	}
	in.text, in.refs = in.text[:text], in.refs[:refs]
	in.link(r, n.as, from.rise)
	return end
}

// listPK gives the pk of the list that a place is to hold: the text of its key object.
func (in *ingest) listPK(n *Node, from place) []byte {
	var key []byte
	switch {
	case in.nested && n.NestKey != 0 && from.at >= 0:
		holder, name := in.parent(from)
		if in.err != nil {
			return nil
		}
		key = in.call(n.NestKey, holder, name)
	case n.ArgsKey != 0:
		key = in.call(n.ArgsKey, in.arguments()...)
	default:
		key = in.firstObject()
	}
	if in.err != nil {
		return nil
	}
	return keyText(asObject(key))
}

// arguments gives the texts of the arguments. Where there is none, it is one that is {}.
func (in *ingest) arguments() [][]byte {
	if in.argTexts == nil {
		if in.argTexts = argsOf(in.args); len(in.argTexts) == 0 {
			in.argTexts = [][]byte{[]byte("{}")}
		}
	}
	return in.argTexts
}

// argumentList gives all arguments as one text, which is the same slice each time.
func (in *ingest) argumentList() []byte {
	if in.argList == nil {
		in.argList = argList(in.arguments()[0], in.arguments()[1:])
	}
	return in.argList
}

func argList(first []byte, others [][]byte) []byte {
	out := append([]byte{'['}, first...)
	for _, arg := range others {
		out = append(append(out, ','), arg...)
	}
	return append(out, ']')
}

// firstObject gives the first argument as an object.
func (in *ingest) firstObject() []byte { return asObject(in.arguments()[0]) }

// asObject gives what counts for a value where an object must be: {} for one that is missing, and
// {"0":v} for any other that is none.
func asObject(value []byte) []byte {
	switch {
	case len(value) == 0:
		return []byte("{}")
	case value[0] == '{':
		return value
	default:
		return append(append([]byte(`{"0":`), value...), '}')
	}
}

// keyText writes a key object so that equal ones have the same text: members sorted, numbers
// and booleans as strings.
func keyText(object []byte) []byte {
	object = jsontext.Canonical(nil, object)
	out := []byte{'{'}
	for m := jsontext.MembersOf(object, 0); m.Next(); {
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(out, object[m.Name:m.NameEnd]...), ':')
		value := object[m.Value:m.End]
		if c := value[0]; c == '"' || c == 'n' || c == '{' || c == '[' {
			out = append(out, value...)
		} else {
			out = append(append(append(out, '"'), value...), '"')
		}
	}
	return append(out, '}')
}
