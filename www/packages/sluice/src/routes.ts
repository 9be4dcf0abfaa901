import { emptyBody } from "./body.js";
import type { Meter, OpenCall } from "./call.js";
import { send, type Answer } from "./network.js";
import { addressOf, type ClientOptions } from "./options.js";

/** Which address a request goes to, as core/effect.go numbers it. */
export const ROUTE_NAME = 0;
export const ROUTE_SESSION = 1;
export const ROUTE_LOGIN = 2;
export const ROUTE_REGISTER = 3;
export const ROUTE_LOGOUT = 4;

/** The addresses of a client's server, and how requests are sent there. */
export class Routes {
  /** Tells this server from others. */
  readonly scope: string;
  #options: ClientOptions;
  #baseUrl: string;
  #authUrl: string;

  constructor(options: ClientOptions) {
    const { baseUrl = "/api" } = options;
    this.#options = options;
    this.#baseUrl = baseUrl.replace(/\/+$/, "");
    const address = addressOf(`${this.#baseUrl}/`);
    this.#authUrl = address && /^([a-z][a-z\d+.-]*:)?\/\//i.test(baseUrl) ? address.origin : "";
    this.scope = address?.href ?? this.#baseUrl;
  }

  /** Sends what a call carries; without a call, the core asks for the session by itself. */
  send(route: number, call: OpenCall | undefined, meter: Meter, signal: AbortSignal): Promise<Answer> {
    const { headers, credentials = "same-origin", fetch } = this.#options;
    const answer = send(
      {
        url: this.#url(route, call?.request.name ?? "session"),
        body: call?.body ?? emptyBody,
        headers,
        ownHeaders: call?.headers,
        // Logins and logouts are about a cookie: without it they would do nothing.
        credentials: route >= ROUTE_LOGIN ? "include" : credentials,
        fetch,
        onUpload: call?.measureUpload ? meter.upload : undefined,
        onDownload: call?.measureDownload ? meter.download : undefined,
      },
      signal,
    );
    // A logout gives null, whatever the server says to it beside its status.
    return route === ROUTE_LOGOUT ? answer.then((said) => (said.status < 300 ? { ...said, value: null } : said)) : answer;
  }

  #url(route: number, name: string): string {
    if (route <= ROUTE_SESSION) return `${this.#baseUrl}/${name}`;
    return `${this.#authUrl}/auth/${route === ROUTE_LOGIN ? "login" : route === ROUTE_REGISTER ? "register" : "logout"}`;
  }
}
