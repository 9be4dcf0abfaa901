package jsbridge

import (
	"testing"

	"github.com/stretchr/testify/require"

	"sluice/jsbridge/wire"
)

// command is one of wire's commands.
type command interface{ Append([]byte) []byte }

// dispatch runs commands as the script does, all in one buffer, and gives what the bridge
// answers with.
func dispatch(t testing.TB, b *Bridge, now float64, commands ...command) []any {
	t.Helper()
	var stream []byte
	for _, c := range commands {
		stream = c.Append(stream)
	}
	copy(b.In(len(stream)), stream)
	b.Dispatch(len(stream), now)
	return operations(t, b)
}

// operations decodes what stands in Out.
func operations(t testing.TB, b *Bridge) (out []any) {
	t.Helper()
	r := wire.NewReader(b.Out())
	for r.More() {
		out = append(out, operation(&r))
		require.NoError(t, r.Err)
	}
	return out
}

func operation(r *wire.Reader) any {
	switch r.U8() {
	case wire.OperationFetch:
		return read(r, (*wire.FetchOperation).Decode)
	case wire.OperationAbort:
		return read(r, (*wire.AbortOperation).Decode)
	case wire.OperationForget:
		return read(r, (*wire.ForgetOperation).Decode)
	case wire.OperationResolve:
		return read(r, (*wire.ResolveOperation).Decode)
	case wire.OperationRejectAbort:
		return read(r, (*wire.RejectAbortOperation).Decode)
	case wire.OperationRejectApi:
		return read(r, (*wire.RejectApiOperation).Decode)
	case wire.OperationRejectNetwork:
		return read(r, (*wire.RejectNetworkOperation).Decode)
	case wire.OperationRejectTimeout:
		return read(r, (*wire.RejectTimeoutOperation).Decode)
	case wire.OperationRejectUsage:
		return read(r, (*wire.RejectUsageOperation).Decode)
	case wire.OperationRejectCrash:
		return read(r, (*wire.RejectCrashOperation).Decode)
	case wire.OperationRecord:
		return read(r, (*wire.RecordOperation).Decode)
	case wire.OperationGone:
		return read(r, (*wire.GoneOperation).Decode)
	case wire.OperationWatched:
		return read(r, (*wire.WatchedOperation).Decode)
	case wire.OperationTimer:
		return read(r, (*wire.TimerOperation).Decode)
	case wire.OperationNavigate:
		return read(r, (*wire.NavigateOperation).Decode)
	case wire.OperationTabs:
		return read(r, (*wire.TabsOperation).Decode)
	case wire.OperationIdle:
		return read(r, (*wire.IdleOperation).Decode)
	}
	r.Err = wire.ErrMalformed
	return nil
}

func read[M any](r *wire.Reader, decode func(*M, *wire.Reader)) M {
	var m M
	decode(&m, r)
	return m
}

// only gives the operations of one kind.
func only[M any](operations []any) (out []M) {
	for _, o := range operations {
		if m, ok := o.(M); ok {
			out = append(out, m)
		}
	}
	return out
}

// one gives the one operation of a kind.
func one[M any](t testing.TB, operations []any) M {
	t.Helper()
	found := only[M](operations)
	require.Len(t, found, 1, "%#v", operations)
	return found[0]
}

const (
	start  = 1000.0
	client = 1
)

// opened gives a bridge with one client, to which the names getUser, save, session and logout
// are known as 1 to 4.
func opened(t testing.TB) *Bridge {
	t.Helper()
	b := New()
	require.Empty(t, dispatch(t, b, start,
		&wire.OpenCommand{Client: client},
		&wire.NameCommand{Name: 1, Text: "getUser"},
		&wire.NameCommand{Name: 2, Text: "save"},
		&wire.NameCommand{Name: 3, Text: "session"},
		&wire.NameCommand{Name: 4, Text: "logout"},
	))
	return b
}

// call is a call of apiRequest with nothing special about it.
func call(id, name uint32) *wire.CallCommand {
	return &wire.CallCommand{Client: client, Call: id, Name: name, Started: start, Timeout: -1}
}

// settle answers a request with a body.
func settle(t testing.TB, b *Bridge, request uint32, status, kind int, body string) []any {
	t.Helper()
	copy(b.Body(len(body)), body)
	b.Settle(request, status, kind, 0, 0, len(body), start)
	return operations(t, b)
}
