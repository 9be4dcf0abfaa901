import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { createRequire } from "node:module";

const measured = [
  "@tanstack/query-core",
  "swr",
  "@urql/core",
  "@urql/exchange-graphcache",
  "@apollo/client",
  "@reduxjs/toolkit",
  "@data-client/core",
  "@redux-requests/core",
  "react",
  "socket.io",
];

/** What the figures depend on. */
export function machine(chromium) {
  const require = createRequire(import.meta.url);
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    chromium,
    go: execFileSync("go", ["version"]).toString().trim().replace("go version ", ""),
    node: process.version,
    peers: Object.fromEntries(measured.map((name) => [name, version(require, name)])),
  };
}

/** A package's own file is not always among its exports: it is looked for in the folders above. */
function version(require, name) {
  for (const folder of require.resolve.paths(name)) {
    try {
      return JSON.parse(readFileSync(`${folder}/${name}/package.json`, "utf8")).version;
    } catch {
      continue;
    }
  }
  throw new Error(`${name} is not installed; run npm install in www/`);
}
