package core

// Meta is what a call asks for beside its name. The strings may alias a buffer of the shell's.
type Meta struct {
	// Steps are the user's functions that the request goes through. The shell runs them.
	Steps Steps
	// Action says that events are told as actions, by [EffectAction].
	Action bool
	// Silent: nothing is told, and no state is kept.
	Silent bool
	// Apart: it is the request of an endpoint, made without the store. It is silent, what it is called is of no
	// interest, and no list of requests means it.
	Apart bool
	// Origin is where such a one goes, as [Endpoint].Origin says it.
	Origin uint32
	// DropData has an error take the data away. By default the data stays beside it.
	DropData bool
	// Answered: the answer is there already. Nothing is sent, but polling begins.
	Answered bool
	// Broken: the shell has failed before the request could begin. It keeps the error.
	Broken bool
	// Cached says that an answer is kept for Cache seconds from its completion, and that this call
	// may be answered by one that is kept.
	Cached   bool
	Cache    float64
	CacheKey string
	// Capacity is how many keys of the name are kept; 0 is all.
	Capacity uint32
	// Poll is how many seconds after its end the request is made again; 0 is never.
	Poll float64
	// Watched: it is made again only while somebody watches its record.
	Watched bool
	// Reserved is how many requests will come that depend on this one; Dependent says that it is
	// one that an earlier one has reserved a place for. They count where answers are awaited.
	Reserved  uint32
	Dependent bool
	// Updates say which queries' data changes with the request. The slice is kept.
	Updates []Update
	// Normal is about data that is normalised.
	Normal Normal
}

// Step is a function of the user's that a request goes through.
type Step uint8

// The steps, in the order in which they come. Those of one event follow one another; the client's
// come before the request's own.
const (
	StepNone Step = iota
	StepRequest
	StepOwnRequest
	StepGetData
	StepSuccess
	StepOwnSuccess
	StepGetError
	StepError
	StepOwnError
	StepAbort
	StepOwnAbort
)

// Steps is a set of steps: bit s stands for [Step] s.
type Steps uint16

// StepsOf makes a set.
func StepsOf(list ...Step) (s Steps) {
	for _, step := range list {
		s |= 1 << step
	}
	return s
}

func (s Steps) has(step Step) bool { return s&(1<<step) != 0 }

// Verdict is what came of a step.
type Verdict uint8

// The verdicts.
const (
	// Done: it returned. What it was given stands, or the shell has put something in its place.
	Done Verdict = iota
	// Recovered: a function for errors has returned an answer.
	Recovered
	// Threw: the shell keeps what it threw.
	Threw
	// Waiting: it returned a promise. Another verdict follows.
	Waiting
	// Listed: it is done, and what is to be sent is a list now, of which no progress is shown.
	Listed
)

// Event is something that happens to a request, as an [EffectAction] tells it.
type Event uint8

// The events.
const (
	EventRequest Event = iota
	EventSuccess
	EventError
	EventAbort
)
