import type { Asked } from "../call.js";
import { UsageError } from "../errors.js";
import { isPlain } from "../schema/check.js";
import { show, type ClientOptions } from "../options.js";
import { nameText } from "../request.js";
import type { Driver } from "./driver.js";
import { toText } from "./text.js";
import type { Flow } from "./flow.js";
import type { DataUpdate, Interceptors, RequestAction, RequestMeta, RequestsStore } from "./types.js";

/** Steps as core/meta.go numbers them; those of the request itself follow the client's. */
export const STEP_REQUEST = 1;
export const STEP_GET_DATA = 3;
export const STEP_SUCCESS = 4;
export const STEP_GET_ERROR = 6;
export const STEP_ERROR = 7;
export const STEP_ABORT = 9;

export const ERROR_STEPS = (1 << STEP_GET_ERROR) | (3 << STEP_ERROR);

const hooks = [
  ["onRequest", "runOnRequest", STEP_REQUEST],
  ["onSuccess", "runOnSuccess", STEP_SUCCESS],
  ["onError", "runOnError", STEP_ERROR],
  ["onAbort", "runOnAbort", STEP_ABORT],
] as const;

/** What a call goes through beside its network. */
export interface CallMeta {
  /** As its functions see it. */
  readonly action: RequestAction;
  readonly own: RequestMeta;
  /** The functions that all requests of its client, or of its store, go through. */
  readonly functions: Interceptors;
  /** What its functions are given; `undefined`: a facade of the client. */
  readonly store: RequestsStore | undefined;
  /** Which of its functions and of those there are. */
  readonly steps: number;
  /** As core/meta.go has them. */
  readonly cached: boolean;
  readonly dropsData: boolean;
  readonly normal: Normal | undefined;
  readonly answered?: boolean;
  /** It is an action: its type may be any text, and its promise is given the response, not only the data. */
  readonly whole?: boolean;
  /** By the queries' names, in the order in which the core knows them. */
  readonly updates: readonly (readonly [query: string, update: DataUpdate])[];
  /** What sends it, if that is not the server of named routes; or the endpoint whose request it is, made without the store. */
  readonly driver: Driver | Asked | undefined;
  /** Why it cannot begin. */
  readonly broken: { readonly error: unknown } | undefined;
  /** Who is told of its events, as actions. */
  readonly told: Teller | undefined;
}

/** What happens to a request: 0 it begins, 1 success, 2 error, 3 abort. */
export interface Told {
  readonly flow: Flow;
  readonly event: number;
  /** What it is answered with without the network. */
  readonly hit: { readonly data: unknown } | undefined;
  /** It is a poll. */
  readonly polled: boolean;
  /** A function threw after a success. */
  readonly thrown: boolean;
  /** What {@link Teller.patch} gave. */
  readonly patch: unknown;
}

/** Who is told of events of requests, when the core's step is complete. */
export interface Teller {
  /** Asked in the step itself: what has changed so far. */
  patch(event: number, polled: boolean): unknown;
  tell(told: Told): void;
}

/** What of the options of a client, or of a store, concerns its requests. */
export type RequestOptions = Pick<ClientOptions, keyof Interceptors | "driver" | "cache" | "takeLatest" | "keepDataOnError" | "normalize">;

/** What a call goes through, `undefined` if there is nothing. Throws {@link UsageError}. */
export function metaOf(options: RequestOptions, own: RequestMeta, action: () => RequestAction): CallMeta | undefined {
  const { silent, cache, poll, requestsCapacity, driver: name, mutations, normalize = options.normalize, optimisticData, revertedData, localData } = own;
  const plain = [cache, poll, requestsCapacity, name, mutations, options.driver, normalize, optimisticData, revertedData, localData].every((part) => part === undefined);
  if (plain && !silent && options.keepDataOnError !== false && !stepsOf(options, own)) return undefined;
  return actionMeta(options, own, undefined, action());
}

/** The same of an action. */
export function actionMeta(options: RequestOptions, own: RequestMeta, store: RequestsStore | undefined, action: RequestAction): CallMeta {
  check(own);
  const chosen = driverOf(options, own.driver, store === undefined);
  const error = chosen instanceof UsageError ? chosen : undefined;
  return {
    action, own, functions: options, store, steps: stepsOf(options, own), cached: options.cache !== false && own.cache !== undefined && own.cache !== false, dropsData: options.keepDataOnError === false, normal: normalOf(own, options.normalize),
    updates: updatesOf(own), driver: error ? undefined : (chosen as Driver | undefined), broken: error && { error }, told: undefined,
  };
}

/** What is said of normalised data, as text that the core merges; `""` is nothing. */
export interface Normal {
  readonly answer: boolean;
  readonly local: string;
  readonly optimistic: string;
  readonly reverted: string;
}

/** What a request says of it. Throws {@link UsageError} for what cannot be written. */
export function normalOf({ normalize, localData, optimisticData, revertedData }: RequestMeta, byDefault = false): Normal | undefined {
  const answer = normalize ?? byDefault;
  if (!answer && localData === undefined && optimisticData === undefined && revertedData === undefined) return undefined;
  return { answer, local: textIn("localData", localData), optimistic: textIn("optimisticData", optimisticData), reverted: textIn("revertedData", revertedData) };
}

function textIn(name: string, data: unknown): string {
  try {
    return data === undefined ? "" : toText(data);
  } catch (cause) {
    throw new UsageError(`${name} cannot be normalised: ${cause instanceof Error ? cause.message : show(cause)}`, { cause });
  }
}

/** The queries that a request changes, by their names. */
export function updatesOf({ mutations }: RequestMeta): CallMeta["updates"] {
  return Object.entries(mutations ?? {}).map(([query, update]) => [nameText(query), updateOf(query, update)]);
}

/** What a request goes through that has no functions of its own. Its action is made when it is needed. */
export function clientMeta(functions: Interceptors, steps: number, action: () => RequestAction): CallMeta {
  let made: RequestAction | undefined;
  return {
    get action() { return (made ??= action()); },
    own: {}, functions, store: undefined, steps, cached: false, dropsData: false, normal: undefined, updates: [], driver: undefined, broken: undefined, told: undefined,
  };
}

export function stepsOf(options: Interceptors, own: RequestMeta): number {
  let steps = (own.getData ? 1 << STEP_GET_DATA : 0) | (own.getError ? 1 << STEP_GET_ERROR : 0);
  for (const [hook, runs, step] of hooks) {
    if (options[hook] && own[runs] !== false) steps |= 1 << step;
    if (own[hook]) steps |= 2 << step;
  }
  return steps;
}

/** Whether a request aborts the pending one of its type and key; `undefined` leaves that to the rule. Throws what a function throws. */
export function latestOf({ takeLatest }: RequestOptions, own: RequestMeta, action: () => RequestAction): boolean | undefined {
  return own.takeLatest ?? (typeof takeLatest === "function" ? takeLatest(action()) : takeLatest);
}

/** `routes`: what names no driver may go to the server's routes. */
function driverOf({ driver }: RequestOptions, name: string | undefined, routes: boolean): Driver | UsageError | undefined {
  if (typeof driver === "function") return name === undefined ? driver : new UsageError(`driver is ${show(name)}, but the client has only one, without a name`);
  if (name === undefined && (driver === undefined || (routes && isPlain(driver) && !Object.hasOwn(driver, "default")))) return undefined;
  const chosen = driver && Object.hasOwn(driver, name ?? "default") ? driver[name ?? "default"] : undefined;
  return typeof chosen === "function" ? chosen : new UsageError(`there is no driver ${show(name ?? "default")}; the client has ${Object.keys(driver ?? {}).join(", ") || "none"}`);
}

function updateOf(query: string, update: unknown): DataUpdate {
  const made = (typeof update === "function" ? { updateData: update } : update) as DataUpdate | null;
  for (const name of ["updateData", "updateDataOptimistic", "revertData"] as const) {
    if (typeof made !== "object" || made === null || !["function", "undefined"].includes(typeof made[name])) {
      throw new UsageError(`mutations: that of ${show(query)} is neither a function nor an object of functions`);
    }
  }
  return made!;
}

function check(own: RequestMeta): void {
  for (const name of ["onRequest", "onSuccess", "onError", "onAbort", "getData", "getError"] as const) {
    if (own[name] !== undefined && typeof own[name] !== "function") throw new UsageError(`${name} is not a function`);
  }
  const { cache = false, poll, requestsCapacity } = own;
  if (typeof cache !== "boolean" && !(typeof cache === "number" && cache >= 0)) throw new UsageError(`cache is ${show(cache)}; give seconds, or true for ever`);
  if (poll !== undefined && !(typeof poll === "number" && poll > 0)) throw new UsageError(`poll is ${show(poll)}; give seconds above 0`);
  if (requestsCapacity !== undefined && !(Number.isInteger(requestsCapacity) && requestsCapacity > 0)) {
    throw new UsageError(`requestsCapacity is ${show(requestsCapacity)}; give a whole number above 0`);
  }
}
