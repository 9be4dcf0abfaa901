package wire

// updatePart is about what requests and calls change in the data of queries, and normalised objects.
var updatePart = Part{
	Name:  "update",
	About: "what requests and calls change in the data of queries, and normalised objects",
	Commands: []Message{
		{34, "Update", "adds to the updates of the next Call or Local. has: 1 updateData, 2 optimistic, 4 revert, 8 local.", []Field{{"query", Text}, {"has", U8}}},
		{43, "Normal", "is what the next Call says of normalised data. answer 1: its answer is; texts are JSON, \"\" none.", []Field{
			{"answer", U8}, {"local", Text}, {"optimistic", Text}, {"reverted", Text},
		}},
		{35, "Local", "applies updates that no request belongs to, and merges objects (JSON, \"\" none).", []Field{{"client", U32}, {"call", U32}, {"objects", Text}}},
	},
	Operations: []Message{
		{38, "Show", "makes a value (0: null) the data of a record.", []Field{{"record", U32}, {"value", U32}}},
		{42, "ShowText", "makes what JSON says the data of a record.", []Field{{"record", U32}, {"text", Text}}},
		{43, "Object", "says what a normalised object is, \"\" that it is no more. key is JSON.", []Field{{"client", U32}, {"key", Text}, {"text", Text}}},
		{39, "LetValue", "lets a value go.", []Field{{"value", U32}}},
	},
}
