import { ApiError, CrashError, NetworkError, SchemaError, TimeoutError, UsageError, type FailedRequest } from "../errors.js";
import { isSoft } from "../transfers.js";
import { textOf, valueOf } from "../value.js";
import { writeSoften, type CallOperations, type RejectionOperations } from "../wire.gen.js";
import { aborted } from "./aborted.js";
import type { Tables } from "./tables.js";

/** Settles calls with what came of their requests. */
export function outcomes({ calls, transfers, mirror, flows, effects, host }: Tables): CallOperations & RejectionOperations {
  /** The error of the request that failed last: it is one for all who share the request. */
  let failed: { readonly request: number; readonly error: unknown } = { request: 0, error: undefined };

  /** What a call, or else the request, asked for. */
  function asked(call: number, request: number): FailedRequest {
    return flows.of(request, call)?.call.request ?? calls.request(call, transfers.get(request)?.endpoint?.name);
  }

  /** The error that is kept here for a request. */
  function causeOf(request: number, call: number): unknown {
    const flow = flows.of(request, call);
    return flow ? flow.error : transfers.get(request)?.cause;
  }

  /** Rejects with an error that the core has made: one for all who share the request. The endpoint is asked what it thinks of it. */
  function fail(call: number, request: number, record: number, make: () => unknown): void {
    const flow = flows.of(request, call);
    if (flow) {
      if (!flow.failed) flow.fail(make());
      reject(call, record, flow.error);
      return;
    }
    if (request === 0 || request !== failed.request) {
      const error = make();
      failed = { request, error };
      const { client, endpoint } = calls.get(call) ?? {};
      const of = transfers.get(request)?.endpoint ?? endpoint?.endpoint;
      if (record !== 0 && client && of?.options.errorPolicy && isSoft(of, error)) effects.push(() => host.send((w) => writeSoften(w, client.id, record)));
    }
    reject(call, record, failed.error);
  }

  function reject(call: number, record: number, error: unknown): void {
    if (record !== 0) mirror.record(record).error = error;
    calls.reject(call, error);
  }

  return {
    resolve(call: number, request: number, record: number): void {
      const transfer = transfers.get(request);
      const flow = flows.of(request, call);
      let value = flow ? flow.response!.data : transfer?.answer && valueOf(transfer.answer);
      if (record !== 0) {
        const mirrored = mirror.record(record);
        value = transfer?.endpoint ? mirrored.set(value) : flow ? mirrored.blend(value) : mirrored.keep(value);
      }
      calls.resolve(call, value, flow?.response);
    },

    give(call: number, by: number): void {
      calls.resolve(call, calls.get(by)?.written);
    },

    done(call: number): void {
      calls.resolve(call, undefined);
    },

    rejectAbort(call: number, request: number, record: number, reason: number): void {
      if (request === 0 || request !== failed.request) failed = { request, error: transfers.get(request)?.reason ?? aborted(reason) };
      reject(call, record, failed.error);
    },

    rejectApi(call: number, request: number, record: number, status: number, code: string, message: string, params: string): void {
      const { answer, cause, endpoint } = transfers.get(request) ?? {};
      const data = answer?.bytes ? textOf(answer.bytes) : answer?.value;
      // Of a route by name it is the one that came, as apiRequest has it.
      const said = answer && endpoint && !endpoint.method ? answer.status : status;
      const fields = { code, status: said, data, params: JSON.parse(params) as Record<string, unknown>, request: asked(call, request) };
      fail(call, request, record, () => (cause instanceof ApiError ? Object.assign(cause, { request: fields.request }) : new ApiError(message, fields)));
    },

    rejectNetwork(call: number, request: number, record: number): void {
      const { cause } = transfers.get(request) ?? {};
      fail(call, request, record, () => new NetworkError(asked(call, request), cause));
    },

    rejectTimeout(call: number, request: number, record: number, timeout: number): void {
      fail(call, request, record, () => new TimeoutError(asked(call, request), timeout));
    },

    rejectUsage(call: number, request: number, record: number, message: string): void {
      const cause = transfers.get(request)?.cause;
      fail(call, request, record, () => (cause instanceof UsageError ? cause : new UsageError(message)));
    },

    rejectCrash(call: number, _request: number, record: number, message: string): void {
      reject(call, record, new CrashError(message, message));
    },

    rejectFailed(call: number, request: number, record: number, by: number, thrown: number): void {
      const { functions } = host;
      if (thrown) fail(call, request, record, () => functions.thrown[thrown - 1]);
      else reject(call, record, by ? calls.get(by)?.written : causeOf(request, call));
    },

    rejectSchema(call: number, request: number, record: number, path: string, message: string): void {
      const { answer, endpoint } = transfers.get(request) ?? {};
      const { name } = calls.request(call, endpoint?.name);
      fail(call, request, record, () => new SchemaError(name, path, message, answer ? valueOf(answer) : calls.get(call)?.written));
    },
  };
}
