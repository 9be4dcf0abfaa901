package wire

// knownPart is about what is known of names, may be given again, or is forgotten.
var knownPart = Part{
	Name:  "known",
	About: "what is known of names, may be given again, or is forgotten",
	Commands: []Message{
		{38, "Forget", "takes away what is known of the targets or, with all 1, of all. what: 1 cached answers may not be given again, 2 polling stops, 4 data and all else, too; flags: 1 what is in flight ends, 2 also what may be given again.", []Field{
			{"client", U32}, {"all", U8}, {"what", U8}, {"flags", U8},
		}},
		{42, "Adopt", "takes what is known of a name; answered by Watched, with record 0 if something else is known. flags: 1 a query, 2 data, 4 an error, 8 its data is normalised; promised is how many calls are answered with that; text is the data of that, and of the session.", []Field{
			{"client", U32}, {"token", U32}, {"name", Text}, {"key", Text}, {"variant", Text}, {"flags", U8}, {"promised", U32}, {"text", Text},
		}},
		{41, "NameRecords", "asks to be told whose records are, from now on.", []Field{{"client", U32}}},
	},
	Operations: []Message{
		{35, "Hit", "fulfils a call with the data of a record (0: nothing) or, with failed 1, rejects it with its error.", []Field{
			{"call", U32}, {"record", U32}, {"request", U32}, {"failed", U8},
		}},
		{41, "Named", "says whose record this is. flags: 1 a query, 2 its data may be given again, until then and for that key, 4 it counts for the capacity of its name, 8 its data is normalised; finished is how many requests have ended, on a server.", []Field{
			{"client", U32}, {"record", U32}, {"name", Text}, {"key", Text}, {"variant", Text}, {"flags", U8}, {"cacheKey", Text}, {"until", F64}, {"finished", U32},
		}},
	},
}
