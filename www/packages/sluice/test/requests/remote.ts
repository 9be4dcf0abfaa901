import { onTestFinished } from "vitest";
import { Request, types, type Client, type ClientOptions, type Operation, type RequestResolver, type Result } from "../../src/index.js";
import { createTestClient, type TestClient } from "../../src/testing.js";
import { turn, wasm } from "../harness.js";

/** One call of a resolver. The test answers it when it likes. */
export interface Sent {
  readonly request: Request<object>;
  readonly signal: AbortSignal;
  readonly progress: (value: unknown) => void;
  /** Answers, and lets everything run that follows. */
  answer(value: unknown): Promise<void>;
  fail(error: unknown): Promise<void>;
}

/** A resolver in the test's hands: it keeps what it was given and answers nothing by itself. */
export class Remote {
  readonly calls: Sent[] = [];

  readonly resolve: RequestResolver = (request, { signal, progress }) =>
    new Promise((resolve, reject) => {
      this.calls.push({
        request,
        signal,
        progress,
        answer: (value) => (resolve(value), turn()),
        fail: (error) => (reject(error), turn()),
      });
    });

  /** How many times it was called. */
  get net(): number {
    return this.calls.length;
  }

  get last(): Sent {
    return this.calls.at(-1)!;
  }
}

/** Members that a request of these tests has. */
export interface Members {
  readonly type?: Operation;
  readonly signature?: unknown;
  readonly cacheable?: unknown;
  readonly expires?: unknown;
}

/** A request with any members; its signature is `"s"` unless said otherwise. */
export class Any extends Request<object> {
  constructor({ signature, ...members }: Members = { signature: "s" }, options: object = {}) {
    super(options);
    Object.assign(this, { signature: () => signature }, members);
  }
}

const { operation } = types;
const of = (type: Operation) => (members: Members = {}): Any => new Any({ type, signature: "s", ...members });
export const R = of(operation.read);
export const U = of(operation.update);
export const C = of(operation.create);
export const D = of(operation.delete);

export interface Scene extends TestClient {
  readonly remote: Remote;
  /** Resolves a request that somebody takes. */
  resolve(request: Request<object>): Result;
}

/** A running client, on a clock of the test's, whose library gives all requests to a remote. */
export async function scene(options: Omit<ClientOptions, "now"> = {}): Promise<Scene> {
  const made = createTestClient({ wasm, ...options });
  onTestFinished(() => made.client.close());
  await made.client.ready;
  return withRemote(made);
}

export function withRemote<M extends { readonly client: Client }>(made: M): M & Pick<Scene, "remote" | "resolve"> {
  const remote = new Remote();
  made.client.library.register(Request, remote.resolve);
  return { ...made, remote, resolve: (request) => made.client.resolve(request)! };
}

/** What listeners of a Result see. */
export function seen(result: Result): unknown[] {
  const states: unknown[] = [];
  result.subscribe(({ state, value }) => states.push([state, value]));
  return states;
}

/** A source that goes on after its first success, as a user makes one. */
export function source(): Pick<Result, "state" | "value" | "subscribe"> & { become(state: string, value?: unknown): void; listeners: number } {
  const listeners = new Set<(result: never) => void>();
  return {
    state: "pending",
    value: undefined,
    get listeners() {
      return listeners.size;
    },
    subscribe(listener: (result: never) => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    become(state: string, value?: unknown) {
      Object.assign(this, { state, value });
      for (const listener of listeners) listener(this);
    },
  } as never;
}
