import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

// The second line keeps Chromium from calling hosts of its own at every start.
const args = [
  "--no-sandbox", "--disable-gpu", "--js-flags=--expose-gc", "--enable-precise-memory-info",
  "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
];

/** A browser without a profile: each page gets a context, thus caches and a process, of its own. */
export async function launch() {
  const browser = await chromium.launch({ executablePath, args, headless: true });
  return {
    version: browser.version(),
    /** Runs `use(page, cdp)` in a fresh page at `url`. */
    async page(url, use) {
      const context = await browser.newContext();
      const page = await context.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(String(error)));
      try {
        await page.goto(url);
        await page.waitForFunction(() => "bench" in globalThis);
        return await use(page, await context.newCDPSession(page));
      } catch (error) {
        throw new Error(`${url}: ${error.message} ${problems.join("; ")}`, { cause: error });
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** A browser with a profile on disk, as a visitor who comes back has: HTTP and code caches last. */
export async function launchProfile() {
  const folder = mkdtempSync(join(tmpdir(), "sluice-bench-"));
  const context = await chromium.launchPersistentContext(folder, { executablePath, args, headless: true });
  return {
    context,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
