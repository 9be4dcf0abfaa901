package wire

// requestPart is about requests: their calls, their network, their ends.
var requestPart = Part{
	Name:  "request",
	About: "requests: their calls, their network, their ends",
	Commands: []Message{
		{4, "Call", "is a call of apiRequest. query, takeLatest: 0 by rule, 1 yes, 2 no; progress: 1 upload + 2 download; timeout: 0 none, negative the client's.", []Field{
			{"client", U32},
			{"call", U32},
			{"name", U32},
			{"key", Text},
			{"variant", Text},
			{"query", U8},
			{"takeLatest", U8},
			{"progress", U8},
			{"started", F64},
			{"timeout", F64},
		}},
		{39, "Join", "has a call wait for the newest request of the target.", []Field{{"client", U32}, {"call", U32}}},
		{45, "Retry", "says when what the next Open, Call or Endpoint is about is sent again. delay, max and jitter in ms.", []Field{
			{"attempts", U32}, {"delay", F64}, {"factor", F64}, {"max", F64}, {"jitter", F64},
		}},
		{46, "Again", "says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none.", []Field{{"request", U32}, {"retryAfter", F64}}},
		{5, "Account", "is a call of client.login or, with register 1, client.register.", []Field{
			{"client", U32}, {"call", U32}, {"register", U8}, {"started", F64}, {"timeout", F64},
		}},
		{6, "Abort", "ends one call as aborted.", []Field{{"call", U32}}},
		{7, "Target", "adds to the targets of the next AbortRequests. flags: 1 exact, 2 any key.", []Field{
			{"name", Text}, {"key", Text}, {"flags", U8},
		}},
		{8, "AbortRequests", "ends the pending requests of the targets or, with all 1, every one.", []Field{{"client", U32}, {"all", U8}}},
		{12, "Progress", "notes the percentage of an upload (1) or download (0).", []Field{{"request", U32}, {"upload", U8}, {"percent", F64}}},
	},
	Operations: []Message{
		{1, "Fetch", "starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends.", []Field{
			{"client", U32}, {"request", U32}, {"call", U32}, {"route", U8}, {"flags", U8},
		}},
		{2, "Abort", "aborts the network of a request.", []Field{{"request", U32}, {"reason", U8}}},
		{3, "Forget", "lets the network of a request run on, unheard.", []Field{{"request", U32}}},
		{4, "Resolve", "fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none).", []Field{
			{"call", U32}, {"request", U32}, {"record", U32},
		}},
		{5, "RejectAbort", "rejects a call with an AbortError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"reason", U8}}},
		{6, "RejectApi", "rejects a call with an ApiError; the body is with the host. params is a JSON object.", []Field{
			{"call", U32}, {"request", U32}, {"record", U32}, {"status", U32}, {"code", Text}, {"message", Text}, {"params", Text},
		}},
		{7, "RejectNetwork", "rejects a call with a NetworkError, whose cause is with the host.", []Field{{"call", U32}, {"request", U32}, {"record", U32}}},
		{8, "RejectTimeout", "rejects a call with a TimeoutError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"timeout", F64}}},
		{9, "RejectUsage", "rejects a call with a UsageError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"message", Text}}},
		{10, "RejectCrash", "rejects a call with a CrashError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"message", Text}}},
		{19, "RejectFailed", "rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown.", []Field{
			{"call", U32}, {"request", U32}, {"record", U32}, {"by", U32}, {"thrown", U32},
		}},
		{20, "RejectSchema", "rejects a call with a SchemaError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"path", Text}, {"message", Text}}},
		{25, "Done", "fulfils a call with nothing.", []Field{{"call", U32}}},
		{70, "Give", "fulfils a call with what another has set.", []Field{{"call", U32}, {"by", U32}}},
	},
}
