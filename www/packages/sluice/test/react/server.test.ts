// @vitest-environment node
import { PassThrough } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { Suspense, createElement as h, type ReactNode } from "react";
import { renderToPipeableStream, renderToString } from "react-dom/server";
import { describe, expect, test } from "vitest";
import type { Client } from "../../src/index.js";
import { Provider, useApiRequest, useSession } from "../../src/react.js";
import { ready, rejection, setup, turn } from "../harness.js";

const text = ({ data, error, loading }: { data: unknown; error: unknown; loading: boolean }) => JSON.stringify([data, error, loading]).replaceAll('"', "'");
const Page = () => h("p", null, text(useApiRequest<unknown>({ name: "getUser" })), text(useSession()), text(useApiRequest(null)));

test("a server renders the hooks as loading, and sends nothing", async () => {
  for (const { client, network } of [await ready({ baseUrl: "https://host.example/api" }), setup()]) {
    const html = renderToString(h(Provider, { client }, h(Page)));
    expect(html.replaceAll("<!-- -->", "")).toBe("<p>[null,null,true][null,null,true][null,null,false]</p>");
    await client.ready;
    await turn();
    expect(network.calls).toEqual([]);
  }
});

test("a server shows the session that it has asked for itself", async () => {
  const { client, network } = await ready();
  const answer = client.apiRequest({ name: "session" });
  network.last.answer({ id: 1 });
  await answer;
  expect(renderToString(h(Provider, { client }, h(Page)))).toContain("[{&#x27;id&#x27;:1},null,false]");
});

function stream(client: Client, ...children: ReactNode[]): Promise<string> {
  const out = new PassThrough();
  const { pipe } = renderToPipeableStream(h(Provider, { client }, h(Suspense, { fallback: "…" }, ...children)), { onAllReady: () => pipe(out) });
  return textOf(out);
}

function Named({ data, name = "getUser" }: { data?: unknown; name?: string }) {
  const { data: shown, error, loading } = useApiRequest<unknown>({ name, data });
  return h("i", null, text({ data: shown, error: (error as Error | null)?.message, loading }));
}

describe("a server that gathers what its page needs (ssr: \"server\")", () => {
  test("waits for each request, one for all hooks that ask the same; a page shows it without asking", async () => {
    const { client, network } = await ready({ ssr: "server" });
    const parts = [h(Named, { key: 1, data: { id: 1 } }), h(Named, { key: 2, data: { id: 2 } }), h(Named, { key: 3, data: { id: 1 } }), h(Named, { key: 4, name: "getBroken" })];
    const html = stream(client, ...parts);
    await turn();
    expect(network.calls.map(({ data }) => data)).toEqual([{ id: 1 }, { id: 2 }, {}]);
    network.calls.slice(0, 2).forEach((call, i) => call.answer(["a", "</script>"][i]));
    network.calls[2]!.refuse(404, "user.gone", "gone");
    expect(await html).toMatch(/&#x27;a&#x27;,null,false.*&#x27;&lt;\/script&gt;&#x27;,null,false.*&#x27;a&#x27;,null,false.*null,&#x27;gone&#x27;,false/);
    expect(await rejection(client.requestsPromise!)).toMatchObject({ successActions: [{ type: "getUser_SUCCESS" }, { type: "getUser_SUCCESS" }], errorActions: [{ error: { code: "user.gone" } }] });
    const dry = client.dehydrate();
    expect(dry).not.toContain("</");
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: null, pristine: true });

    const page = await ready({ ssr: "client" });
    await page.client.hydrate(dry);
    expect(renderToString(h(Provider, { client: page.client }, h(Suspense, null, ...parts)))).toBe(await html);
    const seen = [1, 2, 1].map((id) => page.client.observe({ name: "getUser", data: { id } }));
    const stops = seen.map((observer) => observer.subscribe(() => {}));
    page.client.observe({ name: "getBroken" }).subscribe(() => {});
    await turn();
    expect(page.network.calls).toEqual([]);
    expect(seen.map((observer) => observer.get().data)).toEqual(["a", "</script>", "a"]);
    void seen[1]!.refetch();
    await turn();
    expect(page.network.calls.map(({ data }) => data)).toEqual([{ id: 2 }]);
    page.network.last.answer("b");
    await turn();
    expect(seen[1]!.get().data).toBe("b");
    for (const stop of stops) stop();
  });

  test("shows a request that was aborted as one that the page will make", async () => {
    const { client, network } = await ready({ ssr: "server" });
    const html = stream(client, h(Named));
    await turn();
    client.abortRequests();
    expect(await html).toContain("[null,null,true]");
    expect(network.calls).toHaveLength(1);
    expect(await rejection(client.requestsPromise!)).toMatchObject({ errorActions: [{ type: "getUser_ABORT" }] });
  });

  test("carries over as many hooks as a page has", async () => {
    const { client, network } = await ready({ ssr: "server" });
    const html = stream(client, ...Array.from({ length: 150 }, (_, id) => h(Named, { key: id, data: { id } })));
    await turn();
    for (const call of network.calls) call.answer(call.data);
    await html;
    const page = await ready({ ssr: "client" });
    await page.client.hydrate(client.dehydrate());
    for (let id = 0; id < 150; id++) page.client.observe({ name: "getUser", data: { id } }).subscribe(() => {});
    await turn();
    expect(page.network.calls).toEqual([]);
  });
});

test("a session that a server has read is the page's; another user's drops what is there", async () => {
  const server = await ready({ ssr: "server" });
  const html = stream(server.client, h(Named, { name: "session" }));
  await turn();
  server.network.last.answer({ id: 1 });
  await html;
  const { client, network } = await ready({ ssr: "client" });
  await client.hydrate(server.client.dehydrate());
  expect(await client.apiRequest({ name: "session" })).toEqual({ id: 1 });
  const book = client.apiRequest({ name: "getBook" });
  network.last.answer("private");
  await book;
  const session = client.apiRequest({ name: "session" });
  network.last.answer({ id: 2 });
  expect(await session).toEqual({ id: 2 });
  expect(client.getQuery({ type: "getBook" }).data).toBeNull();
});
