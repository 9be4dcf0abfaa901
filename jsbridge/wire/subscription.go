package wire

// subscriptionPart is about what is subscribed over a socket.
var subscriptionPart = Part{
	Name:  "subscription",
	About: "what is subscribed over a socket",
	Commands: []Message{
		{86, "Listen", "stores a subscription, or begins it anew. flags: 1 there is something to send for it, 2 what it missed before is not known, 4 it is there, and is begun anew only if it was refused.", []Field{{"client", U32}, {"subscription", U32}, {"flags", U8}}},
		{87, "Unlisten", "ends a subscription.", []Field{{"client", U32}, {"subscription", U32}}},
		{93, "Refetch", "asks again for the data of the targets that is there.", []Field{{"client", U32}}},
	},
	Operations: []Message{
		{84, "Say", "sends what belongs to a subscription, as it is (0) or in a frame that subscribes (1); after a position, if epoch is not \"\".", []Field{{"client", U32}, {"socket", U32}, {"subscription", U32}, {"how", U8}, {"sid", U32}, {"epoch", Text}, {"after", F64}}},
		{86, "Hand", "has a subscription handle an event.", []Field{{"client", U32}, {"subscription", U32}, {"sid", U32}, {"id", F64}}},
		{89, "Begun", "says that a subscription, which had no position, has one, in a stream with events before it.", []Field{{"client", U32}, {"subscription", U32}}},
		{87, "Missed", "says that a subscription has missed events.", []Field{{"client", U32}, {"subscription", U32}, {"reason", Text}, {"from", F64}, {"to", F64}}},
		{88, "Trouble", "reports a fault, of a subscription if that is not 0.", []Field{{"client", U32}, {"subscription", U32}, {"code", Text}, {"message", Text}}},
	},
}
