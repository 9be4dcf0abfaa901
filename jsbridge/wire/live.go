package wire

// livePart is about sockets, and what is subscribed over them.
var livePart = Part{
	Name:  "live",
	About: "sockets, and what is subscribed over them",
	Commands: []Message{
		{80, "Socket", "gives the next Open a socket. flags: 1 lazy, 2 its activation is confirmed by a message, 4 delivery is resumed, 8 only pings are heartbeats; lengths in ms, Infinity is never, heartbeat 0 for ever; factor 0: no backoff.", []Field{
			{"flags", U8}, {"heartbeat", F64}, {"reconnect", F64}, {"factor", F64}, {"max", F64}, {"jitter", F64}, {"pong", F64},
		}},
		{81, "Dial", "makes a socket, in place of one that there is.", []Field{{"client", U32}}},
		{82, "HangUp", "closes the socket with a code.", []Field{{"client", U32}, {"code", U32}}},
		{83, "SocketOpened", "says that a socket is open, and with resumes 1 that its server speaks sluice.v1.", []Field{{"client", U32}, {"socket", U32}, {"resumes", U8}}},
		{84, "SocketClosed", "says that a socket is closed.", []Field{{"client", U32}, {"socket", U32}, {"code", U32}}},
		{85, "Heard", "says that a message has come. flags: 1 it confirms the activation, 2 it is a heartbeat; or 4: none has, but who is to know of the activation does.", []Field{{"client", U32}, {"socket", U32}, {"flags", U8}}},
		{86, "Listen", "stores a subscription, or begins it anew. flags: 1 there is something to send for it, 2 what it missed before is not known.", []Field{{"client", U32}, {"subscription", U32}, {"flags", U8}}},
		{87, "Unlisten", "ends a subscription.", []Field{{"client", U32}, {"subscription", U32}}},
		{88, "Arrival", "is an event of a stream.", []Field{{"client", U32}, {"socket", U32}, {"sid", U32}, {"id", F64}}},
		{89, "Position", "is the place of a stream: subscribed or, with gap 1, of one with a gap.", []Field{{"client", U32}, {"socket", U32}, {"sid", U32}, {"gap", U8}, {"epoch", Text}, {"last", F64}, {"reason", Text}}},
		{90, "Beat", "is a ping of the server's or, with pong 1, its answer to ours.", []Field{{"client", U32}, {"socket", U32}, {"pong", U8}, {"n", F64}}},
		{91, "SessionChanged", "says that the server has another state of the user session.", []Field{{"client", U32}, {"socket", U32}}},
		{92, "Fault", "is a frame that says what is wrong, with a subscription if sid is not 0; or one that is of no use. flags: 1 it may be asked for again.", []Field{{"client", U32}, {"socket", U32}, {"sid", U32}, {"code", Text}, {"message", Text}, {"flags", U8}}},
		{93, "Refetch", "asks again for the data of the targets that is there.", []Field{{"client", U32}}},
	},
	Operations: []Message{
		{80, "Dial", "makes a socket.", []Field{{"client", U32}, {"socket", U32}}},
		{81, "HangUp", "closes a socket, of which nothing is to be heard any more.", []Field{{"client", U32}, {"socket", U32}, {"code", U32}}},
		{82, "Connection", "says that the connection is active (1) or not any more (0), with a code.", []Field{{"client", U32}, {"active", U8}, {"code", U32}}},
		{83, "SocketStep", "calls the functions for a socket that is open or, with closed 1, closed.", []Field{{"client", U32}, {"socket", U32}, {"closed", U8}, {"code", U32}}},
		{84, "Say", "sends what belongs to a subscription, as it is (0) or in a frame that subscribes (1); after a position, if epoch is not \"\".", []Field{{"client", U32}, {"socket", U32}, {"subscription", U32}, {"how", U8}, {"sid", U32}, {"epoch", Text}, {"after", F64}}},
		{85, "Signal", "sends a frame: 0 unsubscribe, 1 ping, 2 pong.", []Field{{"client", U32}, {"socket", U32}, {"kind", U8}, {"n", F64}}},
		{86, "Hand", "has a subscription handle the event at hand.", []Field{{"client", U32}, {"subscription", U32}}},
		{87, "Missed", "says that a subscription has missed events.", []Field{{"client", U32}, {"subscription", U32}, {"reason", Text}, {"from", F64}, {"to", F64}}},
		{88, "Trouble", "reports a fault, of a subscription if that is not 0.", []Field{{"client", U32}, {"subscription", U32}, {"code", Text}, {"message", Text}}},
	},
}
