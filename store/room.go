package store

// room makes a slice have room for n more. One that grows becomes twice as long: what it leaves behind
// is then no more than what it holds, which matters where memory that was once taken is never given back.
func room[T any](b []T, n int) []T {
	if cap(b)-len(b) >= n {
		return b
	}
	return reserve(b, max(len(b)+n, 2*cap(b)))
}

// reserve makes a slice have room for n elements in all, and no more if it has to grow.
func reserve[T any](b []T, n int) []T {
	if cap(b) >= n {
		return b
	}
	return append(make([]T, 0, n), b...)
}
