package wire

// stepPart is about the steps of a request, in which interceptors run, and its actions.
var stepPart = Part{
	Name:  "step",
	About: "the steps of a request, in which interceptors run, and its actions",
	Commands: []Message{
		{33, "Meta", "is what else the next Call asks for. flags: 1 events are told as actions, 2 silent, 4 it is broken: Lost has the error, 8 cached, 16 dependent, 32 an error takes data away, 64 it is answered already, 128 it is an endpoint's, made without the store, 256 it is polled only while it is watched; cache and poll in seconds; origin, of one made without the store, as of Endpoint.", []Field{
			{"steps", U32}, {"flags", U32}, {"cache", F64}, {"cacheKey", Text}, {"capacity", U32}, {"poll", F64}, {"reserved", U32}, {"origin", U32},
		}},
		{36, "Ran", "is what came of a step: 0 done, 1 recovered, 2 threw, 3 it waits, 4 done, and what is to be sent is a list.", []Field{{"request", U32}, {"step", U8}, {"verdict", U8}}},
		{40, "Arrived", "says that the network of an endpoint's request with steps is over; with failed 1 the host has an error.", []Field{{"request", U32}, {"failed", U8}}},
		{37, "Ended", "answers Ending.", []Field{{"request", U32}}},
	},
	Operations: []Message{
		{31, "Run", "runs a step of a request, whose functions a call carries; with aside 1 nobody waits for what comes of it. The present data is that of a record or, with based 1, of a value.", []Field{
			{"client", U32}, {"request", U32}, {"call", U32}, {"record", U32}, {"step", U8}, {"aside", U8}, {"based", U8}, {"value", U32},
		}},
		{32, "Action", "tells an event of a request as an action: 0 request, 1 success, 2 error, 3 abort. flags: 1 it was answered from a record, 2 it is a poll, 4 a function threw after a success.", []Field{
			{"client", U32}, {"request", U32}, {"call", U32}, {"record", U32}, {"event", U8}, {"flags", U8},
		}},
		{33, "Ending", "asks for one Ended of a request, as soon as what runs now is over.", []Field{{"request", U32}, {"call", U32}}},
		{34, "Over", "lets what belongs to a request go.", []Field{{"request", U32}}},
		{40, "Deliver", "asks for the outcome of a request of an endpoint as its steps have left it.", []Field{{"request", U32}, {"call", U32}}},
		{36, "Retain", "keeps what a call carries, beyond its end.", []Field{{"call", U32}}},
		{37, "Let", "ends one Retain.", []Field{{"call", U32}}},
	},
}
