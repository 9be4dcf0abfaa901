import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { open, register } from "../lib/browser.js";

const site = atlas();

const live = (page: Page) => page.getByRole("region", { name: "Live", exact: true });
const connected = (page: Page) => live(page).getByText("Connected", { exact: true }).waitFor();
const here = (page: Page) => expect.poll(async () => (await page.locator(".viewers").innerText()).replaceAll("\n", " "), { timeout: 20_000 });
const note = (page: Page) => expect.poll(() => page.getByTestId("note").textContent());
/** What happened to the connection since the log was cleared, in order. */
const happened = async (page: Page) => (await page.getByTestId("live").locator("li").allInnerTexts()).map((row) => row.replaceAll("\n", " ")).reverse();

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel("Note", { exact: true }).fill(text);
  await page.getByRole("button", { name: "Write" }).click();
}

/** Opens a country, connected, with the log empty. */
async function visit(code: string, url = site.url): Promise<{ page: Page; problems: string[] }> {
  const watched = await open(site.context, `${url}/countries/${code}`);
  await connected(watched.page);
  await watched.page.getByLabel("Note", { exact: true }).waitFor();
  await expect.poll(async () => (await happened(watched.page)).filter((line) => line.includes("subscribed")).length).toBe(2);
  await live(watched.page).getByRole("button", { name: "Clear" }).click();
  return watched;
}

test("two pages see each other, by name after a login, and no more when one leaves", async () => {
  const { page, problems } = await visit("CH");
  await here(page).toBe("Only you are here.");
  const { page: other, problems: others } = await visit("CH");
  await here(page).toBe("2 are here, you among them: Guest × 2");
  await here(other).toBe("2 are here, you among them: Guest × 2");

  await other.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Cities" }).click();
  await here(page).toBe("Only you are here.");
  await register(other, site.url);
  await other.goto(`${site.url}/countries/CH`);
  await here(other).toBe("2 are here, you among them: Visitor × 2");
  await other.close();
  await here(page).toBe("Only you are here.");
  expect([...problems, ...others]).toEqual([]);
});

test("a note is in the other page at once, wherever the country is shown", async () => {
  const { page, problems } = await visit("FR");
  const { page: other, problems: others } = await visit("FR");
  await write(page, "Cheese");
  await page.getByText("Everybody sees it.").waitFor();
  await note(other).toBe("“Cheese” a guest");
  await other.locator('[data-country="FR"]').getByText("“Cheese”").waitFor();
  expect(await other.getByLabel("Note", { exact: true }).inputValue()).toBe("Cheese");

  // What somebody is writing stays, and it is said that there is another note.
  await other.getByLabel("Note", { exact: true }).fill("Wine");
  await write(page, "Bread");
  await note(other).toBe("“Bread” a guest");
  await other.getByText("Somebody has written meanwhile; yours will replace it.").waitFor();
  await other.getByRole("button", { name: "Write" }).click();
  await note(page).toBe("“Wine” a guest");
  await write(page, "");
  await note(other).toBe("Nobody has written one.");
  expect([...problems, ...others]).toEqual([]);
});

test("what was written while a page was away comes when it is back, once, and the log says how much", async () => {
  const { page, problems } = await visit("SE");
  const { page: other } = await visit("SE");
  await live(page).getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("Not connected: nobody sees that you are here.").waitFor();
  await write(other, "one");
  await note(other).toBe("“one” a guest");
  await other.getByText("Everybody sees it.").waitFor();
  await write(other, "two");
  await note(other).toBe("“two” a guest");
  await other.getByText("Everybody sees it.").waitFor();
  await note(page).toBe("Nobody has written one.");

  await live(page).getByRole("button", { name: "Connect", exact: true }).click();
  await note(page).toBe("“two” a guest");
  const resumed = (await happened(page)).filter((line) => line.startsWith("ON_NOTE"));
  const after = Number(/after id (\d+)/.exec(resumed[0]!)![1]);
  expect(resumed).toEqual([
    `ON_NOTE after id ${after}, 2 events caught up resumed`,
    `ON_NOTE id ${after + 1} event`,
    `ON_NOTE id ${after + 2} event`,
  ]);
  expect(problems).toEqual([]);
});

test("a connection that is dropped is there again after five seconds", async () => {
  const { page, problems } = await visit("NO");
  await live(page).getByRole("button", { name: "Drop for 5 s" }).click();
  await live(page).getByText("Not connected", { exact: true }).waitFor();
  await connected(page);
  expect((await happened(page)).slice(0, 2)).toEqual(["connection code 3000 lost", "connection connected"]);
  expect(problems).toEqual([]);
});
