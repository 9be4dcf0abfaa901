package jsontext

import "math/bits"

// sort puts members in order of their names, and those of one name in the order of the text;
// then it leaves only the last of each name at the beginning, and returns how many there are.
func (w *walk) sort(members []int) int {
	if len(members) > 12 {
		w.heapSort(members)
	} else {
		w.insertionSort(members)
	}
	kept := 0
	for i, m := range members {
		if i > 0 && w.compare(members[i-1], m) == 0 {
			kept--
		}
		members[kept] = m
		kept++
	}
	return kept
}

func (w *walk) insertionSort(members []int) {
	for i := 1; i < len(members); i++ {
		m := members[i]
		j := i
		for ; j > 0 && w.before(m, members[j-1]); j-- {
			members[j] = members[j-1]
		}
		members[j] = m
	}
}

// heapSort needs no more than the members themselves, and no luck with their order.
func (w *walk) heapSort(members []int) {
	for i := len(members)/2 - 1; i >= 0; i-- {
		w.sink(members, i)
	}
	for last := len(members) - 1; last > 0; last-- {
		members[0], members[last] = members[last], members[0]
		w.sink(members[:last], 0)
	}
}

// sink moves the member at i down to where none below it comes after it.
func (w *walk) sink(members []int, i int) {
	for {
		child := 2*i + 1
		if child >= len(members) {
			return
		}
		if child+1 < len(members) && w.before(members[child], members[child+1]) {
			child++
		}
		if !w.before(members[i], members[child]) {
			return
		}
		members[i], members[child] = members[child], members[i]
		i = child
	}
}

// before reports whether member m stands before n: by name, then by place.
func (w *walk) before(m, n int) bool {
	if c := w.compare(m, n); c != 0 {
		return c < 0
	}
	return m < n
}

func (w *walk) compare(m, n int) int {
	p, q := &w.nodes[m], &w.nodes[n]
	if p.key != 0 && q.key != 0 && p.key != q.key {
		if p.key < q.key {
			return -1
		}
		return 1
	}
	return compareStrings(w.b[p.name:], w.b[q.name:])
}

// nameKey is a number for the beginning of the name at b[i] that orders names as their text does
// where two of these differ; 0 is unknown.
func nameKey(b []byte, i int) uint64 {
	if i < 0 || i > len(b)-9 {
		return 0
	}
	w := word(b, i+1)
	if m := marks(w) | w&highs; m != 0 {
		n := first(m)
		if byte(w>>n) != '"' {
			return 0
		}
		w &= 1<<n - 1
	}
	return bits.ReverseBytes64(w)
}
