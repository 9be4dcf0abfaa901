package normal

import (
	"bytes"

	"sluice/store/jsontext"
)

// Opaque calls each with what the members named [Reserved] hold that are in the store, some more than once, so that a
// shell that keeps values by numbers can let go of the others. What each is given is not to be kept.
func (s *Store) Opaque(each func(value []byte)) {
	look := func(c *content) {
		if c == nil {
			return
		}
		for text := c.text; ; {
			i := bytes.Index(text, []byte(Reserved))
			if i < 0 {
				return
			}
			text = text[i+len(Reserved):]
			if i = jsontext.SkipSpace(text, 0); i < len(text) && text[i] == ':' {
				text = text[jsontext.SkipSpace(text, i+1):]
				i = jsontext.SkipValue(text, 0, jsontext.MaxDepth)
				each(text[:i])
				text = text[i:]
			}
		}
	}
	for _, o := range s.list {
		look(o.base)
		look(o.top)
		for _, w := range o.chain {
			look(w.patch)
			look(w.after)
		}
	}
	for _, q := range s.queries {
		look(q.base)
		for _, p := range q.chain {
			look(p.after)
			look(p.output)
			for _, k := range p.says {
				look(k.with)
			}
		}
	}
}
