package core

import "slices"

// maxVariants is how many records of hooks that are mounted nowhere keep their data, so that
// a page that is shown again has something to show while it asks. The oldest goes first.
const maxVariants = 100

// variants holds the records of hooks without watcher and without request in flight, oldest
// first; not those that calls will yet be answered with. The zero value is empty.
type variants []*record

// note puts a record in, or takes it out, by its present state.
func (v *variants) note(c *Core, r *record) {
	if r.pair.variant == "" || r.client.options.Server { // where nothing is ever mounted
		return
	}
	i := slices.Index(*v, r)
	rests := r.watchers == 0 && len(r.pending) == 0 && len(r.quiet) == 0 && r.promised == 0
	switch {
	case rests && i < 0:
		*v = append(*v, r)
		if len(*v) > maxVariants {
			c.dropRecord((*v)[0])
		}
	case !rests && i >= 0:
		v.remove(r)
	}
}

// remove takes a record out that is shown again, or gone.
func (v *variants) remove(r *record) {
	if i := slices.Index(*v, r); i >= 0 {
		*v = slices.Delete(*v, i, i+1)
	}
}
