import type { FetchFunction } from "../src/index.js";

/** What an answer may have beside its status. */
export interface AnswerOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request that the code under test has sent. The test answers it when it likes. */
export class NetworkCall {
  readonly url: string;
  readonly init: RequestInit;
  readonly headers: Headers;
  readonly signal: AbortSignal;
  readonly promise: Promise<Response>;
  #resolve!: (response: Response) => void;
  #reject!: (error: unknown) => void;

  constructor(url: string, init: RequestInit) {
    this.url = url;
    this.init = init;
    this.headers = new Headers(init.headers);
    this.signal = init.signal!;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const leave = () => this.#reject(this.signal.reason);
    if (this.signal.aborted) leave();
    else this.signal.addEventListener("abort", leave, { once: true });
  }

  /** The last part of the address. */
  get name(): string {
    return this.url.replace(/^.*\//, "");
  }

  /** The JSON body. */
  get data(): unknown {
    return JSON.parse(this.init.body as string);
  }

  get aborted(): boolean {
    return this.signal.aborted;
  }

  /** Answers with JSON. */
  answer(value: unknown, options: AnswerOptions = {}): void {
    this.text(JSON.stringify(value), "application/json", options);
  }

  /** Answers with a text of any type; `null` sends no type. */
  text(text: string, type: string | null, { status = 200, headers = {} }: AnswerOptions = {}): void {
    const response = new Response([204, 205, 304].includes(status) ? null : new TextEncoder().encode(text), { status, headers });
    if (type === null) response.headers.delete("content-type");
    else response.headers.set("content-type", type);
    this.respond(response);
  }

  /** Answers with the error envelope. */
  refuse(status: number, code: string, message: string, params?: unknown, headers?: Record<string, string>): void {
    this.answer({ error: { code, message, params } }, { status, headers });
  }

  /** Answers with whatever is given, a response or not. */
  respond(response: unknown): void {
    this.#resolve(response as Response);
  }

  /** No answer comes. */
  fail(error: unknown): void {
    this.#reject(error);
  }
}

/** A network in the test's hands: it keeps every call and answers none by itself. */
export class Network {
  readonly calls: NetworkCall[] = [];

  readonly fetch: FetchFunction = (url, init) => {
    const call = new NetworkCall(url, init);
    this.calls.push(call);
    return call.promise;
  };

  /** The latest call. */
  get last(): NetworkCall {
    const call = this.calls.at(-1);
    if (!call) throw new Error("nothing was sent");
    return call;
  }

  /** The names that were sent, in order. */
  get names(): string[] {
    return this.calls.map(({ name }) => name);
  }
}
