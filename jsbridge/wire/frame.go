package wire

// framePart is about frames of the protocol sluice.v1.
var framePart = Part{
	Name:  "frame",
	About: "frames of the protocol sluice.v1",
	Commands: []Message{
		{88, "Arrival", "is an event of a stream.", []Field{{"client", U32}, {"socket", U32}, {"sid", U32}, {"id", F64}}},
		{89, "Position", "is the place of a stream: subscribed or, with gap 1, of one with a gap.", []Field{{"client", U32}, {"socket", U32}, {"sid", U32}, {"gap", U8}, {"epoch", Text}, {"last", F64}, {"reason", Text}}},
		{90, "Beat", "is a ping of the server's or, with pong 1, its answer to ours.", []Field{{"client", U32}, {"socket", U32}, {"pong", U8}, {"n", F64}}},
		{91, "SessionChanged", "says that the server has another state of the user session.", []Field{{"client", U32}, {"socket", U32}}},
		{92, "Fault", "is a frame that says what is wrong, with a subscription if sid is not 0; or one that is of no use. flags: 1 it may be asked for again.", []Field{{"client", U32}, {"socket", U32}, {"sid", U32}, {"code", Text}, {"message", Text}, {"flags", U8}}},
	},
	Operations: []Message{
		{85, "Signal", "sends a frame: 0 unsubscribe, 1 ping, 2 pong.", []Field{{"client", U32}, {"socket", U32}, {"kind", U8}, {"n", F64}}},
	},
}
