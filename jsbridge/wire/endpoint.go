package wire

// endpointPart is about endpoints, their schemas, and the answers of their requests.
var endpointPart = Part{
	Name:  "endpoint",
	About: "endpoints, their schemas, and the answers of their requests",
	Commands: []Message{
		{16, "Schemas", "defines schemas; text is a JSON array of nodes, see store.Define.", []Field{{"client", U32}, {"text", Text}}},
		{17, "Endpoint", "makes an endpoint known. schema 0 is none; flags: 1 mutation, 2 soft, 4 optimistic; lengths in ms, NaN is the client's; update is the number of a function, 0 for none; steps as of Meta; origin: where its requests go, 0 unknown, 1 where calls by name do.", []Field{
			{"client", U32}, {"endpoint", U32}, {"schema", U32}, {"flags", U8}, {"dataExpiry", F64}, {"errorExpiry", F64}, {"update", U32}, {"steps", U32}, {"origin", U32},
		}},
		{18, "Fetch", "is a call of Controller.fetch. args is the JSON text of the list of arguments; timeout: 0 none, negative the client's.", []Field{
			{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"started", F64}, {"timeout", F64},
		}},
		{19, "Failed", "ends a request of an endpoint or a driver with an error that the host keeps. flags: 1 soft, 2 an AbortError, 4 it says that a login is needed, 8 no step is run for it.", []Field{{"request", U32}, {"flags", U8}}},
		{79, "Soften", "says that the error of the record of a key is soft.", []Field{{"client", U32}, {"record", U32}}},
		{22, "Publish", "makes answers of mutations visible whose promises have been fulfilled.", []Field{{"client", U32}}},
	},
	Operations: []Message{
		{24, "Keep", "makes what a call has set the data, or with error 1 the error, of a record.", []Field{{"call", U32}, {"record", U32}, {"error", U8}}},
		{27, "Hold", "keeps the answer of a request for a record, behind others that are kept.", []Field{{"request", U32}, {"record", U32}}},
		{28, "Held", "makes the first of what is kept for a record its data or, with drop 1, nothing.", []Field{{"record", U32}, {"drop", U8}}},
		{74, "Refused", "says that schemas, the text of Schemas, cannot be used; they were not added.", []Field{{"client", U32}, {"schemas", Text}, {"message", Text}}},
		{23, "Settled", "asks for one Publish as soon as the promises that were fulfilled have run.", []Field{{"client", U32}}},
	},
}
