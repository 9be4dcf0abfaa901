import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { launch } from "./browser.js";
import { serve, type Server } from "./server.js";

/** What the tests of a file share: a server and a browser, and a context of its own for each test. */
export interface Atlas {
  readonly url: string;
  readonly context: BrowserContext;
}

/** Starts server and browser for the tests of the file that calls it, and ends them afterwards. */
export function atlas(): Atlas {
  let server: Server;
  let browser: Browser;
  let context: BrowserContext;
  beforeAll(async () => {
    [server, browser] = await Promise.all([serve(), launch()]);
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    context.setDefaultTimeout(25_000); // before the test's own, which would not say what was waited for
  });
  afterEach(() => context.close());
  return {
    get url() {
      return server.url;
    },
    get context() {
      return context;
    },
  };
}
