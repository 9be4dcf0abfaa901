package store

import (
	"bytes"
	"slices"

	"sluice/store/jsontext"
)

// member is one member of a row's text.
type member struct {
	name  []byte // the token, with its quotes
	value []byte
	refs  []ref // of the value; their at counts from the row's text
	at    uint32
	write *Write
}

// merge gives what a row that holds base becomes when own is written over it, member by
// member: a member is taken unless what is there was brought by a write that this one is
// older than. Members that own does not name stay.
func (c *Change) merge(base *content, n *Node, own []byte, refs []ref) rowChange {
	if base == nil {
		return rowChange{next: c.keep(n, own, refs)}
	}
	late := c.older(base.write)
	if base.invalid {
		if late {
			return rowChange{late: true, same: true}
		}
		return rowChange{next: c.keep(n, own, refs)}
	}
	in := split(c.split[1][:0], nil, own, refs)
	c.split[1] = in
	if next := c.patch(base, n, in); next != nil {
		return rowChange{next: next}
	}
	old := split(c.split[0][:0], base, base.own, base.refs)
	c.split[0] = old
	taken, changed := 0, false
	for i := range in {
		m := &in[i]
		m.write = c.write
		o := find(old, m.name, i)
		switch {
		case o == nil:
			old = append(old, *m)
			taken++
			changed = true
		case c.older(o.write):
		default:
			taken++
			if !equal(o, m) {
				*o, changed = *m, true
			} else if base.by != n {
				*o = *m // its references are those of this schema now
			} else {
				o.write = c.write
			}
		}
	}
	c.split[0] = old
	known := base.by != nil || taken < len(old) // else all of it is by n from now on
	if !changed && known && (late && taken == 0 || !late && base.marks() == nil && taken == len(old)) {
		return rowChange{same: true, late: late} // all of it is confirmed, or nothing of it counts
	}
	last := c.write
	if late {
		last = base.write
	}
	return rowChange{next: c.join(old, n, base, last), same: !changed, late: late}
}

// split lists the members of a row's text; of two with one name the last counts.
func split(list []member, k *content, own []byte, refs []ref) []member {
	i, more := jsontext.SkipOpen(own, 0)
	for n := 0; more; n++ {
		nameEnd, at, _ := jsontext.SkipName(own, i)
		end := jsontext.SkipValue(own, at, jsontext.MaxDepth)
		m := member{name: own[i:nameEnd], value: own[at:end], at: uint32(at)}
		inside := 0
		for inside < len(refs) && refs[inside].at < uint32(end) {
			inside++
		}
		m.refs, refs = refs[:inside], refs[inside:]
		if k != nil {
			m.write = k.write
			if k.marks() != nil {
				m.write = k.marks()[n]
			}
		}
		if k != nil && k.neat {
			list = append(list, m)
		} else if o := find(list, m.name, n); o != nil {
			*o = m
		} else {
			list = append(list, m)
		}
		i, more = jsontext.SkipComma(own, end, '}')
	}
	return list
}

// find gives the member of a name, looking at a likely place first.
func find(list []member, name []byte, likely int) *member {
	if likely < len(list) && bytes.Equal(list[likely].name, name) {
		return &list[likely]
	}
	escaped := hasEscape(name)
	for i := range list {
		m := &list[i]
		if bytes.Equal(m.name, name) || (escaped || hasEscape(m.name)) && jsontext.Equal(m.name, name) {
			return m
		}
	}
	return nil
}

// equal reports whether two members have one value: the same text with the same references.
// Where only one schema refers to rows, the pk that the other has in their place is the same.
func equal(a, b *member) bool {
	if len(a.refs) != len(b.refs) {
		return jsontext.Equal(a.normal(), b.normal())
	}
	for i := range a.refs {
		if a.refs[i].to != b.refs[i].to {
			return false
		}
	}
	return jsontext.Equal(a.value, b.value)
}

// normal gives the value as functions and states show it.
func (m *member) normal() []byte {
	if len(m.refs) == 0 {
		return m.value
	}
	refs := slices.Clone(m.refs)
	for i := range refs {
		refs[i].at -= m.at
	}
	return appendNormal(nil, m.value, refs)
}

// join writes members as the text of a row, whose last write is given.
func (c *Change) join(list []member, n *Node, base *content, last *Write) *content {
	size, links := 2, 0
	for i := range list {
		size += len(list[i].name) + len(list[i].value) + 2
		links += len(list[i].refs)
	}
	k := &content{own: make([]byte, 0, size), by: n, write: last, neat: true}
	if links > 0 {
		k.refs = make([]ref, 0, links)
	}
	mixed := false
	k.own = append(k.own, '{')
	for i := range list {
		m := &list[i]
		if i > 0 {
			k.own = append(k.own, ',')
		}
		k.neat = k.neat && !hasEscape(m.name)
		k.own = append(append(k.own, m.name...), ':')
		at := uint32(len(k.own))
		for _, r := range m.refs {
			r.at += at - m.at
			k.refs = append(k.refs, r)
		}
		k.own = append(k.own, m.value...)
		mixed = mixed || m.write != last
		if base.by != n && m.write != c.write {
			k.by = nil
		}
	}
	k.own = append(k.own, '}')
	if mixed {
		marks := make([]*Write, len(list))
		for i := range list {
			marks[i] = list[i].write
		}
		k.mark(marks)
	}
	return k
}
