package store

import "sluice/store/jsontext"

// derive finds out what a cell contains.
func (s *Store) derive(c *cell) {
	if r := c.root; r != nil {
		if s.find(r, c.view) {
			c.dirty |= self
		}
	} else if c.node != nil && c.node.Kind == All {
		s.list(c)
	}
	k := c.content()
	c.refused = false
	if k == nil || k.invalid {
		c.truncate(s.depend(c, 0))
		return
	}
	if c.refused = s.refuses(c, k); c.refused {
		c.truncate(0)
		return
	}
	refs := k.refs
	if c.projects(k) {
		p := s.projection(k, nil)
		p.value(c.node, 0, c.rise())
		s.build.text, s.build.refs = p.text, p.refs
		s.build.keep(c, p.text)
		refs = p.refs
	}
	c.kids = reserve(c.kids, len(refs))
	for i := range refs {
		r := &refs[i]
		s.contain(c, i, r.to.cell(r.node), r.rise)
	}
	if c.root != nil {
		c.found().alone = len(refs) == 1 && (refs[0].at == 0 || refs[0].tagged && refs[0].at == 1)
	}
	c.truncate(s.depend(c, len(refs)))
}

// contain makes what a cell of the base shows, in the view what the view has in its place, the kid at a
// place of c.
func (s *Store) contain(c *cell, at int, kid *cell, up rise) {
	if kid.twin != nil || s.layers != nil {
		if kid.topped() {
			s.raise(kid)
		}
		if t := kid.shown(); t != kid {
			if c.view {
				kid = t
			} else {
				s.raise(c)
			}
		}
	}
	c.connect(at, kid, up)
}

// depend connects a root, after the first n of its kids, with what its lookup depends on, and
// returns how many kids it has then.
func (s *Store) depend(c *cell, n int) int {
	if c.root == nil {
		return n
	}
	for _, d := range c.found().deps {
		s.contain(c, n, d.row.cell(d.node), apart)
		n++
	}
	return n
}

// projects reports whether the text of k is not the one that the cell shows.
func (c *cell) projects(k *content) bool {
	return k.projects(c.node, c.root != nil, c.root != nil && k == c.found().content)
}

// projects reports whether the text of k is not the one that is shown of a row, or a root, through
// n; found says that it is what the arguments of a root find.
func (k *content) projects(n *Node, root, found bool) bool {
	switch {
	case k.by != n:
		return true
	case n == nil || !n.lists:
		return false
	case !root:
		return n.Kind != All
	default:
		return !found
	}
}

// keep notes the text of a cell that is not its row's.
func (b *build) keep(c *cell, text []byte) {
	if b.texts == nil {
		b.texts = make(map[*cell][]byte)
	}
	b.texts[c] = append([]byte(nil), text...)
}

func (s *Store) projection(k *content, bad func(*row, *Node) bool) projection {
	return projection{own: k.own, from: k.refs, text: s.build.text[:0], refs: s.build.refs[:0], bad: bad}
}

// projection rewrites a row's text as another schema reads it than the one that wrote it:
// what that one refers to and this one does not becomes a pk, and a pk in the place of a row
// becomes a reference.
type projection struct {
	own  []byte
	from []ref // those of own that were not met yet
	text []byte
	refs []ref
	bad  func(*row, *Node) bool // what holds something INVALID is left out, where that makes it INVALID too
	gone bool                   // the value just read is INVALID
}

// value rewrites the value at i and returns where it ends.
func (p *projection) value(n *Node, i int, up rise) int {
	if n != nil && (n.Kind == Query || n.Kind == Invalidate) {
		return p.value(n.Items, i, up)
	}
	p.gone = false
	switch {
	case n == nil:
	case n.Kind == All && p.own[i] == '[':
		return p.all(n, i)
	case n.Kind == Adder:
		return p.added(n, i, up)
	}
	if len(p.from) > 0 {
		switch r := &p.from[0]; int(r.at) {
		case i:
			end := i + int(r.len)
			p.from = p.from[1:]
			p.reference(n, r.to, nil, up)
			return end
		case i + 1:
			if r.tagged {
				tag := i + 2 + int(r.len)
				end, _ := jsontext.SkipString(p.own, tag)
				p.from = p.from[1:]
				p.reference(n, r.to, p.own[tag:end], up)
				return end + 1
			}
		}
	}
	c := p.own[i]
	switch {
	case n == nil:
	case n.Kind == Entity && (c == '"' || c == '-' || c-'0' <= 9):
		return p.pk(n, i, up)
	case n.Kind == Array && c == '[':
		return p.array(n, i)
	case n.Kind == Collection && c == '[', n.Kind == Collection && c == '{':
		return p.value(n.Items, i, up)
	case n.Kind == Values && c == '{', n.Kind == Object && c == '{', n.Kind == Entity && c == '{':
		return p.object(n, i, up)
	}
	return p.plain(i)
}

// reference writes what a reference to a row is when n reads it. tag is the type's name where
// a union wrote it.
func (p *projection) reference(n *Node, to *row, tag []byte, up rise) {
	switch {
	case n != nil && n.Kind == Union && tag != nil && n.typeOf(tag) != nil:
		p.text = append(p.text, '[')
		p.link(to, n.typeOf(tag).Node, up)
		p.refs[len(p.refs)-1].tagged = true
		p.text = append(append(append(p.text, ','), tag...), ']')
	case n != nil && (n.Kind == Entity || n.Kind == Collection):
		if to.table != n.table {
			to, _ = n.table.row([]byte(to.pk))
		}
		p.link(to, n.as, up)
	case tag != nil:
		p.text = append(p.text, `{"id":`...)
		p.text = append(jsontext.Quote(p.text, []byte(to.pk)), `,"schema":`...)
		p.text = append(append(p.text, tag...), '}')
	default:
		p.text = jsontext.Quote(p.text, []byte(to.pk))
	}
}

func (p *projection) link(to *row, n *Node, up rise) {
	p.text, p.refs = appendRef(p.text, p.refs, 0, to, n, up)
	p.gone = p.bad != nil && up != stays && p.bad(to, n)
}

// all writes a reference to the list of all rows in the place of those of an answer.
func (p *projection) all(n *Node, i int) int {
	end := jsontext.SkipValue(p.own, i, jsontext.MaxDepth)
	for len(p.from) > 0 && int(p.from[0].at) < end {
		p.from = p.from[1:]
	}
	p.text, p.refs = appendRef(p.text, p.refs, 0, n.as.all, n.as, stays)
	return end
}

// added rewrites what an adder was given: one item, or a list of them.
func (p *projection) added(n *Node, i int, up rise) int {
	items := n.Items.Items
	union := len(p.from) > 0 && p.from[0].tagged && int(p.from[0].at) == i+1
	switch c := p.own[i]; {
	case c == '[' && !union:
		return p.array(items, i)
	case c == '{' && items.Kind == Values:
		return p.object(items, i, up)
	default:
		return p.value(items.Items, i, up)
	}
}

// pk reads a string or number in the place of a row.
func (p *projection) pk(n *Node, i int, up rise) int {
	end := jsontext.SkipValue(p.own, i, 0)
	var in ingest
	if pk := in.pkText(p.own[i:end]); len(pk) > 0 {
		to, _ := n.table.row(pk)
		p.link(to, n, up)
		return end
	}
	p.text = append(p.text, p.own[i:end]...)
	return end
}

// array rewrites the items of an array.
func (p *projection) array(n *Node, i int) int {
	copied := i
	j, more := jsontext.SkipOpen(p.own, i)
	for more {
		p.text = append(p.text, p.own[copied:j]...)
		text, refs := len(p.text), len(p.refs)
		copied = p.value(n.Items, j, stays)
		if p.gone {
			p.text, p.refs = append(p.text[:text], "-1"...), p.refs[:refs]
		}
		j, more = jsontext.SkipComma(p.own, copied, ']')
	}
	p.text = append(p.text, p.own[copied:j]...)
	p.gone = false
	return j
}

// object rewrites the members of an object.
func (p *projection) object(n *Node, i int, up rise) int {
	copied, gone := i, false
	j, more := jsontext.SkipOpen(p.own, i)
	for more {
		nameEnd, value, _ := jsontext.SkipName(p.own, j)
		var field *Node
		rises := stays
		if n.Kind == Values {
			field = n.Items
		} else {
			name, _ := jsontext.Unquote(nil, p.own[j:nameEnd])
			if f := n.at(name); f >= 0 {
				field, rises = n.Fields[f].Node, n.rise(&n.Fields[f], up)
			}
		}
		p.text = append(p.text, p.own[copied:value]...)
		text, refs := len(p.text), len(p.refs)
		copied = p.value(field, value, rises)
		if p.gone && n.Kind != Object {
			p.text, p.refs, p.gone = append(p.text[:text], "-1"...), p.refs[:refs], false
		}
		gone = gone || p.gone
		j, more = jsontext.SkipComma(p.own, copied, '}')
	}
	p.text = append(p.text, p.own[copied:j]...)
	p.gone = gone
	return j
}

// plain copies a value that has no schema. References in it become pks.
func (p *projection) plain(i int) int {
	end := jsontext.SkipValue(p.own, i, jsontext.MaxDepth)
	for len(p.from) > 0 && int(p.from[0].at) < end {
		r := &p.from[0]
		at := int(r.at)
		if r.tagged {
			at--
		}
		p.text = append(p.text, p.own[i:at]...)
		i = p.value(nil, at, stays)
	}
	p.text = append(p.text, p.own[i:end]...)
	return end
}
