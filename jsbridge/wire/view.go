package wire

// viewPart is about what is shown of an endpoint's key, or found through a schema.
var viewPart = Part{
	Name:  "view",
	About: "what is shown of an endpoint's key, or found through a schema",
	Commands: []Message{
		{20, "Look", "asks for what a key (\"\": none) shows through a schema (0: none); answered by Looked.", []Field{
			{"client", U32}, {"token", U32}, {"schema", U32}, {"key", Text}, {"args", Text},
		}},
		{21, "Show", "counts one more who is told what a root shows, or with more 0 one less.", []Field{{"client", U32}, {"root", U32}, {"more", U8}}},
		{32, "PK", "asks for the pk of a row, as See may be; answered by Told.", []Field{{"client", U32}, {"schema", U32}, {"row", U32}}},
		{31, "See", "asks for the same as Look in a space, also while a function of the user runs; answered by Seen.", []Field{
			{"client", U32}, {"space", U32}, {"schema", U32}, {"key", Text}, {"args", Text},
		}},
	},
	Operations: []Message{
		{18, "ResolveRoot", "fulfils a call with what a root shows.", []Field{{"call", U32}, {"client", U32}, {"root", U32}}},
		{21, "Looked", "answers Look. record 0: there is no key.", []Field{{"token", U32}, {"record", U32}, {"root", U32}}},
		{22, "View", "is what a root shows beside its data. status as in the public interface; presence: 0 missing, 1 unusable, 2 usable; flags: 1 stale, 2 the key's error is shown.", []Field{
			{"client", U32}, {"root", U32}, {"status", U8}, {"presence", U8}, {"flags", U8}, {"expiresAt", F64},
		}},
		{29, "Seen", "answers See, as Looked and View do.", []Field{
			{"client", U32}, {"root", U32}, {"record", U32}, {"status", U8}, {"presence", U8}, {"flags", U8}, {"expiresAt", F64},
		}},
	},
}
