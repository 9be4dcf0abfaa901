package normal

// shower shows objects: a query, or a step of a layer that is given what a query shows.
type shower struct {
	query *query
	step  *step
	uses  []use
}

// use and link are the two ends of the same: a shower shows an object.
type use struct {
	object *object
	at     int // in its users
}

type link struct {
	by *shower
	at int // in its uses
}

// relink has a shower show exactly these objects, each given once.
func (s *Store) relink(w *shower, list []*object) {
	s.stamp += 2
	there, kept := s.stamp-1, s.stamp
	for _, o := range list {
		o.linked = there
	}
	for i := len(w.uses) - 1; i >= 0; i-- {
		if o := w.uses[i].object; o.linked == there {
			o.linked = kept
		} else {
			w.unlink(i)
		}
	}
	for _, o := range list {
		if o.linked == there {
			o.linked = kept
			o.users = append(o.users, link{w, len(w.uses)})
			w.uses = append(w.uses, use{o, len(o.users) - 1})
		}
	}
}

// unlink ends a use. The last one takes its place.
func (w *shower) unlink(i int) {
	o, at := w.uses[i].object, w.uses[i].at
	if last := len(o.users) - 1; at < last {
		moved := o.users[last]
		o.users[at] = moved
		moved.by.uses[moved.at].at = at
	}
	o.users = o.users[:len(o.users)-1]
	if last := len(w.uses) - 1; i < last {
		moved := w.uses[last]
		w.uses[i] = moved
		moved.object.users[moved.at].at = i
	}
	w.uses = w.uses[:len(w.uses)-1]
}
