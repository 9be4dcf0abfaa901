package jsbridge

import (
	"sluice/core"
	"sluice/jsbridge/wire"
)

// appendEffect writes one effect as an operation.
func appendEffect(b []byte, e *core.Effect) []byte {
	client, call := uint32(e.Client), uint32(e.Call)
	request, record := uint32(e.Request), uint32(e.Record)
	switch e.Kind {
	case core.EffectFetch:
		return (&wire.FetchOperation{Client: client, Request: request, Call: call, Route: uint8(e.Route), Flags: bit(e.WantBody, 1) | bit(e.Wait, 2)}).Append(b)
	case core.EffectAbort:
		return (&wire.AbortOperation{Request: request, Reason: uint8(e.Reason)}).Append(b)
	case core.EffectForget:
		return (&wire.ForgetOperation{Request: request}).Append(b)
	case core.EffectResolve:
		if e.Rooted {
			return (&wire.ResolveRootOperation{Call: call, Client: client, Root: e.Root}).Append(b)
		}
		return (&wire.ResolveOperation{Call: call, Request: request, Record: record}).Append(b)
	case core.EffectReject:
		return appendRejection(b, e)
	case core.EffectRecord:
		s := &e.State
		return (&wire.RecordOperation{
			Record: record, Pending: s.Pending,
			Flags:     bit(s.Pristine, 1) | bit(s.Known, 2) | bit(s.NoData, 4) | bit(s.NoError, 8),
			FetchedAt: float64(s.FetchedAt), Download: s.Download, Upload: s.Upload,
		}).Append(b)
	case core.EffectDrop:
		return (&wire.GoneOperation{Record: record}).Append(b)
	case core.EffectWatched:
		return (&wire.WatchedOperation{Token: call, Record: record}).Append(b)
	case core.EffectTimer:
		return (&wire.TimerOperation{At: float64(e.At)}).Append(b)
	case core.EffectNavigate:
		return (&wire.NavigateOperation{Client: client}).Append(b)
	case core.EffectTabs:
		return (&wire.TabsOperation{Client: client, Note: uint8(e.Note), User: e.User}).Append(b)
	case core.EffectView:
		v := &e.View
		return (&wire.ViewOperation{
			Client: client, Root: e.Root, Status: uint8(v.Status), Presence: uint8(v.Presence),
			Flags: bit(v.Stale, 1) | bit(v.Failed, 2), ExpiresAt: float64(v.ExpiresAt),
		}).Append(b)
	case core.EffectLooked:
		return (&wire.LookedOperation{Token: call, Record: record, Root: e.Root}).Append(b)
	case core.EffectPublish:
		return (&wire.SettledOperation{Client: client}).Append(b)
	case core.EffectKeep:
		return (&wire.KeepOperation{Call: call, Record: record, Error: bit(e.Failed, 1)}).Append(b)
	case core.EffectHold:
		return (&wire.HoldOperation{Request: request, Record: record}).Append(b)
	case core.EffectHeld:
		return (&wire.HeldOperation{Record: record, Drop: bit(e.Failed, 1)}).Append(b)
	case core.EffectDone:
		return (&wire.DoneOperation{Call: call}).Append(b)
	case core.EffectReport:
		m := wire.ReportOperation{Call: call, Message: e.Err.Error()}
		switch err := e.Err.(type) {
		case Thrown:
			m.Thrown = uint32(err)
		case *core.SchemaError:
			m.Path, m.Message = err.Path, err.Message
		}
		return m.Append(b)
	case core.EffectSwept:
		return (&wire.SweptOperation{Client: client, Flags: bit(e.Done, 1) | bit(e.Left, 2)}).Append(b)
	case core.EffectHydrated:
		return (&wire.HydratedOperation{Client: client, Shell: string(e.Shell), Kept: keptText(e.Kept)}).Append(b)
	case core.EffectGive:
		return (&wire.GiveOperation{Call: call, By: uint32(e.By)}).Append(b)
	case core.EffectRun, core.EffectLost, core.EffectAction, core.EffectEnding, core.EffectOver, core.EffectHit,
		core.EffectRetain, core.EffectLet, core.EffectDeliver, core.EffectNamed, core.EffectShow, core.EffectLetValue, core.EffectShowText, core.EffectObject:
		return appendStep(b, e)
	case core.EffectSocket:
		return appendSocket(b, client, e.Socket)
	case core.EffectIdle:
		return (&wire.IdleOperation{Client: client}).Append(b)
	}
	panic("jsbridge: effect without operation")
}

// appendStep writes what concerns the functions of the user's that a request goes through.
func appendStep(b []byte, e *core.Effect) []byte {
	client, call := uint32(e.Client), uint32(e.Call)
	request, record := uint32(e.Request), uint32(e.Record)
	switch e.Kind {
	case core.EffectRun:
		return (&wire.RunOperation{
			Client: client, Request: request, Call: call, Record: record, Step: uint8(e.Step),
			Aside: bit(e.Aside, 1), Based: bit(e.Based, 1), Value: uint32(e.Value),
		}).Append(b)
	case core.EffectLost:
		lost := *e
		lost.Call = 0
		return appendRejection(b, &lost)
	case core.EffectAction:
		return (&wire.ActionOperation{
			Client: client, Request: request, Call: call, Record: record, Event: uint8(e.Event), Flags: bit(e.Hit, 1) | bit(e.Polled, 2) | bit(e.Failed, 4),
		}).Append(b)
	case core.EffectEnding:
		return (&wire.EndingOperation{Request: request, Call: call}).Append(b)
	case core.EffectOver:
		return (&wire.OverOperation{Request: request}).Append(b)
	case core.EffectNamed:
		a := &e.About
		return (&wire.NamedOperation{
			Client: client, Record: record, Name: a.Name, Key: a.Key, Variant: a.Variant,
			Flags: bit(a.Query, 1) | bit(a.Cached, 2) | bit(a.Kept, 4) | bit(a.Normal, 8), CacheKey: a.CacheKey, Until: float64(a.Until), Finished: a.Finished,
		}).Append(b)
	case core.EffectDeliver:
		return (&wire.DeliverOperation{Request: request, Call: call}).Append(b)
	case core.EffectHit:
		return (&wire.HitOperation{Call: call, Record: record, Request: request, Failed: bit(e.Failed, 1)}).Append(b)
	case core.EffectRetain:
		return (&wire.RetainOperation{Call: call}).Append(b)
	case core.EffectLet:
		return (&wire.LetOperation{Call: call}).Append(b)
	case core.EffectShowText:
		return (&wire.ShowTextOperation{Record: record, Text: string(e.Shell)}).Append(b)
	case core.EffectObject:
		return (&wire.ObjectOperation{Client: client, Key: e.User, Text: string(e.Shell)}).Append(b)
	case core.EffectShow:
		return (&wire.ShowOperation{Record: record, Value: uint32(e.Value)}).Append(b)
	default:
		return (&wire.LetValueOperation{Value: uint32(e.Value)}).Append(b)
	}
}

func appendRejection(b []byte, e *core.Effect) []byte {
	call, request, record := uint32(e.Call), uint32(e.Request), uint32(e.Record)
	switch err := e.Err.(type) {
	case *core.AbortError:
		return (&wire.RejectAbortOperation{Call: call, Request: request, Record: record, Reason: uint8(err.Reason)}).Append(b)
	case *core.APIError:
		return (&wire.RejectApiOperation{
			Call: call, Request: request, Record: record,
			Status: uint32(err.Status), Code: err.Code, Message: err.Message, Params: string(err.Params),
		}).Append(b)
	case *core.TimeoutError:
		return (&wire.RejectTimeoutOperation{Call: call, Request: request, Record: record, Timeout: err.Timeout}).Append(b)
	case *core.UsageError:
		return (&wire.RejectUsageOperation{Call: call, Request: request, Record: record, Message: err.Message}).Append(b)
	case *core.CrashError:
		return (&wire.RejectCrashOperation{Call: call, Request: request, Record: record, Message: err.Message}).Append(b)
	case *core.SchemaError:
		return (&wire.RejectSchemaOperation{Call: call, Request: request, Record: record, Path: err.Path, Message: err.Message}).Append(b)
	default:
		thrown, is := e.Err.(Thrown)
		if is || e.Err == core.ErrForeign {
			return (&wire.RejectFailedOperation{Call: call, Request: request, Record: record, By: uint32(e.By), Thrown: uint32(thrown)}).Append(b)
		}
		return (&wire.RejectNetworkOperation{Call: call, Request: request, Record: record}).Append(b)
	}
}

func bit(on bool, value uint8) uint8 {
	if on {
		return value
	}
	return 0
}
