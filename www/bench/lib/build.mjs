import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { build } from "esbuild";

const root = new URL("..", import.meta.url).pathname;

/** Where the bundles are put, and served from; BENCH_DIST names another folder, for two runs at once. */
export const dist = process.env.BENCH_DIST ?? join(root, "dist");

/** The package under test; SLUICE_DIST names another build of it. */
const sluice = process.env.SLUICE_DIST ?? join(root, "../packages/sluice/dist");

/** The peers by file name. */
export const peers = modules("cells/peers");

/**
 * Builds production bundles: per peer `<peer>.js` for the rows a to c, `start-<peer>.js` for row d,
 * `store-<peer>.js`, `react-<peer>.js` and `overlap-<peer>.js` for the rows about the store,
 * `interceptors-<peer>.js` for row q, `latency-<peer>.js` and `patches-<peer>.js` for the rows about live topics. `readable` keeps names, for profiles.
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
  const alias = { sluice: join(sluice, "index.js"), "sluice/react": join(sluice, "react.js"), "sluice/redux": join(sluice, "redux.js") };
  const pages = (prefix, entry, folder) =>
    modules(folder).map((peer) =>
      build({ ...options, entryPoints: { [`${prefix}${peer}`]: entry }, outdir: dist, alias: { ...alias, peer: join(root, folder, `${peer}.js`) } }),
    );
  await Promise.all([
    ...pages("", "cells/page.js", "cells/peers"),
    ...pages("store-", "cells/store/page.js", "cells/store/peers"),
    ...pages("react-", "cells/store/react-page.js", "cells/store/react"),
    ...pages("overlap-", "cells/store/overlap-page.js", "cells/store/overlap"),
    ...pages("interceptors-", "cells/interceptors/page.js", "cells/interceptors/peers"),
    ...pages("latency-", "cells/live/latency-page.js", "cells/live/latency"),
    ...pages("patches-", "cells/live/patches-page.js", "cells/live/patches"),
  ]);
  await build({ ...options, entryPoints: ["cells/endurance.js"], outdir: dist, alias });
  for (const file of readdirSync(join(root, "cells/start"))) {
    const name = file.replace(/\.js$/, "");
    // In files of its own, what a page loads when it has begun: as an application's bundler does it.
    await build({ ...options, entryPoints: { [`start-${name}`]: join("cells/start", file) }, splitting: true, chunkNames: `start-${name}.[name]`, outdir: dist, alias });
  }
  copyFileSync(join(sluice, "sluice.wasm"), join(dist, "sluice.wasm"));
  for (const file of readdirSync(dist)) compress(join(dist, file), sized.test(file) ? 11 : 5);
}

/** The names of the modules in a folder. */
function modules(folder) {
  return readdirSync(join(root, folder)).map((file) => file.replace(/\.js$/, ""));
}

/** The brotli size of the files of the build whose names begin so, in bytes. */
export function brotliSize(name) {
  const files = readdirSync(dist).filter((file) => file.startsWith(name) && file.endsWith(".br"));
  return files.reduce((sum, file) => sum + statSync(join(dist, file)).size, 0);
}

/** Files whose size is reported, or whose download is measured: these are compressed as well as can be. */
const sized = /^(start-.*|sluice)\./;

function compress(path, quality) {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
}
