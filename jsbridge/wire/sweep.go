package wire

// sweepPart is about what nobody reads any more.
var sweepPart = Part{
	Name:  "sweep",
	About: "what nobody reads any more",
	Commands: []Message{
		{72, "Sweep", "lets keys and rows go that nobody reads; answered by Swept, and Done of call if that is not 0. budget: at about how many things to look, 0: at all; minimum in ms; expiresAt is the number of a function, 0 for none.", []Field{
			{"client", U32}, {"call", U32}, {"budget", U32}, {"multiplier", F64}, {"minimum", F64}, {"expiresAt", U32},
		}},
	},
	Operations: []Message{
		{71, "Swept", "answers Sweep. flags: 1 it is done, 2 something is left.", []Field{{"client", U32}, {"flags", U8}}},
	},
}
