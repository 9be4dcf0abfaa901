import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import { promisify } from "node:util";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launch, open } from "../lib/browser.js";
import { bundlePage, bundleProgram, origin, reacts, servePage, type ReactVersion } from "../lib/pages.js";

const run = promisify(execFile);

let browser: Browser;
let api: Server;
let folder: string;
let asked: string[] = [];

const article = (id: string, title: string) => ({ id, title, author: { id: "7", name: "Ann </script><b>" } });
const answers: Record<string, unknown> = { "/articles/1": article("1", "first"), "/articles": [article("1", "first"), article("2", "second & last")] };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sluice-rendering-"));
  api = createServer((request, response) => {
    const { url } = request;
    asked.push(url!);
    if (url === "/api/getGreeting") {
      void json(request).then((data) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(`Hello ${(data as { to: string }).to}</script>`)));
      return;
    }
    const body = answers[url!] ?? { error: { code: "article.unknown", message: "no such article" } };
    response.writeHead(url! in answers ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  [browser] = await Promise.all([launch(), once(api, "listening")]);
});
afterAll(async () => {
  await browser.close();
  api.close();
  rmSync(folder, { recursive: true });
});

interface Rendered {
  readonly html: string;
  readonly data: string;
}

const named = "false Hello Ann</script>,false Hello Ann</script>,false Hello Bob</script> no such article";

/** Text as React puts it into a page. */
const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

describe.each(Object.keys(reacts) as ReactVersion[])("with React %s", (version) => {
  test("a page that Node has rendered is hydrated as it stands, without a second request", async () => {
    asked = [];
    const [program, script] = await Promise.all([bundleProgram(version, "server.tsx", join(folder, version)), bundlePage(version, "browser.tsx")]);
    const address = `http://127.0.0.1:${(api.address() as AddressInfo).port}`;
    const { stdout, stderr } = await run(process.execPath, [program, address]);
    expect(stderr).toBe("");
    const { html, data } = JSON.parse(stdout) as Rendered;
    expect(html).toContain(`<h1>${escaped("first by Ann </script><b>")}</h1>`);
    expect(html).toContain(`<p>${escaped("false first,second & last")}</p>`);
    expect(html).toContain("<p>1 first true no such article</p>");
    expect(data).not.toContain("<");
    expect(html).toContain(`<h2>${escaped(named)}</h2>`);
    expect(asked.sort()).toEqual(["/api/getGreeting", "/api/getGreeting", "/api/getRefused", "/articles", "/articles/1", "/missing"]);

    const context = await browser.newContext();
    await servePage(
      context,
      script,
      `<div id="root">${html}</div><script type="application/json" id="data">${data}</script>
       <script>for (const node of document.querySelectorAll("#root *")) node.rendered = true;</script>`,
    );
    const requests: string[] = [];
    context.on("request", (request) => requests.push(new URL(request.url()).pathname));
    const { page, problems } = await open(context, origin);
    await page.waitForFunction("globalThis.problems");
    const shown = () => page.evaluate(() => [...document.querySelectorAll("#root h1, #root p, #root button")].map((node) => [node.textContent, (node as { rendered?: boolean }).rendered ?? false]));
    await expect.poll(async () => {
      await page.getByRole("button", { name: "clicked" }).click();
      return (await shown())[0]![0];
    }).toBe("renamed by Ann </script><b>");
    expect((await shown()).slice(0, 3)).toEqual([
      ["renamed by Ann </script><b>", true],
      ["false renamed,second & last", true],
      ["1 renamed true no such article", true],
    ]);
    expect(await page.locator("h2").evaluate((node) => [node.textContent, (node as { rendered?: boolean }).rendered])).toEqual([named, true]);
    expect(requests.sort()).toEqual(["/", "/page.js", "/sluice.wasm"]);
    await context.route(`${origin}/api/getGreeting`, (route) => route.fulfill({ json: "Hello again" }));
    await page.locator("#again").click();
    await expect.poll(() => page.locator("h2").textContent()).toBe(named.replace("Hello Bob</script>", "Hello again"));
    expect(requests.slice(3)).toEqual(["/api/getGreeting"]);
    expect(await page.evaluate("globalThis.problems")).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});
