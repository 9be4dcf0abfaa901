// Prints the sizes of what a page loads, compares them with www/size-limits.json, and looks at
// what the core links. Brotli is quality 11, as precompressed files are served; 1 KB is 1,024 bytes.
// The entry `sluice` is what a page begins with; running.js is loaded beside sluice.wasm, and so is Go's
// wasm_exec.js as part of it, which is shown apart, since it is not ours to make smaller.
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { compact } from "../www/packages/sluice/compact.mjs";
import { once } from "../www/packages/sluice/once.mjs";

const www = new URL("../www/", import.meta.url);
const { build } = createRequire(new URL("package.json", www))("esbuild");
const { brotliKB, absentFromWasm } = JSON.parse(await readFile(new URL("size-limits.json", www), "utf8"));

const bytesOf = {
  "sluice.wasm": () => readFile(new URL("packages/sluice/dist/sluice.wasm", www)),
  sluice: () => bundle("./packages/sluice/src/index.ts", ["wasm_exec"]),
  "running.js": () => bundle("./packages/sluice/src/running.ts", ["wasm_exec", "once"]),
  "wasm_exec.js": () => bundle("./packages/sluice/src/generated/wasm_exec.js", []),
  "sluice/react": () => bundle("sluice/react", ["react", "sluice"]),
  "sluice/redux": () => bundle("sluice/redux", ["sluice"]),
};

let failed = false;
row("", "raw", "gzip", "brotli", "limit");
for (const [name, limit] of Object.entries(brotliKB)) {
  const bytes = await bytesOf[name]();
  const brotli = brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;
  const over = limit !== null && brotli > limit * 1024;
  failed ||= over;
  row(name, kb(bytes.length), kb(gzipSync(bytes, { level: 9 }).length), kb(brotli), limit === null ? "" : `${limit} KB`, over ? "too large" : "");
}

const linked = execFileSync("go", ["list", "-deps", "./wasm"], {
  cwd: new URL("..", www),
  env: { ...process.env, GOOS: "js", GOARCH: "wasm" },
  encoding: "utf8",
}).split("\n");
const unwanted = absentFromWasm.filter((path) => linked.includes(path));
if (unwanted.length > 0) {
  failed = true;
  console.log(`sluice.wasm links ${unwanted.join(", ")}`);
}
process.exitCode = failed ? 1 : 0;

/** What an application's bundler makes of everything that an entry point exports. */
async function bundle(entry, external) {
  const result = await build({
    stdin: { contents: `export * from "${entry}";`, resolveDir: new URL(".", www).pathname },
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    // The entry itself is resolved; what it imports is not.
    plugins: [
      {
        name: "external",
        setup({ onResolve }) {
          onResolve({ filter: /wasm_exec\.js$/ }, ({ path }) => (external.includes("wasm_exec") ? { path, external: true } : undefined));
          onResolve({ filter: once }, ({ path }) => (external.includes("once") ? { path, external: true } : undefined));
          onResolve({ filter: /./ }, ({ kind, path }) => (kind === "dynamic-import" ? { path, external: true } : undefined)); // a file of its own
          onResolve({ filter: /^[^./]/ }, ({ path, importer }) =>
            external.includes(path.split("/")[0]) && !importer.endsWith("<stdin>") ? { path, external: true } : undefined,
          );
        },
      },
    ],
    legalComments: "none",
    write: false,
    logLevel: "warning",
  });
  return Buffer.from((await compact(result.outputFiles[0].text)).code);
}

function kb(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

function row(name, ...columns) {
  console.log(name.padEnd(14) + columns.map((column) => column.padStart(12)).join(""));
}
