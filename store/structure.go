package store

import "sluice/store/jsontext"

// array reads the items of an array. They stand where the array does.
func (in *ingest) array(n *Node, i int, from place) int {
	if in.depth++; in.tooDeep() {
		return jsontext.SkipValue(in.body, i, 0)
	}
	b, copied := in.body, i
	from.rise = stays
	remembered := in.recall.made != nil && !in.nested && n.Items.Kind == Entity
	j, more := jsontext.SkipOpen(b, i)
	due := len(b) // where it is time to foresee
	if remembered {
		due /= 8
	}
	for count := 0; more; count++ {
		if j > due {
			in.foresee(j)
			due = len(b)
		}
		in.text = append(in.text, b[copied:j]...)
		start := j
		if remembered {
			in.lend(start)
		}
		switch {
		case start >= len(b):
			j = jsontext.SkipValue(b, start, 0)
		case remembered && b[start] == '{':
			if j = in.known(start); j < 0 {
				if j = in.value(n.Items, start, from); j >= 0 {
					in.note(start, j)
				}
			}
		case b[start] == 'n':
			j = in.plain(start)
		default:
			j = in.value(n.Items, start, from)
		}
		if j < 0 {
			in.item(count, j)
			return j
		}
		copied = j
		j, more = jsontext.SkipComma(b, j, ']')
	}
	if j < 0 {
		return j
	}
	in.depth--
	in.text = append(in.text, b[copied:j]...)
	return j
}

// foresee makes room for what the rest of the body will probably say, now that it was read up to i.
func (in *ingest) foresee(i int) {
	c, m := in.change, in.recall.made
	all := func(n int) int { return int(float64(n) * 1.02 * float64(len(in.body)) / float64(i)) }
	c.rows, c.made, c.occ = reserve(c.rows, all(len(c.rows))), reserve(c.made, all(len(c.made))), reserve(c.occ, all(len(c.occ)))
	m.items = reserve(m.items, all(len(m.items)))
	in.refs = reserve(in.refs, all(len(in.refs)))
}

// object reads an object of which some members have a schema.
func (in *ingest) object(n *Node, i int, up rise) int {
	_, end := in.members(n, i, up)
	return end
}

// all reads the rows of which there are no others, as far as the answer knows.
func (in *ingest) all(n *Node, i int, from place) int {
	end := in.array(n, i, from)
	if end >= 0 && !in.normal {
		in.change.known = append(in.change.known, n.Items.tables()...)
	}
	return end
}

// values reads an object all of whose members have one schema. Members that are null go.
func (in *ingest) values(n *Node, i int) int {
	if in.depth++; in.tooDeep() {
		return jsontext.SkipValue(in.body, i, 0)
	}
	b := in.body
	met := make(map[string]struct{})
	in.text = append(in.text, '{')
	first := true
	j, more := jsontext.SkipOpen(b, i)
	for more {
		nameEnd, value, _ := jsontext.SkipName(b, j)
		if value < 0 {
			return value
		}
		name := b[j:nameEnd]
		text, _ := jsontext.Unquote(nil, name)
		if _, twice := met[string(text)]; twice {
			in.err = errTwice
			return refused
		}
		met[string(text)] = struct{}{}
		if value < len(b) && b[value] == 'n' {
			j = jsontext.SkipValue(b, value, 0)
		} else {
			if !first {
				in.text = append(in.text, ',')
			}
			first = false
			in.text = append(append(in.text, name...), ':')
			j = in.value(n.Items, value, place{at: i, name: string(text)})
		}
		if j < 0 {
			in.inside(text, j)
			return j
		}
		j, more = jsontext.SkipComma(b, j, '}')
	}
	if j < 0 {
		return j
	}
	in.depth--
	in.text = append(in.text, '}')
	return j
}

// typeOf gives the type that a tag, a JSON text, names; nil if none.
func (n *Node) typeOf(tag []byte) *Field {
	if len(tag) < 2 || tag[0] != '"' {
		return nil
	}
	name, _ := jsontext.Unquote(nil, tag)
	if i := n.at(name); i >= 0 {
		return &n.Fields[i]
	}
	return nil
}
