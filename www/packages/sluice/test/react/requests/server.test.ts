// @vitest-environment node
import { Writable } from "node:stream";
import { Suspense, createElement as h, type ReactNode } from "react";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { RequestsProvider, useRequestQuery, type RequestQueryOptions, type RequestsDefaults } from "../../../src/react.js";
import { abortRequests, type RequestAction } from "sluice/redux";
import { turn } from "../../harness.js";
import { plainStore } from "../../redux/stores.js";

const fetchBook = (): RequestAction => ({ type: "BOOK", request: { url: "/" } });
const Book = (props: Partial<RequestQueryOptions>) => h("p", null, JSON.stringify(useRequestQuery({ type: "BOOK", action: fetchBook, ...props }).data));

/** Renders for a server that waits, in which the test answers. */
function streamed(defaults: Partial<RequestsDefaults>, ...children: ReactNode[]) {
  const made = plainStore({ ssr: "server", disableRequestsPromise: true });
  let html = "";
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      html += chunk.toString();
      done();
    },
  });
  const ready = new Promise<string>((resolve) => {
    const element = h(RequestsProvider, { store: made.store, ...defaults }, h(Suspense, { fallback: "waiting" }, ...children));
    const { pipe } = renderToPipeableStream(element, {
      onAllReady() {
        pipe(out);
        out.on("finish", () => resolve(html));
      },
    });
  });
  return { ...made, ready };
}

test("a server that does not wait shows what there is, and asks for nothing", async () => {
  const { store, engine } = plainStore({ ssr: "server" });
  const html = renderToString(h(RequestsProvider, { store, suspense: true, autoLoad: true }, h(Book)));
  expect(html).toBe("<p>null</p>");
  await turn();
  expect(engine.sent).toEqual([]);
});

test("suspenseSsr begins what is loaded automatically, once for all, and lists it for each", async () => {
  const { engine, ready, requests } = streamed({ suspenseSsr: true, autoLoad: true }, h(Book, { key: 1 }), h(Book, { key: 2 }));
  await turn();
  expect(engine.sent).toHaveLength(1);
  engine.last.succeed("a");
  expect((await ready).match(/&quot;a&quot;/g)).toHaveLength(2);
  expect(engine.sent).toHaveLength(1);
  expect(requests().ssr).toEqual(["BOOK", "BOOK"]);
});

test("suspenseSsr waits for what is pending where nothing is loaded automatically", async () => {
  const { store, engine, ready, requests } = streamed({ suspenseSsr: true }, h(Book, { key: 1 }));
  expect(await ready).toContain("null");
  const waiting = streamed({ suspenseSsr: true }, h(Begins), h(Book, { key: 1 }));
  function Begins() {
    if (waiting.engine.sent.length === 0) void waiting.store.dispatch(fetchBook());
    return null;
  }
  await turn();
  waiting.engine.last.succeed("b");
  expect(await waiting.ready).toContain("&quot;b&quot;");
  expect(waiting.requests().ssr).toEqual(["BOOK"]);
  expect([engine.sent.length, requests().ssr, store.getState().requests.watchers]).toEqual([0, [], {}]);
});

test("suspenseSsr does not wait for ever for what leaves nothing to show", async () => {
  const waits = { suspenseSsr: true, autoLoad: true };
  const silent = streamed(waits, h(Book, { action: (): RequestAction => ({ ...fetchBook(), meta: { silent: true } }) }));
  expect(await silent.ready).toContain("null");
  const aborted = streamed(waits, h(Book));
  await turn();
  aborted.engine.abort = (...given) => (given.at(-1) as (patch: object) => void)({ queries: { BOOK: null } });
  aborted.store.dispatch(abortRequests());
  expect(await aborted.ready).toContain("null");
  expect([silent.engine.sent.length, aborted.engine.sent.length]).toEqual([1, 1]);
});
