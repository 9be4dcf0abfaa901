package wire

// writePart is about what is written to the store, or counts no more.
var writePart = Part{
	Name:  "write",
	About: "what is written to the store, or counts no more",
	Commands: []Message{
		{23, "SetResponse", "stores a response as if the endpoint had answered now. body is its JSON; without a schema the host keeps the value.", []Field{
			{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"body", Text},
		}},
		{24, "SetError", "stores an error, which the host keeps, as if the endpoint had failed now. flags: 1 soft, 2 it is an AbortError, which leaves no trace.", []Field{
			{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"flags", U8},
		}},
		{25, "Set", "writes a value through a schema.", []Field{{"client", U32}, {"call", U32}, {"schema", U32}, {"args", Text}, {"value", Text}}},
		{70, "Resolve", "stores an answer from outside, as Fetch would. flags: 1 it is an error, which the host keeps, 2 soft, 4 an AbortError; named is a call whose request is meant, 0: one that was issued at fetchedAt.", []Field{
			{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"body", Text}, {"fetchedAt", F64}, {"flags", U8}, {"named", U32},
		}},
		{26, "Key", "adds to the keys of the next Expire.", []Field{{"text", Text}}},
		{27, "Expire", "invalidates keys or, with stale 1, makes them stale. which: 0 those of Key that are known, 1 those known that have the form of text, 2 text, known or not.", []Field{
			{"client", U32}, {"call", U32}, {"stale", U8}, {"which", U8}, {"text", Text},
		}},
		{28, "Keys", "asks for all keys; answered by Told, with a JSON array.", []Field{{"client", U32}}},
		{29, "Reset", "empties the store and ends what is in flight.", []Field{{"client", U32}, {"call", U32}}},
		{30, "AbortKey", "ends what is in flight for a key as aborted.", []Field{{"client", U32}, {"call", U32}, {"key", Text}}},
	},
}
