package core

// Time is a point in time in milliseconds of the client's clock (Unix time by default).
type Time float64

// ClientID names a client. The shell gives it, from a counter.
type ClientID uint32

// CallID names one call of a user, thus one promise. The shell gives it, from a counter
// of its own; 0 is no call.
type CallID uint32

// RequestID names a request in flight. The core gives it, from a counter; 0 is no request.
type RequestID uint32

// RecordID names a record: what watchers of one name see. The core gives it, from a
// counter; 0 is no record.
type RecordID uint32

// EndpointID names an endpoint of a client. The shell gives it, from a counter; 0 is none.
type EndpointID uint32

// RootID names what is read of a client's store. The store gives it.
type RootID = uint32
