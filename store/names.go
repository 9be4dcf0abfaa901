package store

import "hash/maphash"

// names finds the rows of a table by their pks: a hash table of row numbers, with linear probing. It
// takes 5 to 11 bytes for a row, a fourth of what a map does.
type names struct {
	slots []uint32 // 1 + the number of a row, 0 where there is none; their number is a power of two
	count int
}

var nameSeed = maphash.MakeSeed()

// home gives the slot that a pk is to be in.
func (x *names) home(pk string) int { return int(maphash.String(nameSeed, pk)) & (len(x.slots) - 1) }

// find gives the row of a pk, nil if there is none.
func (t *table) find(pk string) *row {
	x := &t.names
	if x.count == 0 {
		return nil
	}
	for i := x.home(pk); ; i = (i + 1) & (len(x.slots) - 1) {
		n := x.slots[i]
		if n == 0 {
			return nil
		}
		if r := t.byNum[n-1]; r.pk == pk {
			return r
		}
	}
}

// enter enters a row that has its number and whose pk is not there.
func (t *table) enter(r *row) {
	x := &t.names
	if x.count++; x.count*4 > len(x.slots)*3 {
		old := x.slots
		x.slots = make([]uint32, max(8, 2*len(old)))
		for _, n := range old {
			if n != 0 {
				x.put(t.byNum[n-1])
			}
		}
	}
	x.put(r)
}

func (x *names) put(r *row) {
	i := x.home(r.pk)
	for x.slots[i] != 0 {
		i = (i + 1) & (len(x.slots) - 1)
	}
	x.slots[i] = r.num + 1
}

// unname takes a row that is there out of the names of the table. Those behind it that it kept from their homes
// move up.
func (t *table) unname(r *row) {
	x := &t.names
	last := len(x.slots) - 1
	at := x.home(r.pk)
	for x.slots[at] != r.num+1 {
		at = (at + 1) & last
	}
	for i := (at + 1) & last; x.slots[i] != 0; i = (i + 1) & last {
		if home := x.home(t.byNum[x.slots[i]-1].pk); (i-home)&last >= (i-at)&last {
			x.slots[at] = x.slots[i]
			at = i
		}
	}
	x.slots[at] = 0
	x.count--
}
