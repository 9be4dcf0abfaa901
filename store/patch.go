package store

import (
	"bytes"

	"sluice/store/jsontext"
)

// manyMembers is how many members are looked for in the text of a row, at most.
const manyMembers = 8

// stretch is the place of a member in the text of a row: value is own[at:end].
type stretch struct {
	to      *member // what comes there
	at, end int
	number  int // of the member
}

// patch is [Change.merge] where few members are spliced in a row that has been merged before: what lies between them
// is not looked at. It gives nil where that is not all there is to do.
func (c *Change) patch(base *content, n *Node, in []member) *content {
	if !base.neat || base.by != n || len(in) == 0 || len(in) > manyMembers || c.older(base.write) {
		return nil
	}
	for i := range in {
		if len(in[i].refs) > 0 || hasEscape(in[i].name) {
			return nil
		}
	}
	var here [manyMembers]stretch
	places, count := base.places(here[:0], in)
	if len(places) < len(in) || !c.replaces(base, places) {
		return nil
	}
	next := &content{by: n, write: c.write, neat: true}
	next.own, next.refs = spliced(base, places)
	if count > len(places) {
		marks := make([]*Write, count)
		if copy(marks, base.marks()) == 0 {
			for i := range marks {
				marks[i] = base.write
			}
		}
		mixed := false
		for i := range places {
			marks[places[i].number] = c.write
		}
		for _, w := range marks {
			mixed = mixed || w != c.write
		}
		if mixed {
			next.mark(marks)
		}
	}
	return next
}

// places finds members in the text of a row, and how many it has: those that are given, if that is not needed.
func (k *content) places(list []stretch, in []member) (found []stretch, count int) {
	marks := k.marks()
	i, more := jsontext.SkipOpen(k.own, 0)
	for more && (len(list) < len(in) || marks == nil) {
		nameEnd, at, _ := jsontext.SkipName(k.own, i)
		end := jsontext.SkipValue(k.own, at, jsontext.MaxDepth)
		for j := range in {
			if bytes.Equal(in[j].name, k.own[i:nameEnd]) {
				list = append(list, stretch{to: &in[j], at: at, end: end, number: count})
				break
			}
		}
		count++
		i, more = jsontext.SkipComma(k.own, end, '}')
	}
	return list, max(count, len(marks))
}

// replaces reports whether all that comes is newer than what is there, refers to nothing in its place, and makes a difference.
func (c *Change) replaces(base *content, places []stretch) bool {
	marks, refs, changed := base.marks(), base.refs, false
	for i := range places {
		s := &places[i]
		if marks != nil && c.older(marks[s.number]) {
			return false
		}
		for len(refs) > 0 && int(refs[0].at) < s.at {
			refs = refs[1:]
		}
		if len(refs) > 0 && int(refs[0].at) < s.end {
			return false
		}
		if was := base.own[s.at:s.end]; jsontext.Equal(was, s.to.value) {
			s.to.value = was
		} else {
			changed = true
		}
	}
	return changed
}

// spliced gives the text of a row with other values in some places, and its references.
func spliced(base *content, places []stretch) ([]byte, []ref) {
	size, moved := len(base.own), false
	for i := range places {
		s := &places[i]
		more := len(s.to.value) - (s.end - s.at)
		size += more
		moved = moved || more != 0
	}
	text, done := make([]byte, 0, size), 0
	for i := range places {
		s := &places[i]
		text = append(append(text, base.own[done:s.at]...), s.to.value...)
		done = s.end
	}
	text = append(text, base.own[done:]...)
	if !moved || len(base.refs) == 0 {
		return text, base.refs
	}
	refs := make([]ref, len(base.refs))
	copy(refs, base.refs)
	for i, shift := 0, 0; i < len(refs); i++ {
		for len(places) > 0 && places[0].end <= int(refs[i].at) {
			shift += len(places[0].to.value) - (places[0].end - places[0].at)
			places = places[1:]
		}
		refs[i].at = uint32(int(refs[i].at) + shift)
	}
	return text, refs
}
