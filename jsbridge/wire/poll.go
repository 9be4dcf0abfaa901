package wire

// pollPart is about what is asked for again and again.
var pollPart = Part{
	Name:  "poll",
	About: "what is asked for again and again",
	Commands: []Message{
		{50, "Subscribe", "begins a subscription, whose number is another call's; endpoint and arguments for its requests are kept for that.", []Field{
			{"client", U32}, {"call", U32}, {"subscription", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"frequency", F64}, {"timeout", F64},
		}},
		{51, "Unsubscribe", "ends one.", []Field{{"client", U32}, {"call", U32}, {"subscription", U32}, {"key", Text}}},
	},
}
