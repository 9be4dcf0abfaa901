import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

const root = new URL("..", import.meta.url).pathname;

/** Where the bundles are put, and served from. */
export const dist = join(root, "dist");

/** The package under test; SLUICE_DIST names another build of it. */
const sluice = process.env.SLUICE_DIST ?? join(root, "../packages/sluice/dist");

/** The peers by file name. */
export const peers = readdirSync(join(root, "cells/peers")).map((file) => file.replace(/\.js$/, ""));

/**
 * Builds production bundles: per peer `<peer>.js` for the rows a to c and `start-<peer>.js` for
 * row d. `readable` keeps names, for profiles.
 */
export async function bundle({ readable = false } = {}) {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist, { recursive: true });
  const options = {
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: !readable,
    keepNames: false,
    conditions: ["module", "production"],
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
    logOverride: { "import-is-undefined": "silent" },
    absWorkingDir: root,
  };
  const alias = { sluice: join(sluice, "index.js") };
  for (const peer of peers) {
    await build({ ...options, entryPoints: { [peer]: "cells/page.js" }, outdir: dist, alias: { ...alias, peer: join(root, `cells/peers/${peer}.js`) } });
  }
  await build({ ...options, entryPoints: ["cells/endurance.js"], outdir: dist, alias });
  for (const file of readdirSync(join(root, "cells/start"))) {
    await build({ ...options, entryPoints: { [`start-${file.replace(/\.js$/, "")}`]: join("cells/start", file) }, outdir: dist, alias });
  }
  copyFileSync(join(sluice, "sluice.wasm"), join(dist, "sluice.wasm"));
  for (const file of readdirSync(dist)) compress(join(dist, file));
}

/** The brotli size of a file of the build, in bytes. */
export function brotliSize(file) {
  return statSync(join(dist, `${file}.br`)).size;
}

function compress(path) {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
}
