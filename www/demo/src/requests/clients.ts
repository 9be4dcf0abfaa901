import { createClient, fetchDriver, type Client } from "sluice";

import { EventLog } from "./event-log";

/** What the requests of this page go through. */
export const events = new EventLog();

/** The clients of this page. They share the core with that of the other pages. */
export interface Clients {
  /** Its requests go to the server's routes. */
  readonly routes: Client;
  /** Its requests go by `fetch`, to any address: one, or several at once. */
  readonly fetching: Client;
}

let made: Clients | undefined;

/** Makes them when the page is first shown; afterwards they stay. */
export function clients(): Clients {
  return (made ??= {
    routes: createClient(events.interceptors),
    fetching: createClient({ ...events.interceptors, driver: fetchDriver(undefined, { baseURL: "/api" }) }),
  });
}
