package wire

// clientPart is about what concerns a client as a whole, its page and the other tabs.
var clientPart = Part{
	Name:  "client",
	About: "what concerns a client as a whole, its page and the other tabs",
	Commands: []Message{
		{1, "Open", "makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none; lengths of expiry in ms, NaN the default; server 1: answers are gathered for a page; keys 1: functions give normalised objects their keys; concurrency: requests at once for an origin, 0 any number.", []Field{
			{"client", U32}, {"autoAbort", U8}, {"timeout", F64}, {"words", Text}, {"dataExpiry", F64}, {"errorExpiry", F64}, {"server", U8}, {"keys", U8}, {"concurrency", U32},
		}},
		{2, "Close", "ends a client.", []Field{{"client", U32}}},
		{3, "Name", "gives a name a number, by which later commands of this instance mean it: 1, 2 … in order, or 0 for one that is only passing.", []Field{{"name", U32}, {"text", Text}}},
		{13, "FromTab", "is what another tab has told by Tabs.", []Field{{"client", U32}, {"note", U8}, {"user", Text}}},
		{14, "WhenIdle", "asks for one Idle.", []Field{{"client", U32}}},
		{71, "Batch", "begins a batch (1) or ends it (0): what is written in it becomes one commit.", []Field{{"begin", U8}}},
		{52, "ClientPage", "says to one client whether its page is hidden and whether it is offline: 0 as the page itself, 1 yes, 2 no.", []Field{
			{"client", U32}, {"hidden", U8}, {"offline", U8},
		}},
	},
	Operations: []Message{
		{14, "Timer", "asks for one tick at a time; it replaces the last one.", []Field{{"at", F64}}},
		{15, "Navigate", "sends the page to the client's login address.", []Field{{"client", U32}}},
		{16, "Tabs", "tells the other tabs. user is the JSON text of an id.", []Field{{"client", U32}, {"note", U8}, {"user", Text}}},
		{17, "Idle", "says that a client has nothing in flight.", []Field{{"client", U32}}},
		{30, "Report", "reports what a function has thrown or, if that is 0, a SchemaError of a call.", []Field{{"call", U32}, {"thrown", U32}, {"path", Text}, {"message", Text}}},
	},
}
