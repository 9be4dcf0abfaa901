import { Transfer, type ClientSide } from "./call.js";
import type { Calls } from "./calls.js";
import { ApiError, CrashError, NetworkError, SchemaError, TimeoutError, UsageError, abortError, type FailedRequest } from "./errors.js";
import type { Connection } from "./live/connection.js";
import type { CoreSide } from "./data/core-side.js";
import { NAMED, revived, type DriedRequests, type Kept } from "./data/carry.js";
import type { Mirror } from "./mirror.js";
import { textOf, valueOf } from "./value.js";
import { Flows } from "./steps/flows.js";
import { fromText } from "./steps/text.js";
import { report, type MirrorRecord } from "./record.js";
import { patiently } from "./timer.js";
import type { UserCalls } from "./user-calls.js";
import { isSoft, type Transfers } from "./transfers.js";
import type { Writer } from "./wire.js";
import { writePublish, writeSoften, type Operations } from "./wire.gen.js";

/** As abort/reason.go numbers them. */
const reasons = [undefined, "aborted", "superseded", "reset", "closed"] as const;
const TIMEOUT = reasons.length;

/** Flags of Fetch. */
const WANT_BODY = 1;
const WAITS = 2;

/** The error of what the core aborts. A timeout has no abort reason: its call gets a {@link TimeoutError}. */
function aborted(reason: number): DOMException {
  const why = reasons[reason];
  return why ? abortError(why) : new DOMException("sluice: the time is over", "TimeoutError");
}

/** What operations need of the host. */
export interface OperationsHost {
  client(id: number): ClientSide | undefined;
  /** Tells the core whether somebody listens to a record. */
  count(record: MirrorRecord): void;
  timer(at: number): void;
  clients(): Iterable<ClientSide>;
  readonly functions: UserCalls;
  /** Has the core take what is known of requests by name. */
  adopt(client: number, requests: DriedRequests): void;
  send(write: (w: Writer) => void): void;
}

/**
 * Does what the core asks for; see jsbridge/wire/format.go. What changes only tables here is done at
 * once; what others may notice (the network, listeners, the page) becomes an effect, to be carried
 * out when the core's step is complete.
 */
export class Performer implements Operations {
  readonly effects: (() => void)[];
  readonly flows: Flows;
  #host: OperationsHost;
  #calls: Calls;
  #transfers: Transfers;
  #mirror: Mirror;
  #failed: { readonly request: number; readonly error: unknown } = { request: 0, error: undefined };

  constructor(host: OperationsHost, calls: Calls, transfers: Transfers, mirror: Mirror, effects: (() => void)[]) {
    this.effects = effects;
    this.#host = host;
    this.#calls = calls;
    this.#transfers = transfers;
    this.#mirror = mirror;
    this.flows = new Flows(host, calls, mirror, effects, (request) => {
      const { answer } = transfers.get(request) ?? {};
      return answer && valueOf(answer);
    });
  }

  fetch(client: number, request: number, call: number, route: number, flags: number): void {
    const side = this.#host.client(client);
    if (!side) return;
    const known = this.#transfers.get(request);
    const waits = (flags & WAITS) !== 0;
    const transfer = known && !waits ? known : this.#transferOf(request, call, known);
    transfer.wantBody = (flags & WANT_BODY) !== 0;
    if (!waits) this.effects.push(() => this.#transfers.begin(transfer, side, route, transfer.call));
  }

  /** Makes the transfer of a request: the next one, if it has one that has failed. */
  #transferOf(request: number, call: number, failed: Transfer | undefined): Transfer {
    const open = failed ? failed.call : this.flows.call(call);
    const transfer = (!failed && open?.early) || new Transfer();
    transfer.call = open;
    transfer.endpoint = open?.endpoint?.endpoint;
    transfer.flow = this.flows.of(request, call);
    if (failed) {
      transfer.again = true;
      transfer.flow?.again();
      if (!failed.done) this.effects.push(() => failed.controller.abort(aborted(TIMEOUT)));
    }
    this.#transfers.add(request, transfer);
    return transfer;
  }

  abort(request: number, reason: number): void {
    const transfer = this.#transfers.get(request);
    if (!transfer) return;
    const error = (transfer.reason = aborted(reason));
    this.effects.push(() => {
      this.#transfers.drop(transfer);
      transfer.controller.abort(error);
    });
  }

  forget(request: number): void {
    this.#transfers.delete(request);
  }

  resolve(call: number, request: number, record: number): void {
    const transfer = this.#transfers.get(request);
    const flow = this.flows.of(request, call);
    let value = flow ? flow.response!.data : transfer?.answer && valueOf(transfer.answer);
    if (record !== 0) {
      const mirrored = this.#mirror.record(record);
      value = transfer?.endpoint ? mirrored.set(value) : flow ? mirrored.blend(value) : mirrored.keep(value);
    }
    this.#calls.resolve(call, value, flow?.response);
  }

  run(_client: number, request: number, call: number, record: number, step: number, aside: number, based: number, value: number): void {
    this.flows.run(request, call, record, step, aside === 1, based === 1, value);
  }

  action(_client: number, request: number, call: number, record: number, event: number, flags: number): void {
    this.flows.action(request, call, record, event, flags);
  }

  deliver(request: number, call: number): void {
    const flow = this.flows.of(request, call);
    if (flow) this.effects.push(() => this.#transfers.deliver(request, flow));
  }

  ending(request: number): void {
    this.flows.ending(request);
  }

  over(request: number): void {
    this.flows.over(request);
  }

  hit(call: number, record: number, _request: number, failed: number): void {
    const { data, error } = record ? this.#mirror.record(record) : { data: null, error: null };
    if (failed) this.#calls.reject(call, error);
    else this.#calls.resolve(call, data, { data });
  }

  retain(call: number): void {
    this.flows.retain(call);
  }

  let(call: number): void {
    this.flows.let(call);
  }

  show(record: number, value: number): void {
    const mirrored = this.#mirror.record(record);
    if (value) mirrored.blend(this.flows.values.get(value));
    else mirrored.data = null;
  }

  showText(record: number, text: string): void {
    this.#mirror.record(record).keep(fromText(text));
  }

  object(client: number, key: string, text: string): void {
    this.#host.client(client)?.view?.object(key, text === "" ? null : fromText(text));
  }

  letValue(value: number): void {
    this.flows.values.delete(value);
  }

  rejectAbort(call: number, request: number, record: number, reason: number): void {
    if (request === 0 || request !== this.#failed.request) this.#failed = { request, error: this.#transfers.get(request)?.reason ?? aborted(reason) };
    this.#reject(call, record, this.#failed.error);
  }

  rejectApi(call: number, request: number, record: number, status: number, code: string, message: string, params: string): void {
    const { answer, cause, endpoint } = this.#transfers.get(request) ?? {};
    const data = answer?.bytes ? textOf(answer.bytes) : answer?.value;
    // Of a route by name it is the one that came, as apiRequest has it.
    const said = answer && endpoint && !endpoint.method ? answer.status : status;
    const fields = { code, status: said, data, params: JSON.parse(params) as Record<string, unknown>, request: this.#asked(call, request) };
    this.#fail(call, request, record, () => (cause instanceof ApiError ? Object.assign(cause, { request: fields.request }) : new ApiError(message, fields)));
  }

  rejectNetwork(call: number, request: number, record: number): void {
    const { cause } = this.#transfers.get(request) ?? {};
    this.#fail(call, request, record, () => new NetworkError(this.#asked(call, request), cause));
  }

  rejectTimeout(call: number, request: number, record: number, timeout: number): void {
    this.#fail(call, request, record, () => new TimeoutError(this.#asked(call, request), timeout));
  }

  rejectUsage(call: number, request: number, record: number, message: string): void {
    const cause = this.#transfers.get(request)?.cause;
    this.#fail(call, request, record, () => (cause instanceof UsageError ? cause : new UsageError(message)));
  }

  rejectCrash(call: number, _request: number, record: number, message: string): void {
    this.#reject(call, record, new CrashError(message, message));
  }

  record(record: number, pending: number, flags: number, fetchedAt: number, download: number, upload: number): void {
    const mirrored = this.#mirror.record(record);
    mirrored.update(pending, flags, fetchedAt, download, upload);
    this.#mirror.touch(mirrored);
  }

  gone(record: number): void {
    this.#mirror.drop(record);
  }

  named(client: number, record: number, type: string, key: string, variant: string, flags: number, cacheKey: string, until: number, finished: number): void {
    const cached = flags & 2 ? { cacheKey, until: until === Infinity ? null : until } : null;
    this.#host.client(client)?.view?.named(this.#mirror.record(record), { type, key, variant, query: (flags & 1) !== 0, cached, kept: (flags & 4) !== 0, normalized: (flags & 8) !== 0, finished });
  }

  watched(token: number, record: number): void {
    const seed = this.#mirror.seeds.get(token);
    if (seed) {
      this.#mirror.seeds.delete(token);
      if (record) Object.assign(this.#mirror.record(record), seed);
      return;
    }
    const entry = this.#mirror.entries.get(token);
    if (!entry) return;
    this.#mirror.bind(entry, record);
    this.effects.push(() => this.#host.count(entry.record));
  }

  resolveRoot(call: number, client: number, root: number): void {
    try {
      this.#calls.resolve(call, this.#core(client)?.roots.shown(root));
    } catch (error) {
      this.#calls.reject(call, error); // a query's function threw
    }
  }

  rejectFailed(call: number, request: number, record: number, by: number, thrown: number): void {
    const { functions } = this.#host;
    if (thrown) this.#fail(call, request, record, () => functions.thrown[thrown - 1]);
    else this.#reject(call, record, by ? this.#calls.get(by)?.written : this.#causeOf(request, call));
  }

  report(call: number, thrown: number, path: string, message: string): void {
    const error = thrown ? this.#host.functions.thrown[thrown - 1] : new SchemaError(this.#calls.request(call).name, path, message, undefined);
    this.effects.push(() => report(error));
  }

  rejectSchema(call: number, request: number, record: number, path: string, message: string): void {
    const { answer, endpoint } = this.#transfers.get(request) ?? {};
    const { name } = this.#calls.request(call, endpoint?.name);
    this.#fail(call, request, record, () => new SchemaError(name, path, message, answer ? valueOf(answer) : this.#calls.get(call)?.written));
  }

  #core(client: number): CoreSide | undefined {
    return this.#host.client(client)?.data.core;
  }

  looked(token: number, record: number, root: number): void {
    for (const { data } of this.#host.clients()) data.core?.roots.looked(token, record, root);
  }

  seen(client: number, root: number, record: number, status: number, presence: number, flags: number, expiresAt: number): void {
    this.#core(client)?.roots.sees(root, record, status, presence, flags, expiresAt);
  }

  view(client: number, root: number, status: number, presence: number, flags: number, expiresAt: number): void {
    this.#core(client)?.roots.update(root, status, presence, flags, expiresAt);
  }

  settled(client: number): void {
    const publish = () => this.#host.send((w) => writePublish(w, client));
    this.effects.push(() => void (this.#host.client(client)?.pipeline ? patiently() : Promise.resolve()).then(publish));
  }

  keep(call: number, record: number, error: number): void {
    const value = this.#calls.get(call)?.written;
    const kept = this.#mirror.record(record);
    if (error) kept.error = value;
    else kept.set(value);
  }

  hold(request: number, record: number): void {
    this.#mirror.record(record).held.push(this.#transfers.get(request)?.answer?.value);
  }

  held(record: number, drop: number): void {
    const mirrored = this.#mirror.record(record);
    const value = mirrored.held.shift();
    if (!drop) mirrored.set(value);
  }

  done(call: number): void {
    this.#calls.resolve(call, undefined);
  }

  swept(client: number, flags: number): void {
    this.#host.client(client)?.sweeper.swept(flags);
  }

  give(call: number, by: number): void {
    this.#calls.resolve(call, this.#calls.get(by)?.written);
  }

  told(client: number, text: string): void {
    this.#core(client)?.answers.told(text);
  }

  refused(client: number, schemas: string, message: string): void {
    for (const { id } of JSON.parse(schemas) as { id: number }[]) this.#core(client)?.registry.refused(id, new UsageError(message));
  }

  state(client: number, space: number, epoch: number, lastReset: number, optimistic: string): void {
    if (space > 1) this.#core(client)?.states.stated(space, epoch, lastReset, optimistic);
  }

  hydrated(client: number, shell: string, kept: string): void {
    const values = JSON.parse(shell || "{}") as Readonly<Record<string, object>>;
    const named = (values[NAMED] ?? []) as DriedRequests;
    this.#host.adopt(client, named.map(([type, key, query, data, error, ...rest]) => [type, key, query, data, error === null ? null : revived(error as object), ...rest]));
    for (const [id, name] of JSON.parse(kept) as Kept) {
      const record = this.#mirror.record(id);
      if (name[0] === "e") record.error = revived(values[name]!);
      else record.set(values[name]);
    }
  }

  #later(client: number, run: (connection: Connection) => void): void {
    this.effects.push(() => {
      const connection = this.#host.client(client)?.live?.connection;
      if (connection) run(connection);
    });
  }

  dial(client: number, socket: number): void {
    this.#later(client, (connection) => connection.dial(socket));
  }

  hangUp(client: number, _socket: number, code: number): void {
    this.#later(client, (connection) => connection.hangUp(code));
  }

  connection(client: number, active: number, code: number): void {
    this.#later(client, (connection) => connection.connection(active === 1, code));
  }

  socketStep(client: number, _socket: number, closed: number, code: number): void {
    this.#later(client, (connection) => (closed ? connection.closed(code) : connection.opened()));
  }

  say(client: number, _socket: number, subscription: number, how: number, sid: number, epoch: string, after: number): void {
    this.#later(client, (connection) => connection.say(subscription, how === 1, sid, epoch, after));
  }

  signal(client: number, _socket: number, kind: number, n: number): void {
    const frame = kind === 0 ? { op: "unsubscribe", sid: n } : { op: kind === 1 ? "ping" : "pong", n };
    this.#later(client, (connection) => connection.send(JSON.stringify(frame)));
  }

  hand(client: number, subscription: number, sid: number, id: number): void {
    this.#host.client(client)?.live?.connection?.hand(subscription, sid, id, this.effects);
  }

  missed(client: number, subscription: number, reason: string, from: number, to: number): void {
    this.#later(client, (connection) => connection.missed(subscription, reason, from, to));
  }

  trouble(client: number, subscription: number, code: string, message: string): void {
    this.#later(client, (connection) => connection.trouble(subscription, code, message));
  }

  timer(at: number): void {
    this.#host.timer(at);
  }

  navigate(client: number): void {
    this.effects.push(() => this.#host.client(client)?.navigate());
  }

  tabs(client: number, note: number, user: string): void {
    this.effects.push(() => this.#host.client(client)?.tabs.tell(note, user));
  }

  idle(client: number): void {
    this.effects.push(() => this.#host.client(client)?.idle());
  }

  /** What a call, or else the request, asked for. */
  #asked(call: number, request: number): FailedRequest {
    return this.flows.of(request, call)?.call.request ?? this.#calls.request(call, this.#transfers.get(request)?.endpoint?.name);
  }

  /** The error that is kept here for a request. */
  #causeOf(request: number, call: number): unknown {
    const flow = this.flows.of(request, call);
    return flow ? flow.error : this.#transfers.get(request)?.cause;
  }

  /** Rejects with an error that the core has made: one for all who share the request. The endpoint is asked what it thinks of it. */
  #fail(call: number, request: number, record: number, make: () => unknown): void {
    const flow = this.flows.of(request, call);
    if (flow) {
      if (!flow.failed) flow.fail(make());
      this.#reject(call, record, flow.error);
      return;
    }
    if (request === 0 || request !== this.#failed.request) {
      const error = make();
      this.#failed = { request, error };
      const { client, endpoint } = this.#calls.get(call) ?? {};
      const of = this.#transfers.get(request)?.endpoint ?? endpoint?.endpoint;
      if (record !== 0 && client && of?.options.errorPolicy && isSoft(of, error)) this.effects.push(() => this.#host.send((w) => writeSoften(w, client.id, record)));
    }
    this.#reject(call, record, this.#failed.error);
  }

  #reject(call: number, record: number, error: unknown): void {
    if (record !== 0) this.#mirror.record(record).error = error;
    this.#calls.reject(call, error);
  }
}
