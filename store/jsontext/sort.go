package jsontext

// sort puts members in order of their names, and those of one name in the order of the text;
// then it leaves only the last of each name at the beginning, and returns how many there are.
func (w *walk) sort(members []int) int {
	for i := 1; i < len(members); i++ {
		if !w.before(members[i-1], members[i]) {
			w.heapSort(members)
			break
		}
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
	i, j := w.nodes[m].name, w.nodes[n].name
	return compareStrings(w.b[i:], w.b[j:])
}
