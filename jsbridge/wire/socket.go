package wire

// socketPart is about sockets: how they are made, and what becomes of them.
var socketPart = Part{
	Name:  "socket",
	About: "sockets: how they are made, and what becomes of them",
	Commands: []Message{
		{80, "Socket", "gives the next Open a socket. flags: 1 lazy, 2 its activation is confirmed by a message, 4 delivery is resumed, 8 only pings are heartbeats; lengths in ms, Infinity is never, heartbeat 0 for ever; factor 0: no backoff.", []Field{
			{"flags", U8}, {"heartbeat", F64}, {"reconnect", F64}, {"factor", F64}, {"max", F64}, {"jitter", F64}, {"pong", F64},
		}},
		{81, "Dial", "makes a socket, in place of one that there is; with again 1, while it is told that one is closed.", []Field{{"client", U32}, {"again", U8}}},
		{82, "HangUp", "closes the socket with a code.", []Field{{"client", U32}, {"code", U32}}},
		{83, "SocketOpened", "says that a socket is open, and with resumes 1 that its server speaks sluice.v1.", []Field{{"client", U32}, {"socket", U32}, {"resumes", U8}}},
		{84, "SocketClosed", "says that a socket is closed.", []Field{{"client", U32}, {"socket", U32}, {"code", U32}}},
		{85, "Heard", "says that a message has come. flags: 1 it confirms the activation, 2 it is a heartbeat; or 4: none has, but who is to know of the activation does.", []Field{{"client", U32}, {"socket", U32}, {"flags", U8}}},
	},
	Operations: []Message{
		{80, "Dial", "makes a socket.", []Field{{"client", U32}, {"socket", U32}}},
		{81, "HangUp", "closes a socket, of which nothing is to be heard any more.", []Field{{"client", U32}, {"socket", U32}, {"code", U32}}},
		{82, "Connection", "says that the connection is active (1) or not any more (0), with a code.", []Field{{"client", U32}, {"active", U8}, {"code", U32}}},
		{83, "SocketStep", "calls the functions for a socket that is open or, with closed 1, closed.", []Field{{"client", U32}, {"socket", U32}, {"closed", U8}, {"code", U32}}},
	},
}
