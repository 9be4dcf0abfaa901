// Code generated from jsbridge/wire/format.go by `sluice gen`. DO NOT EDIT.

package wire

// The codes of the commands.
const (
	CommandOpen          uint8 = 1
	CommandClose         uint8 = 2
	CommandName          uint8 = 3
	CommandCall          uint8 = 4
	CommandMeta          uint8 = 33
	CommandUpdate        uint8 = 34
	CommandNormal        uint8 = 43
	CommandLocal         uint8 = 35
	CommandRan           uint8 = 36
	CommandArrived       uint8 = 40
	CommandEnded         uint8 = 37
	CommandForget        uint8 = 38
	CommandAdopt         uint8 = 42
	CommandNameRecords   uint8 = 41
	CommandJoin          uint8 = 39
	CommandRetry         uint8 = 45
	CommandAgain         uint8 = 46
	CommandAccount       uint8 = 5
	CommandAbort         uint8 = 6
	CommandTarget        uint8 = 7
	CommandAbortRequests uint8 = 8
	CommandWatch         uint8 = 9
	CommandRetain        uint8 = 10
	CommandRelease       uint8 = 11
	CommandLeave         uint8 = 15
	CommandProgress      uint8 = 12
	CommandFromTab       uint8 = 13
	CommandWhenIdle      uint8 = 14
	CommandSchemas       uint8 = 16
	CommandEndpoint      uint8 = 17
	CommandFetch         uint8 = 18
	CommandFailed        uint8 = 19
	CommandLook          uint8 = 20
	CommandShow          uint8 = 21
	CommandSetResponse   uint8 = 23
	CommandSetError      uint8 = 24
	CommandSet           uint8 = 25
	CommandKey           uint8 = 26
	CommandExpire        uint8 = 27
	CommandKeys          uint8 = 28
	CommandReset         uint8 = 29
	CommandAbortKey      uint8 = 30
	CommandPK            uint8 = 32
	CommandSee           uint8 = 31
	CommandResolve       uint8 = 70
	CommandSweep         uint8 = 72
	CommandState         uint8 = 76
	CommandFree          uint8 = 77
	CommandTable         uint8 = 78
	CommandKept          uint8 = 73
	CommandDehydrate     uint8 = 74
	CommandHydrate       uint8 = 75
	CommandBatch         uint8 = 71
	CommandSoften        uint8 = 79
	CommandSubscribe     uint8 = 50
	CommandUnsubscribe   uint8 = 51
	CommandClientPage    uint8 = 52
	CommandPublish       uint8 = 22
)

// OpenCommand makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none; lengths of expiry in ms, NaN the default; server 1: answers are gathered for a page; keys 1: functions give normalised objects their keys; concurrency: requests at once for an origin, 0 any number.
type OpenCommand struct {
	Client      uint32
	AutoAbort   uint8
	Timeout     float64
	Words       string
	DataExpiry  float64
	ErrorExpiry float64
	Server      uint8
	Keys        uint8
	Concurrency uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *OpenCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.AutoAbort = r.U8()
	m.Timeout = r.F64()
	m.Words = r.Text()
	m.DataExpiry = r.F64()
	m.ErrorExpiry = r.F64()
	m.Server = r.U8()
	m.Keys = r.U8()
	m.Concurrency = r.U32()
}

// Append appends code and fields.
func (m *OpenCommand) Append(b []byte) []byte {
	b = append(b, CommandOpen)
	b = AppendU32(b, m.Client)
	b = append(b, m.AutoAbort)
	b = AppendF64(b, m.Timeout)
	b = AppendText(b, m.Words)
	b = AppendF64(b, m.DataExpiry)
	b = AppendF64(b, m.ErrorExpiry)
	b = append(b, m.Server)
	b = append(b, m.Keys)
	b = AppendU32(b, m.Concurrency)
	return b
}

// CloseCommand ends a client.
type CloseCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *CloseCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *CloseCommand) Append(b []byte) []byte {
	b = append(b, CommandClose)
	b = AppendU32(b, m.Client)
	return b
}

// NameCommand gives a name a number, by which later commands of this instance mean it: 1, 2 … in order, or 0 for one that is only passing.
type NameCommand struct {
	Name uint32
	Text string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NameCommand) Decode(r *Reader) {
	m.Name = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *NameCommand) Append(b []byte) []byte {
	b = append(b, CommandName)
	b = AppendU32(b, m.Name)
	b = AppendText(b, m.Text)
	return b
}

// CallCommand is a call of apiRequest. query, takeLatest: 0 by rule, 1 yes, 2 no; progress: 1 upload + 2 download; timeout: 0 none, negative the client's.
type CallCommand struct {
	Client     uint32
	Call       uint32
	Name       uint32
	Key        string
	Variant    string
	Query      uint8
	TakeLatest uint8
	Progress   uint8
	Started    float64
	Timeout    float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *CallCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Name = r.U32()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Query = r.U8()
	m.TakeLatest = r.U8()
	m.Progress = r.U8()
	m.Started = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *CallCommand) Append(b []byte) []byte {
	b = append(b, CommandCall)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Query)
	b = append(b, m.TakeLatest)
	b = append(b, m.Progress)
	b = AppendF64(b, m.Started)
	b = AppendF64(b, m.Timeout)
	return b
}

// MetaCommand is what else the next Call asks for. flags: 1 events are told as actions, 2 silent, 4 it is broken: Lost has the error, 8 cached, 16 dependent, 32 an error takes data away, 64 it is answered already; cache and poll in seconds.
type MetaCommand struct {
	Steps    uint32
	Flags    uint8
	Cache    float64
	CacheKey string
	Capacity uint32
	Poll     float64
	Reserved uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *MetaCommand) Decode(r *Reader) {
	m.Steps = r.U32()
	m.Flags = r.U8()
	m.Cache = r.F64()
	m.CacheKey = r.Text()
	m.Capacity = r.U32()
	m.Poll = r.F64()
	m.Reserved = r.U32()
}

// Append appends code and fields.
func (m *MetaCommand) Append(b []byte) []byte {
	b = append(b, CommandMeta)
	b = AppendU32(b, m.Steps)
	b = append(b, m.Flags)
	b = AppendF64(b, m.Cache)
	b = AppendText(b, m.CacheKey)
	b = AppendU32(b, m.Capacity)
	b = AppendF64(b, m.Poll)
	b = AppendU32(b, m.Reserved)
	return b
}

// UpdateCommand adds to the updates of the next Call or Local. has: 1 updateData, 2 optimistic, 4 revert, 8 local.
type UpdateCommand struct {
	Query string
	Has   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *UpdateCommand) Decode(r *Reader) {
	m.Query = r.Text()
	m.Has = r.U8()
}

// Append appends code and fields.
func (m *UpdateCommand) Append(b []byte) []byte {
	b = append(b, CommandUpdate)
	b = AppendText(b, m.Query)
	b = append(b, m.Has)
	return b
}

// NormalCommand is what the next Call says of normalised data. answer 1: its answer is; texts are JSON, "" none.
type NormalCommand struct {
	Answer     uint8
	Local      string
	Optimistic string
	Reverted   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NormalCommand) Decode(r *Reader) {
	m.Answer = r.U8()
	m.Local = r.Text()
	m.Optimistic = r.Text()
	m.Reverted = r.Text()
}

// Append appends code and fields.
func (m *NormalCommand) Append(b []byte) []byte {
	b = append(b, CommandNormal)
	b = append(b, m.Answer)
	b = AppendText(b, m.Local)
	b = AppendText(b, m.Optimistic)
	b = AppendText(b, m.Reverted)
	return b
}

// LocalCommand applies updates that no request belongs to, and merges objects (JSON, "" none).
type LocalCommand struct {
	Client  uint32
	Call    uint32
	Objects string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LocalCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Objects = r.Text()
}

// Append appends code and fields.
func (m *LocalCommand) Append(b []byte) []byte {
	b = append(b, CommandLocal)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendText(b, m.Objects)
	return b
}

// RanCommand is what came of a step: 0 done, 1 recovered, 2 threw, 3 it waits.
type RanCommand struct {
	Request uint32
	Step    uint8
	Verdict uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RanCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Step = r.U8()
	m.Verdict = r.U8()
}

// Append appends code and fields.
func (m *RanCommand) Append(b []byte) []byte {
	b = append(b, CommandRan)
	b = AppendU32(b, m.Request)
	b = append(b, m.Step)
	b = append(b, m.Verdict)
	return b
}

// ArrivedCommand says that the network of an endpoint's request with steps is over; with failed 1 the host has an error.
type ArrivedCommand struct {
	Request uint32
	Failed  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ArrivedCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Failed = r.U8()
}

// Append appends code and fields.
func (m *ArrivedCommand) Append(b []byte) []byte {
	b = append(b, CommandArrived)
	b = AppendU32(b, m.Request)
	b = append(b, m.Failed)
	return b
}

// EndedCommand answers Ending.
type EndedCommand struct {
	Request uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *EndedCommand) Decode(r *Reader) {
	m.Request = r.U32()
}

// Append appends code and fields.
func (m *EndedCommand) Append(b []byte) []byte {
	b = append(b, CommandEnded)
	b = AppendU32(b, m.Request)
	return b
}

// ForgetCommand takes away what is known of the targets or, with all 1, of all. what: 1 cached answers may not be given again, 2 polling stops, 4 data and all else, too; flags: 1 what is in flight ends, 2 also what may be given again.
type ForgetCommand struct {
	Client uint32
	All    uint8
	What   uint8
	Flags  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ForgetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.All = r.U8()
	m.What = r.U8()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *ForgetCommand) Append(b []byte) []byte {
	b = append(b, CommandForget)
	b = AppendU32(b, m.Client)
	b = append(b, m.All)
	b = append(b, m.What)
	b = append(b, m.Flags)
	return b
}

// AdoptCommand takes what is known of a name; answered by Watched, with record 0 if something else is known. flags: 1 a query, 2 data, 4 an error, 8 its data is normalised; promised is how many calls are answered with that; text is the data of that, and of the session.
type AdoptCommand struct {
	Client   uint32
	Token    uint32
	Name     string
	Key      string
	Variant  string
	Flags    uint8
	Promised uint32
	Text     string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AdoptCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Token = r.U32()
	m.Name = r.Text()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Flags = r.U8()
	m.Promised = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *AdoptCommand) Append(b []byte) []byte {
	b = append(b, CommandAdopt)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Token)
	b = AppendText(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Flags)
	b = AppendU32(b, m.Promised)
	b = AppendText(b, m.Text)
	return b
}

// NameRecordsCommand asks to be told whose records are, from now on.
type NameRecordsCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NameRecordsCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *NameRecordsCommand) Append(b []byte) []byte {
	b = append(b, CommandNameRecords)
	b = AppendU32(b, m.Client)
	return b
}

// JoinCommand has a call wait for the newest request of the target.
type JoinCommand struct {
	Client uint32
	Call   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *JoinCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *JoinCommand) Append(b []byte) []byte {
	b = append(b, CommandJoin)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	return b
}

// RetryCommand says when what the next Open, Call or Endpoint is about is sent again. delay, max and jitter in ms.
type RetryCommand struct {
	Attempts uint32
	Delay    float64
	Factor   float64
	Max      float64
	Jitter   float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RetryCommand) Decode(r *Reader) {
	m.Attempts = r.U32()
	m.Delay = r.F64()
	m.Factor = r.F64()
	m.Max = r.F64()
	m.Jitter = r.F64()
}

// Append appends code and fields.
func (m *RetryCommand) Append(b []byte) []byte {
	b = append(b, CommandRetry)
	b = AppendU32(b, m.Attempts)
	b = AppendF64(b, m.Delay)
	b = AppendF64(b, m.Factor)
	b = AppendF64(b, m.Max)
	b = AppendF64(b, m.Jitter)
	return b
}

// AgainCommand says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none.
type AgainCommand struct {
	Request    uint32
	RetryAfter float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AgainCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.RetryAfter = r.F64()
}

// Append appends code and fields.
func (m *AgainCommand) Append(b []byte) []byte {
	b = append(b, CommandAgain)
	b = AppendU32(b, m.Request)
	b = AppendF64(b, m.RetryAfter)
	return b
}

// AccountCommand is a call of client.login or, with register 1, client.register.
type AccountCommand struct {
	Client   uint32
	Call     uint32
	Register uint8
	Started  float64
	Timeout  float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AccountCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Register = r.U8()
	m.Started = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *AccountCommand) Append(b []byte) []byte {
	b = append(b, CommandAccount)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = append(b, m.Register)
	b = AppendF64(b, m.Started)
	b = AppendF64(b, m.Timeout)
	return b
}

// AbortCommand ends one call as aborted.
type AbortCommand struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortCommand) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *AbortCommand) Append(b []byte) []byte {
	b = append(b, CommandAbort)
	b = AppendU32(b, m.Call)
	return b
}

// TargetCommand adds to the targets of the next AbortRequests. flags: 1 exact, 2 any key.
type TargetCommand struct {
	Name  string
	Key   string
	Flags uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TargetCommand) Decode(r *Reader) {
	m.Name = r.Text()
	m.Key = r.Text()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *TargetCommand) Append(b []byte) []byte {
	b = append(b, CommandTarget)
	b = AppendText(b, m.Name)
	b = AppendText(b, m.Key)
	b = append(b, m.Flags)
	return b
}

// AbortRequestsCommand ends the pending requests of the targets or, with all 1, every one.
type AbortRequestsCommand struct {
	Client uint32
	All    uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortRequestsCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.All = r.U8()
}

// Append appends code and fields.
func (m *AbortRequestsCommand) Append(b []byte) []byte {
	b = append(b, CommandAbortRequests)
	b = AppendU32(b, m.Client)
	b = append(b, m.All)
	return b
}

// WatchCommand asks for the record of a name; answered by Watched.
type WatchCommand struct {
	Client  uint32
	Token   uint32
	Name    uint32
	Key     string
	Variant string
	Query   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *WatchCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Token = r.U32()
	m.Name = r.U32()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Query = r.U8()
}

// Append appends code and fields.
func (m *WatchCommand) Append(b []byte) []byte {
	b = append(b, CommandWatch)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Query)
	return b
}

// RetainCommand counts one watcher more.
type RetainCommand struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RetainCommand) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *RetainCommand) Append(b []byte) []byte {
	b = append(b, CommandRetain)
	b = AppendU32(b, m.Record)
	return b
}

// ReleaseCommand counts one watcher less.
type ReleaseCommand struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ReleaseCommand) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *ReleaseCommand) Append(b []byte) []byte {
	b = append(b, CommandRelease)
	b = AppendU32(b, m.Record)
	return b
}

// LeaveCommand says that a hook has moved on to other data: what is pending for nobody else ends as superseded.
type LeaveCommand struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LeaveCommand) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *LeaveCommand) Append(b []byte) []byte {
	b = append(b, CommandLeave)
	b = AppendU32(b, m.Record)
	return b
}

// ProgressCommand notes the percentage of an upload (1) or download (0).
type ProgressCommand struct {
	Request uint32
	Upload  uint8
	Percent float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ProgressCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Upload = r.U8()
	m.Percent = r.F64()
}

// Append appends code and fields.
func (m *ProgressCommand) Append(b []byte) []byte {
	b = append(b, CommandProgress)
	b = AppendU32(b, m.Request)
	b = append(b, m.Upload)
	b = AppendF64(b, m.Percent)
	return b
}

// FromTabCommand is what another tab has told by Tabs.
type FromTabCommand struct {
	Client uint32
	Note   uint8
	User   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FromTabCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Note = r.U8()
	m.User = r.Text()
}

// Append appends code and fields.
func (m *FromTabCommand) Append(b []byte) []byte {
	b = append(b, CommandFromTab)
	b = AppendU32(b, m.Client)
	b = append(b, m.Note)
	b = AppendText(b, m.User)
	return b
}

// WhenIdleCommand asks for one Idle.
type WhenIdleCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *WhenIdleCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *WhenIdleCommand) Append(b []byte) []byte {
	b = append(b, CommandWhenIdle)
	b = AppendU32(b, m.Client)
	return b
}

// SchemasCommand defines schemas; text is a JSON array of nodes, see store.Define.
type SchemasCommand struct {
	Client uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SchemasCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *SchemasCommand) Append(b []byte) []byte {
	b = append(b, CommandSchemas)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Text)
	return b
}

// EndpointCommand makes an endpoint known. schema 0 is none; flags: 1 mutation, 2 soft, 4 optimistic; lengths in ms, NaN is the client's; update is the number of a function, 0 for none; steps as of Meta; origin: where its requests go, 0 unknown, 1 where calls by name do.
type EndpointCommand struct {
	Client      uint32
	Endpoint    uint32
	Schema      uint32
	Flags       uint8
	DataExpiry  float64
	ErrorExpiry float64
	Update      uint32
	Steps       uint32
	Origin      uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *EndpointCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Endpoint = r.U32()
	m.Schema = r.U32()
	m.Flags = r.U8()
	m.DataExpiry = r.F64()
	m.ErrorExpiry = r.F64()
	m.Update = r.U32()
	m.Steps = r.U32()
	m.Origin = r.U32()
}

// Append appends code and fields.
func (m *EndpointCommand) Append(b []byte) []byte {
	b = append(b, CommandEndpoint)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Endpoint)
	b = AppendU32(b, m.Schema)
	b = append(b, m.Flags)
	b = AppendF64(b, m.DataExpiry)
	b = AppendF64(b, m.ErrorExpiry)
	b = AppendU32(b, m.Update)
	b = AppendU32(b, m.Steps)
	b = AppendU32(b, m.Origin)
	return b
}

// FetchCommand is a call of Controller.fetch. args is the JSON text of the list of arguments; timeout: 0 none, negative the client's.
type FetchCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Args     string
	Started  float64
	Timeout  float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FetchCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Started = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *FetchCommand) Append(b []byte) []byte {
	b = append(b, CommandFetch)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendF64(b, m.Started)
	b = AppendF64(b, m.Timeout)
	return b
}

// FailedCommand ends a request of an endpoint or a driver with an error that the host keeps. flags: 1 soft, 2 an AbortError, 4 it says that a login is needed, 8 no step is run for it.
type FailedCommand struct {
	Request uint32
	Flags   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FailedCommand) Decode(r *Reader) {
	m.Request = r.U32()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *FailedCommand) Append(b []byte) []byte {
	b = append(b, CommandFailed)
	b = AppendU32(b, m.Request)
	b = append(b, m.Flags)
	return b
}

// LookCommand asks for what a key ("": none) shows through a schema (0: none); answered by Looked.
type LookCommand struct {
	Client uint32
	Token  uint32
	Schema uint32
	Key    string
	Args   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LookCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Token = r.U32()
	m.Schema = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
}

// Append appends code and fields.
func (m *LookCommand) Append(b []byte) []byte {
	b = append(b, CommandLook)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Schema)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	return b
}

// ShowCommand counts one more who is told what a root shows, or with more 0 one less.
type ShowCommand struct {
	Client uint32
	Root   uint32
	More   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ShowCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Root = r.U32()
	m.More = r.U8()
}

// Append appends code and fields.
func (m *ShowCommand) Append(b []byte) []byte {
	b = append(b, CommandShow)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	b = append(b, m.More)
	return b
}

// SetResponseCommand stores a response as if the endpoint had answered now. body is its JSON; without a schema the host keeps the value.
type SetResponseCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Args     string
	Body     string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetResponseCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Body = r.Text()
}

// Append appends code and fields.
func (m *SetResponseCommand) Append(b []byte) []byte {
	b = append(b, CommandSetResponse)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Body)
	return b
}

// SetErrorCommand stores an error, which the host keeps, as if the endpoint had failed now. flags: 1 soft, 2 it is an AbortError, which leaves no trace.
type SetErrorCommand struct {
	Client   uint32
	Call     uint32
	Endpoint uint32
	Key      string
	Flags    uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetErrorCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *SetErrorCommand) Append(b []byte) []byte {
	b = append(b, CommandSetError)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = append(b, m.Flags)
	return b
}

// SetCommand writes a value through a schema.
type SetCommand struct {
	Client uint32
	Call   uint32
	Schema uint32
	Args   string
	Value  string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Schema = r.U32()
	m.Args = r.Text()
	m.Value = r.Text()
}

// Append appends code and fields.
func (m *SetCommand) Append(b []byte) []byte {
	b = append(b, CommandSet)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Schema)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Value)
	return b
}

// KeyCommand adds to the keys of the next Expire.
type KeyCommand struct {
	Text string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeyCommand) Decode(r *Reader) {
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *KeyCommand) Append(b []byte) []byte {
	b = append(b, CommandKey)
	b = AppendText(b, m.Text)
	return b
}

// ExpireCommand invalidates keys or, with stale 1, makes them stale. which: 0 those of Key that are known, 1 those known that have the form of text, 2 text, known or not.
type ExpireCommand struct {
	Client uint32
	Call   uint32
	Stale  uint8
	Which  uint8
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ExpireCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Stale = r.U8()
	m.Which = r.U8()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ExpireCommand) Append(b []byte) []byte {
	b = append(b, CommandExpire)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = append(b, m.Stale)
	b = append(b, m.Which)
	b = AppendText(b, m.Text)
	return b
}

// KeysCommand asks for all keys; answered by Told, with a JSON array.
type KeysCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeysCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *KeysCommand) Append(b []byte) []byte {
	b = append(b, CommandKeys)
	b = AppendU32(b, m.Client)
	return b
}

// ResetCommand empties the store and ends what is in flight.
type ResetCommand struct {
	Client uint32
	Call   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResetCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *ResetCommand) Append(b []byte) []byte {
	b = append(b, CommandReset)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	return b
}

// AbortKeyCommand ends what is in flight for a key as aborted.
type AbortKeyCommand struct {
	Client uint32
	Call   uint32
	Key    string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortKeyCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Key = r.Text()
}

// Append appends code and fields.
func (m *AbortKeyCommand) Append(b []byte) []byte {
	b = append(b, CommandAbortKey)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendText(b, m.Key)
	return b
}

// PKCommand asks for the pk of a row, as See may be; answered by Told.
type PKCommand struct {
	Client uint32
	Schema uint32
	Row    uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *PKCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Schema = r.U32()
	m.Row = r.U32()
}

// Append appends code and fields.
func (m *PKCommand) Append(b []byte) []byte {
	b = append(b, CommandPK)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Schema)
	b = AppendU32(b, m.Row)
	return b
}

// SeeCommand asks for the same as Look in a space, also while a function of the user runs; answered by Seen.
type SeeCommand struct {
	Client uint32
	Space  uint32
	Schema uint32
	Key    string
	Args   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SeeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
	m.Schema = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
}

// Append appends code and fields.
func (m *SeeCommand) Append(b []byte) []byte {
	b = append(b, CommandSee)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	b = AppendU32(b, m.Schema)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	return b
}

// ResolveCommand stores an answer from outside, as Fetch would. flags: 1 it is an error, which the host keeps, 2 soft, 4 an AbortError; named is a call whose request is meant, 0: one that was issued at fetchedAt.
type ResolveCommand struct {
	Client    uint32
	Call      uint32
	Endpoint  uint32
	Key       string
	Args      string
	Body      string
	FetchedAt float64
	Flags     uint8
	Named     uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResolveCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Body = r.Text()
	m.FetchedAt = r.F64()
	m.Flags = r.U8()
	m.Named = r.U32()
}

// Append appends code and fields.
func (m *ResolveCommand) Append(b []byte) []byte {
	b = append(b, CommandResolve)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendText(b, m.Body)
	b = AppendF64(b, m.FetchedAt)
	b = append(b, m.Flags)
	b = AppendU32(b, m.Named)
	return b
}

// SweepCommand lets keys and rows go that nobody reads; answered by Swept, and Done of call if that is not 0. budget: at about how many things to look, 0: at all; minimum in ms; expiresAt is the number of a function, 0 for none.
type SweepCommand struct {
	Client     uint32
	Call       uint32
	Budget     uint32
	Multiplier float64
	Minimum    float64
	ExpiresAt  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SweepCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Budget = r.U32()
	m.Multiplier = r.F64()
	m.Minimum = r.F64()
	m.ExpiresAt = r.U32()
}

// Append appends code and fields.
func (m *SweepCommand) Append(b []byte) []byte {
	b = append(b, CommandSweep)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Budget)
	b = AppendF64(b, m.Multiplier)
	b = AppendF64(b, m.Minimum)
	b = AppendU32(b, m.ExpiresAt)
	return b
}

// StateCommand gives the present state, with view 1 of the view, a number; answered by State.
type StateCommand struct {
	Client uint32
	View   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *StateCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.View = r.U8()
}

// Append appends code and fields.
func (m *StateCommand) Append(b []byte) []byte {
	b = append(b, CommandState)
	b = AppendU32(b, m.Client)
	b = append(b, m.View)
	return b
}

// FreeCommand ends one use of a state.
type FreeCommand struct {
	Client uint32
	Space  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FreeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
}

// Append appends code and fields.
func (m *FreeCommand) Append(b []byte) []byte {
	b = append(b, CommandFree)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	return b
}

// TableCommand asks for a table of a state or, with names 1, for the names of all; answered by Told. member: see store.Member.
type TableCommand struct {
	Client uint32
	Space  uint32
	Member uint8
	Names  uint8
	Name   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TableCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
	m.Member = r.U8()
	m.Names = r.U8()
	m.Name = r.Text()
}

// Append appends code and fields.
func (m *TableCommand) Append(b []byte) []byte {
	b = append(b, CommandTable)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	b = append(b, m.Member)
	b = append(b, m.Names)
	b = AppendText(b, m.Name)
	return b
}

// KeptCommand asks for what the host keeps in a space; answered by Told: [[record, name] …], where the name of a value is v and its key, of an error e and that.
type KeptCommand struct {
	Client uint32
	Space  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeptCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
}

// Append appends code and fields.
func (m *KeptCommand) Append(b []byte) []byte {
	b = append(b, CommandKept)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	return b
}

// DehydrateCommand asks for all that is stored as text; answered by Told. shell is JSON that goes along; values of the keys of Key are left out.
type DehydrateCommand struct {
	Client uint32
	Shell  string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DehydrateCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Shell = r.Text()
}

// Append appends code and fields.
func (m *DehydrateCommand) Append(b []byte) []byte {
	b = append(b, CommandDehydrate)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Shell)
	return b
}

// HydrateCommand adds what another client has dehydrated.
type HydrateCommand struct {
	Client uint32
	Call   uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HydrateCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *HydrateCommand) Append(b []byte) []byte {
	b = append(b, CommandHydrate)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendText(b, m.Text)
	return b
}

// BatchCommand begins a batch (1) or ends it (0): what is written in it becomes one commit.
type BatchCommand struct {
	Begin uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *BatchCommand) Decode(r *Reader) {
	m.Begin = r.U8()
}

// Append appends code and fields.
func (m *BatchCommand) Append(b []byte) []byte {
	b = append(b, CommandBatch)
	b = append(b, m.Begin)
	return b
}

// SoftenCommand says that the error of the record of a key is soft.
type SoftenCommand struct {
	Client uint32
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SoftenCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *SoftenCommand) Append(b []byte) []byte {
	b = append(b, CommandSoften)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Record)
	return b
}

// SubscribeCommand begins a subscription, whose number is another call's; endpoint and arguments for its requests are kept for that.
type SubscribeCommand struct {
	Client       uint32
	Call         uint32
	Subscription uint32
	Endpoint     uint32
	Key          string
	Args         string
	Frequency    float64
	Timeout      float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SubscribeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Subscription = r.U32()
	m.Endpoint = r.U32()
	m.Key = r.Text()
	m.Args = r.Text()
	m.Frequency = r.F64()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *SubscribeCommand) Append(b []byte) []byte {
	b = append(b, CommandSubscribe)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Subscription)
	b = AppendU32(b, m.Endpoint)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Args)
	b = AppendF64(b, m.Frequency)
	b = AppendF64(b, m.Timeout)
	return b
}

// UnsubscribeCommand ends one.
type UnsubscribeCommand struct {
	Client       uint32
	Call         uint32
	Subscription uint32
	Key          string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *UnsubscribeCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Call = r.U32()
	m.Subscription = r.U32()
	m.Key = r.Text()
}

// Append appends code and fields.
func (m *UnsubscribeCommand) Append(b []byte) []byte {
	b = append(b, CommandUnsubscribe)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Subscription)
	b = AppendText(b, m.Key)
	return b
}

// ClientPageCommand says to one client whether its page is hidden and whether it is offline: 0 as the page itself, 1 yes, 2 no.
type ClientPageCommand struct {
	Client  uint32
	Hidden  uint8
	Offline uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ClientPageCommand) Decode(r *Reader) {
	m.Client = r.U32()
	m.Hidden = r.U8()
	m.Offline = r.U8()
}

// Append appends code and fields.
func (m *ClientPageCommand) Append(b []byte) []byte {
	b = append(b, CommandClientPage)
	b = AppendU32(b, m.Client)
	b = append(b, m.Hidden)
	b = append(b, m.Offline)
	return b
}

// PublishCommand makes answers of mutations visible whose promises have been fulfilled.
type PublishCommand struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *PublishCommand) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *PublishCommand) Append(b []byte) []byte {
	b = append(b, CommandPublish)
	b = AppendU32(b, m.Client)
	return b
}

// The codes of the operations.
const (
	OperationFetch         uint8 = 1
	OperationAbort         uint8 = 2
	OperationForget        uint8 = 3
	OperationResolve       uint8 = 4
	OperationRejectAbort   uint8 = 5
	OperationRejectApi     uint8 = 6
	OperationRejectNetwork uint8 = 7
	OperationRejectTimeout uint8 = 8
	OperationRejectUsage   uint8 = 9
	OperationRejectCrash   uint8 = 10
	OperationRecord        uint8 = 11
	OperationGone          uint8 = 12
	OperationWatched       uint8 = 13
	OperationTimer         uint8 = 14
	OperationNavigate      uint8 = 15
	OperationTabs          uint8 = 16
	OperationIdle          uint8 = 17
	OperationResolveRoot   uint8 = 18
	OperationRejectFailed  uint8 = 19
	OperationRejectSchema  uint8 = 20
	OperationLooked        uint8 = 21
	OperationView          uint8 = 22
	OperationSeen          uint8 = 29
	OperationReport        uint8 = 30
	OperationKeep          uint8 = 24
	OperationHold          uint8 = 27
	OperationHeld          uint8 = 28
	OperationDone          uint8 = 25
	OperationSwept         uint8 = 71
	OperationGive          uint8 = 70
	OperationTold          uint8 = 26
	OperationRefused       uint8 = 74
	OperationState         uint8 = 73
	OperationHydrated      uint8 = 72
	OperationRun           uint8 = 31
	OperationAction        uint8 = 32
	OperationEnding        uint8 = 33
	OperationOver          uint8 = 34
	OperationDeliver       uint8 = 40
	OperationHit           uint8 = 35
	OperationRetain        uint8 = 36
	OperationLet           uint8 = 37
	OperationNamed         uint8 = 41
	OperationShow          uint8 = 38
	OperationShowText      uint8 = 42
	OperationObject        uint8 = 43
	OperationLetValue      uint8 = 39
	OperationSettled       uint8 = 23
)

// FetchOperation starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends.
type FetchOperation struct {
	Client  uint32
	Request uint32
	Call    uint32
	Route   uint8
	Flags   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *FetchOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Request = r.U32()
	m.Call = r.U32()
	m.Route = r.U8()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *FetchOperation) Append(b []byte) []byte {
	b = append(b, OperationFetch)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	b = append(b, m.Route)
	b = append(b, m.Flags)
	return b
}

// AbortOperation aborts the network of a request.
type AbortOperation struct {
	Request uint32
	Reason  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *AbortOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Reason = r.U8()
}

// Append appends code and fields.
func (m *AbortOperation) Append(b []byte) []byte {
	b = append(b, OperationAbort)
	b = AppendU32(b, m.Request)
	b = append(b, m.Reason)
	return b
}

// ForgetOperation lets the network of a request run on, unheard.
type ForgetOperation struct {
	Request uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ForgetOperation) Decode(r *Reader) {
	m.Request = r.U32()
}

// Append appends code and fields.
func (m *ForgetOperation) Append(b []byte) []byte {
	b = append(b, OperationForget)
	b = AppendU32(b, m.Request)
	return b
}

// ResolveOperation fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none).
type ResolveOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResolveOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *ResolveOperation) Append(b []byte) []byte {
	b = append(b, OperationResolve)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	return b
}

// RejectAbortOperation rejects a call with an AbortError.
type RejectAbortOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Reason  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectAbortOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Reason = r.U8()
}

// Append appends code and fields.
func (m *RejectAbortOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectAbort)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = append(b, m.Reason)
	return b
}

// RejectApiOperation rejects a call with an ApiError; the body is with the host. params is a JSON object.
type RejectApiOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Status  uint32
	Code    string
	Message string
	Params  string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectApiOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Status = r.U32()
	m.Code = r.Text()
	m.Message = r.Text()
	m.Params = r.Text()
}

// Append appends code and fields.
func (m *RejectApiOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectApi)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Status)
	b = AppendText(b, m.Code)
	b = AppendText(b, m.Message)
	b = AppendText(b, m.Params)
	return b
}

// RejectNetworkOperation rejects a call with a NetworkError, whose cause is with the host.
type RejectNetworkOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectNetworkOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *RejectNetworkOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectNetwork)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	return b
}

// RejectTimeoutOperation rejects a call with a TimeoutError.
type RejectTimeoutOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Timeout float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectTimeoutOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Timeout = r.F64()
}

// Append appends code and fields.
func (m *RejectTimeoutOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectTimeout)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendF64(b, m.Timeout)
	return b
}

// RejectUsageOperation rejects a call with a UsageError.
type RejectUsageOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectUsageOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RejectUsageOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectUsage)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Message)
	return b
}

// RejectCrashOperation rejects a call with a CrashError.
type RejectCrashOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectCrashOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RejectCrashOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectCrash)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Message)
	return b
}

// RecordOperation is what watchers of a record see now. flags: 1 pristine, 2 has data, 4 data becomes null, 8 error becomes null; progress -1 is null.
type RecordOperation struct {
	Record    uint32
	Pending   uint32
	Flags     uint8
	FetchedAt float64
	Download  float64
	Upload    float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RecordOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Pending = r.U32()
	m.Flags = r.U8()
	m.FetchedAt = r.F64()
	m.Download = r.F64()
	m.Upload = r.F64()
}

// Append appends code and fields.
func (m *RecordOperation) Append(b []byte) []byte {
	b = append(b, OperationRecord)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Pending)
	b = append(b, m.Flags)
	b = AppendF64(b, m.FetchedAt)
	b = AppendF64(b, m.Download)
	b = AppendF64(b, m.Upload)
	return b
}

// GoneOperation says that a record is no more.
type GoneOperation struct {
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *GoneOperation) Decode(r *Reader) {
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *GoneOperation) Append(b []byte) []byte {
	b = append(b, OperationGone)
	b = AppendU32(b, m.Record)
	return b
}

// WatchedOperation answers Watch.
type WatchedOperation struct {
	Token  uint32
	Record uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *WatchedOperation) Decode(r *Reader) {
	m.Token = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *WatchedOperation) Append(b []byte) []byte {
	b = append(b, OperationWatched)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Record)
	return b
}

// TimerOperation asks for one tick at a time; it replaces the last one.
type TimerOperation struct {
	At float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TimerOperation) Decode(r *Reader) {
	m.At = r.F64()
}

// Append appends code and fields.
func (m *TimerOperation) Append(b []byte) []byte {
	b = append(b, OperationTimer)
	b = AppendF64(b, m.At)
	return b
}

// NavigateOperation sends the page to the client's login address.
type NavigateOperation struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NavigateOperation) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *NavigateOperation) Append(b []byte) []byte {
	b = append(b, OperationNavigate)
	b = AppendU32(b, m.Client)
	return b
}

// TabsOperation tells the other tabs. user is the JSON text of an id.
type TabsOperation struct {
	Client uint32
	Note   uint8
	User   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *TabsOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Note = r.U8()
	m.User = r.Text()
}

// Append appends code and fields.
func (m *TabsOperation) Append(b []byte) []byte {
	b = append(b, OperationTabs)
	b = AppendU32(b, m.Client)
	b = append(b, m.Note)
	b = AppendText(b, m.User)
	return b
}

// IdleOperation says that a client has nothing in flight.
type IdleOperation struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *IdleOperation) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *IdleOperation) Append(b []byte) []byte {
	b = append(b, OperationIdle)
	b = AppendU32(b, m.Client)
	return b
}

// ResolveRootOperation fulfils a call with what a root shows.
type ResolveRootOperation struct {
	Call   uint32
	Client uint32
	Root   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ResolveRootOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Client = r.U32()
	m.Root = r.U32()
}

// Append appends code and fields.
func (m *ResolveRootOperation) Append(b []byte) []byte {
	b = append(b, OperationResolveRoot)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	return b
}

// RejectFailedOperation rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown.
type RejectFailedOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	By      uint32
	Thrown  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectFailedOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.By = r.U32()
	m.Thrown = r.U32()
}

// Append appends code and fields.
func (m *RejectFailedOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectFailed)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.By)
	b = AppendU32(b, m.Thrown)
	return b
}

// RejectSchemaOperation rejects a call with a SchemaError.
type RejectSchemaOperation struct {
	Call    uint32
	Request uint32
	Record  uint32
	Path    string
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RejectSchemaOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Request = r.U32()
	m.Record = r.U32()
	m.Path = r.Text()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RejectSchemaOperation) Append(b []byte) []byte {
	b = append(b, OperationRejectSchema)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Path)
	b = AppendText(b, m.Message)
	return b
}

// LookedOperation answers Look. record 0: there is no key.
type LookedOperation struct {
	Token  uint32
	Record uint32
	Root   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LookedOperation) Decode(r *Reader) {
	m.Token = r.U32()
	m.Record = r.U32()
	m.Root = r.U32()
}

// Append appends code and fields.
func (m *LookedOperation) Append(b []byte) []byte {
	b = append(b, OperationLooked)
	b = AppendU32(b, m.Token)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Root)
	return b
}

// ViewOperation is what a root shows beside its data. status as in the public interface; presence: 0 missing, 1 unusable, 2 usable; flags: 1 stale, 2 the key's error is shown.
type ViewOperation struct {
	Client    uint32
	Root      uint32
	Status    uint8
	Presence  uint8
	Flags     uint8
	ExpiresAt float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ViewOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Root = r.U32()
	m.Status = r.U8()
	m.Presence = r.U8()
	m.Flags = r.U8()
	m.ExpiresAt = r.F64()
}

// Append appends code and fields.
func (m *ViewOperation) Append(b []byte) []byte {
	b = append(b, OperationView)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	b = append(b, m.Status)
	b = append(b, m.Presence)
	b = append(b, m.Flags)
	b = AppendF64(b, m.ExpiresAt)
	return b
}

// SeenOperation answers See, as Looked and View do.
type SeenOperation struct {
	Client    uint32
	Root      uint32
	Record    uint32
	Status    uint8
	Presence  uint8
	Flags     uint8
	ExpiresAt float64
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SeenOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Root = r.U32()
	m.Record = r.U32()
	m.Status = r.U8()
	m.Presence = r.U8()
	m.Flags = r.U8()
	m.ExpiresAt = r.F64()
}

// Append appends code and fields.
func (m *SeenOperation) Append(b []byte) []byte {
	b = append(b, OperationSeen)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Root)
	b = AppendU32(b, m.Record)
	b = append(b, m.Status)
	b = append(b, m.Presence)
	b = append(b, m.Flags)
	b = AppendF64(b, m.ExpiresAt)
	return b
}

// ReportOperation reports what a function has thrown or, if that is 0, a SchemaError of a call.
type ReportOperation struct {
	Call    uint32
	Thrown  uint32
	Path    string
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ReportOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Thrown = r.U32()
	m.Path = r.Text()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *ReportOperation) Append(b []byte) []byte {
	b = append(b, OperationReport)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Thrown)
	b = AppendText(b, m.Path)
	b = AppendText(b, m.Message)
	return b
}

// KeepOperation makes what a call has set the data, or with error 1 the error, of a record.
type KeepOperation struct {
	Call   uint32
	Record uint32
	Error  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *KeepOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Record = r.U32()
	m.Error = r.U8()
}

// Append appends code and fields.
func (m *KeepOperation) Append(b []byte) []byte {
	b = append(b, OperationKeep)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = append(b, m.Error)
	return b
}

// HoldOperation keeps the answer of a request for a record, behind others that are kept.
type HoldOperation struct {
	Request uint32
	Record  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HoldOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Record = r.U32()
}

// Append appends code and fields.
func (m *HoldOperation) Append(b []byte) []byte {
	b = append(b, OperationHold)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Record)
	return b
}

// HeldOperation makes the first of what is kept for a record its data or, with drop 1, nothing.
type HeldOperation struct {
	Record uint32
	Drop   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HeldOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Drop = r.U8()
}

// Append appends code and fields.
func (m *HeldOperation) Append(b []byte) []byte {
	b = append(b, OperationHeld)
	b = AppendU32(b, m.Record)
	b = append(b, m.Drop)
	return b
}

// DoneOperation fulfils a call with nothing.
type DoneOperation struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DoneOperation) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *DoneOperation) Append(b []byte) []byte {
	b = append(b, OperationDone)
	b = AppendU32(b, m.Call)
	return b
}

// SweptOperation answers Sweep. flags: 1 it is done, 2 something is left.
type SweptOperation struct {
	Client uint32
	Flags  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SweptOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *SweptOperation) Append(b []byte) []byte {
	b = append(b, OperationSwept)
	b = AppendU32(b, m.Client)
	b = append(b, m.Flags)
	return b
}

// GiveOperation fulfils a call with what another has set.
type GiveOperation struct {
	Call uint32
	By   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *GiveOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.By = r.U32()
}

// Append appends code and fields.
func (m *GiveOperation) Append(b []byte) []byte {
	b = append(b, OperationGive)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.By)
	return b
}

// ToldOperation answers with a text.
type ToldOperation struct {
	Client uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ToldOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ToldOperation) Append(b []byte) []byte {
	b = append(b, OperationTold)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Text)
	return b
}

// RefusedOperation says that schemas, the text of Schemas, cannot be used; they were not added.
type RefusedOperation struct {
	Client  uint32
	Schemas string
	Message string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RefusedOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Schemas = r.Text()
	m.Message = r.Text()
}

// Append appends code and fields.
func (m *RefusedOperation) Append(b []byte) []byte {
	b = append(b, OperationRefused)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Schemas)
	b = AppendText(b, m.Message)
	return b
}

// StateOperation answers State. optimistic is JSON.
type StateOperation struct {
	Client     uint32
	Space      uint32
	Epoch      uint32
	LastReset  float64
	Optimistic string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *StateOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Space = r.U32()
	m.Epoch = r.U32()
	m.LastReset = r.F64()
	m.Optimistic = r.Text()
}

// Append appends code and fields.
func (m *StateOperation) Append(b []byte) []byte {
	b = append(b, OperationState)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Space)
	b = AppendU32(b, m.Epoch)
	b = AppendF64(b, m.LastReset)
	b = AppendText(b, m.Optimistic)
	return b
}

// HydratedOperation keeps values and errors of kept (as in Kept) that are members of shell, by their names.
type HydratedOperation struct {
	Client uint32
	Shell  string
	Kept   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HydratedOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Shell = r.Text()
	m.Kept = r.Text()
}

// Append appends code and fields.
func (m *HydratedOperation) Append(b []byte) []byte {
	b = append(b, OperationHydrated)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Shell)
	b = AppendText(b, m.Kept)
	return b
}

// RunOperation runs a step of a request, whose functions a call carries; with aside 1 nobody waits for what comes of it. The present data is that of a record or, with based 1, of a value.
type RunOperation struct {
	Client  uint32
	Request uint32
	Call    uint32
	Record  uint32
	Step    uint8
	Aside   uint8
	Based   uint8
	Value   uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RunOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Request = r.U32()
	m.Call = r.U32()
	m.Record = r.U32()
	m.Step = r.U8()
	m.Aside = r.U8()
	m.Based = r.U8()
	m.Value = r.U32()
}

// Append appends code and fields.
func (m *RunOperation) Append(b []byte) []byte {
	b = append(b, OperationRun)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = append(b, m.Step)
	b = append(b, m.Aside)
	b = append(b, m.Based)
	b = AppendU32(b, m.Value)
	return b
}

// ActionOperation tells an event of a request as an action: 0 request, 1 success, 2 error, 3 abort. flags: 1 it was answered from a record, 2 it is a poll, 4 a function threw after a success.
type ActionOperation struct {
	Client  uint32
	Request uint32
	Call    uint32
	Record  uint32
	Event   uint8
	Flags   uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ActionOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Request = r.U32()
	m.Call = r.U32()
	m.Record = r.U32()
	m.Event = r.U8()
	m.Flags = r.U8()
}

// Append appends code and fields.
func (m *ActionOperation) Append(b []byte) []byte {
	b = append(b, OperationAction)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = append(b, m.Event)
	b = append(b, m.Flags)
	return b
}

// EndingOperation asks for one Ended of a request, as soon as what runs now is over.
type EndingOperation struct {
	Request uint32
	Call    uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *EndingOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *EndingOperation) Append(b []byte) []byte {
	b = append(b, OperationEnding)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	return b
}

// OverOperation lets what belongs to a request go.
type OverOperation struct {
	Request uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *OverOperation) Decode(r *Reader) {
	m.Request = r.U32()
}

// Append appends code and fields.
func (m *OverOperation) Append(b []byte) []byte {
	b = append(b, OperationOver)
	b = AppendU32(b, m.Request)
	return b
}

// DeliverOperation asks for the outcome of a request of an endpoint as its steps have left it.
type DeliverOperation struct {
	Request uint32
	Call    uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *DeliverOperation) Decode(r *Reader) {
	m.Request = r.U32()
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *DeliverOperation) Append(b []byte) []byte {
	b = append(b, OperationDeliver)
	b = AppendU32(b, m.Request)
	b = AppendU32(b, m.Call)
	return b
}

// HitOperation fulfils a call with the data of a record (0: nothing) or, with failed 1, rejects it with its error.
type HitOperation struct {
	Call    uint32
	Record  uint32
	Request uint32
	Failed  uint8
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *HitOperation) Decode(r *Reader) {
	m.Call = r.U32()
	m.Record = r.U32()
	m.Request = r.U32()
	m.Failed = r.U8()
}

// Append appends code and fields.
func (m *HitOperation) Append(b []byte) []byte {
	b = append(b, OperationHit)
	b = AppendU32(b, m.Call)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Request)
	b = append(b, m.Failed)
	return b
}

// RetainOperation keeps what a call carries, beyond its end.
type RetainOperation struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *RetainOperation) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *RetainOperation) Append(b []byte) []byte {
	b = append(b, OperationRetain)
	b = AppendU32(b, m.Call)
	return b
}

// LetOperation ends one Retain.
type LetOperation struct {
	Call uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LetOperation) Decode(r *Reader) {
	m.Call = r.U32()
}

// Append appends code and fields.
func (m *LetOperation) Append(b []byte) []byte {
	b = append(b, OperationLet)
	b = AppendU32(b, m.Call)
	return b
}

// NamedOperation says whose record this is. flags: 1 a query, 2 its data may be given again, until then and for that key, 4 it counts for the capacity of its name, 8 its data is normalised; finished is how many requests have ended, on a server.
type NamedOperation struct {
	Client   uint32
	Record   uint32
	Name     string
	Key      string
	Variant  string
	Flags    uint8
	CacheKey string
	Until    float64
	Finished uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *NamedOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Record = r.U32()
	m.Name = r.Text()
	m.Key = r.Text()
	m.Variant = r.Text()
	m.Flags = r.U8()
	m.CacheKey = r.Text()
	m.Until = r.F64()
	m.Finished = r.U32()
}

// Append appends code and fields.
func (m *NamedOperation) Append(b []byte) []byte {
	b = append(b, OperationNamed)
	b = AppendU32(b, m.Client)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Name)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Variant)
	b = append(b, m.Flags)
	b = AppendText(b, m.CacheKey)
	b = AppendF64(b, m.Until)
	b = AppendU32(b, m.Finished)
	return b
}

// ShowOperation makes a value (0: null) the data of a record.
type ShowOperation struct {
	Record uint32
	Value  uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ShowOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Value = r.U32()
}

// Append appends code and fields.
func (m *ShowOperation) Append(b []byte) []byte {
	b = append(b, OperationShow)
	b = AppendU32(b, m.Record)
	b = AppendU32(b, m.Value)
	return b
}

// ShowTextOperation makes what JSON says the data of a record.
type ShowTextOperation struct {
	Record uint32
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ShowTextOperation) Decode(r *Reader) {
	m.Record = r.U32()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ShowTextOperation) Append(b []byte) []byte {
	b = append(b, OperationShowText)
	b = AppendU32(b, m.Record)
	b = AppendText(b, m.Text)
	return b
}

// ObjectOperation says what a normalised object is, "" that it is no more. key is JSON.
type ObjectOperation struct {
	Client uint32
	Key    string
	Text   string
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *ObjectOperation) Decode(r *Reader) {
	m.Client = r.U32()
	m.Key = r.Text()
	m.Text = r.Text()
}

// Append appends code and fields.
func (m *ObjectOperation) Append(b []byte) []byte {
	b = append(b, OperationObject)
	b = AppendU32(b, m.Client)
	b = AppendText(b, m.Key)
	b = AppendText(b, m.Text)
	return b
}

// LetValueOperation lets a value go.
type LetValueOperation struct {
	Value uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *LetValueOperation) Decode(r *Reader) {
	m.Value = r.U32()
}

// Append appends code and fields.
func (m *LetValueOperation) Append(b []byte) []byte {
	b = append(b, OperationLetValue)
	b = AppendU32(b, m.Value)
	return b
}

// SettledOperation asks for one Publish as soon as the promises that were fulfilled have run.
type SettledOperation struct {
	Client uint32
}

// Decode reads the fields; the code has been read. Texts alias the stream.
func (m *SettledOperation) Decode(r *Reader) {
	m.Client = r.U32()
}

// Append appends code and fields.
func (m *SettledOperation) Append(b []byte) []byte {
	b = append(b, OperationSettled)
	b = AppendU32(b, m.Client)
	return b
}

// The codes of the changes.
const (
	ChangeMake       uint32 = 1  // gives a row a new object, and has a text.
	ChangeRelink     uint32 = 2  // gives a row a new object that has the same text as before.
	ChangeDrop       uint32 = 3  // says that a row has nothing to show.
	ChangeShare      uint32 = 4  // says that the space shows what the one under it does.
	ChangeForget     uint32 = 5  // says that no object refers to a row any more, in no space.
	ChangeMakeRoot   uint32 = 6  // gives a root a new value, and has a text.
	ChangeRelinkRoot uint32 = 7  // gives a root a new value that has the same text as before.
	ChangeDropRoot   uint32 = 8  // says that a root has nothing to show.
	ChangeShareRoot  uint32 = 9  // says that the space shows what the one under it does.
	ChangeForgetRoot uint32 = 10 // says that a root is closed.
	ChangeReset      uint32 = 12 // says that nothing that was told before is meant any more.
	ChangeClient     uint32 = 11 // says whose the following changes are: the second number is the client's.
)
