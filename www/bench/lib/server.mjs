import { createServer } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { list } from "../cells/store/fixture.js";
import { listBytes } from "../cells/store/shape.js";
import { shapes } from "../cells/stub.js";
import { dist } from "./build.mjs";

const types = { ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm", ".html": "text/html; charset=utf-8" };

/** What makes a page cross-origin isolated: clocks of 5 µs. */
const isolation = { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp", "cross-origin-resource-policy": "same-origin" };

/** As a CDN sends hashed files. */
const immutable = "public, max-age=31536000, immutable";

/** A list's answer for the rows about the store: `fixture/<shape>/<name>.json`. */
function makeFixture(path) {
  const [, shape, name] = path.replace(/\.json$/, "").split("/");
  return listBytes(shape, name.startsWith("users") ? "users" : "posts", list(name));
}

/**
 * Serves the build, brotli-compressed, and an API. `/<page>.html` is a page that loads
 * `<page>.js`. Settings may be changed while it runs; `log` has one entry per request, with the ms
 * since the server saw the latest page.
 */
export async function serve() {
  const settings = { wasmDelay: 0, apiDelay: 20 };
  const log = [];
  let navigated = 0;
  const files = new Map();
  const file = (path) => files.get(path) ?? files.set(path, readFileSync(join(dist, path))).get(path);

  const fixtures = new Map();
  const fixture = (path) => fixtures.get(path) ?? fixtures.set(path, makeFixture(path)).get(path);

  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname.slice(1);
    if (path.endsWith(".html")) {
      navigated = performance.now();
      log.length = 0;
    }
    log.push({ path, at: performance.now() - navigated });
    const send = (status, type, body, headers = {}) => {
      response.writeHead(status, { ...isolation, "content-type": type, "content-length": body.length, ...headers });
      response.end(body);
    };
    if (path.endsWith(".html")) {
      const name = path.slice(0, -5);
      // What the script imports at once is named in the page, as bundlers for applications do it.
      const chunk = existsSync(join(dist, `${name}.chunk.js`)) ? `<link rel="modulepreload" href="/${name}.chunk.js">` : "";
      const page = `<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">${chunk}<script type="module" src="/${name}.js"></script>`;
      return send(200, types[".html"], Buffer.from(page), { "cache-control": "no-cache" });
    }
    if (path.startsWith("fixture/")) return send(200, "application/json", fixture(path), { "cache-control": "no-store" });
    if (path.startsWith("api/")) {
      request.resume();
      const body = Buffer.from(path === "api/session" ? '{"id":1,"name":"Ada"}' : shapes.rest(1));
      return void setTimeout(() => send(200, "application/json", body, { "cache-control": "no-store" }), settings.apiDelay);
    }
    let body;
    try {
      body = file(`${path}.br`);
    } catch {
      return send(404, "text/plain", Buffer.from("not found"));
    }
    const answer = () => send(200, types[extname(path)], body, { "content-encoding": "br", "cache-control": immutable, vary: "accept-encoding" });
    if (path.endsWith(".wasm") && settings.wasmDelay > 0) setTimeout(answer, settings.wasmDelay);
    else answer();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    settings,
    log,
    origin: `http://127.0.0.1:${server.address().port}`,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}
