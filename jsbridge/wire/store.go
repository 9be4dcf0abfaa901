package wire

// storePart is about what is written, kept and handed out as a whole.
var storePart = Part{
	Name:  "store",
	About: "what is written, kept and handed out as a whole",
	Commands: []Message{
		{23, "SetResponse", "stores a response as if the endpoint had answered now. body is its JSON; without a schema the host keeps the value.", []Field{
			{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"body", Text},
		}},
		{24, "SetError", "stores an error, which the host keeps, as if the endpoint had failed now. flags: 1 soft, 2 it is an AbortError, which leaves no trace.", []Field{
			{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"flags", U8},
		}},
		{25, "Set", "writes a value through a schema.", []Field{{"client", U32}, {"call", U32}, {"schema", U32}, {"args", Text}, {"value", Text}}},
		{26, "Key", "adds to the keys of the next Expire.", []Field{{"text", Text}}},
		{27, "Expire", "invalidates keys or, with stale 1, makes them stale. which: 0 those of Key that are known, 1 those known that have the form of text, 2 text, known or not.", []Field{
			{"client", U32}, {"call", U32}, {"stale", U8}, {"which", U8}, {"text", Text},
		}},
		{28, "Keys", "asks for all keys; answered by Told, with a JSON array.", []Field{{"client", U32}}},
		{29, "Reset", "empties the store and ends what is in flight.", []Field{{"client", U32}, {"call", U32}}},
		{30, "AbortKey", "ends what is in flight for a key as aborted.", []Field{{"client", U32}, {"call", U32}, {"key", Text}}},
		{70, "Resolve", "stores an answer from outside, as Fetch would. flags: 1 it is an error, which the host keeps, 2 soft, 4 an AbortError; named is a call whose request is meant, 0: one that was issued at fetchedAt.", []Field{
			{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"body", Text}, {"fetchedAt", F64}, {"flags", U8}, {"named", U32},
		}},
		{72, "Sweep", "lets keys and rows go that nobody reads; answered by Swept, and Done of call if that is not 0. budget: at about how many things to look, 0: at all; minimum in ms; expiresAt is the number of a function, 0 for none.", []Field{
			{"client", U32}, {"call", U32}, {"budget", U32}, {"multiplier", F64}, {"minimum", F64}, {"expiresAt", U32},
		}},
		{76, "State", "gives the present state, with view 1 of the view, a number; answered by State.", []Field{{"client", U32}, {"view", U8}}},
		{77, "Free", "ends one use of a state.", []Field{{"client", U32}, {"space", U32}}},
		{78, "Table", "asks for a table of a state or, with names 1, for the names of all; answered by Told. member: see store.Member.", []Field{
			{"client", U32}, {"space", U32}, {"member", U8}, {"names", U8}, {"name", Text},
		}},
		{73, "Kept", "asks for what the host keeps in a space; answered by Told: [[record, name] …], where the name of a value is v and its key, of an error e and that.", []Field{{"client", U32}, {"space", U32}}},
		{74, "Dehydrate", "asks for all that is stored as text; answered by Told. shell is JSON that goes along; values of the keys of Key are left out.", []Field{{"client", U32}, {"shell", Text}}},
		{75, "Hydrate", "adds what another client has dehydrated.", []Field{{"client", U32}, {"call", U32}, {"text", Text}}},
	},
	Operations: []Message{
		{71, "Swept", "answers Sweep. flags: 1 it is done, 2 something is left.", []Field{{"client", U32}, {"flags", U8}}},
		{26, "Told", "answers with a text.", []Field{{"client", U32}, {"text", Text}}},
		{73, "State", "answers State. optimistic is JSON.", []Field{{"client", U32}, {"space", U32}, {"epoch", U32}, {"lastReset", F64}, {"optimistic", Text}}},
		{72, "Hydrated", "keeps values and errors of kept (as in Kept) that are members of shell, by their names.", []Field{{"client", U32}, {"shell", Text}, {"kept", Text}}},
	},
}
