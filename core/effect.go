package core

import (
	"sluice/abort"
	"sluice/core/socket"
)

// EffectKind says what an [Effect] asks of the shell.
type EffectKind uint8

// The effects. Each line names the fields of [Effect] that are set beside Kind.
const (
	// EffectFetch starts the request Request (Client, Kind of request in Route, Call whose
	// data, headers and signal it carries or 0, WantBody). With Wait it is not to be sent yet: it
	// is kept until an EffectFetch without, which has the same fields, or until it ends otherwise.
	// Wait for a request that has been sent: it is to be sent again, and what goes on of it ends.
	EffectFetch EffectKind = iota + 1
	// EffectAbort aborts the network of Request, with Reason.
	EffectAbort
	// EffectResolve fulfils Call with the answer of Request or, with Rooted, with what Root of
	// Client shows. If Record is not 0, the answer also becomes that record's data, before the
	// promise is told.
	EffectResolve
	// EffectReject rejects Call with Err. If Record is not 0, the error also becomes that
	// record's error. Request is 0 when nothing was sent.
	EffectReject
	// EffectRecord says that what watchers of Record see has changed: State.
	EffectRecord
	// EffectDrop says that Record exists no longer.
	EffectDrop
	// EffectWatched answers [Core.Watch]: Record belongs to the watch whose token is in Call.
	EffectWatched
	// EffectTimer asks for a call of [Core.Tick] at time At; it replaces an earlier timer.
	EffectTimer
	// EffectNavigate sends the page of Client to its login address.
	EffectNavigate
	// EffectTabs tells the other tabs of Client's origin Note and User.
	EffectTabs
	// EffectIdle says that Client has nothing in flight; asked for by [Core.WhenIdle].
	EffectIdle
	// EffectForget says that the shell need not keep the answer of Request, which nobody
	// is given.
	EffectForget
	// EffectView says what Root of Client shows beside its data: View.
	EffectView
	// EffectLooked answers [Core.Look], whose token is in Call: Record is that of the key, or 0,
	// and Root of Client what is shown through the schema, if there is one.
	EffectLooked
	// EffectPublish asks for one call of [Core.Publish] for Client, as soon as those who wait
	// for the promises fulfilled before have run.
	EffectPublish
	// EffectKeep makes what Call has set the data of Record or, with Failed, its error.
	EffectKeep
	// EffectHold has the shell keep the answer of Request for Record, behind others that it keeps.
	EffectHold
	// EffectHeld makes the first of what is kept for Record by EffectHold its data or, with Failed,
	// nothing.
	EffectHeld
	// EffectDone fulfils Call with nothing.
	EffectDone
	// EffectReport reports Err, of which Call hears nothing.
	EffectReport
	// EffectSwept answers [Core.Sweep]: whether it is Done, and whether anything is Left to be swept.
	EffectSwept
	// EffectHydrated has the shell keep what is Kept, which is in Shell, what it gave to Dehydrate.
	EffectHydrated
	// EffectGive fulfils Call with what By has set.
	EffectGive
	// EffectRun has the shell run Step of Request, and answer with [Core.Ran]; with Aside what comes
	// of it is of no interest. Call carries the functions. Of StepGetData, the present data is that of
	// Record or, with Based, Value.
	EffectRun
	// EffectLost says that Request fails with Err, unless a step mends that: the steps that follow
	// are given it. Later the shell is asked for the error with [ErrForeign].
	EffectLost
	// EffectAction tells Event of Request as an action; Hit says that it was answered without the
	// network, Polled that it is a poll, Failed that a function has thrown after a success. Call carries
	// the action.
	EffectAction
	// EffectEnding asks for one [Core.Ended], as soon as what runs now is over.
	EffectEnding
	// EffectDeliver asks for [Core.Settle] or [Core.Failed] of Request with what has come of its steps.
	EffectDeliver
	// EffectOver says that the shell need not keep what belongs to Request.
	EffectOver
	// EffectHit fulfils Call with the data of Record or, with Failed, rejects it with its error.
	EffectHit
	// EffectRetain has the shell keep what Call carries, after its end; EffectLet, no longer.
	EffectRetain
	EffectLet
	// EffectNamed says whose record Record of Client is, and what else is known of it: About. It comes again when
	// that has changed. Only clients that ask for it are told, see [Core.NameRecords].
	EffectNamed
	// EffectShow makes Value the data of Record; 0 is null.
	EffectShow
	// EffectShowText makes what the JSON in Shell says the data of Record.
	EffectShowText
	// EffectObject says what the normalised object of Client with the key User (JSON) is: Shell, nil if it is no
	// more. Only clients that ask for names are told.
	EffectObject
	// EffectSocket is about the socket of Client: Socket.
	EffectSocket
	// EffectLetValue says that Value is not meant any more.
	EffectLetValue
)

// Route says which address a request goes to.
type Route uint8

// The routes.
const (
	RouteName     Route = iota // {base}/{name} of the call
	RouteSession               // {base}/session
	RouteLogin                 // /auth/login at the origin of the base
	RouteRegister              // /auth/register, likewise
	RouteLogout                // /auth/logout, likewise
	RouteEndpoint              // what the endpoint of the call says
)

// Effect is one thing the shell has to do. Effects are carried out in their order, after
// the call of the core that gave them has returned.
type Effect struct {
	Kind     EffectKind
	Route    Route
	Step     Step
	Event    Event
	Aside    bool
	Hit      bool
	Based    bool
	Value    Value
	Polled   bool
	Reason   abort.Reason
	Note     SessionNote
	Rooted   bool
	Failed   bool
	Done     bool
	Left     bool
	By       CallID // who has set the value or the error; of a rejection 0 for the request
	Wait     bool
	WantBody bool // hand the body to the core, also when the answer is a success
	Client   ClientID
	Call     CallID
	Request  RequestID
	Record   RecordID
	Root     RootID
	At       Time
	View     ViewState
	State    RecordState
	About    About
	User     string // the user's id as JSON text, "" when there is none
	Err      error
	Shell    []byte
	Kept     []Kept
	Socket   *socket.Effect
}

func (c *Core) emit(e Effect) { c.effects = append(c.effects, e) }

// Effects hands over the effects since the last call, in the order in which they are to be
// carried out. The slice is valid until the next method call on the core.
func (c *Core) Effects() []Effect {
	out := c.effects
	c.effects = c.effects[:0]
	return out
}
