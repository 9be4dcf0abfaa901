import type { BrowserContext, Page } from "playwright-core";
import { expect } from "vitest";
import { open, type WatchedPage } from "./browser.js";

// The live part of a country's page.

export const live = (page: Page) => page.getByRole("region", { name: "Live", exact: true });
export const connected = (page: Page) => live(page).getByText("Connected", { exact: true }).waitFor();
export const here = (page: Page) => expect.poll(async () => (await page.locator(".viewers").innerText()).replaceAll("\n", " "), { timeout: 20_000 });
export const note = (page: Page) => expect.poll(() => page.getByTestId("note").textContent());

/** What happened to the connection since the log was cleared, in order. */
export const happened = async (page: Page) => (await page.getByTestId("live").locator("li").allInnerTexts()).map((row) => row.replaceAll("\n", " ")).reverse();

export async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel("Note", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Write" }).click();
}

/** Opens a country, connected, with the log empty. */
export async function visit(context: BrowserContext, url: string, ignored?: RegExp): Promise<WatchedPage> {
  const watched = await open(context, url, ignored);
  await connected(watched.page);
  await watched.page.getByLabel("Note", { exact: true }).waitFor();
  await expect.poll(async () => (await happened(watched.page)).filter((line) => line.includes("subscribed")).length).toBe(2);
  await live(watched.page).getByRole("button", { name: "Clear" }).click();
  return watched;
}
