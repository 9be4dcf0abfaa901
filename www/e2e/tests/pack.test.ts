import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, open } from "../lib/browser.js";
import { serveFiles } from "../lib/files.js";
import { root } from "../lib/server.js";

/** A fresh folder into which the tarball of `make pack` has been installed, beside Vite and React. */
let app: string;
let browser: Browser;
const servers: Server[] = [];

const answer = (name: string, data: unknown) => (name === "session" ? null : { name, data });

const main = `
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createClient } from "sluice";
import { Provider, useApiRequest, useSession } from "sluice/react";

interface Echo { readonly name: string; readonly data: { readonly id: number } }

function App() {
  const session = useSession();
  const { data, error } = useApiRequest<Echo>({ name: "getThing", data: { id: 7 } });
  if (error) return <p id="shown">{String(error)}</p>;
  return <p id="shown">{data ? \`\${data.name} \${data.data.id} \${String(session.data)}\` : "…"}</p>;
}

createRoot(document.getElementById("root")!).render(
  <StrictMode><Provider client={createClient()}><App /></Provider></StrictMode>,
);
`;

/** What a test of the application looks like. */
const hookTest = `
import { useApiRequest } from "sluice/react";
import { createTestClient } from "sluice/testing";
import { renderDataHook } from "sluice/testing/react";

export async function thing(): Promise<unknown> {
  const { result, network, clock, cleanup } = await renderDataHook(({ id }: { id: number }) => useApiRequest<string>({ name: "getThing", data: { id } }), { initialProps: { id: 7 } });
  await network.answer(network.calls[0]!, 200, "found");
  await clock.tick(100);
  await cleanup();
  return [result.current.data, createTestClient({ routes: { getThing: ({ id }: { id: number }) => id } })];
}
`;

beforeAll(async () => {
  const { version } = JSON.parse(readFileSync(join(root, "www/packages/sluice/package.json"), "utf8")) as { version: string };
  const tarball = join(root, `dist/sluice-${version}.tgz`);
  if (!existsSync(tarball)) throw new Error(`${tarball} is not there: run make pack`);
  app = mkdtempSync(join(tmpdir(), "sluice-app-"));
  mkdirSync(join(app, "src"));
  const write = (name: string, text: string) => writeFileSync(join(app, name), text);
  write("package.json", JSON.stringify({ name: "app", private: true, type: "module" }));
  write("index.html", `<!doctype html><link rel="icon" href="data:," /><div id="root"></div><script type="module" src="/src/main.tsx"></script>`);
  write("src/main.tsx", main);
  write("src/hook.test.ts", hookTest);
  write("tsconfig.json", JSON.stringify({
    compilerOptions: { strict: true, target: "ES2022", module: "ESNext", moduleResolution: "bundler", jsx: "react-jsx", noEmit: true, skipLibCheck: false, lib: ["ES2022", "DOM"], types: [] },
    include: ["src"],
  }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", tarball, "react", "react-dom", "@types/react", "@types/react-dom", "typescript", "vite"], { cwd: app, stdio: "pipe" });
  browser = await launch();
}, 180_000);
afterAll(async () => {
  await browser.close();
  for (const server of servers) server.close();
  rmSync(app, { recursive: true });
});

async function shows(url: string): Promise<void> {
  const context = await browser.newContext();
  const { page, problems } = await open(context, url);
  await expect.poll(() => page.locator("#shown").textContent(), { timeout: 20_000 }).toBe("getThing 7 null");
  expect(problems).toEqual([]);
  await context.close();
}

test("a fresh Vite and React application type-checks, builds and runs without configuration", async () => {
  execFileSync("npx", ["tsc"], { cwd: app, stdio: "pipe" });
  execFileSync("npx", ["vite", "build"], { cwd: app, stdio: "pipe" });
  const { url, server } = await serveFiles(join(app, "dist"), answer);
  servers.push(server);
  await shows(url);
}, 60_000);

test("so it does in Vite's development server", async () => {
  const { url, server } = await serveFiles(app, answer);
  servers.push(server);
  const proxy = JSON.stringify({ "/api": url });
  const child = spawn(process.execPath, ["--input-type=module", "-e", `
    const { createServer } = await import("vite");
    const server = await createServer({ root: ${JSON.stringify(app)}, logLevel: "error", server: { port: 0, host: "127.0.0.1", proxy: ${proxy} } });
    await server.listen();
    console.log(server.resolvedUrls.local[0]);
  `], { cwd: app });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
      child.stderr.on("data", (chunk: Buffer) => reject(new Error(chunk.toString())));
    });
    await shows(address);
  } finally {
    child.kill();
  }
}, 60_000);

test("a Node script uses it, and ends by itself", async () => {
  const { url, server } = await serveFiles(app, answer);
  servers.push(server);
  writeFileSync(join(app, "script.mjs"), `
    import { createClient } from "sluice";
    const client = createClient({ baseUrl: ${JSON.stringify(`${url}/api`)} });
    console.log(JSON.stringify(await client.apiRequest({ name: "getThing", data: { id: 7 } })));
  `);
  const output = await new Promise<string>((resolve, reject) => {
    const child = spawn(process.execPath, ["script.mjs"], { cwd: app, timeout: 20_000 });
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    child.on("exit", (code, signal) => (code === 0 ? resolve(text) : reject(new Error(`${code} ${signal}: ${text}`))));
  });
  expect(JSON.parse(output)).toEqual({ name: "getThing", data: { id: 7 } });
});

test("a Node script tests with a client that has no network", async () => {
  writeFileSync(join(app, "tested.mjs"), `
    import { createTestClient } from "sluice/testing";
    const { client, clock } = createTestClient({ routes: { getThing: ({ id }) => ({ id }) } });
    const before = clock.now;
    const thing = await client.apiRequest({ name: "getThing", data: { id: 7 } });
    await clock.tick(1000);
    console.log(JSON.stringify([thing, clock.now - before]));
  `);
  expect(JSON.parse(execFileSync(process.execPath, ["tested.mjs"], { cwd: app, encoding: "utf8", timeout: 20_000 }))).toEqual([{ id: 7 }, 1000]);
});

test("a plain page imports it without a bundler", async () => {
  const folder = join(app, "plain");
  cpSync(join(app, "node_modules/sluice/dist"), join(folder, "sluice"), { recursive: true });
  writeFileSync(join(folder, "index.html"), `<!doctype html><link rel="icon" href="data:," /><p id="shown"></p>
    <script type="module">
      import { createClient } from "./sluice/index.js";
      const client = createClient();
      const [thing, session] = await Promise.all([client.apiRequest({ name: "getThing", data: { id: 7 } }), client.apiRequest({ name: "session" })]);
      document.getElementById("shown").textContent = \`\${thing.name} \${thing.data.id} \${session}\`;
    </script>`);
  const { url, server } = await serveFiles(folder, answer);
  servers.push(server);
  await shows(url);
});
