import { emptyBody, toBody } from "./body.js";
import type { ClientSide, Meter, OpenCall, StandIn } from "./call.js";
import type { Data } from "./data/data.js";
import { transmitEndpoint } from "./data/transmit.js";
import { bodyOf, requestOf, type EndpointInterface } from "./endpoint/index.js";
import { stepsOf } from "./steps/meta.js";
import type { Running } from "./life.js";
import type { Live } from "./live/live.js";
import type { Lengths } from "./managers/network.js";
import type { Pipeline } from "./managers/pipeline.js";
import { send, sendRaw, type Answer } from "./network.js";
import { addressOf, type ClientOptions, type HeaderMap } from "./options.js";
import type { ApiRequest } from "./request.js";
import { writeRetryOf } from "./retry.js";
import type { RequestsView } from "./steps/view.js";
import type { Actions } from "./steps/actions.js";
import type { RequestsStore } from "./steps/types.js";
import type { Requests } from "./requests/requests.js";
import type { Sweeper } from "./sweeper.js";
import { Tabs } from "./tabs.js";
import type { Writer } from "./wire.js";
import { writeOpen } from "./wire.gen.js";

/** Which address a request goes to, as core/effect.go numbers it. */
export const ROUTE_NAME = 0;
export const ROUTE_SESSION = 1;
export const ROUTE_LOGIN = 2;
export const ROUTE_REGISTER = 3;
export const ROUTE_LOGOUT = 4;
const ROUTE_ENDPOINT = 5;

/** The request of a call by name, as its functions see it. */
export interface NamedConfig {
  readonly url: string;
  /** In any case. */
  readonly method: string;
  readonly data?: unknown;
  readonly headers?: HeaderMap | undefined;
}

/** What the core has a client do: reach its server, the page and other tabs. */
export class Side implements ClientSide {
  readonly id: number;
  readonly data: Data;
  /** Tells other tabs, and hears of them. */
  readonly tabs: Tabs;
  live: Live | undefined;
  /** Called when nothing is in flight. */
  readonly idlers: (() => void)[] = [];
  pipeline: Pipeline | undefined;
  /** Instances of `Request`. */
  requests!: Requests;
  /** Called when a core is there. */
  opened = (_w: Writer): void => {};
  store: RequestsStore | undefined;
  actions!: Actions;
  view: RequestsView | undefined;
  viewed = false;
  /** For how long answers and errors are fresh, in ms. */
  lengths: Lengths = {};
  #options: ClientOptions;
  #baseUrl: string;
  #authUrl: string;

  constructor(id: number, options: ClientOptions, data: Data, heard: (note: number, user: string) => void, readonly sweeper: Sweeper) {
    const { baseUrl = "/api" } = options;
    this.id = id;
    this.data = data;
    this.#options = options;
    this.#baseUrl = baseUrl.replace(/\/+$/, "");
    const address = addressOf(`${this.#baseUrl}/`);
    this.#authUrl = address && /^([a-z][a-z\d+.-]*:)?\/\//i.test(baseUrl) ? address.origin : "";
    if (options.concurrency) data.origins = new Map([[address?.origin, 1]]);
    this.tabs = new Tabs(address?.href ?? this.#baseUrl, heard);
  }

  begin(running: Running): void {
    this.data.begin(running);
    this.live?.begin(running);
  }

  open(w: Writer): void {
    const { autoAbort, timeout = 0, retry, concurrency = 0 } = this.#options;
    const words = Array.isArray(autoAbort) ? (autoAbort as readonly string[]) : undefined;
    const { dataExpiryLength = NaN, errorExpiryLength = NaN } = this.lengths;
    writeRetryOf(w, retry);
    this.live?.connection!.options(w);
    writeOpen(w, this.id, words ? 2 : autoAbort === undefined ? 0 : 1, timeout, (words ?? []).join("\n"), dataExpiryLength, errorExpiryLength, this.ssr === "server" ? 1 : 0, this.#options.getNormalisationObjectKey || this.#options.shouldObjectBeNormalized ? 1 : 0, concurrency);
    this.live?.connection!.again(w);
    this.opened(w);
  }

  transmit(route: number, call: OpenCall | undefined, meter: Meter, signal: AbortSignal, config?: NamedConfig): Promise<Answer> {
    const { headers, credentials = "same-origin", fetch, now } = this.#options;
    if (route === ROUTE_ENDPOINT) return this.#transmitEndpoint(call!, signal, config);
    const answer = send(
      {
        // Without a call, the core asks for the session by itself.
        url: config?.url ?? this.#url(route, call?.request.name ?? "session"),
        ...(config?.method && { method: config.method.toUpperCase() }),
        body: config && config.data !== call!.request.data ? toBody(config.data) : (call?.body ?? emptyBody),
        headers,
        ownHeaders: config ? config.headers : call?.headers,
        // Logins and logouts are about a cookie: without it they would do nothing.
        credentials: route >= ROUTE_LOGIN ? "include" : credentials,
        fetch,
        now,
        limit: this.#limit,
        onUpload: call?.upload ? meter.upload : undefined,
        onDownload: call?.download ? meter.download : undefined,
      },
      signal,
    );
    // A logout gives null, whatever the server says to it beside its status.
    return route === ROUTE_LOGOUT ? answer.then((said) => (said.ok ? { ...said, value: null } : said)) : answer;
  }

  #transmitEndpoint({ endpoint: of, meta }: OpenCall, signal: AbortSignal, config: NamedConfig | undefined): Promise<Answer> {
    const { endpoint, args, as = endpoint } = of!;
    return transmitEndpoint(as, args, (signal) => this.request(as, args, signal, config), signal, this.#limit, this.#options.now, !meta?.driver);
  }

  get #limit(): number {
    return this.#options.maxResponseBytes ?? 67_108_864;
  }

  /** Sends the request of an endpoint that has no function of its own. */
  async request(endpoint: StandIn, args: readonly unknown[], signal: AbortSignal, config?: NamedConfig): Promise<Response> {
    const { headers, credentials = "same-origin", fetch } = this.#options;
    const { url: to, method, data, headers: ownHeaders } = config ?? this.jobOf(endpoint, args);
    const job = { url: to, method: method.toUpperCase(), body: endpoint.method === undefined ? toBody(data) : bodyOf(data) };
    // Outside of a page, paths are those of the host that baseUrl names.
    const url = globalThis.location || !job.url.startsWith("/") ? job.url : this.#authUrl + job.url;
    return sendRaw({ ...job, url, headers, ownHeaders, credentials, fetch: endpoint.via ?? fetch, limit: this.#limit, onDownload: undefined, onUpload: undefined }, signal);
  }

  /** What functions of a request of an endpoint see of it. */
  jobOf(endpoint: EndpointInterface, args: readonly unknown[]): NamedConfig {
    const { headers } = endpoint;
    if (endpoint.method === undefined) return { url: `${this.#baseUrl}/${endpoint.name}`, method: "post", data: args[0], headers };
    return { ...requestOf(endpoint, args), headers };
  }

  get options(): ClientOptions {
    return this.#options;
  }

  get ssr(): "server" | "client" | null {
    return this.#options.ssr ?? null;
  }

  /** Those of them that requests of endpoints go through. */
  get steps(): number {
    return stepsOf(this.#options, {});
  }

  /** What functions of a call by name see of it. */
  configOf({ name, data, headers }: ApiRequest): NamedConfig {
    return { url: this.#url(name === "session" ? ROUTE_SESSION : ROUTE_NAME, name), method: "post", data, headers };
  }

  navigate(): void {
    const { loginUrl = "/login", navigate = (url: string) => globalThis.location?.assign(url) } = this.#options;
    navigate(loginUrl);
  }

  idle(): void {
    for (const resolve of this.idlers.splice(0)) resolve();
  }

  #url(route: number, name: string): string {
    if (route <= ROUTE_SESSION) return `${this.#baseUrl}/${name}`;
    return `${this.#authUrl}/auth/${route === ROUTE_LOGIN ? "login" : route === ROUTE_REGISTER ? "register" : "logout"}`;
  }
}
