package core

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"sluice/core/socket"
)

// shell is a scripted shell: it carries effects out into tables, with virtual time, and fails
// the test when an effect makes no sense: for a request that is over, for a promise that is
// settled, for a record that is gone.
type shell struct {
	t        testing.TB
	core     *Core
	now      Time
	lastCall CallID
	calls    map[CallID]*promise
	requests map[RequestID]*fetch
	records  map[RecordID]*shown
	watches  map[CallID]RecordID
	timer    Time
	log      []string // every effect, in words

	sink        *sink
	views       map[RootID]ViewState
	looked      map[CallID]RootID
	unpublished bool
	swept       Effect
	held        map[RecordID][]string
	reported    []error
	books

	settling      RequestID // its outcome is being taken
	navigated     []ClientID
	tabs          []string
	idle          []ClientID
	socketEffects []socket.Effect
}

type promise struct {
	call    Call
	request RequestID
	settled int
	err     error
	text    string // the answer it was resolved with
}

type fetch struct {
	id       RequestID
	client   ClientID
	call     CallID
	route    Route
	wantBody bool
	network  string // "held", "open", then "answered", "aborted: reason" or "forgotten"
	text     string
	sent     int // how often it was put on the network
}

type shown struct {
	state   RecordState
	data    string // "null" until there is some
	err     error
	told    int
	known   bool // there is data
	about   About
	shown   bool      // it was made of other data, which is to be told
	from    RequestID // the request of the last outcome taken
	dropped bool
}

// start is when the tests begin: a clock shows no small numbers.
const start Time = 1_800_000_000_000

// newShell has client 1 open, with default options.
func newShell(t testing.TB) *shell {
	s := &shell{
		t: t, core: New(), now: start, timer: never,
		calls: map[CallID]*promise{}, requests: map[RequestID]*fetch{},
		records: map[RecordID]*shown{}, watches: map[CallID]RecordID{},
		sink: newSink(), views: map[RootID]ViewState{}, looked: map[CallID]RootID{}, held: map[RecordID][]string{},
		books: newBooks(),
	}
	s.core.Attach(s.sink)
	return s.open(1, Options{})
}

func (s *shell) open(id ClientID, o Options) *shell {
	o.Values, o.Texts = s, s
	s.core.Open(s.now, id, o)
	s.carryOut()
	return s
}

// The parts of a call that a test may set.
type with func(*Call)

func key(k string) with         { return func(c *Call) { c.Key = k } }
func variant(v string) with     { return func(c *Call) { c.Variant = v } }
func latest(v Choice) with      { return func(c *Call) { c.TakeLatest = v } }
func query(v Choice) with       { return func(c *Call) { c.Query = v } }
func timeout(ms float64) with   { return func(c *Call) { c.Timeout = ms } }
func startedAt(at Time) with    { return func(c *Call) { c.Started = at } }
func byClient(id ClientID) with { return func(c *Call) { c.Client = id } }
func measured(c *Call)          { c.Upload, c.Download = true, true }
func (s *shell) newCall() CallID {
	s.lastCall++
	return s.lastCall
}

// call makes a call of client 1, with the client's timeout.
func (s *shell) call(name string, parts ...with) CallID {
	id := s.prepare(name, parts...)
	s.dispatch(id)
	return id
}

func (s *shell) enter(register bool) CallID {
	a := Account{ID: s.newCall(), Client: 1, Register: register, Started: s.now, Timeout: -1}
	s.calls[a.ID] = &promise{call: Call{Client: 1}}
	s.core.CallAccount(s.now, a)
	s.carryOut()
	return a.ID
}

func (s *shell) abort(id CallID) {
	s.core.Abort(s.now, id)
	s.carryOut()
}

func (s *shell) abortRequests(targets ...Target) {
	s.core.AbortRequests(s.now, 1, targets)
	s.carryOut()
}

func (s *shell) close(id ClientID) {
	s.core.Close(s.now, id)
	s.carryOut()
}

// answer settles the request of a call with 200 and a JSON body.
func (s *shell) answer(id CallID, text string) {
	s.settle(id, Outcome{Status: 200, Body: BodyJSON, Text: []byte(text)})
}

// refuse settles it with an error envelope.
func (s *shell) refuse(id CallID, status int, code string) {
	text := fmt.Sprintf(`{"error":{"code":%q,"message":"no"}}`, code)
	s.settle(id, Outcome{Status: status, Body: BodyJSON, Text: []byte(text)})
}

func (s *shell) settle(id CallID, o Outcome) {
	require.Contains(s.t, s.calls, id)
	require.NotZero(s.t, s.calls[id].request, "call %d has no request", id)
	s.settleRequest(s.calls[id].request, o)
}

func (s *shell) settleRequest(id RequestID, o Outcome) {
	if f := s.requests[id]; f.network == "open" {
		f.network, f.text = "answered", string(o.Text)
	}
	if f := s.flows[id]; f != nil && f.running == 0 {
		f.response = string(o.Text)
	}
	s.settling = id
	s.core.Settle(s.now, id, o)
	s.carryOut()
	s.settling = 0
}

// watch watches and retains a name.
func (s *shell) watch(name, key, variant string) RecordID {
	id := s.look(name, key, variant)
	s.core.Retain(s.now, id)
	s.carryOut()
	return id
}

// look makes the record, without retaining it.
func (s *shell) look(name, key, variant string) RecordID {
	token := s.newCall()
	s.core.Watch(s.now, 1, token, Watched{Name: name, Key: key, Variant: variant})
	s.carryOut()
	require.Contains(s.t, s.watches, token)
	return s.watches[token]
}

func (s *shell) release(id RecordID) {
	s.core.Release(s.now, id)
	s.carryOut()
}

func (s *shell) progress(id CallID, upload bool, percent float64) {
	s.core.Progress(s.now, s.calls[id].request, upload, percent)
	s.carryOut()
}

func (s *shell) fromTab(note SessionNote, user string) {
	s.core.FromTab(s.now, 1, note, user)
	s.carryOut()
}

// pass lets ms pass; the timer fires when it is due.
func (s *shell) pass(ms Time) {
	end := s.now + ms
	for rounds := 0; s.timer <= end; rounds++ {
		require.Less(s.t, rounds, 10_000, "the timer fires again and again")
		s.now = max(s.now, s.timer)
		s.timer = never
		s.core.Tick(s.now)
		s.carryOut()
	}
	s.now = end
}

// how says what became of a call.
func (s *shell) how(id CallID) string {
	p := s.calls[id]
	if p.settled == 0 {
		return "pending"
	}
	return words(p.err)
}

func words(err error) string {
	var (
		api     *APIError
		aborted *AbortError
		late    *TimeoutError
		network *NetworkError
		usage   *UsageError
	)
	switch {
	case err == nil:
		return "answered"
	case errors.As(err, &api):
		return fmt.Sprintf("%d %s", api.Status, api.Code)
	case errors.As(err, &aborted):
		return aborted.Reason.String()
	case errors.As(err, &late):
		return "timeout"
	case errors.As(err, &network):
		return "no answer"
	case errors.As(err, &usage):
		return "usage"
	}
	return err.Error()
}

// network says what became of the fetch of a call; "none" when there was none.
func (s *shell) network(id CallID) string {
	if f := s.requests[s.calls[id].request]; f != nil {
		return f.network
	}
	return "none"
}

func (s *shell) fetched() int { return len(s.requests) }

func (s *shell) shows(id RecordID) *shown { return s.records[id] }
