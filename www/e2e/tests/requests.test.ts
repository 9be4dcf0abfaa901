import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { open } from "../lib/browser.js";

const site = atlas();

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
/** What passed through the functions of a request, in order. */
const passed = (page: Page, name: string) =>
  page.getByTestId("events").locator("li").evaluateAll((rows, name) => {
    const events = rows.map((row) => (row as HTMLElement).dataset["event"]!.split(" "));
    return events.filter(([, ...of]) => of.join(" ") === name).map(([hook]) => hook!).reverse();
  }, name);
const passes = (page: Page, name: string, hooks: readonly string[]) => expect.poll(() => passed(page, name)).toEqual(hooks);
const status = (page: Page, name: string) => expect.poll(() => region(page, name).getByRole("status").textContent());
const alert = (page: Page, name: string) => expect.poll(() => region(page, name).getByRole("alert").textContent());
/** The number of the answer that a time is of. */
const answer = async (page: Page, name: string) => Number(/answer ([\d,]+)/.exec(await region(page, name).innerText())?.[1]?.replace(",", ""));

/** Goes to the page as a visitor does. */
async function visit(): Promise<{ page: Page; problems: string[] }> {
  const watched = await open(site.context, site.url, /409|503|404/);
  await watched.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Requests" }).click();
  await watched.page.getByRole("checkbox", { name: "Passport" }).waitFor();
  expect(await watched.page.title()).toBe("Requests · Atlas");
  return watched;
}

test("every request passes the client's functions: one that succeeds, one that is overtaken, aborted, refused, and recovers", async () => {
  const { page, problems } = await visit();
  const title = "Success, error, abort";
  await press(page, "Ask for the time");
  await press(page, "Ask for the time");
  await status(page, title).toBe("Answered.");
  await passes(page, "getServerTime asked", ["onRequest", "onRequest", "onAbort", "onSuccess"]);

  await press(page, "Ask for the time");
  await press(page, "Abort");
  await status(page, title).toBe("Aborted. What was shown before stays.");
  await press(page, "Clear");

  await press(page, "Be refused");
  await alert(page, title).toBe("The server refused to tell the time.");
  await passes(page, "getServerTime asked", ["onRequest", "onError"]);

  await page.getByLabel(/^onError gives an answer/).check();
  await press(page, "Be refused");
  await status(page, title).toBe("Answered.");
  await alert(page, title).toBe("");
  await passes(page, "getServerTime asked", ["onRequest", "onError", "onRequest", "onError", "onSuccess"]);
  expect(await region(page, title).innerText()).toContain("not of this server");
  expect(problems).toEqual([]);
});

test("two requests are one, and the first that fails ends both", async () => {
  const { page, problems } = await visit();
  await press(page, "Switzerland and Brazil");
  await region(page, "Two at once").getByText("largest city: São Paulo").waitFor();
  expect(await region(page, "Two at once").getByRole("listitem").count()).toBe(2);
  await press(page, "Switzerland and nowhere");
  await alert(page, "Two at once").toBe("One failed, so both did: no such country.");
  await passes(page, "getTwoCountries", ["onRequest", "onSuccess", "onRequest", "onError"]);
  expect(problems).toEqual([]);
});

test("polling goes on until it is stopped", async () => {
  const { page, problems } = await visit();
  await press(page, "Start polling");
  await expect.poll(() => answer(page, "Polling")).toBeGreaterThan(2);
  await press(page, "Stop polling");
  await status(page, "Polling").toBe("Stopped.");
  await page.waitForTimeout(1000); // what is in flight goes on
  const stopped = await answer(page, "Polling");
  await page.waitForTimeout(1500); // longer than from one poll to the next
  expect(await answer(page, "Polling")).toBe(stopped);
  expect(problems).toEqual([]);
});

test("an answer is given again while it is kept, and the server is asked when that is forgotten", async () => {
  const { page, problems } = await visit();
  const title = "Cache";
  await press(page, "Ask, with a cache");
  await status(page, title).toBe("Answered by the server.");
  const first = await answer(page, title);
  await press(page, "Ask, with a cache");
  await status(page, title).toBe("Given again, without a request.");
  expect(await answer(page, title)).toBe(first);
  await expect.poll(() => region(page, title).getByRole("timer").textContent()).toBe("8 s left");
  await press(page, "Clear cache");
  await region(page, title).getByText("not in the cache").waitFor();
  expect(await answer(page, title)).toBe(first);
  await press(page, "Ask, with a cache");
  await status(page, title).toBe("Answered by the server.");
  expect(await answer(page, title)).toBe(first + 1);
  await passes(page, "getServerTime cached", ["onRequest", "onSuccess", "onRequest", "onSuccess", "onRequest", "onSuccess"]);
  expect(problems).toEqual([]);
});

test("a change is shown at once; one that is refused is taken back, and the one beside it stays", async () => {
  const { page, problems } = await visit();
  const title = "A change that may be refused";
  const boxes = region(page, title).getByRole("checkbox");
  const shown = async () => Promise.all((await boxes.all()).map((box) => box.isChecked()));
  await press(page, "Change two at once");
  expect(await shown()).toEqual([true, true, false, false, false]);
  // They go out side by side: which of them comes second to the server is not said.
  await alert(page, title).toMatch(/^(Passport|Toothbrush): The server refused the change\.$/);
  const first = (await region(page, title).getByRole("alert").textContent())!.startsWith("Toothbrush");
  await expect.poll(shown).toEqual([first, !first, false, false, false]);
  await status(page, title).toBe("1 of 5 packed.");

  // By keyboard, and one that is refused before one that is not is answered.
  await boxes.nth(2).focus();
  await page.keyboard.press("Space");
  await page.getByText("none", { exact: true }).click();
  await boxes.nth(3).focus();
  await page.keyboard.press("Space");
  await alert(page, title).toBe("Umbrella: The server refused the change.");
  await expect.poll(shown).toEqual([first, !first, true, false, false]);
  await expect.poll(() => region(page, title).getByText("saving").count()).toBe(0);

  await page.reload();
  await boxes.first().waitFor();
  expect(await shown()).toEqual([first, !first, true, false, false]);
  expect(problems).toEqual([]);
});

test("a query is sent again until it is answered, if it may be", async () => {
  const { page, problems } = await visit();
  const title = "Trying again";
  await press(page, "Ask once");
  await alert(page, title).toBe("There is no forecast at the moment.");
  await press(page, "Ask up to three times");
  await status(page, title).toBe("Answered.");
  expect(await region(page, title).innerText()).toContain("at question 3 of this tab");
  await passes(page, "getForecast tried", ["onRequest", "onError", "onRequest", "onSuccess"]);
  expect(problems).toEqual([]);
});
