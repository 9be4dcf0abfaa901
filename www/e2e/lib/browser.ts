import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** Starts headless Chromium: that of the variable CHROMIUM, or Debian's. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}

/** A page that keeps what went wrong in it: errors, and lines of the console that warn. */
export interface WatchedPage {
  readonly page: Page;
  readonly problems: string[];
}

/** Opens a page. Failed responses, which the console also reports, are problems only where `expect` does not match them. */
export async function open(context: BrowserContext, url: string, expect?: RegExp): Promise<WatchedPage> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    const text = `${message.text()} ${message.location().url}`;
    if (["error", "warning"].includes(message.type()) && !expect?.test(text)) problems.push(text);
  });
  await page.goto(url);
  return { page, problems };
}

/** Logs a new account in by the register page. Gives its email. */
export async function register(page: Page, url: string): Promise<string> {
  const email = `visitor-${Math.random().toString(36).slice(2)}@example.com`;
  await page.goto(`${url}/register`);
  await page.getByLabel("Name").fill("Visitor");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByRole("button", { name: "Log out" }).waitFor();
  return email;
}
