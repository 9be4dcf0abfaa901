import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";
import type { BrowserContext } from "playwright-core";
import { root } from "./server.js";

/** The Reacts that are supported, by the workspace package that has them. */
export const reacts = { "18.2": "react18", "19": "e2e" } as const;
export type ReactVersion = keyof typeof reacts;

const dist = join(root, "www/packages/sluice/dist");
const modules: Record<string, string> = { sluice: "index.js", "sluice/react": "react.js", "sluice/redux": "redux.js" };

function options(version: ReactVersion, entry: string): BuildOptions {
  const { resolve } = createRequire(join(root, "www", reacts[version], "package.json"));
  return {
    entryPoints: [join(root, "www/e2e/pages", entry)],
    bundle: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    alias: Object.fromEntries(["react", "react-dom"].map((name) => [name, dirname(resolve(`${name}/package.json`))])),
    define: { "process.env.NODE_ENV": '"development"' },
    logLevel: "warning",
  };
}

/** Finds the package as it was built; `external` leaves the core's side out of a bundle for Node. */
const built = (external: boolean): Plugin => ({
  name: "sluice",
  setup({ onResolve }) {
    onResolve({ filter: /^sluice(\/react|\/redux)?$/ }, ({ path }) => {
      const file = join(dist, modules[path]!);
      return external && path === "sluice" ? { path: pathToFileURL(file).href, external } : { path: file };
    });
  },
});

/** Bundles a page, in development mode: React checks what it does. */
export async function bundlePage(version: ReactVersion, entry: string): Promise<string> {
  const { outputFiles } = await build({ ...options(version, entry), plugins: [built(false)], write: false });
  return outputFiles[0]!.text;
}

/** Bundles a program for Node into a folder. Gives its path. */
export async function bundleProgram(version: ReactVersion, entry: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, "program.mjs");
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
  await build({ ...options(version, entry), plugins: [built(true)], platform: "node", outfile, banner });
  return outfile;
}

/** Where pages are that come from no server. */
export const origin = "http://localhost:1";

/** Has a context find a page, with its script and the core, at {@link origin}, or in place of a server's. */
export async function servePage(context: BrowserContext, script: string, html = '<div id="root"></div>', at = origin): Promise<void> {
  const text = `<!doctype html><link rel="icon" href="data:," /><title>Page</title>${html}<script type="module" src="/page.js"></script>`;
  await context.route(`${at}/`, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: text }));
  await context.route(`${at}/page.js`, (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await context.route(`${at}/sluice.wasm`, (route) => route.fulfill({ contentType: "application/wasm", body: readFileSync(join(dist, "sluice.wasm")) }));
}
