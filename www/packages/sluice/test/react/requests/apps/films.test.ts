import { Writable } from "node:stream";
import { hydrateRoot } from "react-dom/client";
import { renderToPipeableStream } from "react-dom/server";
import { expect, onTestFinished, test, vi } from "vitest";
import { wasm } from "../../../harness.js";
import { perform } from "../../render.js";

const answers: Record<string, unknown> = {
  "/books": [{ id: "1", title: "one" }, { id: "2", title: "two" }],
  "/actors": [{ name: "Ann" }],
};

/** A driver, and what it was asked. */
function network() {
  const asked: unknown[] = [];
  const driver = async ({ url, params }: { url: string; params?: object }) => {
    asked.push([url, params]);
    return { data: answers[url] };
  };
  return { driver, asked };
}

/** The application and its modules as a server loads them, or anew as a page does. */
async function loaded(where: "server" | "page") {
  vi.resetModules();
  if (where === "server") vi.stubGlobal("document", undefined);
  const { films } = await import("./films.js");
  vi.unstubAllGlobals();
  return films;
}

interface Store {
  getState(): object;
}

async function rendered() {
  const films = await loaded("server");
  const { driver, asked } = network();
  let store!: Store;
  let html = "";
  await new Promise<void>((resolve, reject) => {
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        html += chunk.toString();
        done();
      },
    });
    const props = { requestsConfig: { driver, wasm, ssr: "server", disableRequestsPromise: true }, getStore: (made: Store) => void (store = made), suspenseSsr: true, autoLoad: true } as const;
    const { pipe } = renderToPipeableStream(films(props), { onAllReady: () => pipe(out), onError: reject });
    out.on("finish", resolve);
  });
  return { html, asked, state: JSON.parse(JSON.stringify(store.getState())) as object };
}

test("a server asks for books and then for actors, and the page shows them without asking", async () => {
  const { html, asked, state } = await rendered();
  expect(asked).toEqual([["/books", undefined], ["/actors", { bookIds: ["1", "2"] }]]);
  expect(html).toContain("<h3>one</h3><h3>two</h3><p>Ann</p>");

  const films = await loaded("page");
  const page = network();
  const container = document.createElement("div");
  container.innerHTML = html;
  const shown = container.textContent;
  let store!: Store;
  let root!: ReturnType<typeof hydrateRoot>;
  const app = films({ requestsConfig: { driver: page.driver, wasm, ssr: "client" }, initialState: state, getStore: (made: Store) => void (store = made), autoReset: true, autoLoad: true });
  await perform(() => void (root = hydrateRoot(container, app)));
  onTestFinished(() => perform(() => root.unmount()));
  for (let i = 0; i < 20; i++) await perform(() => {});
  expect(container.textContent).toBe(shown);
  expect(container.textContent).toBe("onetwoAnn");
  expect(page.asked).toEqual([]);
  expect(store.getState()).toMatchObject({ requests: { ssr: ["FETCH_BOOKS", "FETCH_ACTORS"], watchers: { FETCH_BOOKS: 1, FETCH_ACTORS: 1 } } });
});
