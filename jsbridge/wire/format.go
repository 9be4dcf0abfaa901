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

// Commands go from JavaScript to the core.
var Commands = []Message{
	{1, "Open", "makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none.", []Field{
		{"client", U32}, {"autoAbort", U8}, {"timeout", F64}, {"words", Text},
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
}

// Operations go from the core to JavaScript.
var Operations = []Message{
	{1, "Fetch", "starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; wantBody 1: settle with the body also on success.", []Field{
		{"client", U32}, {"request", U32}, {"call", U32}, {"route", U8}, {"wantBody", U8},
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
}
