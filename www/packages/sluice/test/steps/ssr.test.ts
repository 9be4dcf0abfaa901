import { describe, expect, test } from "vitest";
import { ready, rejection, turn } from "../harness.js";

/** What a server has dehydrated after it was answered. */
async function rendered(): Promise<string> {
  const { client, network } = await ready({ ssr: "server" });
  const book = client.apiRequest({ name: "getBook", requestKey: 1, poll: 1 });
  const broken = client.apiRequest({ name: "getBroken" });
  network.calls[0]!.answer({ title: "</script>" });
  network.calls[1]!.refuse(404, "book.gone", "gone");
  await book;
  await rejection(broken);
  return client.dehydrate();
}

describe("a page that goes on with what a server has dehydrated", () => {
  test("answers each request of the server's once without the network, errors too (W28)", async () => {
    const { client, network } = await ready({ ssr: "client" });
    await client.hydrate(await rendered());
    expect(client.getQuery({ type: "getBook", requestKey: 1 })).toMatchObject({ data: { title: "</script>" }, pristine: false, loading: false });
    const told: unknown[] = [];
    client.watch({ type: "getBook", requestKey: 1 }).subscribe(() => told.push(1));
    expect(await client.apiRequest({ name: "getBook", requestKey: 1 })).toEqual({ title: "</script>" });
    expect(await rejection(client.apiRequest({ name: "getBroken" }))).toMatchObject({ message: "gone", code: "book.gone" });
    expect(network.calls).toHaveLength(0);
    expect(told).toEqual([]);
    const again = client.apiRequest({ name: "getBook", requestKey: 1 });
    network.last.answer({ title: "new" });
    expect(await again).toEqual({ title: "new" });
  });

  test("runs functions beside these answers, those for errors, too; what they give or throw is of no effect", async () => {
    const log: unknown[] = [];
    const { client, network } = await ready({
      ssr: "client",
      onRequest: (_request, { type }) => void log.push(`${type} begins`),
      onSuccess: ({ data }) => (log.push(data), { data: "other" }),
      onError: (error) => {
        log.push((error as Error).message);
        throw error;
      },
    });
    await client.hydrate(await rendered());
    expect(await client.apiRequest({ name: "getBook", requestKey: 1, getData: () => "other" })).toEqual({ title: "</script>" });
    expect(await rejection(client.apiRequest({ name: "getBroken", onError: () => ({ data: "mended" }) }))).toMatchObject({ message: "gone" });
    expect(log).toEqual(["getBook begins", { title: "</script>" }, "getBroken begins", "gone"]);
    expect(network.calls).toHaveLength(0);
  });

  test("what was asked for before it was hydrated stays", async () => {
    const { client, network } = await ready({ ssr: "client" });
    const own = client.apiRequest({ name: "getBook", requestKey: 1 });
    await client.hydrate(await rendered());
    network.last.answer({ title: "own" });
    expect(await own).toEqual({ title: "own" });
    expect(client.getQuery({ type: "getBook", requestKey: 1 }).data).toEqual({ title: "own" });
  });

  test("shows the data also where it does not say so, and asks", async () => {
    const { client, network } = await ready();
    await client.hydrate(await rendered());
    expect(client.getQuery({ type: "getBook", requestKey: 1 }).data).toEqual({ title: "</script>" });
    void client.apiRequest({ name: "getBook", requestKey: 1 });
    await turn();
    expect(network.calls).toHaveLength(1);
    network.last.answer(1);
  });

  test("the text can stand inside of a script element", async () => {
    expect(await rendered()).not.toContain("</script>");
  });
});

test("a server does not poll, and dehydrates nothing of names unless it says that it is one", async () => {
  const { client, network } = await ready();
  const book = client.apiRequest({ name: "getBook" });
  network.last.answer(1);
  await book;
  const other = await ready({ ssr: "client" });
  await other.client.hydrate(client.dehydrate());
  expect(other.client.getQuery({ type: "getBook" })).toMatchObject({ data: null, pristine: true });
});

describe("requestsPromise of a server", () => {
  test("resolves when nothing is outstanding, dependent requests among it (W27)", async () => {
    const { client, network } = await ready({ ssr: "server" });
    let settled = false;
    void client.requestsPromise!.then(() => (settled = true));
    const first = client.apiRequest({ name: "getA", dependentRequestsNumber: 1 });
    network.last.answer(1);
    await first;
    await turn();
    expect(settled).toBe(false);
    const second = client.apiRequest({ name: "getB", isDependentRequest: true });
    network.last.answer(2);
    await second;
    expect((await client.requestsPromise!).map(({ type, response }) => [type, response])).toEqual([
      ["getA_SUCCESS", { data: 1 }],
      ["getB_SUCCESS", { data: 2 }],
    ]);
  });

  test("rejects when a request fails, whatever had been reserved; nobody has to listen", async () => {
    const { client, network } = await ready({ ssr: "server" });
    const first = client.apiRequest({ name: "getA", dependentRequestsNumber: 1 });
    network.last.refuse(500, "x", "down");
    await rejection(first);
    expect(await rejection(client.requestsPromise!)).toMatchObject({ successActions: [], errorActions: [{ type: "getA_ERROR", error: { code: "x" } }] });
  });

  test("is not there elsewhere, or when it is disabled", async () => {
    expect((await ready()).client.requestsPromise).toBeNull();
    expect((await ready({ ssr: "server", disableRequestsPromise: true })).client.requestsPromise).toBeNull();
  });
});

test("functions of requests are given a store: its state, and requests that are actions", async () => {
  const seen: unknown[] = [];
  const { client, network } = await ready({
    onSuccess: async (_response, action, store) => {
      if (action.type !== "getThing") return;
      seen.push(store.getState().requests);
      seen.push(await store.dispatchRequest({ type: "LOG", request: { url: "/log", method: "post", data: { a: 1 } } }));
      seen.push(store.dispatch({ type: "other" }));
    },
  });
  const promise = client.apiRequest({ name: "getThing", data: { id: 1 } });
  network.last.answer("d");
  await turn();
  expect(network.last.url).toBe("/log");
  network.last.answer("logged");
  expect(await promise).toBe("d");
  expect(seen[0]).toMatchObject({ queries: { getThing: { data: null, pending: 1, pristine: false } }, mutations: {} });
  expect(seen[1]).toMatchObject({ action: { type: "LOG" }, data: "logged" });
  expect(seen[2]).toEqual({ type: "other" });
});
