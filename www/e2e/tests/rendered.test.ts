import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { open } from "../lib/browser.js";

const site = atlas();

test("a page that the Go server has rendered sends nothing before it is told to", async () => {
  const asked: string[] = [];
  site.context.on("request", (request) => {
    if (request.method() === "POST") asked.push(new URL(request.url()).pathname);
  });
  const { page, problems } = await open(site.context, `${site.url}/rendered?q=${encodeURIComponent("zür")}`);
  const shown = async () => [await page.locator("#cities li").allTextContents(), await page.locator("#told").textContent(), await page.locator("#sent").textContent()];
  const rendered = await (await site.context.request.get(`${site.url}/rendered?q=${encodeURIComponent("zür")}`)).text();
  await page.locator("#refresh:enabled").waitFor();
  const [cities, told, sent] = await shown();
  expect(cities).toContain("Zürich, Switzerland");
  for (const city of cities!) expect(rendered).toContain(`<li>${city}</li>`);
  expect([told, sent, asked]).toEqual(["1", "0", []]);

  await page.locator("#refresh").click();
  await expect.poll(shown).toEqual([cities, "3", "2"]);
  expect(asked.sort()).toEqual(["/api/getServerTime", "/api/searchCities"]);
  expect(problems).toEqual([]);
});

test("it looks as the other pages do, which lead to it and to which it leads", async () => {
  const { page, problems } = await open(site.context, `${site.url}/requests`);
  const look = () => page.evaluate(() => ["background-color", "color", "font-family"].map((property) => getComputedStyle(document.documentElement).getPropertyValue(property)));
  const usual = await look();
  await page.getByRole("link", { name: "one that the server renders" }).click();
  await page.locator("#refresh:enabled").waitFor();
  expect(await look()).toEqual(usual);
  expect(await page.title()).toBe("Rendered · Atlas");
  await page.getByLabel("Search").fill("nowhere in this world");
  await page.getByRole("button", { name: "Render" }).click();
  await page.getByText("No city of this atlas has that name.").waitFor();
  await page.getByRole("link", { name: "Atlas" }).click();
  await page.getByRole("heading", { name: "Where in the world?" }).waitFor();
  expect(problems).toEqual([]);
});

test("what fails is said until it succeeds, and what was shown stays", async () => {
  const { page, problems } = await open(site.context, `${site.url}/rendered?q=bern`, /ERR_FAILED/);
  const shown = await page.locator("#cities li").allTextContents();
  const problem = () => expect.poll(() => page.locator("#problem").textContent());
  await page.route("**/api/searchCities", (route) => route.abort());
  await page.locator("#refresh:enabled").click();
  await problem().toBe("The server doesn’t answer. Is it running?");
  expect(await page.locator("#cities li").allTextContents()).toEqual(shown);
  await page.unroute("**/api/searchCities");
  await page.locator("#refresh").click();
  await problem().toBe("");
  expect(problems).toEqual([]);
});
