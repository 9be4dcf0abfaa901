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
	Presence  Presence
	Status    ExpiryStatus
	ExpiresAt float64
	Failed    bool // the error of the key is shown
}

// Shown gives [Store.Presence], [Store.Status] for an endpoint without invalidIfStale, [Store.ExpiresAt],
// and whether [Store.ErrorIn] gives an error, at once.
func (s *Store) Shown(number uint32, sp Space) Shown {
	r := s.roots[number]
	known := s.recordOf(r, sp)
	presence := s.presence(r, sp, &known)
	m := &known.meta
	stored := known.stored()
	if r.entry != nil && sp <= View {
		stored = r.entry.stored()
	}
	return Shown{presence, statusOf(r, m, presence, false), s.expiresAt(r, sp, m, presence), m.shown(stored) != 0}
}

// Presence says what a root has to show in a space. The root must have been read in it since it
// last changed. In a space that is no more, everything is missing.
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

// Status gives the expiry status of a root, by the first of these that fits: its key was
// invalidated (invalid); there is a schema, nothing is stored under the key and the arguments find
// nothing (invalid if stale); the data is not usable and the last answer was an error (invalid
// if stale); it is not usable (invalid); the endpoint wants it (invalid if stale); valid. The root
// must have been read since it last changed.
func (s *Store) Status(number uint32, sp Space, invalidIfStale bool) ExpiryStatus {
	r := s.roots[number]
	known := s.recordOf(r, sp)
	return statusOf(r, &known.meta, s.presence(r, sp, &known), invalidIfStale)
}

func statusOf(r *root, m *Meta, presence Presence, invalidIfStale bool) ExpiryStatus {
	switch {
	case m.Invalidated:
		return StatusInvalid
	case r.node != nil && presence == Missing:
		return StatusInvalidIfStale
	case presence != Usable && m.Error != 0:
		return StatusInvalidIfStale
	case presence != Usable:
		return StatusInvalid
	case invalidIfStale:
		return StatusInvalidIfStale
	default:
		return StatusValid
	}
}

// ExpiresAt gives the time, in ms, when what a root shows expires: what the meta of its key says, unless
// that is 0; 1 when nothing is there; else the earliest expiry of the rows that are shown, which is found by
// going through all of them: infinite when there is none, and 0 when the schema has no
// entities. The root must have been read since it last changed.
func (s *Store) ExpiresAt(number uint32, sp Space) float64 { return s.Shown(number, sp).ExpiresAt }

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
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
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
