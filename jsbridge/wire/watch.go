package wire

// watchPart is about who watches a name, and what is shown.
var watchPart = Part{
	Name:  "watch",
	About: "who watches a name, and what is shown",
	Commands: []Message{
		{9, "Watch", "asks for the record of a name; answered by Watched.", []Field{
			{"client", U32}, {"token", U32}, {"name", U32}, {"key", Text}, {"variant", Text}, {"query", U8},
		}},
		{10, "Retain", "counts one watcher more.", []Field{{"record", U32}}},
		{11, "Release", "counts one watcher less.", []Field{{"record", U32}}},
		{15, "Leave", "says that a hook has moved on to other data: what is pending for nobody else ends as superseded.", []Field{{"record", U32}}},
	},
	Operations: []Message{
		{11, "Record", "is what watchers of a record see now. flags: 1 pristine, 2 has data, 4 data becomes null, 8 error becomes null; progress -1 is null.", []Field{
			{"record", U32}, {"pending", U32}, {"flags", U8}, {"fetchedAt", F64}, {"download", F64}, {"upload", F64},
		}},
		{12, "Gone", "says that a record is no more.", []Field{{"record", U32}}},
		{13, "Watched", "answers Watch.", []Field{{"token", U32}, {"record", U32}}},
	},
}
