// Builds dist/: the two entry points as ES modules, and their types. The core, sluice.wasm, is put
// beside them by ci/wasm.sh.
import { execFileSync } from "node:child_process";
import { build } from "esbuild";

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

await build({ ...common, entryPoints: ["src/index.ts"] });
await build({ ...common, entryPoints: ["src/react.ts"], external: ["react", "sluice"] });
execFileSync(process.execPath, [new URL(import.meta.resolve("typescript/lib/tsc.js")).pathname, "-p", "tsconfig.build.json"], { stdio: "inherit" });
