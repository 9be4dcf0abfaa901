import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { open } from "../lib/browser.js";
import { serve } from "../lib/server.js";

const site = atlas();

/** How many searches the server says it answered and saw cancelled. */
async function stats(page: Page): Promise<{ answered: number; cancelled: number }> {
  const response = await page.request.post(`${site.url}/api/getSearchStats`, { data: {} });
  return (await response.json()) as { answered: number; cancelled: number };
}

test("each keystroke aborts the search before it, and the server sees that", async () => {
  const { page, problems } = await open(site.context, site.url);
  const before = await stats(page);
  // None is answered before the next key, however slowly they follow each other.
  await page.route("**/api/searchCities", (route) => {
    const data = route.request().postDataJSON() as { query: string };
    return route.continue({ postData: { ...data, delay: data.query === "sao paulo" ? 0 : 5000 } });
  });
  for (const letter of "sao paulo") {
    const asked = page.waitForRequest("**/api/searchCities");
    await page.getByRole("combobox").press(letter === " " ? "Space" : letter);
    await (await asked).allHeaders(); // it has left the browser
  }
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
  const { page, problems } = await open(site.context, site.url);
  await page.getByRole("combobox").focus();
  await page.keyboard.type("kyot");
  // Until then the list is that of fewer letters, where another city may be the first.
  await page.locator('[role="listbox"]:not([data-stale])').waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: /Kyoto/ }).waitFor();
  expect(problems).toEqual([]);
});

test("the mark stays with its city when the list changes under it", async () => {
  const { page, problems } = await open(site.context, site.url);
  const input = page.getByRole("combobox");
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/searchCities", async (route) => {
    if ((route.request().postDataJSON() as { query: string }).query === "kyot") await released;
    await route.continue();
  });
  await input.fill("kyo");
  await page.getByRole("option", { name: "Kyosai" }).waitFor();
  const cities = await page.getByRole("option").allInnerTexts();
  await input.press("t");
  for (let i = cities.findIndex((city) => city.startsWith("Kyoto")); i >= 0; i--) await input.press("ArrowDown");
  release();
  await page.getByRole("option", { name: "Kyosai" }).waitFor({ state: "detached" });
  expect(await page.getByRole("option", { selected: true }).innerText()).toMatch(/^Kyoto/);
  expect(problems).toEqual([]);
});

test("while the server is down the page says so, and goes on when it is back", async () => {
  const own = await serve();
  const { page } = await open(site.context, own.url, /ERR_CONNECTION|Failed to load/);
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
