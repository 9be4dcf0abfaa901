import type { FetchFunction, HeaderMap } from "../options.js";
import { headersOver } from "../network.js";
import type { DriverActions } from "../steps/driver.js";
import type { RequestAction } from "../steps/types.js";
import { cancellable, type Cancellable } from "./cancellable.js";
import { exchange } from "./exchange.js";
import { operationBody } from "./operation.js";

/** What {@link graphqlDriver} sends. */
export interface GraphqlRequest {
  /** The text of the operation, see {@link gql}. */
  readonly query: string;
  /** Files among them, however deep, are uploaded. */
  readonly variables?: object | undefined;
  /** Beside those of the body. */
  readonly headers?: HeadersInit | HeaderMap | undefined;
}

/** Options of {@link graphqlDriver}. */
export interface GraphqlDriverOptions {
  /** Where the server is. */
  readonly url: string;
  /** Default the host's, as it is when a request is made. */
  readonly fetch?: FetchFunction | undefined;
}

/**
 * Makes a driver of a GraphQL server. An answer with `errors` or without data rejects with the `Response`, whose
 * `data` is the whole body: `{ data, errors }`.
 */
export function graphqlDriver({ url, fetch }: GraphqlDriverOptions): (request: GraphqlRequest, action: RequestAction, driverActions: DriverActions) => Cancellable<{ readonly data: unknown }> {
  return (request, _action, actions) =>
    cancellable(request, actions, async (signal) => {
      const body = operationBody(request.query, request.variables);
      const type = typeof body === "string" ? "application/json" : undefined; // that of a form has its boundary
      const headers = headersOver({ accept: "application/json" }, request.headers, { "content-type": type });
      const response = await exchange(fetch, { url, method: "POST", headers, body }, actions, signal);
      const said = response.data as { data?: unknown; errors?: unknown } | null;
      if (said?.errors || said?.data === undefined) throw response as unknown;
      return { data: said.data };
    });
}

/** Joins the text of a query with what is put into it, and trims it. */
export function gql(strings: readonly string[], ...parts: readonly unknown[]): string {
  return String.raw({ raw: strings }, ...parts).trim();
}
