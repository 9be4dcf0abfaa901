// Builds dist/: the entry points as ES modules, and their types. The core, sluice.wasm, is put
// beside them by ci/wasm.sh.
import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { build } from "esbuild";
import { compact } from "./compact.mjs";

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

// What is loaded only where it is needed is a file of its own.
await build({ ...common, entryPoints: ["src/index.ts"], splitting: true, chunkNames: "[name]" });
// Entry points import one another by the package's name: what they share is there once.
const others = ["react", "testing", "testing-react"];
await build({ ...common, entryPoints: others.map((name) => `src/${name}.ts`), external: ["react", "react-dom", "sluice"] });
for (const name of ["index", "devtools-connection", ...others].map((name) => `${name}.js`)) {
  const path = `dist/${name}`;
  const { code, map } = await compact(await readFile(path, "utf8"), await readFile(`${path}.map`, "utf8"), `${name}.map`);
  await Promise.all([writeFile(path, code), writeFile(`${path}.map`, map)]);
}
execFileSync(process.execPath, [new URL(import.meta.resolve("typescript/lib/tsc.js")).pathname, "-p", "tsconfig.build.json"], { stdio: "inherit" });
