import type { Browser, BrowserContext, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launch, open } from "../lib/browser.js";
import { bundlePage, origin, reacts, servePage, type ReactVersion } from "../lib/pages.js";
import type { HooksPage } from "../pages/hooks.js";

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

declare const hooks: HooksPage;

describe.each(Object.keys(reacts) as ReactVersion[])("in React %s, in StrictMode", (version) => {
  let script: string;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];
  /** What was asked, and what is still to be answered. */
  let asked: string[];
  let held: Route[];
  let aborted: string[];

  beforeAll(async () => {
    script = await bundlePage(version, "hooks.tsx");
  });
  beforeEach(async () => {
    [asked, held, aborted] = [[], [], []];
    context = await browser.newContext();
    await servePage(context, script);
    await context.route(/\/(articles|api)\//, (route) => {
      const { pathname } = new URL(route.request().url());
      asked.push(pathname);
      if (pathname === "/api/session") return route.fulfill({ json: null });
      held.push(route);
      return undefined;
    });
    context.on("requestfailed", (request) => aborted.push(new URL(request.url()).pathname));
    ({ page, problems } = await open(context, origin, /the server responded with|ERR_ABORTED|The above error occurred|no such article/));
    await page.waitForFunction("globalThis.hooks");
    await page.evaluate(() => hooks.client.ready);
  });
  afterEach(async () => {
    // React 18 tells the page of an error that a boundary shows, too.
    expect(problems.filter((problem) => problem !== "ApiError: no such article")).toEqual([]);
    await context.close();
  });

  const mount = (scene: string) => page.evaluate((scene) => hooks.mount(scene), scene);
  const shows = (text: string) => expect.poll(() => page.evaluate(() => document.getElementById("root")!.innerText.replaceAll("\n", ""))).toBe(text);
  const answer = async (title: string, status = 200) => {
    await expect.poll(() => held.length).toBeGreaterThan(0);
    const route = held.shift()!;
    const id = route.request().url().split("/").at(-1)!;
    await route.fulfill({ status, json: status === 200 ? { id, title } : { error: { code: "article.unknown", message: title } } });
  };

  test("useSuspense suspends, sends once, and shows", async () => {
    await mount("suspended");
    await shows("…");
    await answer("one");
    await shows("oneone");
    expect(asked).toEqual(["/articles/1"]);
  });

  test("a transition keeps what is shown until the other data is there", async () => {
    await mount("transition");
    await answer("one");
    await shows("goone");
    await page.getByRole("button").click();
    await shows("goingone");
    await answer("two");
    await shows("gotwo");
    expect(asked).toEqual(["/articles/1", "/articles/2"]);
  });

  test("no commit shows two states of the data, when one is written while a transition is rendered", async () => {
    await page.evaluate(() => hooks.set("before"));
    await mount("slow");
    await page.getByRole("button").click();
    await expect.poll(() => page.locator("u").count()).toBe(40);
    await expect.poll(() => page.locator("u").last().textContent()).toBe("after,after,after,after");
    const { commits, writtenMeanwhile } = await page.evaluate(() => hooks.seen);
    expect(writtenMeanwhile).toBe(true);
    expect(commits.filter(({ length }) => length > 1)).toEqual([]);
    expect(commits.at(-1)).toEqual(["after"]);
    expect(asked.length).toBeLessThan(2); // what was set is fresh
  });

  test("an error boundary shows what was refused, and asks again when it is reset", async () => {
    await mount("bounded");
    await shows("…");
    await answer("no such article", 404);
    await shows("no such article");
    await page.evaluate(() => hooks.pass(1001));
    await page.getByRole("button").click();
    await shows("…");
    await answer("one");
    await shows("one");
    expect(asked).toEqual(["/articles/1", "/articles/1"]);
  });

  test("useFetch gives what use() takes", async () => {
    await mount("fetched");
    await shows(version === "19" ? "…" : "pending");
    await answer("one");
    await shows("one");
    await page.evaluate(() => hooks.set("two"));
    await shows("two");
    expect(asked).toEqual(["/articles/1"]);
  });

  test("useDLE and useError show loading, the error, and the data that comes in its place", async () => {
    await mount("dle");
    await shows("undefined true undefined true");
    await answer("no such article", 404);
    await shows("undefined false no such article true");
    await page.evaluate(() => hooks.set("one"));
    await mount("nothing");
    await page.evaluate(() => hooks.pass(1001));
    await mount("dle");
    await answer("two");
    await shows("two false undefined true");
    expect(asked).toEqual(["/articles/1", "/articles/1"]);
  });

  test("useApiRequest and useSession send once, and again when asked to", async () => {
    await mount("named");
    await shows("null true true");
    await expect.poll(() => held.length).toBe(1);
    await held.shift()!.fulfill({ json: "thing" });
    await shows("thing false true");
    await page.getByRole("button").click();
    await shows("thing true true");
    await expect.poll(() => held.length).toBe(1);
    await held.shift()!.fulfill({ json: "other" });
    await shows("other false true");
    expect(asked.sort()).toEqual(["/api/getThing", "/api/getThing", "/api/session"]);
  });

  test("useCancelling ends its request when it moves on, and not for the double mount", async () => {
    await mount("cancelled");
    await expect.poll(() => asked).toEqual(["/articles/1"]);
    expect(aborted).toEqual([]);
    await mount("cancelled 2");
    await expect.poll(() => aborted).toEqual(["/articles/1"]);
    held.shift();
    await answer("two");
    await shows("two");
    await mount("nothing");
    expect(aborted).toEqual(["/articles/1"]);
  });

  test("useDebounce follows what is typed, useLoading shows that a mutation is under way", async () => {
    await mount("typing");
    await page.getByRole("textbox").pressSequentially("news");
    await shows("news false false");
    await page.getByRole("button").click();
    await shows("news false true");
    await expect.poll(() => held.length).toBe(1);
    expect(held[0]!.request().postDataJSON()).toEqual({ title: "news" });
    await answer("news");
    await shows("news false false");
  });

  test("StateContext gives the present state, useClient and useController what the Provider was given", async () => {
    await mount("stated");
    await shows("0 true");
    await page.evaluate(() => hooks.set("one"));
    await shows("1 true");
  });

  test.each(["live", "subscribed"])("%s data is asked for again and again, until it is unmounted", async (scene) => {
    await mount(scene);
    for (const title of ["one", "two", "three"]) {
      await answer(title);
      await shows(title);
    }
    await mount("nothing");
    const later = () => new Promise((resolve) => setTimeout(resolve, 500)); // longer than from one poll to the next
    await later(); // one may be on its way
    const { length } = asked;
    while (held.length > 0) await answer("last");
    await later();
    expect(asked).toHaveLength(length);
  });
});
