import { json, type Call, type TestCall } from "./network.js";

type Answering = { bivariant(data: unknown, params: Readonly<Record<string, string>>, call: TestCall): unknown }["bivariant"];

/**
 * What a request is answered with: a JSON value, a `Response`, or a function that gives one of them, also
 * later. The function gets the body, the parameters of path and query, and the request. What it throws
 * means that no answer comes.
 */
export type Route = Answering | object | string | number | boolean | null;

/**
 * Routes by the name of a request, or by method and path as in `"GET /articles/:id"`: `:name` is a
 * segment, `*name` the rest, `{…}` may be missing.
 */
export type Routes = Readonly<Record<string, Route>>;

/** Answers a call, if there is a route for it. */
export function serve(routes: Routes, call: Call): void {
  const [path, query = ""] = call.name.split(/\?(.*)/s) as [string, string?];
  const own = Object.hasOwn(routes, path) ? path : undefined;
  for (const name of own === undefined ? Object.keys(routes) : [own]) {
    const match = name === own ? ({} as RegExpExecArray) : pattern(name)?.exec(path);
    if (!match) continue;
    const params = Object.fromEntries(new URLSearchParams(query));
    for (const [param, value] of Object.entries(match.groups ?? {})) if (value !== undefined) params[param] = decodeURIComponent(value);
    answer(routes[name]!, params, call).then((response) => call.answer(response), (cause: unknown) => call.fail(cause));
    return;
  }
}

async function answer(route: Route, params: Readonly<Record<string, string>>, call: Call): Promise<Response> {
  const body: unknown = typeof route === "function" ? await (route as Answering)(call.data, params, call) : route;
  return body instanceof Response ? body.clone() : json(200, body);
}

/** What a route's method and path stand for; `undefined` of one that is a name. */
function pattern(route: string): RegExp | undefined {
  if (!route.includes(" ")) return undefined;
  const source = route
    .replace(/[.+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{/g, "(?:")
    .replace(/\}/g, ")?")
    .replace(/([:*])([a-z_]\w*)/gi, (_, sign: string, name: string) => `(?<${name}>${sign === ":" ? "[^/]+" : ".+"})`);
  return new RegExp(`^${source}$`, "s");
}
