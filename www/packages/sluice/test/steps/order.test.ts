import { describe, expect, test } from "vitest";
import { TimeoutError, type ClientOptions, type RequestResponse } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { ready, rejection, setup, turn, wasm } from "../harness.js";

/** Functions that note what they are called with. */
function noting(log: string[], who: string): Required<Pick<ClientOptions, "onRequest" | "onSuccess" | "onError" | "onAbort">> {
  const note = (what: string, value?: unknown) => void log.push(`${who}.${what}${value === undefined ? "" : ` ${JSON.stringify(value)}`}`);
  return {
    onRequest: (_request, { type }) => note("onRequest", type),
    onSuccess: ({ data }) => note("onSuccess", data),
    onError: (error) => {
      note("onError", String(error));
      throw error;
    },
    onAbort: ({ type }) => note("onAbort", type),
  };
}

describe("the order of events", () => {
  test("of a success: the client's functions, the request's, its data, then the promise (W3)", async () => {
    const log: string[] = [];
    const { client, network } = await ready(noting(log, "client"));
    const promise = client.apiRequest({ name: "getThing", ...noting(log, "own"), getData: (data: string) => `${data}!` });
    expect(log).toEqual(['client.onRequest "getThing"', 'own.onRequest "getThing"']);
    network.last.answer("d");
    expect(await promise).toBe("d!");
    expect(log.slice(2)).toEqual(['client.onSuccess "d!"', 'own.onSuccess "d!"']);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: "d!", loading: false, pristine: false });
  });

  test("of an error: each function is given what the one before has made of it (W4)", async () => {
    const append = (text: string) => (error: unknown) => {
      throw `${String((error as Error).message ?? error)}${text}`;
    };
    const { client, network } = await ready({ onError: append("+g") });
    const promise = client.apiRequest({ name: "getThing", onError: append("+m"), getError: (error: Error) => `${error.message}+ge` });
    network.last.refuse(400, "x", "E");
    expect(await rejection(promise)).toBe("E+ge+g+m");
    expect(client.getQuery({ type: "getThing" }).error).toBe("E+ge+g+m");
  });

  test("of an error that is mended: a success from there on (W5)", async () => {
    const log: string[] = [];
    const { client, network } = await ready({ onError: () => ({ data: "r" }), onSuccess: ({ data }) => void log.push(`success ${String(data)}`) });
    const own = { onError: () => void log.push("own error"), getData: (data: string) => `${data}!` };
    const promise = client.apiRequest({ name: "getThing", ...own });
    network.last.refuse(500, "x", "E");
    expect(await promise).toBe("r!");
    expect(log).toEqual(["success r!"]);
  });

  test("a function for errors that returns nothing leaves the error (W6)", async () => {
    const { client, network } = await ready({ onError: () => undefined });
    const promise = client.apiRequest({ name: "getThing" });
    network.last.refuse(400, "x", "E");
    expect(await rejection(promise)).toMatchObject({ name: "ApiError", code: "x", message: "E" });
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ loading: false, error: { code: "x" } });
  });

  test("getData that throws ends the request, and the next one works (W7)", async () => {
    const { client, network } = await ready({ onError: () => ({ data: "mended" }) });
    let fail = true;
    const call = () =>
      client.apiRequest({
        name: "getThing",
        getData: (data: unknown) => {
          if (fail) throw new RangeError("X");
          return data;
        },
      });
    const first = call();
    network.last.answer(1);
    expect(await rejection(first)).toBeInstanceOf(RangeError);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0, error: { message: "X" } });
    fail = false;
    const next = call();
    network.last.answer(2);
    expect(await next).toBe(2);
  });

  test("a silent request leaves no state, and its functions run (W8)", async () => {
    const log: string[] = [];
    const { client, network } = await ready(noting(log, "client"));
    const promise = client.apiRequest({ name: "getThing", silent: true });
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0, pristine: true });
    network.last.answer("d");
    expect(await promise).toBe("d");
    expect(log).toEqual(['client.onRequest "getThing"', 'client.onSuccess "d"']);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: null, pristine: true });
  });
});

describe("calls that wait for the core", () => {
  test("are superseded in their order, also where only the first has something to go through", async () => {
    const { client, network } = setup();
    const sent: unknown[] = [];
    const first = client.apiRequest({ name: "getThing", data: 1, onRequest: () => void sent.push(1) });
    const second = client.apiRequest({ name: "getThing", data: 2, silent: true });
    expect(await rejection(first)).toMatchObject({ name: "AbortError" });
    expect(network.calls.map(({ data }) => data)).toEqual([2]);
    network.last.answer("second");
    expect(await second).toBe("second");
  });
});

describe("functions that take their time", () => {
  test("onRequest: the request shows as pending, and is sent when it is done, as it was changed", async () => {
    let go!: (request: unknown) => void;
    const { client, network } = await ready({ onRequest: (request) => new Promise((resolve) => (go = () => resolve({ ...(request as object), data: { changed: true } }))) });
    const promise = client.apiRequest({ name: "getThing", data: { n: 1 } });
    await turn();
    expect(network.calls).toHaveLength(0);
    expect(client.getQuery({ type: "getThing" }).loading).toBe(true);
    go(undefined);
    await turn();
    expect(network.last.data).toEqual({ changed: true });
    network.last.answer("d");
    expect(await promise).toBe("d");
  });

  test("an abort counts while one of them is awaited, and what comes of it is ignored", async () => {
    let go!: (response: RequestResponse) => void;
    const aborted: string[] = [];
    const { client, network } = await ready({ onSuccess: () => new Promise((resolve) => (go = resolve)), onAbort: ({ type }) => void aborted.push(type) });
    const promise = client.apiRequest({ name: "getThing" });
    network.last.answer("d");
    await turn();
    client.abortRequests(["getThing"]);
    expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
    go({ data: "late" });
    await turn();
    expect(aborted).toEqual(["getThing"]);
    expect(client.getQuery({ type: "getThing" })).toMatchObject({ data: null, pristine: true, pending: 0 });
  });

  test("onRequest that throws, at once or later, ends in the functions for errors; nothing is sent", async () => {
    for (const onRequest of [() => { throw new Error("no"); }, () => Promise.reject(new Error("no"))]) {
      const errors: unknown[] = [];
      const { client, network } = await ready({ onRequest, onError: (error) => { errors.push(error); throw error; } });
      expect(await rejection(client.apiRequest({ name: "getThing" }))).toMatchObject({ message: "no" });
      expect(errors).toHaveLength(1);
      expect(network.calls).toHaveLength(0);
      expect(client.getQuery({ type: "getThing" })).toMatchObject({ pending: 0, error: { message: "no" } });
    }
  });
});

test.each(["fails", "returns"])("an onRequest that is still awaited when the time is over changes nothing any more: it %s", async (how) => {
  let mended!: () => void;
  const { client, network, clock } = createTestClient({ wasm, onError: () => new Promise<void>((resolve) => (mended = resolve)) });
  await client.ready;
  let end!: () => void;
  const onRequest = () => new Promise((resolve, reject) => (end = () => (how === "fails" ? reject(new Error("late")) : resolve({ url: "/late" }))));
  const seen: unknown[] = [];
  const promise = client.apiRequest({ name: "getThing", timeout: 100, onRequest, onError: (error, { request }) => void seen.push(error, (request as { url: string }).url) });
  const ended = rejection(promise);
  await turn();
  await clock.tick(100);
  end();
  await turn();
  mended();
  const error = await ended;
  expect(error).toBeInstanceOf(TimeoutError);
  expect(seen).toEqual([error, "/api/getThing"]);
  expect(client.getQuery({ type: "getThing" }).error).toBe(error);
  expect(network.calls).toHaveLength(0);
  client.close();
});

describe("the client's takeLatest", () => {
  test("decides for those that do not say so themselves", async () => {
    const { client, network } = await ready({ takeLatest: ({ type }) => type === "save" });
    const [first, second] = [client.apiRequest({ name: "save" }), client.apiRequest({ name: "save" })];
    expect(await rejection(first)).toMatchObject({ name: "AbortError" });
    const [one, other] = [client.apiRequest({ name: "getThing" }), client.apiRequest({ name: "getThing" })];
    const own = client.apiRequest({ name: "save", takeLatest: false });
    network.calls.slice(1).forEach((call, i) => call.answer(i));
    expect(await Promise.all([second, one, other, own])).toEqual([0, 1, 2, 3]);
  });

  test("that throws ends the request in the functions for errors; the pending one goes on", async () => {
    const errors: unknown[] = [];
    let fail = false;
    const { client, network } = await ready({
      takeLatest: () => {
        if (fail) throw new RangeError("X");
        return true;
      },
      onError: (error) => void errors.push(error),
    });
    const first = client.apiRequest({ name: "getThing" });
    fail = true;
    expect(await rejection(client.apiRequest({ name: "getThing" }))).toBeInstanceOf(RangeError);
    expect(errors).toHaveLength(1);
    network.last.answer(1);
    expect(await first).toBe(1);
    expect(network.calls).toHaveLength(1);
  });
});

describe("what runs and what does not", () => {
  test("runOnSuccess: false skips the client's function only", async () => {
    const log: string[] = [];
    const { client, network } = await ready(noting(log, "client"));
    const promise = client.apiRequest({ name: "save", runOnRequest: false, runOnSuccess: false, ...noting(log, "own") });
    network.last.answer(1);
    await promise;
    expect(log).toEqual(['own.onRequest "save"', "own.onSuccess 1"]);
  });

  test("a changed request goes to where it says, with its headers", async () => {
    const { client, network } = await ready({ onRequest: (request) => ({ ...(request as object), url: "/elsewhere", headers: { "x-token": "t" } }) });
    void client.apiRequest({ name: "save", data: { a: 1 } });
    await turn();
    expect(network.last.url).toBe("/elsewhere");
    expect(network.last.headers.get("x-token")).toBe("t");
    expect(network.last.data).toEqual({ a: 1 });
    network.last.answer(null);
  });
});
