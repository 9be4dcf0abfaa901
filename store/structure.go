package store

import "sluice/store/jsontext"

// array reads the items of an array.
func (in *ingest) array(n *Node, i int) int {
	if in.depth++; in.depth > jsontext.MaxDepth {
		return jsontext.SkipValue(in.body, i, 0)
	}
	b, copied := in.body, i
	j, more := jsontext.SkipOpen(b, i)
	for count := 0; more; count++ {
		in.text = append(in.text, b[copied:j]...)
		if j = in.value(n.Items, j, place{at: i}); j < 0 {
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

// object reads an object of which some members have a schema.
func (in *ingest) object(n *Node, i int, up rise) int {
	_, end := in.members(n, i, up)
	return end
}

// values reads an object all of whose members have one schema. Members that are null go.
func (in *ingest) values(n *Node, i int) int {
	if in.depth++; in.depth > jsontext.MaxDepth {
		return jsontext.SkipValue(in.body, i, 0)
	}
	b := in.body
	if jsontext.Repeats(b, i) {
		in.err = errTwice
		return refused
	}
	in.text = append(in.text, '{')
	first := true
	j, more := jsontext.SkipOpen(b, i)
	for more {
		nameEnd, value, _ := jsontext.SkipName(b, j)
		if value < 0 {
			return value
		}
		name := b[j:nameEnd]
		if value < len(b) && b[value] == 'n' {
			j = jsontext.SkipValue(b, value, 0)
		} else {
			if !first {
				in.text = append(in.text, ',')
			}
			first = false
			in.text = append(append(in.text, name...), ':')
			j = in.value(n.Items, value, place{at: i, name: string(name)})
		}
		if j < 0 {
			in.inside(name[1:len(name)-1], j)
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

// union reads an object by the schema of its type. One of an unknown type stays as it is.
func (in *ingest) union(n *Node, i int, from place) int {
	end := jsontext.SkipValue(in.body, i, jsontext.MaxDepth-in.depth)
	if end < 0 {
		return end
	}
	object := in.body[i:end]
	var tag []byte
	if n.ByFunc != 0 {
		if tag = in.call(n.ByFunc, object, from); in.err != nil {
			return refused
		}
	} else {
		tag, _ = jsontext.Member(object, n.By)
	}
	t := n.typeOf(tag)
	if t == nil {
		in.text = append(in.text, object...)
		return end
	}
	in.text = append(in.text, '[')
	if j := in.entity(t.Node, i, from); j < 0 {
		return j
	}
	in.text = append(in.text, ',')
	in.text = jsontext.Quote(in.text, t.Name)
	in.text = append(in.text, ']')
	return end
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
