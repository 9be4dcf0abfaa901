package core

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/stretchr/testify/require"
)

// carryOut carries the effects of a step out.
func (s *shell) carryOut() {
	for _, e := range slices.Clone(s.core.Effects()) {
		s.log = append(s.log, describe(e))
		s.one(e)
	}
	require.Empty(s.t, s.core.Effects(), "effects are handed over once")
	s.proceed()
}

func (s *shell) one(e Effect) {
	if s.account(e) {
		return
	}
	f := s.flows[e.Request]
	switch e.Kind {
	case EffectFetch:
		s.fetches(e)
	case EffectAbort, EffectForget:
		if f != nil && (s.requests[e.Request] == nil || !s.requests[e.Request].live()) {
			return // it goes through its steps
		}
		f := s.requests[e.Request]
		require.NotNil(s.t, f, "abort of what was never fetched")
		require.Contains(s.t, []string{"open", "held"}, f.network, "abort of request %d, which is over", e.Request)
		require.False(s.t, e.Kind == EffectForget && f.network == "held", "what was not sent cannot run on")
		f.network = "aborted: " + e.Reason.String()
		if e.Kind == EffectForget {
			f.network = "forgotten"
		}
	case EffectSocket:
		s.socketEffects = append(s.socketEffects, *e.Socket)
	case EffectView:
		s.views[e.Root] = e.View
	case EffectLooked:
		s.looked[e.Call] = e.Root
	case EffectReport:
		s.reported = append(s.reported, e.Err)
	case EffectPublish:
		s.unpublished = true
	case EffectKeep:
		require.Zero(s.t, s.calls[e.Call].settled, "kept of a settled call")
		if !e.Failed {
			s.record(e.Record).known = true
		}
	case EffectHold:
		require.Equal(s.t, s.settling, e.Request, "held an answer that is not at hand")
		s.held[e.Record] = append(s.held[e.Record], s.requests[e.Request].text)
	case EffectHeld:
		require.NotEmpty(s.t, s.held[e.Record], "nothing is held for record %d", e.Record)
		if r := s.record(e.Record); !e.Failed {
			r.data, r.known = s.held[e.Record][0], true
		}
		s.held[e.Record] = s.held[e.Record][1:]
	case EffectSwept:
		s.swept = e
	case EffectDone, EffectGive:
		s.settleCall(e, nil)
	case EffectResolve:
		if e.Rooted {
			s.settleCall(e, nil)
			s.calls[e.Call].text = s.sink.shows(e.Root)
			return
		}
		text := ""
		if f != nil {
			text = f.response
		} else {
			require.Equal(s.t, s.settling, e.Request, "resolved with an answer that is not at hand")
			text = s.requests[e.Request].text
		}
		s.settleCall(e, nil)
		if e.Call != 0 {
			s.calls[e.Call].text = text
		}
		if e.Record != 0 {
			s.record(e.Record).takes(s, e)
			s.records[e.Record].data, s.records[e.Record].known = text, true
		}
	case EffectReject:
		require.Error(s.t, e.Err)
		if f := s.requests[e.Request]; f != nil && f.route != RouteLogout && f.route != RouteEndpoint && s.core.requests[e.Request] == nil { // others may wait for that one
			require.NotContains(s.t, []string{"open", "held"}, f.network, "rejected while the network goes on")
		}
		if aborted := (*AbortError)(nil); f != nil && !errors.As(e.Err, &aborted) {
			if crash := (*CrashError)(nil); errors.As(e.Err, &crash) || e.Err == errUpdater {
				f.err = e.Err
			}
			require.Error(s.t, f.err, "request %d has no error", e.Request)
			e.Err = f.err
		}
		s.settleCall(e, e.Err)
		if e.Record != 0 {
			s.record(e.Record).takes(s, e)
			s.records[e.Record].err = e.Err
		}
	case EffectRecord:
		r := s.record(e.Record)
		r.state = e.State
		r.told++
		if e.State.NoData {
			r.data, r.known = "null", e.State.Known
		}
		if r.shown {
			r.known, r.shown = e.State.Known, false
		}
		require.Equal(s.t, r.known, e.State.Known, "record %d", e.Record)
		if e.State.NoError {
			r.err = nil
		}
	case EffectDrop:
		s.record(e.Record).dropped = true
	case EffectWatched:
		s.watches[e.Call] = e.Record
	case EffectTimer:
		s.timer = e.At
	case EffectNavigate:
		s.navigated = append(s.navigated, e.Client)
	case EffectTabs:
		s.tabs = append(s.tabs, fmt.Sprint([...]string{"none", "new", "saved", "ended"}[e.Note], e.User))
	case EffectIdle:
		s.idle = append(s.idle, e.Client)
	default:
		s.t.Fatalf("unknown effect %d", e.Kind)
	}
}

// fetches puts a request on the network, or keeps it for that.
func (s *shell) fetches(e Effect) {
	f := s.requests[e.Request]
	switch {
	case f == nil:
		f = &fetch{id: e.Request, client: e.Client, call: e.Call, route: e.Route, wantBody: e.WantBody}
		s.requests[e.Request] = f
		if e.Call != 0 {
			require.True(s.t, s.usable(e.Call), "fetch for a settled call")
			s.calls[e.Call].request = e.Request
		}
	case e.Wait:
		require.Contains(s.t, []string{"open", "answered", "held"}, f.network, "request %d is to be sent again, which has ended", e.Request)
	default:
		require.Equal(s.t, "held", f.network, "request %d is sent twice", e.Request)
	}
	require.Equal(s.t, []any{f.client, f.route, f.wantBody}, []any{e.Client, e.Route, e.WantBody})
	if e.Wait {
		f.network = "held"
		return
	}
	f.network = "open"
	f.sent++
}

// takes checks that the outcomes that a record takes are in the order of their requests.
func (r *shown) takes(s *shell, e Effect) {
	if e.Request == 0 {
		return // it was given from outside
	}
	require.GreaterOrEqual(s.t, e.Request, r.from, "record %d takes an older outcome", e.Record)
	r.from = e.Request
}

func (s *shell) settleCall(e Effect, err error) {
	if e.Call == 0 {
		return
	}
	p := s.calls[e.Call]
	require.NotNil(s.t, p, "call %d was never made", e.Call)
	p.settled++
	require.Equal(s.t, 1, p.settled, "call %d settled again", e.Call)
	p.err = err
	if f := s.requests[e.Request]; err == nil && f != nil {
		p.text = f.text
	}
}

func (s *shell) record(id RecordID) *shown {
	r := s.records[id]
	if r == nil {
		r = &shown{data: "null"}
		s.records[id] = r
	}
	require.False(s.t, r.dropped, "record %d was dropped", id)
	return r
}

// describe gives an effect in words that name everything in it.
func describe(e Effect) string {
	kind := [...]string{
		"?", "fetch", "abort", "resolve", "reject", "record", "drop", "watched", "timer", "navigate", "tabs", "idle", "forget",
		"view", "looked", "publish", "keep", "hold", "held", "done", "report", "swept", "hydrated", "give",
		"run", "lost", "action", "ending", "deliver", "over", "hit", "retain", "let", "named", "show", "show text", "object", "socket", "let value",
	}[e.Kind]
	text := fmt.Sprintf("%s client=%d call=%d request=%d record=%d route=%d note=%d user=%s", kind, e.Client, e.Call, e.Request, e.Record, e.Route, e.Note, e.User)
	if e.Kind == EffectRecord {
		text += fmt.Sprintf(" %+v", e.State)
	}
	if e.Kind == EffectTimer && !math.IsInf(float64(e.At), 0) {
		text += fmt.Sprintf(" at=%v", e.At)
	}
	if e.Step != 0 || e.Event != 0 || e.Value != 0 {
		text += fmt.Sprintf(" step=%d event=%d value=%d aside=%t hit=%t", e.Step, e.Event, e.Value, e.Aside, e.Hit)
	}
	if e.Reason != 0 {
		text += " " + e.Reason.String()
	}
	if e.Wait {
		text += " wait"
	}
	if e.Err != nil {
		text += " " + words(e.Err)
	}
	return text
}
