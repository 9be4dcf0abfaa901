package wire

// statePart is about states, and all that is stored as text.
var statePart = Part{
	Name:  "state",
	About: "states, and all that is stored as text",
	Commands: []Message{
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
		{26, "Told", "answers with a text.", []Field{{"client", U32}, {"text", Text}}},
		{73, "State", "answers State. optimistic is JSON.", []Field{{"client", U32}, {"space", U32}, {"epoch", U32}, {"lastReset", F64}, {"optimistic", Text}}},
		{72, "Hydrated", "keeps values and errors of kept (as in Kept) that are members of shell, by their names.", []Field{{"client", U32}, {"shell", Text}, {"kept", Text}}},
	},
}
