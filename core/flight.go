package core

// flight lists the requests of a client that are in flight, in the order of their dispatch.
// The zero value is empty.
type flight struct {
	first, last *request
}

func (f *flight) add(q *request) {
	q.previous, q.next = f.last, nil
	if f.last == nil {
		f.first = q
	} else {
		f.last.next = q
	}
	f.last = q
}

func (f *flight) remove(q *request) {
	if q.previous == nil {
		f.first = q.next
	} else {
		q.previous.next = q.next
	}
	if q.next == nil {
		f.last = q.previous
	} else {
		q.next.previous = q.previous
	}
	q.previous, q.next = nil, nil
}
