// Builds dist/: the entry points as ES modules, and their types. The core, sluice.wasm, is put
// beside them by ci/wasm.sh.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { build } from "esbuild";
import { compact } from "./compact.mjs";
import { once } from "./once.mjs";

const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  outdir: "dist",
  sourcemap: true,
  sourcesContent: false,
  minify: true,
  legalComments: "none",
  logLevel: "warning",
};

// Entry points, and what is loaded only where it is needed, import one another.
const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) => (kind === "dynamic-import" ? { path: `./${basename(path)}`, external: true } : undefined));
  },
};
const beside = {
  name: "beside",
  setup({ onResolve }) {
    onResolve({ filter: once }, () => ({ path: "./index.js", external: true }));
  },
};
const entry = await build({ ...common, entryPoints: ["src/index.ts"], plugins: [apart], metafile: true });
await build({ ...common, entryPoints: ["src/running.ts", "src/devtools-connection.ts"], plugins: [beside] });
const others = ["react", "redux", "testing", "testing-react"];
await build({ ...common, entryPoints: others.map((name) => `src/${name}.ts`), external: ["react", "react-dom", "sluice"] });
const { outputs } = entry.metafile;
const exported = new Set(outputs["dist/index.js"].exports);
for (const name of ["running", "devtools-connection"]) {
  const text = await readFile(`dist/${name}.js`, "utf8");
  for (const [, names] of text.matchAll(/import\{([^}]*)\}from"\.\/index\.js"/g)) {
    const missing = names.split(",").filter((imported) => !exported.has(imported.split(" as ")[0]));
    if (missing.length > 0) throw new Error(`src/index.ts does not export ${missing.join(", ")}, which ${name}.js takes from it`);
  }
}
for (const name of ["index", "running", "devtools-connection", ...others].map((name) => `${name}.js`)) {
  const path = `dist/${name}`;
  const { code, map } = await compact(await readFile(path, "utf8"), await readFile(`${path}.map`, "utf8"), `${name}.map`);
  await Promise.all([writeFile(path, code), writeFile(`${path}.map`, map)]);
}
execFileSync(process.execPath, [new URL(import.meta.resolve("typescript/lib/tsc.js")).pathname, "-p", "tsconfig.build.json"], { stdio: "inherit" });
