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
