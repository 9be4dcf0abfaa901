// Package client calls a Sluice server from a Go program.
//
//	c := client.New(client.Options{BaseURL: "https://example.org/api"})
//	defer c.Close()
//	user, err := client.Request[User](ctx, c, "getUser", GetUser{ID: 1})
//
// It runs the same core as the browser, so the same rules hold: a new call of a name that
// reads as a query (getUser, listGroups, searchCities …) ends the pending one of that name and
// request key; session and logout are built in; a change of the user drops what the earlier
// one was shown. Programs that make calls for many people at once, such as servers, switch
// the first rule off with [Options].AutoAbort and use one [Client] per user session.
//
// # Errors
//
// Every error of a call is a [*CallError] around one of these, for errors.As and errors.Is:
//
//   - [*core.APIError]: the server answered with an error, or with something that is no
//     answer, or that does not fit the type asked for (code "api.invalidResponse").
//   - [*core.NetworkError]: no answer came; its cause is what net/http said.
//   - [*core.TimeoutError]: the timeout of the call or the deadline of its context passed.
//     It matches context.DeadlineExceeded, and not [core.ErrAborted].
//   - [core.ErrAborted]: the call was aborted: its context was cancelled, a newer call of the
//     name superseded it, the user changed, or the client was closed. It matches
//     context.Canceled as well; [*core.AbortError] says which of the four it was.
//   - [*core.UsageError]: the call is wrong and nothing was sent.
//   - [*PanicError]: a function of the user's has panicked.
//   - What functions of requests return: see [Options].OnRequest and its like.
//
// # Requests
//
// Requests go through functions of the user's, see [Options].OnRequest, [OnRequest], [GetData], [Outgoing] and [Incoming]. Answers
// may be kept ([Cache]), asked for again and again ([Poll]), waited for by others ([Shared], [JoinRequest]), and change
// the data of queries ([Update]), which [GetQuery] and [WatchQuery] give.
//
// # Live topics
//
// With [Options].Subscriber a client has a WebSocket, over which [Listen] subscribes to topics of a server, with resumable
// delivery if that is asked for: every event once and in order, or word of a gap.
//
// # Concurrency
//
// A [Client] is safe for concurrent use. It starts a goroutine per request on the network, one for each function of a
// request's, two for a socket, and one, while there is something to tell, for listeners, [Options].Navigate and what a socket
// brings. They end with what they do; after [Client.Close] none is left as soon as the network has let go.
//
// # Data
//
// [Endpoint] and [Schema] describe requests whose answers go to a store, in which each entity is
// kept once: see [Fetch], [GetResponse], [Get], [Set], [Watch]. What is read of it is shared by all readers and must not
// be changed; it stays as it is when the store changes. Functions that are part of a schema or an
// endpoint (Merge, Process, Validate, PK, Update, Optimistic, those of queries), those of [Update] and its like, and MarshalJSON and
// UnmarshalJSON of the types are called in the middle of a commit: they must be quick, and must not use
// the client.
//
// # What this package does not do
//
// It does not retry, queue or log. It has no tabs to tell of logins and no page to navigate.
//
// Exported names and the errors are stable.
package client
