// Package wire is the format of the two byte streams between JavaScript and the core:
// commands in, operations out.
//
// This file defines it. The Go codec (codec_gen.go) and the TypeScript codec
// (www/packages/sluice/src/wire.gen.ts) are generated from it by `make generate`; nothing
// else may know a code or a layout.
//
// A stream is a sequence of messages: one byte for the code, then the fields in their order,
// little-endian and unaligned. A text is a U32 of its length in bytes and then UTF-8.
package wire

// Type is the type of a field.
type Type uint8

// The types.
const (
	U8   Type = iota // one byte
	U32              // four bytes
	F64              // eight bytes, IEEE 754; times and durations are in ms
	Text             // U32 length, then UTF-8
)

// Field is one field of a message.
type Field struct {
	Name string // lower camel case
	Type Type
}

// Message is one kind of command or operation.
type Message struct {
	Code   uint8
	Name   string // upper camel case
	Doc    string // completes "Name …"
	Fields []Field
}

// Change is one kind of change.
type Change struct {
	Code uint8  // below 16
	Name string // upper camel case
	Doc  string // completes "Name …"
}

// Commands go from JavaScript to the core.
var Commands = []Message{
	{1, "Open", "makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none; lengths of expiry in ms, NaN the default; server 1: answers are gathered for a page; keys 1: functions give normalised objects their keys; concurrency: requests at once for an origin, 0 any number.", []Field{
		{"client", U32}, {"autoAbort", U8}, {"timeout", F64}, {"words", Text}, {"dataExpiry", F64}, {"errorExpiry", F64}, {"server", U8}, {"keys", U8}, {"concurrency", U32},
	}},
	{2, "Close", "ends a client.", []Field{{"client", U32}}},
	{3, "Name", "gives a name a number, by which later commands of this instance mean it: 1, 2 … in order, or 0 for one that is only passing.", []Field{{"name", U32}, {"text", Text}}},
	{4, "Call", "is a call of apiRequest. query, takeLatest: 0 by rule, 1 yes, 2 no; progress: 1 upload + 2 download; timeout: 0 none, negative the client's.", []Field{
		{"client", U32},
		{"call", U32},
		{"name", U32},
		{"key", Text},
		{"variant", Text},
		{"query", U8},
		{"takeLatest", U8},
		{"progress", U8},
		{"started", F64},
		{"timeout", F64},
	}},
	{33, "Meta", "is what else the next Call asks for. flags: 1 events are told as actions, 2 silent, 4 it is broken: Lost has the error, 8 cached, 16 dependent, 32 an error takes data away, 64 it is answered already; cache and poll in seconds.", []Field{
		{"steps", U32}, {"flags", U8}, {"cache", F64}, {"cacheKey", Text}, {"capacity", U32}, {"poll", F64}, {"reserved", U32},
	}},
	{34, "Update", "adds to the updates of the next Call or Local. has: 1 updateData, 2 optimistic, 4 revert, 8 local.", []Field{{"query", Text}, {"has", U8}}},
	{43, "Normal", "is what the next Call says of normalised data. answer 1: its answer is; texts are JSON, \"\" none.", []Field{
		{"answer", U8}, {"local", Text}, {"optimistic", Text}, {"reverted", Text},
	}},
	{35, "Local", "applies updates that no request belongs to, and merges objects (JSON, \"\" none).", []Field{{"client", U32}, {"call", U32}, {"objects", Text}}},
	{36, "Ran", "is what came of a step: 0 done, 1 recovered, 2 threw, 3 it waits.", []Field{{"request", U32}, {"step", U8}, {"verdict", U8}}},
	{40, "Arrived", "says that the network of an endpoint's request with steps is over; with failed 1 the host has an error.", []Field{{"request", U32}, {"failed", U8}}},
	{37, "Ended", "answers Ending.", []Field{{"request", U32}}},
	{38, "Forget", "takes away what is known of the targets or, with all 1, of all. what: 1 cached answers may not be given again, 2 polling stops, 4 data and all else, too; flags: 1 what is in flight ends, 2 also what may be given again.", []Field{
		{"client", U32}, {"all", U8}, {"what", U8}, {"flags", U8},
	}},
	{42, "Adopt", "takes what is known of a name; answered by Watched, with record 0 if something else is known. flags: 1 a query, 2 data, 4 an error, 8 its data is normalised; promised is how many calls are answered with that; text is the data of that, and of the session.", []Field{
		{"client", U32}, {"token", U32}, {"name", Text}, {"key", Text}, {"variant", Text}, {"flags", U8}, {"promised", U32}, {"text", Text},
	}},
	{41, "NameRecords", "asks to be told whose records are, from now on.", []Field{{"client", U32}}},
	{39, "Join", "has a call wait for the newest request of the target.", []Field{{"client", U32}, {"call", U32}}},
	{45, "Retry", "says when what the next Open, Call or Endpoint is about is sent again. delay, max and jitter in ms.", []Field{
		{"attempts", U32}, {"delay", F64}, {"factor", F64}, {"max", F64}, {"jitter", F64},
	}},
	{46, "Again", "says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none.", []Field{{"request", U32}, {"retryAfter", F64}}},
	{5, "Account", "is a call of client.login or, with register 1, client.register.", []Field{
		{"client", U32}, {"call", U32}, {"register", U8}, {"started", F64}, {"timeout", F64},
	}},
	{6, "Abort", "ends one call as aborted.", []Field{{"call", U32}}},
	{7, "Target", "adds to the targets of the next AbortRequests. flags: 1 exact, 2 any key.", []Field{
		{"name", Text}, {"key", Text}, {"flags", U8},
	}},
	{8, "AbortRequests", "ends the pending requests of the targets or, with all 1, every one.", []Field{{"client", U32}, {"all", U8}}},
	{9, "Watch", "asks for the record of a name; answered by Watched.", []Field{
		{"client", U32}, {"token", U32}, {"name", U32}, {"key", Text}, {"variant", Text}, {"query", U8},
	}},
	{10, "Retain", "counts one watcher more.", []Field{{"record", U32}}},
	{11, "Release", "counts one watcher less.", []Field{{"record", U32}}},
	{15, "Leave", "says that a hook has moved on to other data: what is pending for nobody else ends as superseded.", []Field{{"record", U32}}},
	{12, "Progress", "notes the percentage of an upload (1) or download (0).", []Field{{"request", U32}, {"upload", U8}, {"percent", F64}}},
	{13, "FromTab", "is what another tab has told by Tabs.", []Field{{"client", U32}, {"note", U8}, {"user", Text}}},
	{14, "WhenIdle", "asks for one Idle.", []Field{{"client", U32}}},
	{16, "Schemas", "defines schemas; text is a JSON array of nodes, see store.Define.", []Field{{"client", U32}, {"text", Text}}},
	{17, "Endpoint", "makes an endpoint known. schema 0 is none; flags: 1 mutation, 2 soft, 4 optimistic; lengths in ms, NaN is the client's; update is the number of a function, 0 for none; steps as of Meta; origin: where its requests go, 0 unknown, 1 where calls by name do.", []Field{
		{"client", U32}, {"endpoint", U32}, {"schema", U32}, {"flags", U8}, {"dataExpiry", F64}, {"errorExpiry", F64}, {"update", U32}, {"steps", U32}, {"origin", U32},
	}},
	{18, "Fetch", "is a call of Controller.fetch. args is the JSON text of the list of arguments; timeout: 0 none, negative the client's.", []Field{
		{"client", U32}, {"call", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"started", F64}, {"timeout", F64},
	}},
	{19, "Failed", "ends a request of an endpoint or a driver with an error that the host keeps. flags: 1 soft, 2 an AbortError, 4 it says that a login is needed, 8 no step is run for it.", []Field{{"request", U32}, {"flags", U8}}},
	{20, "Look", "asks for what a key (\"\": none) shows through a schema (0: none); answered by Looked.", []Field{
		{"client", U32}, {"token", U32}, {"schema", U32}, {"key", Text}, {"args", Text},
	}},
	{21, "Show", "counts one more who is told what a root shows, or with more 0 one less.", []Field{{"client", U32}, {"root", U32}, {"more", U8}}},
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
	{32, "PK", "asks for the pk of a row, as See may be; answered by Told.", []Field{{"client", U32}, {"schema", U32}, {"row", U32}}},
	{31, "See", "asks for the same as Look in a space, also while a function of the user runs; answered by Seen.", []Field{
		{"client", U32}, {"space", U32}, {"schema", U32}, {"key", Text}, {"args", Text},
	}},
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
	{71, "Batch", "begins a batch (1) or ends it (0): what is written in it becomes one commit.", []Field{{"begin", U8}}},
	{79, "Soften", "says that the error of the record of a key is soft.", []Field{{"client", U32}, {"record", U32}}},
	{50, "Subscribe", "begins a subscription, whose number is another call's; endpoint and arguments for its requests are kept for that.", []Field{
		{"client", U32}, {"call", U32}, {"subscription", U32}, {"endpoint", U32}, {"key", Text}, {"args", Text}, {"frequency", F64}, {"timeout", F64},
	}},
	{51, "Unsubscribe", "ends one.", []Field{{"client", U32}, {"call", U32}, {"subscription", U32}, {"key", Text}}},
	{52, "ClientPage", "says to one client whether its page is hidden and whether it is offline: 0 as the page itself, 1 yes, 2 no.", []Field{
		{"client", U32}, {"hidden", U8}, {"offline", U8},
	}},
	{22, "Publish", "makes answers of mutations visible whose promises have been fulfilled.", []Field{{"client", U32}}},
}

// Operations go from the core to JavaScript.
var Operations = []Message{
	{1, "Fetch", "starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends.", []Field{
		{"client", U32}, {"request", U32}, {"call", U32}, {"route", U8}, {"flags", U8},
	}},
	{2, "Abort", "aborts the network of a request.", []Field{{"request", U32}, {"reason", U8}}},
	{3, "Forget", "lets the network of a request run on, unheard.", []Field{{"request", U32}}},
	{4, "Resolve", "fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none).", []Field{
		{"call", U32}, {"request", U32}, {"record", U32},
	}},
	{5, "RejectAbort", "rejects a call with an AbortError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"reason", U8}}},
	{6, "RejectApi", "rejects a call with an ApiError; the body is with the host. params is a JSON object.", []Field{
		{"call", U32}, {"request", U32}, {"record", U32}, {"status", U32}, {"code", Text}, {"message", Text}, {"params", Text},
	}},
	{7, "RejectNetwork", "rejects a call with a NetworkError, whose cause is with the host.", []Field{{"call", U32}, {"request", U32}, {"record", U32}}},
	{8, "RejectTimeout", "rejects a call with a TimeoutError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"timeout", F64}}},
	{9, "RejectUsage", "rejects a call with a UsageError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"message", Text}}},
	{10, "RejectCrash", "rejects a call with a CrashError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"message", Text}}},
	{11, "Record", "is what watchers of a record see now. flags: 1 pristine, 2 has data, 4 data becomes null, 8 error becomes null; progress -1 is null.", []Field{
		{"record", U32}, {"pending", U32}, {"flags", U8}, {"fetchedAt", F64}, {"download", F64}, {"upload", F64},
	}},
	{12, "Gone", "says that a record is no more.", []Field{{"record", U32}}},
	{13, "Watched", "answers Watch.", []Field{{"token", U32}, {"record", U32}}},
	{14, "Timer", "asks for one tick at a time; it replaces the last one.", []Field{{"at", F64}}},
	{15, "Navigate", "sends the page to the client's login address.", []Field{{"client", U32}}},
	{16, "Tabs", "tells the other tabs. user is the JSON text of an id.", []Field{{"client", U32}, {"note", U8}, {"user", Text}}},
	{17, "Idle", "says that a client has nothing in flight.", []Field{{"client", U32}}},
	{18, "ResolveRoot", "fulfils a call with what a root shows.", []Field{{"call", U32}, {"client", U32}, {"root", U32}}},
	{19, "RejectFailed", "rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown.", []Field{
		{"call", U32}, {"request", U32}, {"record", U32}, {"by", U32}, {"thrown", U32},
	}},
	{20, "RejectSchema", "rejects a call with a SchemaError.", []Field{{"call", U32}, {"request", U32}, {"record", U32}, {"path", Text}, {"message", Text}}},
	{21, "Looked", "answers Look. record 0: there is no key.", []Field{{"token", U32}, {"record", U32}, {"root", U32}}},
	{22, "View", "is what a root shows beside its data. status as in the public interface; presence: 0 missing, 1 unusable, 2 usable; flags: 1 stale, 2 the key's error is shown.", []Field{
		{"client", U32}, {"root", U32}, {"status", U8}, {"presence", U8}, {"flags", U8}, {"expiresAt", F64},
	}},
	{29, "Seen", "answers See, as Looked and View do.", []Field{
		{"client", U32}, {"root", U32}, {"record", U32}, {"status", U8}, {"presence", U8}, {"flags", U8}, {"expiresAt", F64},
	}},
	{30, "Report", "reports what a function has thrown or, if that is 0, a SchemaError of a call.", []Field{{"call", U32}, {"thrown", U32}, {"path", Text}, {"message", Text}}},
	{24, "Keep", "makes what a call has set the data, or with error 1 the error, of a record.", []Field{{"call", U32}, {"record", U32}, {"error", U8}}},
	{27, "Hold", "keeps the answer of a request for a record, behind others that are kept.", []Field{{"request", U32}, {"record", U32}}},
	{28, "Held", "makes the first of what is kept for a record its data or, with drop 1, nothing.", []Field{{"record", U32}, {"drop", U8}}},
	{25, "Done", "fulfils a call with nothing.", []Field{{"call", U32}}},
	{71, "Swept", "answers Sweep. flags: 1 it is done, 2 something is left.", []Field{{"client", U32}, {"flags", U8}}},
	{70, "Give", "fulfils a call with what another has set.", []Field{{"call", U32}, {"by", U32}}},
	{26, "Told", "answers with a text.", []Field{{"client", U32}, {"text", Text}}},
	{74, "Refused", "says that schemas, the text of Schemas, cannot be used; they were not added.", []Field{{"client", U32}, {"schemas", Text}, {"message", Text}}},
	{73, "State", "answers State. optimistic is JSON.", []Field{{"client", U32}, {"space", U32}, {"epoch", U32}, {"lastReset", F64}, {"optimistic", Text}}},
	{72, "Hydrated", "keeps values and errors of kept (as in Kept) that are members of shell, by their names.", []Field{{"client", U32}, {"shell", Text}, {"kept", Text}}},
	{31, "Run", "runs a step of a request, whose functions a call carries; with aside 1 nobody waits for what comes of it. The present data is that of a record or, with based 1, of a value.", []Field{
		{"client", U32}, {"request", U32}, {"call", U32}, {"record", U32}, {"step", U8}, {"aside", U8}, {"based", U8}, {"value", U32},
	}},
	{32, "Action", "tells an event of a request as an action: 0 request, 1 success, 2 error, 3 abort. flags: 1 it was answered from a record, 2 it is a poll, 4 a function threw after a success.", []Field{
		{"client", U32}, {"request", U32}, {"call", U32}, {"record", U32}, {"event", U8}, {"flags", U8},
	}},
	{33, "Ending", "asks for one Ended of a request, as soon as what runs now is over.", []Field{{"request", U32}, {"call", U32}}},
	{34, "Over", "lets what belongs to a request go.", []Field{{"request", U32}}},
	{40, "Deliver", "asks for the outcome of a request of an endpoint as its steps have left it.", []Field{{"request", U32}, {"call", U32}}},
	{35, "Hit", "fulfils a call with the data of a record (0: nothing) or, with failed 1, rejects it with its error.", []Field{
		{"call", U32}, {"record", U32}, {"request", U32}, {"failed", U8},
	}},
	{36, "Retain", "keeps what a call carries, beyond its end.", []Field{{"call", U32}}},
	{37, "Let", "ends one Retain.", []Field{{"call", U32}}},
	{41, "Named", "says whose record this is. flags: 1 a query, 2 its data may be given again, until then and for that key, 4 it counts for the capacity of its name, 8 its data is normalised; finished is how many requests have ended, on a server.", []Field{
		{"client", U32}, {"record", U32}, {"name", Text}, {"key", Text}, {"variant", Text}, {"flags", U8}, {"cacheKey", Text}, {"until", F64}, {"finished", U32},
	}},
	{38, "Show", "makes a value (0: null) the data of a record.", []Field{{"record", U32}, {"value", U32}}},
	{42, "ShowText", "makes what JSON says the data of a record.", []Field{{"record", U32}, {"text", Text}}},
	{43, "Object", "says what a normalised object is, \"\" that it is no more. key is JSON.", []Field{{"client", U32}, {"key", Text}, {"text", Text}}},
	{39, "LetValue", "lets a value go.", []Field{{"value", U32}}},
	{23, "Settled", "asks for one Publish as soon as the promises that were fulfilled have run.", []Field{{"client", U32}}},
}

// Changes say what becomes of the objects that rows and roots are seen as, see store.Sink. They
// are a stream of their own: three numbers for each, the first with the space in its upper 28
// bits and the code in the lower 4, then node and row or root. The texts of those that have one
// are another stream: the items of a JSON array, in their order.
var Changes = []Change{
	{1, "Make", "gives a row a new object, and has a text."},
	{2, "Relink", "gives a row a new object that has the same text as before."},
	{3, "Drop", "says that a row has nothing to show."},
	{4, "Share", "says that the space shows what the one under it does."},
	{5, "Forget", "says that no object refers to a row any more, in no space."},
	{6, "MakeRoot", "gives a root a new value, and has a text."},
	{7, "RelinkRoot", "gives a root a new value that has the same text as before."},
	{8, "DropRoot", "says that a root has nothing to show."},
	{9, "ShareRoot", "says that the space shows what the one under it does."},
	{10, "ForgetRoot", "says that a root is closed."},
	{12, "Reset", "says that nothing that was told before is meant any more."},
	{11, "Client", "says whose the following changes are: the second number is the client's."},
}
