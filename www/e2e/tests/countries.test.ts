import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { open, register } from "../lib/browser.js";

const site = atlas();

const list = (page: Page) => page.getByTestId("countries");
const row = (page: Page, code: string) => page.locator(`[data-country="${code}"]`);
const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });
const borders = (page: Page) => page.getByRole("region", { name: "Borders" });
const asked = (page: Page, name: string) => page.locator(`[data-request="${name}"]`);
const answered = (page: Page, name: string) => asked(page, name).and(page.locator('[data-state="answered"]'));
const count = (locator: Locator, n: number) => expect.poll(() => locator.count(), { timeout: 10_000 }).toBe(n);

/** What has rendered more than once since the counts were reset, by name, with how often. */
function rendered(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const badges = [...document.querySelectorAll<HTMLElement>("[data-renders]")].map((badge) => [badge.dataset["renders"]!, Number(badge.textContent)] as const);
    return Object.fromEntries(badges.filter(([, times]) => times > 1));
  });
}

/** Opens a country as a new user, who has marked it. */
async function favourite(code: string): Promise<{ page: Page; problems: string[] }> {
  const { page, problems } = await open(site.context, site.url, /409|401/);
  await register(page, site.url);
  await page.goto(`${site.url}/countries/${code}`);
  await page.getByRole("button", { name: "Add to favourites" }).click();
  await count(answered(page, "addFavourite"), 1);
  await page.waitForLoadState("networkidle");
  await page.getByRole("button", { name: "Reset counts" }).click();
  return { page, problems };
}

/** Has the server's answers to a call wait until what it gives is called. */
async function hold(page: Page, name: string): Promise<() => Promise<void>> {
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**/api/${name}`, async (route) => {
    await released;
    await route.continue();
  });
  return async () => release();
}

async function rename(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name for it").fill(name);
  await page.getByRole("button", { name: "Rename" }).click();
}

const tellsSwitzerland = ["Details", "Favourite Switzerland", "Favourites", "Heading", "List", "Row Switzerland"];

test("from the list to a country, over a border to the next one, and back", async () => {
  const { page, problems } = await open(site.context, `${site.url}/countries`);
  await list(page).getByRole("link", { name: "Switzerland Bern" }).click();
  await borders(page).getByRole("link", { name: "Austria" }).click();
  await heading(page, "Austria").waitFor();
  await borders(page).getByRole("link", { name: "Switzerland" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/countries/AT");
  expect(await page.title()).toBe("Austria · Atlas");

  await page.goBack();
  await heading(page, "Switzerland").waitFor();
  await borders(page).getByRole("link", { name: "Austria" }).waitFor();
  await page.goBack();
  await heading(page, "250 countries, each there once").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("SwitzerlandBern");
  // What is known and fresh was not asked for again.
  expect(await asked(page, "getCountry").count()).toBe(2);
  expect(await asked(page, "listCountries").count()).toBe(1);
  expect(problems).toEqual([]);
});

test("what the list has brought is there before the country's own answer", async () => {
  const { page, problems } = await open(site.context, `${site.url}/countries`);
  const release = await hold(page, "getCountry");
  await list(page).getByRole("link", { name: "Switzerland Bern" }).click();
  await heading(page, "Switzerland").waitFor();
  await page.getByLabel("Loading the country").waitFor();
  expect(await borders(page).count()).toBe(0);
  await release();
  await borders(page).waitFor();
  // The way by land goes through countries of which only the list has told.
  await page.getByText(/countries can be reached without a ship/).waitFor();
  expect(problems).toEqual([]);
});

test("the list is filtered as one types", async () => {
  const { page, problems } = await open(site.context, `${site.url}/countries`);
  await page.getByRole("searchbox").fill("west afr");
  await row(page, "GH").waitFor();
  await count(row(page, "CH"), 0);
  await page.getByRole("searchbox").fill("yamous");
  await page.getByText("One country", { exact: true }).waitFor();
  await page.getByRole("searchbox").fill("yamous x");
  await page.getByText("0 countries", { exact: true }).waitFor();
  expect(problems).toEqual([]);
});

test("a new name is shown everywhere at once, and only what shows it renders", async () => {
  const { page, problems } = await favourite("CH");
  const release = await hold(page, "renameFavourite");
  await rename(page, "Alpine home");
  await heading(page, "Alpine home").waitFor();
  await row(page, "CH").getByText("Alpine home").waitFor();
  await page.getByRole("region", { name: "Favourites" }).getByRole("link", { name: "Alpine home" }).waitFor();
  await page.getByText("Saving …").waitFor();
  const once = Object.fromEntries(tellsSwitzerland.map((name) => [name, 2]));
  expect(await rendered(page)).toEqual(once);

  await release();
  await page.getByText("Saved as “Alpine home”.").waitFor();
  // The answer says what was shown already, so nobody is told again.
  expect(await rendered(page)).toEqual(once);
  await expect.poll(() => page.getByTestId("told-last").textContent()).toBe("6");

  // A neighbour shows it, too, as it is the same country.
  await borders(page).getByRole("link", { name: "Austria" }).click();
  await borders(page).getByRole("link", { name: "Alpine home" }).waitFor();
  expect(problems).toEqual([]);
});

test("a name that the server refuses is taken back on the screen, with a message", async () => {
  const { page, problems } = await favourite("CH");
  const release = await hold(page, "renameFavourite");
  await page.getByRole("button", { name: "Fail next time" }).click();
  await rename(page, "Cheese");
  await heading(page, "Cheese").waitFor();
  await row(page, "CH").getByText("Cheese").waitFor();
  await release();
  await page.getByRole("alert").getByText("The server refused the new name. “Cheese” is taken back, the name is “Switzerland” as before.").waitFor();
  await heading(page, "Switzerland").waitFor();
  expect(await row(page, "CH").textContent()).toContain("Switzerland");
  expect(Object.keys(await rendered(page)).sort()).toEqual(tellsSwitzerland);

  // Only that once.
  await rename(page, "Cheese");
  await page.getByText("Saved as “Cheese”.").waitFor();
  await heading(page, "Cheese").waitFor();
  expect(problems).toEqual([]);
});

test("what is typed before it is known who is logged in stays", async () => {
  const { page, problems } = await favourite("CH");
  const release = await hold(page, "session");
  await page.reload();
  await page.getByLabel("Note", { exact: true }).fill("My draft");
  await page.getByRole("searchbox").fill("alp");
  await release();
  await page.getByRole("region", { name: "Favourites" }).getByRole("link", { name: "Switzerland" }).waitFor();
  expect(await page.getByLabel("Note", { exact: true }).inputValue()).toBe("My draft");
  expect(await page.getByRole("searchbox").inputValue()).toBe("alp");
  expect(problems).toEqual([]);
});

test("favourites are kept over a reload, for their user alone, and can be given up", async () => {
  const { page, problems } = await favourite("BR");
  await rename(page, "Samba");
  await page.getByText("Saved as “Samba”.").waitFor();
  await page.reload();
  await heading(page, "Samba").waitFor();
  await row(page, "BR").getByText("Samba").waitFor();
  const favourites = page.getByRole("region", { name: "Favourites" });
  await favourites.getByRole("link", { name: "Samba" }).waitFor();

  await page.getByRole("button", { name: "★ Favourite" }).click();
  await heading(page, "Brazil").waitFor();
  await favourites.getByText("None yet.").waitFor();
  await page.getByRole("button", { name: "Add to favourites" }).click();
  await favourites.getByRole("link", { name: "Brazil" }).waitFor();

  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL("**/login");
  await page.goto(`${site.url}/countries/BR`);
  await page.getByRole("button", { name: "Add to favourites" }).click();
  await page.waitForURL("**/login?next=%2Fcountries%2FBR");
  expect(problems).toEqual([]);
});

test("a rename in one tab is shown by another, and the session's end makes the page a guest's at once", async () => {
  const { page, problems } = await favourite("CH");
  const other = await site.context.newPage();
  await other.goto(`${site.url}/countries/CH`);
  await heading(other, "Switzerland").waitFor();
  await count(answered(other, "session"), 1);
  await rename(page, "Alps");
  await heading(other, "Alps").waitFor();
  await row(other, "CH").getByText("Alps").waitFor();
  await other.close();

  await page.getByText("Saved as “Alps”.").waitFor();
  await site.context.request.post(`${site.url}/auth/logout`, { headers: { "content-type": "application/json" }, data: {} });
  await page.getByRole("link", { name: "Register" }).first().waitFor();
  await heading(page, "Switzerland").waitFor();
  expect(new URL(page.url()).pathname).toBe("/countries/CH");
  expect(problems).toEqual([]);
});

test("expire asks again and renders nothing, invalidate waits for the answer, reset begins anew", async () => {
  const { page, problems } = await open(site.context, `${site.url}/countries/CH`);
  await borders(page).waitFor();
  await count(answered(page, "listCountries"), 1);
  await page.getByRole("button", { name: "Reset counts" }).click();

  await page.getByRole("button", { name: "Expire all" }).click();
  await count(answered(page, "getCountry"), 2);
  await count(answered(page, "listCountries"), 2);
  expect(await rendered(page)).toEqual({});

  const release = await hold(page, "getCountry");
  await page.getByRole("button", { name: "Invalidate this country" }).click();
  await page.getByLabel("Loading the country").waitFor();
  await heading(page, "Switzerland").waitFor();
  await release();
  await borders(page).waitFor();
  await count(answered(page, "getCountry"), 3);
  expect(await asked(page, "listCountries").count()).toBe(2);

  await page.getByRole("button", { name: "Reset the store" }).click();
  await count(answered(page, "listCountries"), 3);
  await count(answered(page, "getCountry"), 4);
  await heading(page, "Switzerland").waitFor();
  await row(page, "CH").waitFor();
  expect(problems).toEqual([]);
});

test("a country that there is not is said", async () => {
  const { page, problems } = await open(site.context, `${site.url}/countries/XX`, /404/);
  await page.getByText("There is no such country in this atlas.").waitFor();
  await page.getByRole("button", { name: "Try again" }).click();
  await count(asked(page, "getCountry").and(page.locator('[data-state="failed"]')), 2);
  await page.getByText("There is no such country in this atlas.").waitFor();
  expect(problems).toEqual([]);
});

test("all of it works by keyboard alone", async () => {
  const { page, problems } = await favourite("CH");
  await page.goto(`${site.url}/countries`);
  await list(page).waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  const tabTo = async (name: string) => {
    for (let i = 0; i < 40 && !(await focused()).startsWith(name); i++) await page.keyboard.press("Tab");
    expect(await focused()).toContain(name);
  };
  await page.getByRole("searchbox").focus();
  await page.keyboard.type("switz");
  await page.getByText("One country", { exact: true }).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await heading(page, "Switzerland").waitFor();
  await expect.poll(focused).toBe("Switzerland");
  await borders(page).waitFor();
  await tabTo("★ Favourite");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Keys");
  await page.keyboard.press("Enter");
  await heading(page, "Keys").waitFor();
  await tabTo("Austria");
  await page.keyboard.press("Enter");
  await heading(page, "Austria").waitFor();
  await expect.poll(focused).toBe("Austria");
  await page.goBack();
  await heading(page, "Keys").waitFor();
  expect(problems).toEqual([]);
});
