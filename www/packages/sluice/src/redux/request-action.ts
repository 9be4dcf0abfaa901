import type { RequestAction, ResponseAction, TypedRequest } from "./types.js";

/** An action as anybody may have made it. */
interface Loose {
  readonly type?: unknown;
  readonly payload?: Loose | null;
  readonly request?: unknown;
  readonly response?: unknown;
  readonly subscription?: unknown;
  readonly meta?: Readonly<Record<string, unknown>> | null;
}

const signs = ["url", "query", "promise", "response", "error"];

/**
 * Whether an action asks for something: it has a `request` (of its own, or in its payload) that is a list, or has one of
 * `url`, `query`, `promise`, `response`, `error`. One with a `response` beside it is an answer, not a request.
 */
export function isRequestAction(action: unknown): action is TypedRequest {
  if (typeof action !== "object" || action === null) return false;
  const loose: Loose = action;
  const { payload } = loose;
  const { request, response } = payload || loose;
  if (typeof request !== "object" || request === null || response !== undefined || payload instanceof Error) return false;
  return Array.isArray(request) || signs.some((name) => (request as Readonly<Record<string, unknown>>)[name] !== undefined);
}

/** White space, commas and comments, which GraphQL ignores, and the word. */
const mutates = /^(?:[\s,\ufeff]|#[^\n\r]*[\n\r])*mutation\b/;

/** Whether a request asks for data, rather than to change something: `meta.asMutation` decides; without it the method, or the GraphQL text. */
export function isRequestActionQuery(action: RequestAction): boolean {
  return asQuery(action) ?? reads(requestOf(action));
}

/** What `meta.asMutation` says. */
export function asQuery({ meta }: RequestAction): boolean | undefined {
  return meta?.asMutation === undefined ? undefined : !meta.asMutation;
}

function reads(request: unknown): boolean {
  if (Array.isArray(request)) return request.every(reads);
  const { query, method } = (request ?? {}) as { readonly query?: unknown; readonly method?: unknown };
  if (typeof query === "string") return !mutates.test(query);
  return method === undefined || method === null || (typeof method === "string" && method.toUpperCase() === "GET");
}

/** What is asked for. */
export function requestOf(action: RequestAction): unknown {
  return (action.payload || action).request;
}

/** Whether an action tells of a request's end: it has the request in `meta.requestAction`. */
export function isResponseAction(action: unknown): action is ResponseAction {
  return typeof action === "object" && action !== null && Boolean((action as Loose).meta?.["requestAction"]);
}

/** Whether an action asks for a subscription. */
export function isSubscriptionAction(action: Loose): boolean {
  return (action.payload || action).subscription !== undefined;
}

/** Whether an action without a request changes data. */
export function isLocalMutation({ meta }: Loose): boolean {
  if (typeof meta !== "object" || meta === null) return false;
  const { localData, mutations } = meta;
  if (localData !== undefined) return true;
  return typeof mutations === "object" && mutations !== null && Object.values(mutations).some((update: { local?: unknown } | null | undefined) => update?.local);
}
