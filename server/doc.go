// Package server is the server behind a Sluice client: routes with typed input and
// output, live topics, user sessions, rules about who may call what, login, and static
// files.
//
//	app := server.New(server.Options{Sessions: server.MemorySessions(), Accounts: server.MemoryAccounts()})
//	server.Handle(app, "getUser", func(c *server.Call, in GetUser) (User, error) { … })
//	http.ListenAndServe(":8080", app)
//
// # What is served
//
//   - POST {BasePath}/{name}: the route of that name.
//   - POST {BasePath}/session: the caller's user, or null.
//   - POST /auth/login, /auth/register (with [Options].Accounts) and /auth/logout.
//   - GET /ws, beside BasePath: the WebSocket of live topics (topic.go, socket*.go, and
//     internal/live for what goes over it).
//   - GET of everything else: [Options].Static, if given.
//
// # The way of a request
//
// Checks are made in this order, and the first that fails answers: request id and
// headers (exchange.go), origin (origin.go), route and method (app.go), session
// (call.go), rate limit and rules (rule.go), media type, size, JSON and Validate
// (input.go and body.go), the handler (run.go), the encoding of its result (answer.go).
//
// # Concurrency
//
// Routes are registered before the first request is served. After that an [App] and
// everything reachable from a [Call] may be used by several goroutines, except that a
// [User] belongs to the call it was given to.
//
// # Stability
//
// Exported names, error codes, the cookie, the protocol sluice.v1, the Redis keys and the shape of what is
// stored under them are stable: instances of two versions may share one Redis.
//
// # What this package does not do
//
// It does not log (see [Options].OnError), render pages, compress answers, send mail,
// reset passwords or speak OAuth, and it keeps no request running that its client has
// left. It never reads from a Redis replica, and it never trusts a forwarding header
// that did not come from a proxy named in [Options].TrustedProxies.
package server
