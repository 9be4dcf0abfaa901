package store

import (
	"bytes"
	"strings"

	"sluice/store/jsontext"
)

// filter gives the function that says what belongs into which list, 0 for none.
func (n *Node) filter() Func {
	if n.Filter != 0 {
		return n.Filter
	}
	return n.Items.Filter
}

// matches reports whether what is added by arguments belongs into a list: by the filter of the adder or
// the collection, or else if each member of the list's key object, as a string, is what the first
// argument (as an object) or the second has under its name. A filter is given all as one list.
func (in *ingest) matches(n *Node, r *row, args [][]byte, all []byte) bool {
	col, key := n.Items, []byte(r.pk)
	if filter := n.filter(); filter != 0 {
		return truthy(in.call(filter, all, key))
	}
	for m := jsontext.MembersOf(key, 0); m.Next(); {
		name, _ := jsontext.Unquote(nil, key[m.Name:m.NameEnd])
		if skips := in.skips(col, string(name), key[m.Name:m.NameEnd]); in.err != nil {
			return false
		} else if skips {
			continue
		}
		value := key[m.Value:m.End]
		if !sameText(value, asObject(args[0]), string(name)) && (len(args) < 2 || !sameText(value, args[1], string(name))) {
			return false
		}
	}
	return true
}

// skips reports whether a name does not count when lists are matched: by default one that
// starts with "order".
func (in *ingest) skips(col *Node, name string, quoted []byte) bool {
	if col.Skip == 0 {
		return strings.HasPrefix(name, "order")
	}
	skips, known := col.skips[name]
	if !known {
		if skips = truthy(in.call(col.Skip, quoted)); in.err != nil {
			return false
		}
		if col.skips == nil {
			col.skips = make(map[string]bool)
		}
		col.skips[name] = skips
	}
	return skips
}

// sameText reports whether the member of an object is a value of a key object: the same
// string, number or boolean as text, or the same in any other way.
func sameText(value, object []byte, name string) bool {
	member, ok := memberOf(object, name)
	if !ok {
		return false
	}
	a, textual := indexText(value)
	b, alike := indexText(member)
	if !textual || !alike {
		return jsontext.Equal(value, member)
	}
	return bytes.Equal(a, b)
}
