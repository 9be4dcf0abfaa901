// Code generated from jsbridge/wire by `sluice gen`. DO NOT EDIT.

/** What a host does for the operations about how calls are rejected. */
export interface RejectionOperations {
  /** rejects a call with an AbortError. */
  rejectAbort(call: number, request: number, record: number, reason: number): void;
  /** rejects a call with an ApiError; the body is with the host. params is a JSON object. */
  rejectApi(call: number, request: number, record: number, status: number, code: string, message: string, params: string): void;
  /** rejects a call with a NetworkError, whose cause is with the host. */
  rejectNetwork(call: number, request: number, record: number): void;
  /** rejects a call with a TimeoutError. */
  rejectTimeout(call: number, request: number, record: number, timeout: number): void;
  /** rejects a call with a UsageError. */
  rejectUsage(call: number, request: number, record: number, message: string): void;
  /** rejects a call with a CrashError. */
  rejectCrash(call: number, request: number, record: number, message: string): void;
  /** rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown. */
  rejectFailed(call: number, request: number, record: number, by: number, thrown: number): void;
  /** rejects a call with a SchemaError. */
  rejectSchema(call: number, request: number, record: number, path: string, message: string): void;
}
