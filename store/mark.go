package store

// Mark is a place in the order of writes: by MS, then by N.
type Mark struct {
	MS float64 // ms of a clock that never runs back
	N  uint64  // from one counter of the client, never used twice
}

// Before reports whether m comes before o.
func (m Mark) Before(o Mark) bool { return m.MS < o.MS || m.MS == o.MS && m.N < o.N }

// Origin says what brought a write.
type Origin uint8

// The origins.
const (
	Read     Origin = iota // the answer of a read
	Mutation               // the answer of a mutation
	Direct                 // set, setResponse
	Layer                  // an optimistic change
)

// Write is what all values that one answer, direct write or layer brought have in common.
// It is never changed once it was given to a store.
type Write struct {
	Origin Origin
	Start  Mark // when the request was issued, or the method called
	End    Mark // of a mutation: when it is committed; else Start
	// FetchedAt, Date and ExpiresAt are what the meta of its rows and key say, in ms.
	FetchedAt, Date, ExpiresAt float64
}

// older reports whether w comes too late to replace what stored brought: a read by what had
// ended when it began, a mutation or layer by writes of their own kind that began later, a
// direct write never.
func (w *Write) older(stored *Write) bool {
	switch {
	case w.Origin == Direct:
		return false
	case w.Origin == Read:
		return w.Start.Before(stored.End)
	case stored.Origin == Read:
		return false
	default:
		return w.Start.Before(stored.Start)
	}
}
