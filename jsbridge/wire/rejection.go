package wire

// rejectionPart is about how calls are rejected.
var rejectionPart = Part{
	Name:  "rejection",
	About: "how calls are rejected",
	Operations: []Message{
		{5, "RejectAbort", "rejects a call with an AbortError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"reason", U8}}},
		{6, "RejectApi", "rejects a call with an ApiError; the body is with the host. params is a JSON object.", []Field{
			{"call", U32}, {"request", U32}, {"record", U32}, {"status", U32}, {"code", Text}, {"message", Text}, {"params", Text},
		}},
		{7, "RejectNetwork", "rejects a call with a NetworkError, whose cause is with the host.", []Field{{"call", U32}, {"request", U32}, {"record", U32}}},
		{8, "RejectTimeout", "rejects a call with a TimeoutError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"timeout", F64}}},
		{9, "RejectUsage", "rejects a call with a UsageError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"message", Text}}},
		{10, "RejectCrash", "rejects a call with a CrashError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"message", Text}}},
		{19, "RejectFailed", "rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown.", []Field{
			{"call", U32}, {"request", U32}, {"record", U32}, {"by", U32}, {"thrown", U32},
		}},
		{20, "RejectSchema", "rejects a call with a SchemaError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"path", Text}, {"message", Text}}},
	},
}
