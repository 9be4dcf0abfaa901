import { describe, expect, test } from "vitest";
import { joinRequest, withPatch, type QueryRecord, type RequestAction, type RequestsState } from "sluice/redux";
import { initialState } from "../../src/redux/state.js";
import { isPending, rejection, turn, uncaught } from "../harness.js";
import { plainStore } from "./stores.js";

const q = (type: string, meta: RequestAction["meta"] = {}): RequestAction => ({ type, request: { url: "/" }, meta });
const record = (data: unknown, error: unknown = null): QueryRecord => ({ data, pending: 0, error, pristine: false });

describe("a server's requestsPromise", () => {
  const server = (options = {}) => plainStore({ ssr: "server", ...options });

  test("resolves with the successes when nothing is outstanding", async () => {
    const { store, engine, requestsPromise, actions } = server();
    void store.dispatchRequest(q("A"));
    void store.dispatchRequest(q("B"));
    engine.sent[1]!.succeed(2);
    expect(await isPending(requestsPromise!)).toBe(true);
    engine.sent[0]!.succeed(1);
    expect(await requestsPromise).toEqual([actions[2], actions[3]]);
  });

  test("waits for the requests that follow from others (example 27)", async () => {
    const { store, engine, requestsPromise } = server();
    void store.dispatchRequest(q("A", { dependentRequestsNumber: 1 }));
    engine.last.succeed(1);
    expect(await isPending(requestsPromise!)).toBe(true);
    void store.dispatchRequest(q("B", { isDependentRequest: true }));
    engine.last.succeed(2);
    expect((await requestsPromise!).map(({ type }) => type)).toEqual(["A_SUCCESS", "B_SUCCESS"]);
  });

  test("rejects after a failure, and does not wait for what would have followed (example 27)", async () => {
    const { store, engine, requestsPromise } = server();
    void store.dispatchRequest(q("A", { dependentRequestsNumber: 3 }));
    void store.dispatchRequest(q("B"));
    void store.dispatchRequest(q("C"));
    engine.sent[2]!.succeed(1);
    engine.sent[1]!.abort();
    engine.sent[0]!.fail("E");
    expect(await rejection(requestsPromise!)).toMatchObject({ successActions: [{ type: "C_SUCCESS" }], errorActions: [{ type: "B_ABORT" }, { type: "A_ERROR", error: "E" }] });
  });

  test("rejects after an error that is undefined, and after one of a function of the user", async () => {
    for (const end of [{}, { thrown: true }]) {
      const { store, engine, requestsPromise } = server();
      const done = store.dispatchRequest(q("A"));
      engine.last.fail(undefined, end);
      await done.catch(() => {});
      expect(await rejection(requestsPromise!)).toMatchObject({ errorActions: [{ type: "A_ERROR" }] });
    }
  });

  test("resolves with an empty list when nothing is asked for within a task", async () => {
    const { requestsPromise } = server();
    expect(await requestsPromise).toEqual([]);
    const { store, engine, requestsPromise: busy } = server();
    const done = busy!.then((actions) => actions.length);
    void store.dispatchRequest(q("A"));
    await turn();
    engine.last.succeed(1);
    expect(await done).toBe(1);
  });

  test("counts silent requests, without actions of theirs", async () => {
    const { store, engine, requestsPromise } = server();
    void store.dispatchRequest(q("A", { silent: true }));
    expect(await isPending(requestsPromise!)).toBe(true);
    engine.last.succeed(1);
    expect(await requestsPromise).toEqual([]);
  });

  test("raises nothing where nobody listens", async () => {
    const caught = uncaught();
    const { store, engine } = server();
    void store.dispatchRequest(q("A"));
    engine.last.fail("E");
    await turn();
    expect(caught).toEqual([]);
  });

  test("is null elsewhere, and when it is disabled", () => {
    expect(plainStore().requestsPromise).toBeNull();
    expect(plainStore({ ssr: "client" }).requestsPromise).toBeNull();
    expect(server({ disableRequestsPromise: true }).requestsPromise).toBeNull();
  });

  test("lists what has ended, errors too, and once more for each that joins", async () => {
    const { store, engine, requests } = server();
    for (const type of ["A", "B", "C"]) void store.dispatchRequest(q(type, { requestKey: type === "B" ? 1 : "" }));
    void store.dispatchRequest(joinRequest("A", true));
    void store.dispatchRequest(joinRequest({ requestType: "B", requestKey: 1 }, true));
    void store.dispatchRequest(joinRequest("C"));
    engine.sent[0]!.succeed(1);
    engine.sent[1]!.fail("E");
    engine.sent[2]!.abort();
    await turn();
    expect(requests().ssr).toEqual(["A", "B1", "A", "B1"]);
  });

  test("has no socket", () => {
    const { store, engine } = server({ subscriber: { url: "ws://host.example" } });
    store.dispatch({ type: "S", subscription: null });
    store.dispatch({ type: "OPEN_WEBSOCKET", props: null });
    expect(engine.calls).toEqual([]);
  });
});

describe("a page that continues", () => {
  const preloaded: RequestsState = { ...initialState, queries: { Q: record("d"), E: record(null, "E"), K1: record("k") }, ssr: ["Q", "E", "K1", "K1"] };
  const page = (options = {}) => plainStore({ ssr: "client", preloaded, ...options });

  test("answers each request of the list once, without the network or a change (example 28)", async () => {
    const { store, engine, actions, requests } = page();
    expect(await store.dispatchRequest(q("Q"))).toEqual({ action: actions[1], data: "d" });
    expect(requests()).toBe(preloaded);
    expect(engine.sent).toEqual([]);
    expect(actions).toMatchObject([
      { type: "Q", meta: { ssrResponse: { data: "d" } } },
      { type: "Q_SUCCESS", response: { data: "d" }, meta: { ssrResponse: { data: "d" }, requestAction: { type: "Q" } } },
    ]);
    void store.dispatchRequest(q("Q"));
    expect(engine.sent).toHaveLength(1);
    expect(requests().queries["Q"]).toMatchObject({ data: "d", pending: 1 });
  });

  test("gives errors, too", async () => {
    const { store, actions, requests } = page();
    expect(await store.dispatchRequest(q("E"))).toEqual({ action: actions[1], error: "E" });
    expect(actions).toMatchObject([
      { type: "E", meta: { ssrError: "E" } },
      { type: "E_ERROR", error: "E", meta: { ssrError: "E" } },
    ]);
    expect(requests()).toBe(preloaded);
  });

  test("runs functions for what they do, once for an entry that is there twice", async () => {
    const ran: string[] = [];
    const note = (name: string) => (given: unknown) => void ran.push(`${name} ${JSON.stringify(given)}`);
    const { store, engine } = page({ onRequest: note("g"), onSuccess: note("gs"), onError: note("ge") });
    const meta = { requestKey: 1, onRequest: note("m"), onSuccess: async (given: unknown) => note("ms")(given), runOnRequest: false };
    expect(await store.dispatchRequest(q("K", meta))).toMatchObject({ data: "k" });
    expect(ran).toEqual(['m {"url":"/"}', 'gs {"data":"k"}', 'ms {"data":"k"}']);
    await store.dispatchRequest(q("K", meta));
    expect(ran).toHaveLength(3);
    expect(engine.sent).toHaveLength(0);
    await store.dispatchRequest(q("E"));
    expect(ran.slice(3)).toEqual(['g {"url":"/"}', 'ge "E"']);
  });

  test("reports what functions throw, and answers all the same", async () => {
    const caught = uncaught();
    const broken = new Error("broken");
    const later = new Error("later");
    const { store } = page({
      onRequest: () => {
        throw broken;
      },
      onSuccess: async () => {
        throw later;
      },
    });
    expect(await store.dispatchRequest(q("Q"))).toMatchObject({ data: "d" });
    await turn();
    expect(caught).toEqual([broken, later]);
  });

  test("lets mutations, unknown keys and other requests out, and polls", () => {
    const { store, engine } = page();
    void store.dispatchRequest(q("Q", { asMutation: true }));
    void store.dispatchRequest(q("Q", { requestKey: "1" }));
    void store.dispatchRequest(q("K"));
    expect(engine.sent.map(({ action }) => action.type)).toEqual(["Q", "Q", "K"]);
    const polled = q("Q", { poll: 5 });
    void store.dispatchRequest(polled);
    expect(engine.calls).toEqual([["poll", polled, expect.any(Function)]]);
    const tell = engine.calls[0]![2] as (event: object) => void;
    tell({ kind: "request", action: polled, polled: true, patch: { queries: { Q: record("e") } } });
    expect(store.getState().requests.queries["Q"]!.data).toBe("e");
    expect(engine.sent).toHaveLength(3);
  });

  test("leaves actions of the engine alone", () => {
    const { store, engine } = page();
    void store.dispatch(withPatch(q("Q"), {}));
    expect(engine.sent).toEqual([]);
  });
});

test("the middlewares are as many as the options need", () => {
  const count = (options: Parameters<typeof plainStore>[0]) => plainStore(options).middlewares;
  expect(count({})).toBe(2);
  expect(count({ ssr: "client", cache: true })).toBe(4);
  expect(count({ ssr: "server" })).toBe(2);
  expect(count({ subscriber: { url: "ws://host.example" } })).toBe(3);
});
