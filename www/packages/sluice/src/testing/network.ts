import { UsageError } from "sluice";

/** A request that a test client has sent. */
export interface TestCall {
  /** Of a named request its name, else method and url as in `"GET /articles/5?page=2"`; without the origin, if that is the one of `baseUrl`. */
  readonly name: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  /** The body: parsed where it is JSON, `undefined` where there is none. */
  readonly data: unknown;
  readonly signal: AbortSignal;
  /** It was answered, has failed or was aborted. */
  readonly settled: boolean;
}

/** One request, and the answer to it. */
export class Call implements TestCall {
  readonly name: string;
  readonly method: string;
  readonly headers: Headers;
  readonly data: unknown;
  readonly signal: AbortSignal;
  readonly response: Promise<Response>;
  settled = false;
  #resolve!: (response: Response) => void;
  #reject!: (cause: unknown) => void;

  constructor(
    baseUrl: string,
    readonly url: string,
    init: RequestInit,
  ) {
    this.method = init.method ?? "GET";
    const [origin] = /^[a-z][a-z\d+.-]*:\/\/[^/]+(?=\/)|/i.exec(baseUrl)!;
    const named = this.method === "POST" && url.startsWith(`${baseUrl}/`);
    this.name = named ? url.slice(baseUrl.length + 1) : `${this.method} ${url.startsWith(`${origin}/`) ? url.slice(origin.length) : url}`;
    this.headers = new Headers(init.headers);
    const { body } = init;
    const isJson = typeof body === "string" && this.headers.get("content-type")?.includes("json");
    this.data = isJson ? JSON.parse(body) : (body ?? undefined);
    this.signal = init.signal ?? new AbortController().signal;
    this.response = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const leave = () => this.fail(this.signal.reason);
    if (this.signal.aborted) leave();
    else this.signal.addEventListener("abort", leave, { once: true });
  }

  answer(response: Response): void {
    this.settled = true;
    this.#resolve(response);
  }

  fail(cause: unknown): void {
    this.settled = true;
    this.#reject(cause);
  }

  /** Throws {@link UsageError} if it was settled before. */
  needOpen(): void {
    if (this.settled) throw new UsageError(`${this.name} has been answered, or was aborted`);
  }
}

/** A response with a JSON body; `undefined` gives none. */
export function json(status: number, body: unknown): Response {
  const headers = { "content-type": "application/json" };
  return new Response(body === undefined || [204, 205, 304].includes(status) ? null : JSON.stringify(body), { status, headers });
}
