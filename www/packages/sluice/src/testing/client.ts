import { UsageError, createClient, type Client, type ClientOptions } from "sluice";
import { VirtualClock, type TestClock } from "./clock.js";
import { Call, json, type TestCall } from "./network.js";
import { serve, type Routes } from "./routes.js";
import { turns } from "./turns.js";

/** Options of {@link createTestClient}: those of a client, and its answers. */
export interface TestOptions extends Omit<ClientOptions, "fetch" | "now"> {
  /** What is answered by itself. Other requests wait for {@link TestNetwork.answer}. */
  readonly routes?: Routes;
  /** When the client's time begins, in ms. Default 1,000,000,000,000. */
  readonly now?: number;
}

/** The network of a test client. Its promises resolve when all that follows from the answer is done. */
export interface TestNetwork {
  /** All requests that were sent, in their order. */
  readonly calls: readonly TestCall[];
  /** Answers a request with a JSON body, `undefined` for an empty one; or with a `Response`, whose status is its own. */
  answer(call: TestCall, status: number, body?: unknown): Promise<void>;
  /** No answer comes to a request. */
  fail(call: TestCall, cause?: unknown): Promise<void>;
}

/** What {@link createTestClient} gives. */
export interface TestClient {
  readonly client: Client;
  readonly clock: TestClock;
  readonly network: TestNetwork;
}

/** Makes a client whose time and network are in the test's hands. End it by `client.close()`. */
export function createTestClient({ routes = {}, now = 1e12, ...options }: TestOptions = {}): TestClient {
  const calls: Call[] = [];
  const baseUrl = (options.baseUrl ?? "/api").replace(/\/+$/, "");
  const clock = new VirtualClock(now, () => client.ready.catch(() => {}));
  const client = createClient({
    ...options,
    now: () => clock.now,
    timers: clock,
    fetch: (url, init) => {
      const call = new Call(baseUrl, url, init);
      calls.push(call);
      serve(routes, call);
      return call.response;
    },
  });
  const settle = (call: TestCall | undefined, with_: (call: Call) => void): Promise<void> => {
    if (!call) throw new UsageError("there is no such call; before `await client.ready` little is sent");
    (call as Call).needOpen();
    with_(call as Call);
    return turns();
  };
  const network: TestNetwork = {
    calls,
    answer: async (call, status, body) => settle(call, (call) => call.answer(body instanceof Response ? body : json(status, body))),
    fail: async (call, cause = new TypeError("the network is down")) => settle(call, (call) => call.fail(cause)),
  };
  return { client, clock, network };
}
