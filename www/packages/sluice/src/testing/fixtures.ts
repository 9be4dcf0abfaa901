import { UsageError, type AnyEndpoint, type Controller, type EndpointInterface } from "sluice";
import { json } from "./network.js";

/** The answer to one request. */
export interface Fixture {
  readonly endpoint: AnyEndpoint;
  readonly args: readonly unknown[];
  /** The response, or a function that gives it for the arguments. */
  readonly response: unknown;
  /** The request fails with `response`. */
  readonly error?: boolean;
  /** In ms of the client's clock, default 0. */
  readonly delay?: number;
}

interface Delayed {
  readonly endpoint: AnyEndpoint;
  /** In ms of the client's clock, default 0. */
  readonly delay?: number | Answering;
  /** The function runs after the delay, not at the call. */
  readonly delayCollapse?: boolean;
}

/** The answers to all requests of an endpoint. */
export interface Interceptor extends Delayed {
  /** The response, or a function that gives it for the arguments, or throws what the request fails with. */
  readonly response: unknown;
}

/** The network of an endpoint that has no function of its own. */
export interface FetchInterceptor extends Delayed {
  /** Gives the body as a JSON value, or a `Response`; what it throws means that no answer comes. */
  readonly fetchResponse: (input: string, init: RequestInit) => unknown;
}

type Answering = { bivariant(...args: readonly unknown[]): unknown }["bivariant"];

/** What answers requests in the place of their endpoints. */
export type MockFixture = Fixture | Interceptor | FetchInterceptor;

/** What a controller carries out instead of an endpoint. */
type StandIn = EndpointInterface & { readonly via?: (url: string, init: RequestInit) => Promise<Response> };

/** Waits for ms of the client's clock. */
type Wait = (ms: number, signal: AbortSignal | null | undefined) => Promise<void>;

/**
 * A controller of the same client whose requests fixtures answer. A fixture of the same endpoint and arguments
 * goes before interceptors, the first interceptor of an endpoint before others; what matches none reaches
 * the endpoint. Only the endpoint's function is replaced: sharing, order, layers and errors are as ever.
 */
export function mockController(controller: Controller, fixtures: readonly MockFixture[] | (() => readonly MockFixture[])): Controller {
  return controller.over((ways, { timers }) => {
    const wait: Wait = (ms, signal) =>
      new Promise((resolve, reject) => {
        const timer = timers.setTimeout(resolve, ms);
        signal?.addEventListener("abort", () => {
          timers.clearTimeout(timer);
          reject(signal.reason);
        });
      });
    const as = (endpoint: AnyEndpoint, args: readonly unknown[], key: string) => standIn(typeof fixtures === "function" ? fixtures() : fixtures, endpoint, args, key, wait);
    return {
      ...ways,
      fetch: (endpoint, args, key) => ways.fetch(endpoint, args, key, as(endpoint, args, key)),
      subscribe: (endpoint, args, command) => ways.subscribe(endpoint, args, command, as(endpoint, args, keyOf({ endpoint, args }))),
    };
  });
}

function standIn(fixtures: readonly MockFixture[], endpoint: AnyEndpoint, args: readonly unknown[], key: string, wait: Wait): StandIn | undefined {
  const exact = fixtures.find((fixture): fixture is Fixture => "args" in fixture && keyOf(fixture) === key);
  if (exact) {
    const { response, error, delay = 0 } = exact;
    const answer = () => {
      const given = responseOf(response, endpoint, args);
      if (error) throw given;
      return given;
    };
    return replaced(endpoint, (signal) => delivered(answer, delay, false, wait, signal));
  }
  const found = fixtures.find((fixture): fixture is Interceptor | FetchInterceptor => !("args" in fixture) && fixture.endpoint.testKey(key));
  if (!found) return undefined;
  const { delay = 0, delayCollapse: late = false } = found;
  const ms = Number(typeof delay === "function" ? delay(...args) : delay);
  if ("response" in found) return replaced(endpoint, (signal) => delivered(() => responseOf(found.response, endpoint, args), ms, late, wait, signal));
  if (endpoint.fetch) return replaced(endpoint, () => Promise.reject(new UsageError(`endpoint ${endpoint.name} has a function of its own: fetchResponse stands for a network that it does not use`)));
  const via: StandIn["via"] = async (url, init) => {
    const given = await delivered(() => found.fetchResponse.call(endpoint, url, init), ms, late, wait, init.signal);
    return given instanceof Response ? given : json(200, given);
  };
  return Object.create(endpoint, { via: { value: via } }) as StandIn;
}

/** What a fixture responds to arguments. */
function responseOf(response: unknown, endpoint: AnyEndpoint, args: readonly unknown[]): unknown {
  return typeof response === "function" ? (response as Answering).apply(endpoint, [...args]) : response;
}

/** Stores what fixtures respond. */
export async function storeFixtures(controller: Controller, fixtures: readonly Fixture[]): Promise<void> {
  for (const { endpoint, args, response, error } of fixtures) {
    const store = controller[error ? "setError" : "setResponse"] as (...given: readonly unknown[]) => Promise<void>;
    await store(endpoint, ...args, responseOf(response, endpoint, args));
  }
}

function replaced(endpoint: AnyEndpoint, run: (signal: AbortSignal) => unknown): StandIn {
  const value = (...given: readonly unknown[]) => run((given.at(-1) as { readonly signal: AbortSignal }).signal);
  return Object.create(endpoint, { fetch: { value } }) as StandIn;
}

/** What an answer gives, or throws, after some ms. */
async function delivered(answer: () => unknown, ms: number, late: boolean, wait: Wait, signal: AbortSignal | null | undefined): Promise<unknown> {
  let outcome = late ? undefined : attempt(answer);
  if (ms > 0) await wait(ms, signal);
  outcome ??= attempt(answer);
  return outcome();
}

function attempt(answer: () => unknown): () => unknown {
  try {
    const given = answer();
    if (given instanceof Promise) given.catch(() => {}); // it may be waited for later
    return () => given;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function keyOf({ endpoint, args }: Pick<Fixture, "endpoint" | "args">): string {
  return (endpoint.key as (...args: readonly unknown[]) => string)(...args);
}
