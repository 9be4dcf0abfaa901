import { expect, test } from "vitest";
import { atlas } from "../lib/atlas.js";
import { open, register } from "../lib/browser.js";

const site = atlas();

test("a session survives a reload, and ends by logout at the login page", async () => {
  const { page, problems } = await open(site.context, site.url);
  await page.getByRole("link", { name: "Register" }).waitFor();
  await register(page, site.url);
  await page.reload();
  await page.getByText("Visitor", { exact: true }).waitFor();
  const cookies = await site.context.cookies();
  expect(cookies).toMatchObject([{ name: "sluice_session", httpOnly: true, sameSite: "Lax" }]);

  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL("**/login");
  expect(await site.context.cookies()).toEqual([]);
  await page.goto(site.url);
  await page.getByRole("link", { name: "Log in" }).waitFor();
  expect(problems).toEqual([]);
});

test("a wrong password is said, and a login with the right one goes on", async () => {
  const { page, problems } = await open(site.context, site.url, /401/);
  const email = await register(page, site.url);
  await page.getByRole("button", { name: "Log out" }).click();
  await page.waitForURL("**/login");

  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("wrong horse");
  await page.getByRole("button", { name: "Log in" }).click();
  await expect.poll(() => page.getByRole("alert").first().textContent()).toMatch(/email|password/i);
  expect(await site.context.cookies()).toEqual([]);

  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Log out" }).waitFor();
  expect(problems).toEqual([]);
});

test("a home city that one tab saves is shown by another at once, and after its reload", async () => {
  const { page } = await open(site.context, site.url);
  await register(page, site.url);
  const { page: other, problems } = await open(site.context, site.url);
  await other.getByText("Visitor", { exact: true }).waitFor();

  await page.goto(site.url);
  await page.getByRole("combobox").fill("reykjav");
  await page.getByRole("option").first().click();
  await page.getByRole("button", { name: "Make this my home" }).click();
  await page.getByRole("button", { name: "Your home" }).waitFor();

  await other.getByText(/^Reykjav.k, /).waitFor();
  await other.reload();
  await other.getByText(/^Reykjav.k, /).waitFor();
  expect(problems).toEqual([]);
});

test("a logout in one tab empties the others, which stay where they are", async () => {
  const { page } = await open(site.context, site.url);
  await register(page, site.url);
  const { page: other, problems } = await open(site.context, site.url);
  await other.getByText("Visitor", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await other.getByRole("link", { name: "Log in" }).waitFor();
  expect(new URL(other.url()).pathname).toBe("/");
  expect(problems).toEqual([]);
});

test("a session that the server has deleted meanwhile turns the page to a guest's, without navigation", async () => {
  const { page, problems } = await open(site.context, site.url, /401/);
  await register(page, site.url);
  await page.goto(site.url);
  await page.getByRole("combobox").fill("lisbon");
  await page.getByRole("option").first().click();
  await page.getByRole("button", { name: "Make this my home" }).waitFor();
  // The session ends behind the page's back.
  const ended = await site.context.request.post(`${site.url}/auth/logout`, { headers: { "content-type": "application/json" }, data: {} });
  expect(ended.status()).toBe(204);
  await page.getByRole("button", { name: "Make this my home" }).click();
  await page.getByRole("link", { name: "Register" }).first().waitFor();
  expect(problems).toEqual([]);
});
