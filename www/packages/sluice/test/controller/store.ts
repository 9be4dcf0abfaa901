import { vi, type Mock } from "vitest";
import { collection, endpoint, entity, type Client, type ClientOptions, type Controller } from "../../src/index.js";
import { ready, setup, type Setup } from "../harness.js";

/** When the tests begin, in ms of the client's clock. */
export const T = 1_000_000;

export interface Id {
  readonly id: string;
}

export interface ArticleData extends Id {
  readonly title?: string;
  readonly votes?: number;
}

export const Article = entity<ArticleData>("Article");
export const User = entity<Id & { readonly username?: string; readonly age?: number }>("User", { indexes: ["username"] });
export const Post = entity("Post", { fields: { author: User }, defaults: { author: {} } });
export const Todo = entity("Todo");
export const todoList = collection([Todo]);
export const todos = endpoint({ path: "/todos", schema: todoList });

/** One run of an endpoint's function. The test answers it when it likes. */
export interface Run {
  readonly args: readonly unknown[];
  readonly signal: AbortSignal;
  answer(value: unknown): void;
  fail(error: unknown): void;
}

/** Endpoints whose functions are in the test's hands, and what they were asked. */
export interface Script {
  readonly runs: Run[];
  /** The latest run. */
  readonly last: Run;
  readonly fetch: Mock<(...args: unknown[]) => Promise<unknown>>;
}

export function script(): Script {
  const runs: Run[] = [];
  const fetch = vi.fn(
    (...args: unknown[]) =>
      new Promise<unknown>((answer, fail) => {
        const { signal } = args.pop() as { signal: AbortSignal };
        runs.push({ args, signal, answer, fail });
      }),
  );
  return { runs, fetch, get last() { return runs.at(-1)!; } };
}

/** The endpoints of the examples. */
export function endpoints(fetch: Script["fetch"]) {
  const of = <A extends readonly unknown[]>() => ({ fetch: fetch as unknown as (...args: A) => Promise<unknown> });
  return {
    get: endpoint({ name: "get", schema: Article, fetch: of<[{ id: string | number }]>().fetch }),
    list: endpoint({ name: "list", schema: [Article], fetch }),
    note: endpoint({ name: "note", fetch }),
    update: endpoint({ name: "update", schema: Article, sideEffect: true, fetch }),
    getUser: endpoint({ name: "getUser", schema: User, fetch }),
    users: endpoint({ name: "users", schema: [User], fetch }),
    getPost: endpoint({ name: "getPost", schema: Post, fetch }),
  };
}

export interface Store extends Setup, Script, ReturnType<typeof endpoints> {
  readonly client: Client;
  readonly controller: Controller;
  readonly clock: { now: number };
}

function over(made: Setup, clock: { now: number }): Store {
  const scripted = script();
  return Object.defineProperties({ ...endpoints(scripted.fetch), ...made, controller: made.client.controller, clock } as unknown as Store, Object.getOwnPropertyDescriptors(scripted));
}

/** A client with an empty store, a clock that stands at {@link T}, and the endpoints of the examples. */
export async function store(options: ClientOptions = {}): Promise<Store> {
  const clock = { now: T };
  return over(await ready({ now: () => clock.now, ...options }), clock);
}

/** The same while the core is still loading. */
export function loadingStore(options: ClientOptions = {}): Store {
  const clock = { now: T };
  return over(setup({ now: () => clock.now, ...options }), clock);
}

/** Counts how often what is watched is told. */
export function watched(watch: { subscribe(listener: () => void): () => void }): Mock<() => void> {
  const told = vi.fn<() => void>();
  watch.subscribe(told);
  return told;
}
