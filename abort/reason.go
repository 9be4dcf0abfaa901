package abort

// Reason says why something was aborted. The zero value means that nothing was.
type Reason uint8

// The reasons.
const (
	Aborted    Reason = iota + 1 // by its user: a signal, or a call that aborts by name or id
	Superseded                   // by a newer request of the same name
	Reset                        // by a reset of the store or a logout
	Closed                       // because its client was closed
	Timeout                      // because its time was over; as an error this is no abort
)

// String returns the reason as users see it, "" for the zero value.
func (r Reason) String() string {
	switch r {
	case Aborted:
		return "aborted"
	case Superseded:
		return "superseded"
	case Reset:
		return "reset"
	case Closed:
		return "closed"
	case Timeout:
		return "timeout"
	}
	return ""
}
