package store

import "sluice/store/jsontext"

// array reads the items of an array.
func (in *ingest) array(n *Node, i int) int {
	if in.depth++; in.depth > jsontext.MaxDepth {
		return jsontext.SkipValue(in.body, i, 0)
	}
	b, copied := in.body, i
	remembered := in.recall.made != nil && !in.nested && n.Items.Kind == Entity
	j, more := jsontext.SkipOpen(b, i)
	for count := 0; more; count++ {
		in.text = append(in.text, b[copied:j]...)
		from := j
		if remembered && b[from] == '{' {
			if j = in.known(from); j < 0 {
				if j = in.value(n.Items, from, place{at: i}); j >= 0 {
					in.note(from, j)
				}
			}
		} else {
			j = in.value(n.Items, from, place{at: i})
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
		tag, _ = memberOf(object, n.By)
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
	in.refs[len(in.refs)-1].tagged = true
	in.text = append(in.text, ',')
	in.text = jsontext.Quote(in.text, []byte(t.Name))
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
