package wire

// networkPart is about the network of requests.
var networkPart = Part{
	Name:  "network",
	About: "the network of requests",
	Commands: []Message{
		{12, "Progress", "notes the percentage of an upload (1) or download (0).", []Field{{"request", U32}, {"upload", U8}, {"percent", F64}}},
		{46, "Again", "says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none.", []Field{{"request", U32}, {"retryAfter", F64}}},
	},
	Operations: []Message{
		{1, "Fetch", "starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends.", []Field{
			{"client", U32}, {"request", U32}, {"call", U32}, {"route", U8}, {"flags", U8},
		}},
		{2, "Abort", "aborts the network of a request.", []Field{{"request", U32}, {"reason", U8}}},
		{3, "Forget", "lets the network of a request run on, unheard.", []Field{{"request", U32}}},
	},
}
