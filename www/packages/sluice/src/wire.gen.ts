// Code generated from jsbridge/wire/format.go by `sluice gen`. DO NOT EDIT.

import type { Reader, Writer } from "./wire.js";

/** The leading words of names that are queries. */
export const keywords: readonly string[] = ["get", "fetch", "load", "is", "has", "list", "all", "search", "view", "retrieve"];

/** Make gives a row a new object, and has a text. */
export const CHANGE_MAKE = 1;

/** Relink gives a row a new object that has the same text as before. */
export const CHANGE_RELINK = 2;

/** Drop says that a row has nothing to show. */
export const CHANGE_DROP = 3;

/** Share says that the space shows what the one under it does. */
export const CHANGE_SHARE = 4;

/** Forget says that no object refers to a row any more, in no space. */
export const CHANGE_FORGET = 5;

/** MakeRoot gives a root a new value, and has a text. */
export const CHANGE_MAKE_ROOT = 6;

/** RelinkRoot gives a root a new value that has the same text as before. */
export const CHANGE_RELINK_ROOT = 7;

/** DropRoot says that a root has nothing to show. */
export const CHANGE_DROP_ROOT = 8;

/** ShareRoot says that the space shows what the one under it does. */
export const CHANGE_SHARE_ROOT = 9;

/** ForgetRoot says that a root is closed. */
export const CHANGE_FORGET_ROOT = 10;

/** Reset says that nothing that was told before is meant any more. */
export const CHANGE_RESET = 12;

/** Client says whose the following changes are: the second number is the client's. */
export const CHANGE_CLIENT = 11;

/** Open makes a client. autoAbort: 0 the keywords, 1 off, 2 words (one per line); timeout 0 is none; lengths of expiry in ms, NaN the default; server 1: answers are gathered for a page; keys 1: functions give normalised objects their keys; concurrency: requests at once for an origin, 0 any number. */
export function writeOpen(w: Writer, client: number, autoAbort: number, timeout: number, words: string, dataExpiry: number, errorExpiry: number, server: number, keys: number, concurrency: number): void {
  w.u8(1);
  w.u32(client);
  w.u8(autoAbort);
  w.f64(timeout);
  w.text(words);
  w.f64(dataExpiry);
  w.f64(errorExpiry);
  w.u8(server);
  w.u8(keys);
  w.u32(concurrency);
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

/** Meta is what else the next Call asks for. flags: 1 events are told as actions, 2 silent, 4 it is broken: Lost has the error, 8 cached, 16 dependent, 32 an error takes data away, 64 it is answered already; cache and poll in seconds. */
export function writeMeta(w: Writer, steps: number, flags: number, cache: number, cacheKey: string, capacity: number, poll: number, reserved: number): void {
  w.u8(33);
  w.u32(steps);
  w.u8(flags);
  w.f64(cache);
  w.text(cacheKey);
  w.u32(capacity);
  w.f64(poll);
  w.u32(reserved);
}

/** Update adds to the updates of the next Call or Local. has: 1 updateData, 2 optimistic, 4 revert, 8 local. */
export function writeUpdate(w: Writer, query: string, has: number): void {
  w.u8(34);
  w.text(query);
  w.u8(has);
}

/** Normal is what the next Call says of normalised data. answer 1: its answer is; texts are JSON, "" none. */
export function writeNormal(w: Writer, answer: number, local: string, optimistic: string, reverted: string): void {
  w.u8(43);
  w.u8(answer);
  w.text(local);
  w.text(optimistic);
  w.text(reverted);
}

/** Local applies updates that no request belongs to, and merges objects (JSON, "" none). */
export function writeLocal(w: Writer, client: number, call: number, objects: string): void {
  w.u8(35);
  w.u32(client);
  w.u32(call);
  w.text(objects);
}

/** Ran is what came of a step: 0 done, 1 recovered, 2 threw, 3 it waits. */
export function writeRan(w: Writer, request: number, step: number, verdict: number): void {
  w.u8(36);
  w.u32(request);
  w.u8(step);
  w.u8(verdict);
}

/** Arrived says that the network of an endpoint's request with steps is over; with failed 1 the host has an error. */
export function writeArrived(w: Writer, request: number, failed: number): void {
  w.u8(40);
  w.u32(request);
  w.u8(failed);
}

/** Ended answers Ending. */
export function writeEnded(w: Writer, request: number): void {
  w.u8(37);
  w.u32(request);
}

/** Forget takes away what is known of the targets or, with all 1, of all. what: 1 cached answers may not be given again, 2 polling stops, 4 data and all else, too; flags: 1 what is in flight ends, 2 also what may be given again. */
export function writeForget(w: Writer, client: number, all: number, what: number, flags: number): void {
  w.u8(38);
  w.u32(client);
  w.u8(all);
  w.u8(what);
  w.u8(flags);
}

/** Adopt takes what is known of a name; answered by Watched, with record 0 if something else is known. flags: 1 a query, 2 data, 4 an error, 8 its data is normalised; promised is how many calls are answered with that; text is the data of that, and of the session. */
export function writeAdopt(w: Writer, client: number, token: number, name: string, key: string, variant: string, flags: number, promised: number, text: string): void {
  w.u8(42);
  w.u32(client);
  w.u32(token);
  w.text(name);
  w.text(key);
  w.text(variant);
  w.u8(flags);
  w.u32(promised);
  w.text(text);
}

/** NameRecords asks to be told whose records are, from now on. */
export function writeNameRecords(w: Writer, client: number): void {
  w.u8(41);
  w.u32(client);
}

/** Join has a call wait for the newest request of the target. */
export function writeJoin(w: Writer, client: number, call: number): void {
  w.u8(39);
  w.u32(client);
  w.u32(call);
}

/** Retry says when what the next Open, Call or Endpoint is about is sent again. delay, max and jitter in ms. */
export function writeRetry(w: Writer, attempts: number, delay: number, factor: number, max: number, jitter: number): void {
  w.u8(45);
  w.u32(attempts);
  w.f64(delay);
  w.f64(factor);
  w.f64(max);
  w.f64(jitter);
}

/** Again says that a request has failed with an error of the host's that may pass; if it is to be sent again, that is answered by Fetch. retryAfter in s, 0 for none. */
export function writeAgain(w: Writer, request: number, retryAfter: number): void {
  w.u8(46);
  w.u32(request);
  w.f64(retryAfter);
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

/** Schemas defines schemas; text is a JSON array of nodes, see store.Define. */
export function writeSchemas(w: Writer, client: number, text: string): void {
  w.u8(16);
  w.u32(client);
  w.text(text);
}

/** Endpoint makes an endpoint known. schema 0 is none; flags: 1 mutation, 2 soft, 4 optimistic; lengths in ms, NaN is the client's; update is the number of a function, 0 for none; steps as of Meta; origin: where its requests go, 0 unknown, 1 where calls by name do. */
export function writeEndpoint(w: Writer, client: number, endpoint: number, schema: number, flags: number, dataExpiry: number, errorExpiry: number, update: number, steps: number, origin: number): void {
  w.u8(17);
  w.u32(client);
  w.u32(endpoint);
  w.u32(schema);
  w.u8(flags);
  w.f64(dataExpiry);
  w.f64(errorExpiry);
  w.u32(update);
  w.u32(steps);
  w.u32(origin);
}

/** Fetch is a call of Controller.fetch. args is the JSON text of the list of arguments; timeout: 0 none, negative the client's. */
export function writeFetch(w: Writer, client: number, call: number, endpoint: number, key: string, args: string, started: number, timeout: number): void {
  w.u8(18);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.f64(started);
  w.f64(timeout);
}

/** Failed ends a request of an endpoint or a driver with an error that the host keeps. flags: 1 soft, 2 an AbortError, 4 it says that a login is needed, 8 no step is run for it. */
export function writeFailed(w: Writer, request: number, flags: number): void {
  w.u8(19);
  w.u32(request);
  w.u8(flags);
}

/** Look asks for what a key ("": none) shows through a schema (0: none); answered by Looked. */
export function writeLook(w: Writer, client: number, token: number, schema: number, key: string, args: string): void {
  w.u8(20);
  w.u32(client);
  w.u32(token);
  w.u32(schema);
  w.text(key);
  w.text(args);
}

/** Show counts one more who is told what a root shows, or with more 0 one less. */
export function writeShow(w: Writer, client: number, root: number, more: number): void {
  w.u8(21);
  w.u32(client);
  w.u32(root);
  w.u8(more);
}

/** SetResponse stores a response as if the endpoint had answered now. body is its JSON; without a schema the host keeps the value. */
export function writeSetResponse(w: Writer, client: number, call: number, endpoint: number, key: string, args: string, body: string): void {
  w.u8(23);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.text(body);
}

/** SetError stores an error, which the host keeps, as if the endpoint had failed now. flags: 1 soft, 2 it is an AbortError, which leaves no trace. */
export function writeSetError(w: Writer, client: number, call: number, endpoint: number, key: string, flags: number): void {
  w.u8(24);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.u8(flags);
}

/** Set writes a value through a schema. */
export function writeSet(w: Writer, client: number, call: number, schema: number, args: string, value: string): void {
  w.u8(25);
  w.u32(client);
  w.u32(call);
  w.u32(schema);
  w.text(args);
  w.text(value);
}

/** Key adds to the keys of the next Expire. */
export function writeKey(w: Writer, text: string): void {
  w.u8(26);
  w.text(text);
}

/** Expire invalidates keys or, with stale 1, makes them stale. which: 0 those of Key that are known, 1 those known that have the form of text, 2 text, known or not. */
export function writeExpire(w: Writer, client: number, call: number, stale: number, which: number, text: string): void {
  w.u8(27);
  w.u32(client);
  w.u32(call);
  w.u8(stale);
  w.u8(which);
  w.text(text);
}

/** Keys asks for all keys; answered by Told, with a JSON array. */
export function writeKeys(w: Writer, client: number): void {
  w.u8(28);
  w.u32(client);
}

/** Reset empties the store and ends what is in flight. */
export function writeReset(w: Writer, client: number, call: number): void {
  w.u8(29);
  w.u32(client);
  w.u32(call);
}

/** AbortKey ends what is in flight for a key as aborted. */
export function writeAbortKey(w: Writer, client: number, call: number, key: string): void {
  w.u8(30);
  w.u32(client);
  w.u32(call);
  w.text(key);
}

/** PK asks for the pk of a row, as See may be; answered by Told. */
export function writePK(w: Writer, client: number, schema: number, row: number): void {
  w.u8(32);
  w.u32(client);
  w.u32(schema);
  w.u32(row);
}

/** See asks for the same as Look in a space, also while a function of the user runs; answered by Seen. */
export function writeSee(w: Writer, client: number, space: number, schema: number, key: string, args: string): void {
  w.u8(31);
  w.u32(client);
  w.u32(space);
  w.u32(schema);
  w.text(key);
  w.text(args);
}

/** Resolve stores an answer from outside, as Fetch would. flags: 1 it is an error, which the host keeps, 2 soft, 4 an AbortError; named is a call whose request is meant, 0: one that was issued at fetchedAt. */
export function writeResolve(w: Writer, client: number, call: number, endpoint: number, key: string, args: string, body: string, fetchedAt: number, flags: number, named: number): void {
  w.u8(70);
  w.u32(client);
  w.u32(call);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.text(body);
  w.f64(fetchedAt);
  w.u8(flags);
  w.u32(named);
}

/** Sweep lets keys and rows go that nobody reads; answered by Swept, and Done of call if that is not 0. budget: at about how many things to look, 0: at all; minimum in ms; expiresAt is the number of a function, 0 for none. */
export function writeSweep(w: Writer, client: number, call: number, budget: number, multiplier: number, minimum: number, expiresAt: number): void {
  w.u8(72);
  w.u32(client);
  w.u32(call);
  w.u32(budget);
  w.f64(multiplier);
  w.f64(minimum);
  w.u32(expiresAt);
}

/** State gives the present state, with view 1 of the view, a number; answered by State. */
export function writeState(w: Writer, client: number, view: number): void {
  w.u8(76);
  w.u32(client);
  w.u8(view);
}

/** Free ends one use of a state. */
export function writeFree(w: Writer, client: number, space: number): void {
  w.u8(77);
  w.u32(client);
  w.u32(space);
}

/** Table asks for a table of a state or, with names 1, for the names of all; answered by Told. member: see store.Member. */
export function writeTable(w: Writer, client: number, space: number, member: number, names: number, name: string): void {
  w.u8(78);
  w.u32(client);
  w.u32(space);
  w.u8(member);
  w.u8(names);
  w.text(name);
}

/** Kept asks for what the host keeps in a space; answered by Told: [[record, name] …], where the name of a value is v and its key, of an error e and that. */
export function writeKept(w: Writer, client: number, space: number): void {
  w.u8(73);
  w.u32(client);
  w.u32(space);
}

/** Dehydrate asks for all that is stored as text; answered by Told. shell is JSON that goes along; values of the keys of Key are left out. */
export function writeDehydrate(w: Writer, client: number, shell: string): void {
  w.u8(74);
  w.u32(client);
  w.text(shell);
}

/** Hydrate adds what another client has dehydrated. */
export function writeHydrate(w: Writer, client: number, call: number, text: string): void {
  w.u8(75);
  w.u32(client);
  w.u32(call);
  w.text(text);
}

/** Batch begins a batch (1) or ends it (0): what is written in it becomes one commit. */
export function writeBatch(w: Writer, begin: number): void {
  w.u8(71);
  w.u8(begin);
}

/** Soften says that the error of the record of a key is soft. */
export function writeSoften(w: Writer, client: number, record: number): void {
  w.u8(79);
  w.u32(client);
  w.u32(record);
}

/** Subscribe begins a subscription, whose number is another call's; endpoint and arguments for its requests are kept for that. */
export function writeSubscribe(w: Writer, client: number, call: number, subscription: number, endpoint: number, key: string, args: string, frequency: number, timeout: number): void {
  w.u8(50);
  w.u32(client);
  w.u32(call);
  w.u32(subscription);
  w.u32(endpoint);
  w.text(key);
  w.text(args);
  w.f64(frequency);
  w.f64(timeout);
}

/** Unsubscribe ends one. */
export function writeUnsubscribe(w: Writer, client: number, call: number, subscription: number, key: string): void {
  w.u8(51);
  w.u32(client);
  w.u32(call);
  w.u32(subscription);
  w.text(key);
}

/** ClientPage says to one client whether its page is hidden and whether it is offline: 0 as the page itself, 1 yes, 2 no. */
export function writeClientPage(w: Writer, client: number, hidden: number, offline: number): void {
  w.u8(52);
  w.u32(client);
  w.u8(hidden);
  w.u8(offline);
}

/** Publish makes answers of mutations visible whose promises have been fulfilled. */
export function writePublish(w: Writer, client: number): void {
  w.u8(22);
  w.u32(client);
}

/** What a host does for each operation. */
export interface Operations {
  /** starts a request with data, headers and signal of a call (0: none). route: 0 {base}/{name}, 1 session, 2 login, 3 register, 4 logout; flags: 1 settle with the body also on success, 2 not yet: it is kept for a Fetch without, and what goes on of it ends. */
  fetch(client: number, request: number, call: number, route: number, flags: number): void;
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
  /** fulfils a call with what a root shows. */
  resolveRoot(call: number, client: number, root: number): void;
  /** rejects a call with the error that the host keeps for a request or, what of these is not 0, a call or what a function has thrown. */
  rejectFailed(call: number, request: number, record: number, by: number, thrown: number): void;
  /** rejects a call with a SchemaError. */
  rejectSchema(call: number, request: number, record: number, path: string, message: string): void;
  /** answers Look. record 0: there is no key. */
  looked(token: number, record: number, root: number): void;
  /** is what a root shows beside its data. status as in the public interface; presence: 0 missing, 1 unusable, 2 usable; flags: 1 stale, 2 the key's error is shown. */
  view(client: number, root: number, status: number, presence: number, flags: number, expiresAt: number): void;
  /** answers See, as Looked and View do. */
  seen(client: number, root: number, record: number, status: number, presence: number, flags: number, expiresAt: number): void;
  /** reports what a function has thrown or, if that is 0, a SchemaError of a call. */
  report(call: number, thrown: number, path: string, message: string): void;
  /** makes what a call has set the data, or with error 1 the error, of a record. */
  keep(call: number, record: number, error: number): void;
  /** keeps the answer of a request for a record, behind others that are kept. */
  hold(request: number, record: number): void;
  /** makes the first of what is kept for a record its data or, with drop 1, nothing. */
  held(record: number, drop: number): void;
  /** fulfils a call with nothing. */
  done(call: number): void;
  /** answers Sweep. flags: 1 it is done, 2 something is left. */
  swept(client: number, flags: number): void;
  /** fulfils a call with what another has set. */
  give(call: number, by: number): void;
  /** answers with a text. */
  told(client: number, text: string): void;
  /** says that schemas, the text of Schemas, cannot be used; they were not added. */
  refused(client: number, schemas: string, message: string): void;
  /** answers State. optimistic is JSON. */
  state(client: number, space: number, epoch: number, lastReset: number, optimistic: string): void;
  /** keeps values and errors of kept (as in Kept) that are members of shell, by their names. */
  hydrated(client: number, shell: string, kept: string): void;
  /** runs a step of a request, whose functions a call carries; with aside 1 nobody waits for what comes of it. The present data is that of a record or, with based 1, of a value. */
  run(client: number, request: number, call: number, record: number, step: number, aside: number, based: number, value: number): void;
  /** tells an event of a request as an action: 0 request, 1 success, 2 error, 3 abort. flags: 1 it was answered from a record, 2 it is a poll, 4 a function threw after a success. */
  action(client: number, request: number, call: number, record: number, event: number, flags: number): void;
  /** asks for one Ended of a request, as soon as what runs now is over. */
  ending(request: number, call: number): void;
  /** lets what belongs to a request go. */
  over(request: number): void;
  /** asks for the outcome of a request of an endpoint as its steps have left it. */
  deliver(request: number, call: number): void;
  /** fulfils a call with the data of a record (0: nothing) or, with failed 1, rejects it with its error. */
  hit(call: number, record: number, request: number, failed: number): void;
  /** keeps what a call carries, beyond its end. */
  retain(call: number): void;
  /** ends one Retain. */
  let(call: number): void;
  /** says whose record this is. flags: 1 a query, 2 its data may be given again, until then and for that key, 4 it counts for the capacity of its name, 8 its data is normalised; finished is how many requests have ended, on a server. */
  named(client: number, record: number, name: string, key: string, variant: string, flags: number, cacheKey: string, until: number, finished: number): void;
  /** makes a value (0: null) the data of a record. */
  show(record: number, value: number): void;
  /** makes what JSON says the data of a record. */
  showText(record: number, text: string): void;
  /** says what a normalised object is, "" that it is no more. key is JSON. */
  object(client: number, key: string, text: string): void;
  /** lets a value go. */
  letValue(value: number): void;
  /** asks for one Publish as soon as the promises that were fulfilled have run. */
  settled(client: number): void;
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
      case 18:
        on.resolveRoot(r.u32(), r.u32(), r.u32());
        break;
      case 19:
        on.rejectFailed(r.u32(), r.u32(), r.u32(), r.u32(), r.u32());
        break;
      case 20:
        on.rejectSchema(r.u32(), r.u32(), r.u32(), r.text(), r.text());
        break;
      case 21:
        on.looked(r.u32(), r.u32(), r.u32());
        break;
      case 22:
        on.view(r.u32(), r.u32(), r.u8(), r.u8(), r.u8(), r.f64());
        break;
      case 29:
        on.seen(r.u32(), r.u32(), r.u32(), r.u8(), r.u8(), r.u8(), r.f64());
        break;
      case 30:
        on.report(r.u32(), r.u32(), r.text(), r.text());
        break;
      case 24:
        on.keep(r.u32(), r.u32(), r.u8());
        break;
      case 27:
        on.hold(r.u32(), r.u32());
        break;
      case 28:
        on.held(r.u32(), r.u8());
        break;
      case 25:
        on.done(r.u32());
        break;
      case 71:
        on.swept(r.u32(), r.u8());
        break;
      case 70:
        on.give(r.u32(), r.u32());
        break;
      case 26:
        on.told(r.u32(), r.text());
        break;
      case 74:
        on.refused(r.u32(), r.text(), r.text());
        break;
      case 73:
        on.state(r.u32(), r.u32(), r.u32(), r.f64(), r.text());
        break;
      case 72:
        on.hydrated(r.u32(), r.text(), r.text());
        break;
      case 31:
        on.run(r.u32(), r.u32(), r.u32(), r.u32(), r.u8(), r.u8(), r.u8(), r.u32());
        break;
      case 32:
        on.action(r.u32(), r.u32(), r.u32(), r.u32(), r.u8(), r.u8());
        break;
      case 33:
        on.ending(r.u32(), r.u32());
        break;
      case 34:
        on.over(r.u32());
        break;
      case 40:
        on.deliver(r.u32(), r.u32());
        break;
      case 35:
        on.hit(r.u32(), r.u32(), r.u32(), r.u8());
        break;
      case 36:
        on.retain(r.u32());
        break;
      case 37:
        on.let(r.u32());
        break;
      case 41:
        on.named(r.u32(), r.u32(), r.text(), r.text(), r.text(), r.u8(), r.text(), r.f64(), r.u32());
        break;
      case 38:
        on.show(r.u32(), r.u32());
        break;
      case 42:
        on.showText(r.u32(), r.text());
        break;
      case 43:
        on.object(r.u32(), r.text(), r.text());
        break;
      case 39:
        on.letValue(r.u32());
        break;
      case 23:
        on.settled(r.u32());
        break;
      default:
        throw new Error(`sluice: unknown operation ${code}; sluice.wasm is of another version than the script`);
    }
  }
}
