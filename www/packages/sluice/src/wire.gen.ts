// Code generated from jsbridge/wire/format.go by `sluice gen`. DO NOT EDIT.

import type { Reader, Writer } from "./wire.js";

/** The leading words of names that are queries. */
export const keywords: readonly string[] = ["get", "fetch", "load", "is", "has", "list", "all", "search", "view", "retrieve"];

/** Open makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none. */
export function writeOpen(w: Writer, client: number, autoAbort: number, timeout: number, words: string): void {
  w.u8(1);
  w.u32(client);
  w.u8(autoAbort);
  w.f64(timeout);
  w.text(words);
}

/** Close ends a client. */
export function writeClose(w: Writer, client: number): void {
  w.u8(2);
  w.u32(client);
}

/** Name gives a name a number, by which later commands of this instance mean it: 1, 2 … in order, or 0 for one that is only passing. */
export function writeName(w: Writer, name: number, text: string): void {
  w.u8(3);
  w.u32(name);
  w.text(text);
}

/** Call is a call of apiRequest. query, takeLatest: 0 by rule, 1 yes, 2 no; progress: 1 upload + 2 download; timeout: 0 none, negative the client's. */
export function writeCall(w: Writer, client: number, call: number, name: number, key: string, variant: string, query: number, takeLatest: number, progress: number, started: number, timeout: number): void {
  w.u8(4);
  w.u32(client);
  w.u32(call);
  w.u32(name);
  w.text(key);
  w.text(variant);
  w.u8(query);
  w.u8(takeLatest);
  w.u8(progress);
  w.f64(started);
  w.f64(timeout);
}

/** Account is a call of client.login or, with register 1, client.register. */
export function writeAccount(w: Writer, client: number, call: number, register: number, started: number, timeout: number): void {
  w.u8(5);
  w.u32(client);
  w.u32(call);
  w.u8(register);
  w.f64(started);
  w.f64(timeout);
}

/** Abort ends one call as aborted. */
export function writeAbort(w: Writer, call: number): void {
  w.u8(6);
  w.u32(call);
}

/** Target adds to the targets of the next AbortRequests. flags: 1 exact, 2 any key. */
export function writeTarget(w: Writer, name: string, key: string, flags: number): void {
  w.u8(7);
  w.text(name);
  w.text(key);
  w.u8(flags);
}

/** AbortRequests ends the pending requests of the targets or, with all 1, every one. */
export function writeAbortRequests(w: Writer, client: number, all: number): void {
  w.u8(8);
  w.u32(client);
  w.u8(all);
}

/** Watch asks for the record of a name; answered by Watched. */
export function writeWatch(w: Writer, client: number, token: number, name: number, key: string, variant: string, query: number): void {
  w.u8(9);
  w.u32(client);
  w.u32(token);
  w.u32(name);
  w.text(key);
  w.text(variant);
  w.u8(query);
}

/** Retain counts one watcher more. */
export function writeRetain(w: Writer, record: number): void {
  w.u8(10);
  w.u32(record);
}

/** Release counts one watcher less. */
export function writeRelease(w: Writer, record: number): void {
  w.u8(11);
  w.u32(record);
}

/** Leave says that a hook has moved on to other data: what is pending for nobody else ends as superseded. */
export function writeLeave(w: Writer, record: number): void {
  w.u8(15);
  w.u32(record);
}

/** Progress notes the percentage of an upload (1) or download (0). */
export function writeProgress(w: Writer, request: number, upload: number, percent: number): void {
  w.u8(12);
  w.u32(request);
  w.u8(upload);
  w.f64(percent);
}

/** FromTab is what another tab has told by Tabs. */
export function writeFromTab(w: Writer, client: number, note: number, user: string): void {
  w.u8(13);
  w.u32(client);
  w.u8(note);
  w.text(user);
}

/** WhenIdle asks for one Idle. */
export function writeWhenIdle(w: Writer, client: number): void {
  w.u8(14);
  w.u32(client);
}

/** What a host does for each operation. */
export interface Operations {
  /** starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; wantBody 1: settle with the body also on success. */
  fetch(client: number, request: number, call: number, route: number, wantBody: number): void;
  /** aborts the network of a request. */
  abort(request: number, reason: number): void;
  /** lets the network of a request run on, unheard. */
  forget(request: number): void;
  /** fulfils a call (0: none) with the answer of a request, which becomes the data of a record (0: none). */
  resolve(call: number, request: number, record: number): void;
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
  /** is what watchers of a record see now. flags: 1 pristine, 2 has data, 4 data becomes null, 8 error becomes null; progress -1 is null. */
  record(record: number, pending: number, flags: number, fetchedAt: number, download: number, upload: number): void;
  /** says that a record is no more. */
  gone(record: number): void;
  /** answers Watch. */
  watched(token: number, record: number): void;
  /** asks for one tick at a time; it replaces the last one. */
  timer(at: number): void;
  /** sends the page to the client's login address. */
  navigate(client: number): void;
  /** tells the other tabs. user is the JSON text of an id. */
  tabs(client: number, note: number, user: string): void;
  /** says that a client has nothing in flight. */
  idle(client: number): void;
}

/** Reads operations up to the end of the reader and has each one done. */
export function readOperations(r: Reader, on: Operations): void {
  while (r.more()) {
    const code = r.u8();
    switch (code) {
      case 1:
        on.fetch(r.u32(), r.u32(), r.u32(), r.u8(), r.u8());
        break;
      case 2:
        on.abort(r.u32(), r.u8());
        break;
      case 3:
        on.forget(r.u32());
        break;
      case 4:
        on.resolve(r.u32(), r.u32(), r.u32());
        break;
      case 5:
        on.rejectAbort(r.u32(), r.u32(), r.u32(), r.u8());
        break;
      case 6:
        on.rejectApi(r.u32(), r.u32(), r.u32(), r.u32(), r.text(), r.text(), r.text());
        break;
      case 7:
        on.rejectNetwork(r.u32(), r.u32(), r.u32());
        break;
      case 8:
        on.rejectTimeout(r.u32(), r.u32(), r.u32(), r.f64());
        break;
      case 9:
        on.rejectUsage(r.u32(), r.u32(), r.u32(), r.text());
        break;
      case 10:
        on.rejectCrash(r.u32(), r.u32(), r.u32(), r.text());
        break;
      case 11:
        on.record(r.u32(), r.u32(), r.u8(), r.f64(), r.f64(), r.f64());
        break;
      case 12:
        on.gone(r.u32());
        break;
      case 13:
        on.watched(r.u32(), r.u32());
        break;
      case 14:
        on.timer(r.f64());
        break;
      case 15:
        on.navigate(r.u32());
        break;
      case 16:
        on.tabs(r.u32(), r.u8(), r.text());
        break;
      case 17:
        on.idle(r.u32());
        break;
      default:
        throw new Error(`sluice: unknown operation ${code}; sluice.wasm is of another version than the script`);
    }
  }
}
