import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { open, register } from "../lib/browser.js";

const site = atlas();

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const state = (page: Page) => expect.poll(() => page.locator(".state").textContent());
const star = (page: Page, country: string) => page.getByRole("button", { name: `Favourite ${country}`, exact: true });
const marked = (page: Page, country: string) => expect.poll(() => star(page, country).getAttribute("aria-pressed"));

test("a query in a Redux store is loaded, aborted and reset", async () => {
  const { page, problems } = await open(site.context, `${site.url}/redux/`);
  await state(page).toBe("pending 0 · asked · no error · 250 countries");
  await press(page, "Load in 3 seconds");
  await state(page).toBe("pending 1 · asked · no error · 250 countries");
  await press(page, "Abort");
  await state(page).toBe("pending 0 · asked · no error · 250 countries");
  await press(page, "Reset");
  await state(page).toBe("pending 0 · pristine · no error · 0 countries");
  await press(page, "Load in 3 seconds");
  await state(page).toBe("pending 1 · asked · no error · 0 countries");
  await press(page, "Load");
  await state(page).toBe("pending 0 · asked · no error · 250 countries");
  expect(problems).toEqual([]);
});

test("a star is there at once, stays if the server takes it, and goes if it does not", async () => {
  const { page, problems } = await open(site.context, `${site.url}/redux/`, /401/);
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/api/addFavourite", async (route) => {
    await released;
    await route.continue();
  });
  await star(page, "Fiji").click();
  await star(page, "Peru").click();
  await marked(page, "Fiji").toBe("true");
  await marked(page, "Peru").toBe("true");
  release();
  await marked(page, "Fiji").toBe("false");
  await marked(page, "Peru").toBe("false");
  await expect.poll(() => page.getByText("log in to keep it").count()).toBe(2);

  await register(page, site.url);
  await page.goto(`${site.url}/redux/`);
  await star(page, "Fiji").focus();
  const taken = page.waitForResponse("**/api/addFavourite");
  await page.keyboard.press("Enter");
  await marked(page, "Fiji").toBe("true");
  expect((await taken).status()).toBe(200);
  await page.reload();
  await marked(page, "Fiji").toBe("true");
  await press(page, "Favourite Fiji");
  await marked(page, "Fiji").toBe("false");
  expect(problems).toEqual([]);
});

test("who logs in to keep a star comes back to the list", async () => {
  const { page, problems } = await open(site.context, `${site.url}/redux/`);
  await page.getByRole("link", { name: "log in" }).click();
  await page.getByRole("main").getByRole("link", { name: "Register" }).click();
  await page.getByLabel("Name").fill("Visitor");
  await page.getByLabel("Email").fill(`visitor-${Math.random()}@example.com`);
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Register" }).click();
  const taken = page.waitForResponse("**/api/addFavourite");
  await star(page, "Fiji").click();
  expect((await taken).status()).toBe(200);
  await marked(page, "Fiji").toBe("true");
  expect(new URL(page.url()).pathname).toBe("/redux/");
  expect(problems).toEqual([]);
});
