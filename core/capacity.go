package core

import "slices"

// keepTo notes a key of a name of which only so many are kept, and lets those go that are too many: of
// those with nothing in flight the ones that came first. 0 is no limit.
func (c *Core) keepTo(r *record, capacity uint32) {
	if capacity == 0 || r.pair.key == "" {
		return
	}
	cl := r.client
	if cl.kept == nil {
		cl.kept = make(map[string]*shelf)
	}
	s := cl.kept[r.pair.name]
	if s == nil {
		s = &shelf{}
		cl.kept[r.pair.name] = s
	}
	s.capacity = int(capacity)
	if !r.kept {
		r.kept = true
		c.touch(r)
		s.records = append(s.records, r)
	}
	c.prune(s, r)
}

// shelf is what is kept of one name.
type shelf struct {
	capacity int
	records  []*record // those with a key, in the order in which they came
}

// prune lets go of what is too much. The one at hand stays.
func (c *Core) prune(s *shelf, but *record) {
	for i := 0; i < len(s.records) && len(s.records) > s.capacity; {
		if r := s.records[i]; r != but && len(r.pending) == 0 && len(r.quiet) == 0 {
			c.letGo(r)
		} else {
			i++
		}
	}
}

// letGo empties a record, with all that belongs to it. It goes unless somebody watches it.
func (c *Core) letGo(r *record) {
	c.stopRepeating(r)
	c.forgetRecipe(r)
	c.offShelf(r)
	c.empty(r)
	r.cached = nil
	r.asked = len(r.pending) > 0
	r.download, r.upload = -1, -1
}

func (c *Core) offShelf(r *record) {
	if !r.kept {
		return
	}
	r.kept = false
	s := r.client.kept[r.pair.name]
	if i := slices.Index(s.records, r); i >= 0 {
		s.records = slices.Delete(s.records, i, i+1)
	}
	if len(s.records) == 0 {
		delete(r.client.kept, r.pair.name)
	}
}

// shrink lets go of what has become too much when a request has ended.
func (c *Core) shrink(r *record) {
	if r.kept {
		c.prune(r.client.kept[r.pair.name], nil)
	}
}
