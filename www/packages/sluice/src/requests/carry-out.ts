import { readAnswer } from "../endpoint/index.js";
import { ApiError, NetworkError } from "../errors.js";
import type { Request } from "./request.js";
import { INSIDE, failedRequest, within, type Resolution } from "./resolution.js";
import { Live, type Context, type ResolverContext, type Result } from "./result.js";
import { Outcome } from "./types.js";

/**
 * Carries out requests. Gives `null` or `undefined` at once if a request is not its own; else the answer,
 * a promise of it or of a `Response`, a value of `types.result`, or a Result, which is followed.
 */
export type RequestResolver<R extends Request<object> = Request<object>> = {
  // As a method, so that it may be one for a certain class: who asks it knows.
  resolve(request: R, context: ResolverContext): unknown;
}["resolve"];

/** Has a resolver carry out a request. Gives nothing if it does not take it. */
export function carryOut(resolver: RequestResolver, resolution: Resolution): Live | undefined {
  const live = new Live(!resolution.read);
  live.become("pending");
  const context: Context = {
    get signal() {
      return live.signal;
    },
    progress: (value) => live.become("progress", value),
    [INSIDE]: resolution,
  };
  try {
    const answer = within(resolution, () => resolver(resolution.request, context));
    if (answer == null) return undefined;
    // What a cache gives is the Result that others hold, too.
    if (answer === resolution.result && answer instanceof Live) return answer;
    take(live, answer, resolution);
  } catch (error) {
    live.become("failure", error);
  }
  resolution.result = live as unknown as Result;
  return live;
}

function take(live: Live, answer: unknown, resolution: Resolution): void {
  const failed = (error: unknown) => live.become("failure", error);
  const succeeded = (value: unknown) => live.become("success", value);
  const came = (value: unknown) => {
    if (value instanceof Outcome) live.become(value.state, value.value);
    else if (value instanceof Response) {
      const of = failedRequest(resolution.request);
      const broken = (cause: unknown) => failed(cause instanceof ApiError ? cause : new NetworkError(of, cause));
      readAnswer(value, {}, of, resolution.home.limit).then(succeeded, broken);
    } else succeeded(value);
  };
  if (isResult(answer)) live.follow(answer);
  else if (typeof (answer as PromiseLike<unknown>).then === "function") Promise.resolve(answer).then(came, failed);
  else if (answer instanceof Response) succeeded(answer);
  else came(answer);
}

/** Whether something is a Result, of ours or of the user's making. */
function isResult(x: unknown): x is Result {
  const { state, subscribe } = x as Partial<Result>;
  return typeof state === "string" && typeof subscribe === "function";
}
