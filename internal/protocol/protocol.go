// Package protocol holds what the client side and the server side of Sluice agree on:
// the names a route may have, the built-in names, the header that tells a client
// about its user session, and the codes of the error envelope.
//
// It imports nothing but the standard library's smallest parts, because it is linked
// into the WebAssembly build.
package protocol

// The built-in names. No route may take them.
const (
	NameSession = "session"
	NameLogout  = "logout"
)

// The paths of the account endpoints, at the root of the origin.
const (
	PathLogin    = "/auth/login"
	PathRegister = "/auth/register"
	PathLogout   = "/auth/logout"
)

// PathSocket is where live topics are, beside the base path of the routes.
const PathSocket = "/ws"

// Subprotocol is that of resumable delivery.
const Subprotocol = "sluice.v1"

// SessionHeader is set on an answer that began, saved or ended the caller's user
// session; its value is one of SessionNew, SessionSaved, SessionEnded.
const (
	SessionHeader = "Sluice-Session"
	SessionNew    = "new"
	SessionSaved  = "saved"
	SessionEnded  = "ended"
)

// Codes of the error envelope {"error":{"code","message","params"}}.
const (
	CodeAuthRequired         = "auth.required"
	CodeAuthForbidden        = "auth.forbidden"
	CodeInvalidCredentials   = "auth.invalidCredentials"
	CodeCrossOrigin          = "auth.crossOrigin"
	CodeEmailTaken           = "auth.emailTaken"
	CodeNotFound             = "api.notFound"
	CodeMethodNotAllowed     = "api.methodNotAllowed"
	CodeInvalidRequest       = "api.invalidRequest"
	CodeInvalidResponse      = "api.invalidResponse"
	CodeTooLarge             = "api.tooLarge"
	CodeUnsupportedMediaType = "api.unsupportedMediaType"
	CodeRateLimited          = "api.rateLimited"
	CodeSessionConflict      = "session.conflict"
	CodeInternal             = "api.internal"
	CodeStoreUnavailable     = "store.unavailable"
	CodeTimeout              = "api.timeout"
	CodeTopicUnknown         = "topic.unknown"
	CodeTopicForbidden       = "topic.forbidden"
	// CodeHTTPPrefix and the status make the code of an answer without an envelope: "http.502".
	CodeHTTPPrefix = "http."
)
