package store

import "math"

// Presence says what there is to be read.
type Presence uint8

// The presences.
const (
	Missing  Presence = iota // nothing is stored, and the arguments find nothing
	Unusable                 // something is there, but it is INVALID or refers to nothing that is stored
	Usable
)

// ExpiryStatus says what a reader has to do about data.
type ExpiryStatus uint8

// The statuses.
const (
	StatusInvalid        ExpiryStatus = 1 // ask, and show nothing until then
	StatusInvalidIfStale ExpiryStatus = 2 // the same once it has expired
	StatusValid          ExpiryStatus = 3 // show it; ask once it has expired
)

// Shown is what a reader has to know of a root beside its data.
type Shown struct {
	Presence Presence
	// Status is by the first of these that fits: the key was invalidated (invalid); there is a schema, nothing is
	// stored under the key and the arguments find nothing (invalid if stale); the data is not usable and the last
	// answer was an error (invalid if stale); it is not usable (invalid); valid, which is for the shell to read as
	// invalid if stale where an endpoint wants that.
	Status ExpiryStatus
	// ExpiresAt is when what is shown expires, in ms: what the meta of the key says, unless that is 0; 1 when nothing
	// is there; else the earliest expiry of the rows that are shown, which is found by going through all of them:
	// infinite when there is none, and 0 when the schema has no entities.
	ExpiresAt float64
	// Failed says that the error of the key is shown: a soft one is not while there is a result.
	Failed bool
}

// Shown gives what a reader of a root in a space has to know. The root must have been read in it since it last
// changed. In a space that is no more, everything is missing.
func (s *Store) Shown(number uint32, sp Space) Shown {
	r := s.roots[number]
	known := s.recordOf(r, sp)
	m := &known.meta
	out := Shown{Presence: s.presence(r, sp, &known), Failed: known.failure() != 0}
	switch {
	case m.Invalidated:
		out.Status = StatusInvalid
	case r.node != nil && out.Presence == Missing, out.Presence != Usable && m.Error != 0:
		out.Status = StatusInvalidIfStale
	case out.Presence != Usable:
		out.Status = StatusInvalid
	default:
		out.Status = StatusValid
	}
	out.ExpiresAt = s.expiresAt(r, sp, m, out.Presence)
	return out
}

// Presence gives that alone.
func (s *Store) Presence(number uint32, sp Space) Presence {
	r := s.roots[number]
	known := s.recordOf(r, sp)
	return s.presence(r, sp, &known)
}

func (s *Store) presence(r *root, sp Space, known *record) Presence {
	if known.value && r.node == nil {
		return Usable
	}
	switch state := s.stateOf(r, sp); {
	case state == usable:
		return Usable
	case state == missing && known.content == nil:
		return Missing
	default:
		return Unusable
	}
}

func (s *Store) expiresAt(r *root, sp Space, m *Meta, presence Presence) float64 {
	switch {
	case m.ExpiresAt != 0:
		return m.ExpiresAt
	case r.node == nil:
		return 0
	case presence == Missing:
		return 1
	case !r.node.HasEntities():
		return 0
	case sp > View:
		return s.earliestIn(sp, r)
	default:
		return s.earliest(r.shows(sp))
	}
}

// earliest gives the earliest expiry of the rows in a cell.
func (s *Store) earliest(c *cell) float64 {
	s.visits++
	out := math.Inf(1)
	c.visit = s.visits
	stack := append(s.stack[:0], c)
	for len(stack) > 0 {
		last := len(stack) - 1
		c := stack[last]
		stack[last], stack = nil, stack[:last] // what is gone is not to be held
		if c.state != usable {
			continue
		}
		if c.root == nil {
			out = min(out, c.content().counted().ExpiresAt)
		}
		if c.hollow() { // what is in an object that is not shown does not count
			_, refs := s.hollowed(c)
			for i := range refs {
				kid := refs[i].to.cell(refs[i].node)
				if c.view {
					kid = kid.shown()
				}
				stack = s.visit(stack, kid)
			}
			continue
		}
		for i := range c.kids {
			if e := &c.kids[i]; e.rise != apart {
				stack = s.visit(stack, e.cell)
			}
		}
	}
	s.stack = stack
	return out
}

// visit adds a cell to those that are to be looked at, once.
func (s *Store) visit(stack []*cell, c *cell) []*cell {
	if c.visit == s.visits {
		return stack
	}
	c.visit = s.visits
	return append(stack, c)
}

// HasEntities reports whether a schema holds an entity. The shell may keep the values of one that
// does not by itself, see [Store.SetValue].
func (n *Node) HasEntities() bool {
	if n.entities == 0 {
		n.entities = 1
		if n.hasEntities(make(map[*Node]bool)) {
			n.entities = 2
		}
	}
	return n.entities == 2
}

func (n *Node) hasEntities(met map[*Node]bool) bool {
	if n == nil || met[n] {
		return false
	}
	met[n] = true
	if n.Kind == Entity || n.Items.hasEntities(met) {
		return true
	}
	for i := range n.Fields {
		if n.Fields[i].Node.hasEntities(met) {
			return true
		}
	}
	return false
}
