package jsbridge

import (
	"math"
	"strings"

	"sluice/core"
	"sluice/core/socket"
	"sluice/jsbridge/wire"
)

// liveCommand runs one of the commands about sockets. It reports whether the code is that of one.
func (b *Bridge) liveCommand(code uint8, r *wire.Reader, now core.Time) bool {
	on := func(client uint32, do func(m *socket.Machine, now socket.Time)) {
		b.core.Socket(now, core.ClientID(client), do)
	}
	switch code {
	case wire.CommandSocket:
		var m wire.SocketCommand
		m.Decode(r)
		b.socket = &socket.Options{
			Lazy: m.Flags&1 != 0, Confirmed: m.Flags&2 != 0, Resume: m.Flags&4 != 0, Pings: m.Flags&8 != 0,
			Heartbeat: m.Heartbeat, Reconnect: m.Reconnect, Pong: m.Pong,
			Backoff: socket.Backoff{Factor: m.Factor, Max: m.Max, Jitter: m.Jitter},
		}
	case wire.CommandDial:
		var m wire.DialCommand
		m.Decode(r)
		if m.Again == 1 {
			on(m.Client, (*socket.Machine).Reopen)
		} else {
			on(m.Client, (*socket.Machine).Open)
		}
	case wire.CommandHangUp:
		var m wire.HangUpCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) { s.Close(now, uint16(m.Code)) })
	case wire.CommandSocketOpened:
		var m wire.SocketOpenedCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) { s.Opened(now, socket.ID(m.Socket), m.Resumes == 1) })
	case wire.CommandSocketClosed:
		var m wire.SocketClosedCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) { s.Closed(now, socket.ID(m.Socket), uint16(m.Code)) })
	case wire.CommandHeard:
		var m wire.HeardCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) {
			if m.Flags&4 != 0 {
				s.Told(now, socket.ID(m.Socket))
			} else {
				s.Heard(now, socket.ID(m.Socket), m.Flags&1 != 0, m.Flags&2 != 0)
			}
		})
	case wire.CommandListen:
		var m wire.ListenCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) {
			if id := socket.SubscriptionID(m.Subscription); m.Flags&4 != 0 {
				s.Join(now, id)
			} else {
				s.Subscribe(now, id, m.Flags&1 != 0, m.Flags&2 != 0)
			}
		})
	case wire.CommandUnlisten:
		var m wire.UnlistenCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) { s.Unsubscribe(now, socket.SubscriptionID(m.Subscription)) })
	case wire.CommandRefetch:
		var m wire.RefetchCommand
		m.Decode(r)
		b.core.Refetch(now, core.ClientID(m.Client), b.takeTargets(false))
	default:
		return b.frameCommand(code, r, on)
	}
	return true
}

// frameCommand runs one of those that are frames of a server.
func (b *Bridge) frameCommand(code uint8, r *wire.Reader, on func(client uint32, do func(m *socket.Machine, now socket.Time))) bool {
	switch code {
	case wire.CommandArrival:
		var m wire.ArrivalCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) {
			s.Event(now, socket.ID(m.Socket), m.Sid, whole(m.Id))
		})
	case wire.CommandPosition:
		var m wire.PositionCommand
		m.Decode(r)
		epoch, last := strings.Clone(m.Epoch), whole(m.Last)
		on(m.Client, func(s *socket.Machine, now socket.Time) {
			if m.Gap == 1 {
				s.Gap(now, socket.ID(m.Socket), m.Sid, epoch, last, strings.Clone(m.Reason))
			} else {
				s.Subscribed(now, socket.ID(m.Socket), m.Sid, epoch, last)
			}
		})
	case wire.CommandBeat:
		var m wire.BeatCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) {
			if m.Pong == 1 {
				s.Ponged(now, socket.ID(m.Socket), whole(m.N))
			} else {
				s.Pinged(now, socket.ID(m.Socket), whole(m.N))
			}
		})
	case wire.CommandSessionChanged:
		var m wire.SessionChangedCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) { s.SessionChanged(now, socket.ID(m.Socket)) })
	case wire.CommandFault:
		var m wire.FaultCommand
		m.Decode(r)
		on(m.Client, func(s *socket.Machine, now socket.Time) {
			if m.Sid != 0 {
				s.Refused(now, socket.ID(m.Socket), m.Sid, m.Code, m.Message, m.Flags&1 != 0)
			} else {
				s.Faulty(now, socket.ID(m.Socket), m.Code, m.Message)
			}
		})
	default:
		return false
	}
	return true
}

// whole gives a number of the protocol, which JavaScript has seen to be a whole one that is not negative.
func whole(n float64) uint64 {
	if !(n >= 0 && n <= 1<<53) || n != math.Trunc(n) {
		panic(wire.ErrMalformed)
	}
	return uint64(n)
}

// appendSocket writes what is to be done about a socket.
func appendSocket(b []byte, client uint32, e *socket.Effect) []byte {
	id, subscription, code := uint32(e.Socket), uint32(e.Subscription), uint32(e.Code)
	switch e.Kind {
	case socket.Dial:
		return (&wire.DialOperation{Client: client, Socket: id}).Append(b)
	case socket.HangUp:
		return (&wire.HangUpOperation{Client: client, Socket: id, Code: code}).Append(b)
	case socket.Connected, socket.Disconnected:
		return (&wire.ConnectionOperation{Client: client, Active: bit(e.Kind == socket.Connected, 1), Code: code}).Append(b)
	case socket.WhenOpen, socket.WhenClosed:
		return (&wire.SocketStepOperation{Client: client, Socket: id, Closed: bit(e.Kind == socket.WhenClosed, 1), Code: code}).Append(b)
	case socket.Send:
		return (&wire.SayOperation{Client: client, Socket: id, Subscription: subscription}).Append(b)
	case socket.Subscribe:
		m := wire.SayOperation{Client: client, Socket: id, Subscription: subscription, How: 1, Sid: e.SID}
		if e.Position.Known {
			m.Epoch, m.After = e.Position.Epoch, float64(e.Position.Last)
		}
		return m.Append(b)
	case socket.Unsubscribe:
		return (&wire.SignalOperation{Client: client, Socket: id, N: float64(e.SID)}).Append(b)
	case socket.Ping, socket.Pong:
		return (&wire.SignalOperation{Client: client, Socket: id, Kind: 1 + bit(e.Kind == socket.Pong, 1), N: float64(e.N)}).Append(b)
	case socket.Deliver:
		return (&wire.HandOperation{Client: client, Subscription: subscription, Sid: e.SID, Id: float64(e.N)}).Append(b)
	case socket.Begun:
		return (&wire.BegunOperation{Client: client, Subscription: subscription}).Append(b)
	case socket.Missed:
		return (&wire.MissedOperation{Client: client, Subscription: subscription, Reason: e.Reason, From: float64(e.From), To: float64(e.Position.Last)}).Append(b)
	}
	return (&wire.TroubleOperation{Client: client, Subscription: subscription, Code: e.Fault, Message: e.Message}).Append(b)
}
