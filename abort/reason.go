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

// reasons are the texts of the reasons, by their number.
var reasons = [...]string{
	Aborted:    "aborted",
	Superseded: "superseded",
	Reset:      "reset",
	Closed:     "closed",
	Timeout:    "timeout",
}

// String returns the reason as users see it: "aborted", "superseded", "reset", "closed" or
// "timeout"; "" for the zero value and for numbers that are no reason.
func (r Reason) String() string {
	if int(r) < len(reasons) {
		return reasons[r]
	}
	return ""
}

// ParseReason is the inverse of [Reason.String]; a text that is no reason gives zero.
func ParseReason(text string) Reason {
	for r, known := range reasons {
		if known == text {
			return Reason(r)
		}
	}
	return 0
}
