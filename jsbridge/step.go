package jsbridge

import (
	"slices"
	"strings"

	"sluice/core"
	"sluice/jsbridge/wire"
)

// stepCommand runs one of the commands about what a request goes through beside its network. It reports whether
// the code is that of one.
func (b *Bridge) stepCommand(code uint8, r *wire.Reader, now core.Time) bool {
	switch code {
	case wire.CommandMeta:
		var m wire.MetaCommand
		m.Decode(r)
		b.meta = &core.Meta{
			Steps: core.Steps(m.Steps), Action: m.Flags&1 != 0, Silent: m.Flags&2 != 0, Broken: m.Flags&4 != 0,
			Cached: m.Flags&8 != 0, Cache: m.Cache, CacheKey: m.CacheKey, Capacity: m.Capacity, Poll: m.Poll,
			Reserved: m.Reserved, Dependent: m.Flags&16 != 0, DropData: m.Flags&32 != 0, Answered: m.Flags&64 != 0, Apart: m.Flags&128 != 0, Watched: m.Flags&256 != 0, Origin: m.Origin,
		}
	case wire.CommandNormal:
		var m wire.NormalCommand
		m.Decode(r)
		b.normal = core.Normal{Answer: m.Answer == 1, Local: textOf(m.Local), Optimistic: textOf(m.Optimistic), Reverted: textOf(m.Reverted)}
	case wire.CommandUpdate:
		var m wire.UpdateCommand
		m.Decode(r)
		b.updates = append(b.updates, core.Update{
			Query: core.Target{Name: strings.Clone(m.Query)}, Has: core.UpdateKind(m.Has & 7), Local: m.Has&8 != 0,
		})
	case wire.CommandLocal:
		var m wire.LocalCommand
		m.Decode(r)
		b.call = core.CallID(m.Call)
		b.core.Local(now, core.ClientID(m.Client), b.call, b.takeUpdates(), textOf(m.Objects))
	case wire.CommandRan:
		var m wire.RanCommand
		m.Decode(r)
		b.core.Ran(now, core.RequestID(m.Request), core.Step(m.Step), core.Verdict(m.Verdict))
	case wire.CommandNameRecords:
		var m wire.NameRecordsCommand
		m.Decode(r)
		b.core.NameRecords(now, core.ClientID(m.Client))
	case wire.CommandAdopt:
		var m wire.AdoptCommand
		m.Decode(r)
		b.core.Adopt(now, core.ClientID(m.Client), core.CallID(m.Token), core.Adopted{
			Name: m.Name, Key: m.Key, Variant: m.Variant, Query: m.Flags&1 != 0, Data: m.Flags&2 != 0, Error: m.Flags&4 != 0, Promised: m.Promised, Text: []byte(m.Text), Normal: m.Flags&8 != 0,
		})
	case wire.CommandArrived:
		var m wire.ArrivedCommand
		m.Decode(r)
		b.core.Arrived(now, core.RequestID(m.Request), m.Failed == 1)
	case wire.CommandRetry:
		var m wire.RetryCommand
		m.Decode(r)
		b.retry = &core.Retry{Attempts: m.Attempts, Delay: m.Delay, Factor: m.Factor, Max: m.Max, Jitter: m.Jitter}
	case wire.CommandAgain:
		var m wire.AgainCommand
		m.Decode(r)
		b.core.Again(now, core.RequestID(m.Request), m.RetryAfter)
	case wire.CommandEnded:
		var m wire.EndedCommand
		m.Decode(r)
		b.core.Ended(now, core.RequestID(m.Request))
	case wire.CommandForget:
		var m wire.ForgetCommand
		m.Decode(r)
		b.forget(now, &m)
	case wire.CommandJoin:
		var m wire.JoinCommand
		m.Decode(r)
		targets := b.takeTargets(false)
		if len(targets) != 1 {
			panic(wire.ErrMalformed)
		}
		b.core.Join(now, core.ClientID(m.Client), core.CallID(m.Call), targets[0])
	default:
		return false
	}
	return true
}

func (b *Bridge) forget(now core.Time, m *wire.ForgetCommand) {
	client, targets := core.ClientID(m.Client), b.takeTargets(m.All == 1)
	if m.What&4 != 0 {
		b.core.ResetRequests(now, client, targets, core.Forgetting{Pending: m.Flags&1 != 0, Cached: m.Flags&2 != 0})
		return
	}
	if m.What&1 != 0 {
		b.core.ClearCache(now, client, targets)
	}
	if m.What&2 != 0 {
		b.core.StopPolling(now, client, targets)
	}
}

// takeTargets gives the targets that were added, nil for all.
func (b *Bridge) takeTargets(all bool) []core.Target {
	targets := b.targets
	b.targets = nil
	switch {
	case all:
		return nil
	case targets == nil:
		return []core.Target{}
	}
	return targets
}

// takeUpdates gives the updates that were added.
func (b *Bridge) takeUpdates() []core.Update {
	updates := slices.Clip(b.updates)
	b.updates = nil
	return updates
}

// takeRetry gives when what is at hand is sent again, nil if nothing was said.
func (b *Bridge) takeRetry() *core.Retry {
	r := b.retry
	b.retry = nil
	return r
}

// takeMeta gives what the call at hand asks for beside its name.
func (b *Bridge) takeMeta() *core.Meta {
	m := b.meta
	b.meta = nil
	if updates := b.takeUpdates(); m != nil {
		m.Updates, m.Normal = updates, b.normal
	}
	b.normal = core.Normal{}
	return m
}

// textOf copies a text; the empty one is none.
func textOf(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}
