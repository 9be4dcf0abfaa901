import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launch, open } from "../lib/browser.js";
import { serve, type Server } from "../lib/server.js";

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
});
afterEach(() => context.close());

/** How many searches the server says it answered and saw cancelled. */
async function stats(page: Page): Promise<{ answered: number; cancelled: number }> {
  const response = await page.request.post(`${server.url}/api/getSearchStats`, { data: {} });
  return (await response.json()) as { answered: number; cancelled: number };
}

test("each keystroke aborts the search before it, and the server sees that", async () => {
  const { page, problems } = await open(context, server.url);
  const before = await stats(page);
  await page.getByText("600 ms", { exact: true }).click();
  await page.getByRole("combobox").pressSequentially("sao paulo", { delay: 60 });
  await page.getByRole("option", { name: /São Paulo/ }).first().waitFor();

  const rows = page.locator('[data-request="searchCities"]');
  expect(await rows.count()).toBe(9);
  expect(await rows.and(page.locator('[data-state="aborted"]')).count()).toBe(8);
  expect(await rows.and(page.locator('[data-state="answered"]')).count()).toBe(1);
  await expect.poll(async () => (await stats(page)).cancelled - before.cancelled).toBe(8);
  expect((await stats(page)).answered - before.answered).toBe(1);
  expect(problems).toEqual([]);
});

test("the list works by keyboard alone", async () => {
  const { page, problems } = await open(context, server.url);
  await page.getByRole("combobox").focus();
  await page.keyboard.type("kyot");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /Kyoto/ }).waitFor();
  expect(problems).toEqual([]);
});

test("while the server is down the page says so, and goes on when it is back", async () => {
  const own = await serve();
  const { page } = await open(context, own.url, /ERR_CONNECTION|Failed to load/);
  await page.getByRole("combobox").fill("oslo");
  await page.getByRole("option").first().waitFor();
  await own.stop("SIGKILL");
  await page.getByRole("combobox").fill("lima");
  const retry = page.getByRole("search").getByRole("button", { name: "Try again" });
  await retry.waitFor();
  const back = await serve([], own.port);
  await retry.click();
  await page.getByRole("option", { name: /Lima/ }).first().waitFor();
  await back.stop();
});
