import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { connected, happened, here, live, note, visit as visitAt, write } from "../lib/atlas-live.js";
import { open, register } from "../lib/browser.js";
import { serve } from "../lib/server.js";

const site = atlas();

const visit = (code: string) => visitAt(site.context, `${site.url}/countries/${code}`);

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

test("a page that shows its country anew, as another user's, is not gone meanwhile", async () => {
  const { page, problems } = await visit("ES");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url().split("/").at(-1)!));
  const answered = page.waitForResponse("**/api/getFavourites"); // which only a user's page asks for
  const tab = await site.context.newPage();
  await register(tab, site.url);
  await answered;
  await here(page).toBe("Only you are here.");
  await expect.poll(() => asked).toContain("lookAt");
  expect(asked).not.toContain("lookAway");
  expect(problems).toEqual([]);
});

test("a session that ended while the page was not connected has ended in the page once it is again", async () => {
  const { page } = await open(site.context, site.url);
  await register(page, site.url);
  await page.goto(`${site.url}/countries/PT`);
  await connected(page);
  await page.getByRole("button", { name: "Log out" }).waitFor();
  await live(page).getByRole("button", { name: "Disconnect" }).click();
  await page.getByText("Not connected: nobody sees that you are here.").waitFor();
  expect((await site.context.request.post(`${site.url}/auth/logout`)).ok()).toBe(true);
  await live(page).getByRole("button", { name: "Connect", exact: true }).click();
  await page.getByRole("link", { name: "Register" }).waitFor();
  await here(page).toBe("Only you are here.");
});

test("a long name fits a small page", async () => {
  const { page, problems } = await visit("LI");
  await page.setViewportSize({ width: 390, height: 844 });
  const name = "W".repeat(60);
  await site.context.request.post(`${site.url}/auth/register`, { data: { name, email: "w@example.com", password: "correct horse" } });
  await site.context.request.post(`${site.url}/api/writeNote`, { data: { code: "LI", text: name } });
  await note(page).toBe(`“${name}” ${name}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  expect(problems).toEqual([]);
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

test("what was written while a page was elsewhere is shown when it is back", async () => {
  const { page, problems } = await visit("FI");
  const { page: other } = await visit("FI");
  const to = (name: string) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name }).click();
  await to("Cities");
  await here(other).toBe("Only you are here.");
  await write(other, "Lakes");
  await other.getByText("Everybody sees it.").waitFor();
  await to("Countries");
  await page.locator('[data-country="FI"]').getByText("“Lakes”").waitFor();
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

test("a server that is started anew is a gap: the page comes back, says so, and shows what is so now, once", async () => {
  const own = await serve();
  const { page, problems } = await visitAt(site.context, `${own.url}/countries/IS`, /ERR_CONNECTION|ERR_EMPTY_RESPONSE/);
  await write(page, "Hot springs");
  await note(page).toBe("“Hot springs” a guest");
  await own.stop("SIGKILL");
  await page.getByText("Not connected: nobody sees that you are here.").waitFor();
  // What cannot be written now is not lost.
  await write(page, "Geysers");
  await page.getByText("The server doesn’t answer.").waitFor();
  await note(page).toBe("“Hot springs” a guest");
  expect(await page.getByLabel("Note", { exact: true }).inputValue()).toBe("Geysers");

  const again = await serve([], own.port);
  await connected(page);
  // The notes were in the memory of the other one.
  await note(page).toBe("Nobody has written one.");
  await here(page).toBe("Only you are here.");
  const notes = async () => (await happened(page)).filter((line) => line.startsWith("ON_NOTE")).slice(1);
  expect(await notes()).toEqual(["ON_NOTE the server counts anew: asked for again, on from id 0 gap"]);
  await page.getByRole("button", { name: "Write" }).click();
  await note(page).toBe("“Geysers” a guest");
  await expect.poll(notes).toEqual(["ON_NOTE the server counts anew: asked for again, on from id 0 gap", "ON_NOTE id 1 event"]);
  expect(problems).toEqual([]);
  await again.stop();
}, 60_000);

test("who writes too often is told when to go on, and keeps the text", async () => {
  const own = await serve();
  const { page, problems } = await visitAt(site.context, `${own.url}/countries/MT`, /429/);
  for (let i = 0; i < 20; i++) await page.request.post(`${own.url}/api/writeNote`, { data: { code: "MT", text: `note ${i}` } });
  await write(page, "one more");
  await page.getByText(/^That was too often. Try again in \d+ seconds. The note is as it was; yours is still in the field.$/).waitFor();
  await note(page).toBe("“note 19” a guest");
  expect(await page.getByLabel("Note", { exact: true }).inputValue()).toBe("one more");
  expect(problems).toEqual([]);
  await own.stop();
});
