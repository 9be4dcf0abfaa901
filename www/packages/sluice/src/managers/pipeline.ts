import type { OpenCall, Transfer } from "../call.js";
import type { Controller } from "../controller.js";
import type { AnyEndpoint } from "../infer.js";
import { refused } from "../refused.js";
import type { Which } from "../which.js";
import { isNull, keyOf, listOf } from "../data/question.js";
import { jsonOf } from "../data/transmit.js";
import { UsageError, isAbort } from "../errors.js";
import { valueOf } from "../value.js";
import type { Schema } from "../schema/index.js";
import { patiently } from "../timer.js";
import { actionTypes, commit, nameOf, untaken, type Action, type ActionMeta, type Dispatch, type Manager, type Methods } from "./action.js";

const { FETCH_TYPE, SET_RESPONSE_TYPE } = actionTypes;

/** What managers of ours need of a client beside its controller. */
export interface Inside {
  /** The methods as they are without managers. */
  readonly raw: Methods;
  /** Carries out a request. */
  readonly perform: Dispatch;
}

const insides = new WeakMap<Controller, Inside>();

/** What is inside of a controller that has managers. */
export function insideOf(controller: Controller): Inside {
  return insides.get(controller)!;
}

/** What makes an action of what a method was given; else that is an endpoint and arguments. */
const makers: Readonly<Record<string, (...given: never) => Partial<Action>>> = {
  set: (schema: Schema, args: unknown, value: unknown) => ({ schema, args: listOf(args), value }),
  setResponse: (endpoint: AnyEndpoint, ...rest: readonly unknown[]) => ({ endpoint, args: rest.slice(0, -1), response: rest.at(-1) }),
  resetEntireStore: () => ({}),
  invalidateAll: meant,
  expireAll: meant,
};

function meant(which: Which): Partial<Action> {
  return { testKey: (key) => which.testKey(key) };
}

/** Has all that a client's controller is asked to do, and all that endpoints answer, go through middlewares. */
export class Pipeline {
  #now: () => number;
  #run: Dispatch = () => Promise.reject(new UsageError("dispatch: the managers are not there yet"));
  /** Requests that nobody has carried out yet, and answers that are not stored yet, by type and request id. */
  #open = new Map<string, Dispatch>();
  /** What comes of the actions of requests that somebody carries out. */
  #sent = new WeakMap<Promise<unknown>, () => Promise<unknown> | undefined>();

  constructor(controller: Controller, now: () => number, managers: readonly Manager[]) {
    this.#now = now;
    const raw: Methods = { ...(controller as unknown as Methods) };
    insides.set(controller, { raw, perform: (action) => this.#take(action) ?? untaken(action.endpoint) });
    Object.assign(controller, this.#methods(raw));
    const end: Methods = { ...raw, fetch: untaken, subscribe: untaken, unsubscribe: async () => {} };
    const made = managers.map((manager) => (manager.middleware ?? manager.getMiddleware!())(controller));
    this.#run = made.reduceRight<Dispatch>(
      (next, middleware) => middleware(next) as Dispatch,
      (action) => (action.type === FETCH_TYPE ? untaken(action.endpoint) : (this.#take(action) ?? commit(end, action))),
    );
  }

  /** Carries out what an action is for, once. */
  #take(action: Action): Promise<unknown> | undefined {
    const id = idOf(action);
    const take = this.#open.get(id);
    this.#open.delete(id);
    return take?.(action);
  }

  /** Sends an action through the middlewares, with what can be said of it. `response` is asked for when it is read. Never throws. */
  #act(given: Action, response?: () => unknown): Promise<unknown> {
    try {
      const { endpoint, args = [], meta } = given;
      const key = endpoint && keyOf(endpoint, args);
      const action: Action = { ...given, ...(endpoint && { key }), meta: { args, key: key!, fetchedAt: this.#now(), ...meta } };
      if (response) Object.defineProperty(action, "response", { get: response, enumerable: true, configurable: true });
      return Promise.resolve(this.#run(action));
    } catch (error) {
      return refused(error);
    }
  }

  /** The methods of a controller as actions. */
  #methods(raw: Methods): object {
    const made: Record<string, (...given: never) => unknown> = {};
    for (const type of Object.values(actionTypes)) {
      const name = nameOf(type);
      const maker = makers[name];
      if (raw[name]) {
        made[name] = (...given: readonly unknown[]) => {
          const [endpoint, ...args] = given as [AnyEndpoint, ...unknown[]];
          if (!maker && isNull(args)) return Promise.resolve();
          return this.#act({ type, ...(maker ? maker(...(given as never)) : { endpoint, args }) });
        };
      }
    }
    const type = SET_RESPONSE_TYPE;
    const setError = (...given: readonly unknown[]) => this.#act({ type, ...makers.setResponse!(...(given as never)), error: true });
    const resolve = (endpoint: AnyEndpoint, { fetchedAt = this.#now(), requestId = 0, ...said }: Partial<ActionMeta>) =>
      this.#act({ type, endpoint, ...said, meta: { fetchedAt, requestId } as ActionMeta });
    const fetch = (...given: readonly unknown[]) => this.#outer(raw.fetch!(...given));
    const dispatch = (action: Action) => (action.type === FETCH_TYPE ? fetch(action.endpoint, ...action.args!) : this.#act(action));
    return { ...made, setError, receiveError: setError, receive: made.setResponse, resolve, fetch, dispatch };
  }

  /** The promise of a request: who carries it out may still fail after it was answered. */
  #outer(promise: Promise<unknown>): Promise<unknown> {
    const outer = promise.then(async (value) => {
      await this.#sent.get(promise)?.();
      return value;
    });
    promise.catch((error: unknown) => {
      if (isAbort(error)) outer.catch(() => {});
    });
    return outer;
  }

  /** The core wants a request to be carried out, with `start`. If a middleware fails, `fail` ends it. */
  begin(call: OpenCall, poll: boolean, start: () => Promise<void>, fail: (cause: unknown) => void): void {
    let taken = false;
    const action = this.#await(call, FETCH_TYPE, async ({ endpoint, args }) => {
      taken = true;
      Object.assign(call, { endpoint: { ...call.endpoint, endpoint, args } });
      const over = start();
      return poll ? over : call.promise;
    });
    this.#sent.set(call.promise, () => (taken ? sent : undefined));
    const sent = this.#act(action);
    sent.catch((error: unknown) => {
      if (!taken) fail(error);
    });
  }

  /** A request is answered; `conclude` gives the outcome of the transfer to the core. */
  answered(call: OpenCall, transfer: Transfer, conclude: () => void): void {
    const { answer, cause } = transfer;
    const { endpoint } = call.endpoint!;
    let made: { readonly value: unknown } | undefined;
    const response = () => (made ??= { value: answer ? valueOf(answer) : cause }).value;
    let over = false;
    const end = (outcome?: Partial<Transfer>) => {
      over = true;
      Object.assign(transfer, outcome);
      conclude();
    };
    const fail = (cause: unknown) => end({ answer: undefined, cause });
    const action = this.#await(call, SET_RESPONSE_TYPE, async (given) => {
      const as = Object.getOwnPropertyDescriptor(given, "response")?.get === response;
      if (given.error) fail(given.response);
      else if (as || (answer && given.response === response())) end();
      else {
        const value = given.response;
        const text = endpoint.schema === undefined && !endpoint.update ? "" : jsonOf(endpoint.name, value);
        end({ answer: { status: 200, ok: true, kind: 1, note: 0, retryAfter: 0, text, value } });
      }
      if (endpoint.sideEffect) await patiently();
    });
    this.#act(answer ? action : { ...action, error: true }, response).catch((error: unknown) => {
      if (!over) fail(error);
    });
  }

  /** The action for something that is done, by `take`, when the action has come through. */
  #await(call: OpenCall, type: string, take: Dispatch): Action {
    const { id, started, endpoint: of } = call;
    const { endpoint, args } = of!;
    const action = { type, endpoint, args, meta: { fetchedAt: started, requestId: id } as ActionMeta };
    this.#open.set(idOf(action), take);
    call.onClose.push(() => this.#open.delete(idOf(action)));
    return action;
  }
}

function idOf({ type, meta }: Action): string {
  return `${type} ${meta?.requestId}`;
}
