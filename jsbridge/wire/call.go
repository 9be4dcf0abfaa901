package wire

// callPart is about calls: what they ask for, and how they are fulfilled.
var callPart = Part{
	Name:  "call",
	About: "calls: what they ask for, and how they are fulfilled",
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
		{5, "Account", "is a call of client.login or, with register 1, client.register.", []Field{
			{"client", U32}, {"call", U32}, {"register", U8}, {"started", F64}, {"timeout", F64},
		}},
		{39, "Join", "has a call wait for the newest request of the target.", []Field{{"client", U32}, {"call", U32}}},
		{6, "Abort", "ends one call as aborted.", []Field{{"call", U32}}},
		{7, "Target", "adds to the targets of the next AbortRequests. flags: 1 exact, 2 any key.", []Field{
			{"name", Text}, {"key", Text}, {"flags", U8},
		}},
		{8, "AbortRequests", "ends the pending requests of the targets or, with all 1, every one.", []Field{{"client", U32}, {"all", U8}}},
		{45, "Retry", "says when what the next Open, Call or Endpoint is about is sent again. delay, max and jitter in ms.", []Field{
			{"attempts", U32}, {"delay", F64}, {"factor", F64}, {"max", F64}, {"jitter", F64},
		}},
	},
	Operations: []Message{
		{4, "Resolve", "fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none).", []Field{
			{"call", U32}, {"request", U32}, {"record", U32},
		}},
		{70, "Give", "fulfils a call with what another has set.", []Field{{"call", U32}, {"by", U32}}},
		{25, "Done", "fulfils a call with nothing.", []Field{{"call", U32}}},
	},
}
