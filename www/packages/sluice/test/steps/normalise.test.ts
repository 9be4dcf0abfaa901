import { describe, expect, test } from "vitest";
import { UsageError, type ApiRequest, type Client, type ClientOptions } from "../../src/index.js";
import { ready, rejection } from "../harness.js";

/** A client that normalises, over a driver that answers with what a call's data says. */
async function normalising(options: ClientOptions = {}) {
  const held: ((answer?: unknown, error?: unknown) => void)[] = [];
  const driver = ((config: { data: unknown }) =>
    new Promise((resolve, reject) => {
      const { data } = config;
      held.push((answer = data, error) => (error === undefined ? resolve({ data: answer }) : reject(error)));
    })) as never;
  const { client } = await ready({ driver, normalize: true, ...options });
  const ask = (name: string, data: unknown, more: Partial<ApiRequest> = {}) => {
    const promise = client.apiRequest({ name, data: "?", getData: () => data, ...more });
    return { promise, answer: held.at(-1)! };
  };
  const answered = async (name: string, data: unknown, more: Partial<ApiRequest> = {}) => {
    const { promise, answer } = ask(name, data, more);
    answer(null);
    return promise;
  };
  return { client, ask, answered, shown: (type: string) => shown(client, type) };
}

const shown = (client: Client, type: string) => client.getQuery({ type }).data as never;

describe("data that is normalised", () => {
  test("queries share what has a key, and show the members that they were given (W24)", async () => {
    const { answered, shown, client } = await normalising();
    await answered("getList", [{ id: 1, title: "o" }]);
    await answered("getDetail", { id: 1, title: "o", text: "t" });
    await answered("getOther", [{ id: 2, title: "x" }]);
    const other = shown("getOther");
    let told = 0;
    client.watch({ type: "getOther" }).subscribe(() => told++);
    await answered("save", { id: 1, title: "n" });
    expect(shown("getList")).toEqual([{ id: 1, title: "n" }]);
    expect(shown("getDetail")).toEqual({ id: 1, title: "n", text: "t" });
    expect(shown("getOther")).toBe(other);
    expect(told).toBe(0);
  });

  test("what has no key, is no plain object or looks like a reference stays as it is (W25)", async () => {
    const { answered, shown } = await normalising();
    class Own {}
    const own = new Own();
    const data = [
      { id: 1, a: 1, b: 2 }, { id: 2, a: 1 }, { id: "@@x", v: "@@1" }, { id: null, when: new Date(5), none: undefined, big: 7n, own, nan: NaN },
      { id: null, "\0": ["o", 0], "\0\0": "x" }, { id: 0, a: "number" }, { id: "0", a: "text" }, JSON.parse('{"id":"__proto__","__proto__":{"a":1}}'), { id: "constructor", a: 1 }, { id: "", a: 1 },
    ];
    await answered("getAll", data);
    expect(shown("getAll")).toEqual(data);
    const [, , , plain] = shown("getAll") as { own: unknown; when: Date; big: unknown; nan: unknown }[];
    expect(plain!.own).toBe(own);
    expect(plain!.when).toBeInstanceOf(Date);
    expect(plain!.big).toBe(7n);
    expect(plain!.nan).toBeNaN();
    expect(Object.keys(plain!)).toContain("none");
    await answered("save", { id: 0, a: "changed" });
    expect((shown("getAll") as { a: string }[])[5]).toEqual({ id: 0, a: "changed" });
    expect((shown("getAll") as { a: string }[])[6]).toEqual({ id: "0", a: "text" });
  });

  test("optimisticData is shown until it fails; then revertedData, if there is some (W26)", async () => {
    for (const [more, after] of [[{}, 1], [{ revertedData: { id: 1, n: 2 } }, 2]] as const) {
      const { ask, answered, client, shown } = await normalising();
      await answered("getList", [{ id: 1, n: 1, name: "kept" }]);
      const { promise } = ask("save", null, { optimisticData: { id: 1, n: 5 }, ...more });
      expect(shown("getList")).toEqual([{ id: 1, n: 5, name: "kept" }]);
      client.abortRequests(["save"]);
      await rejection(promise);
      expect(shown("getList")).toEqual([{ id: 1, n: after, name: "kept" }]);
    }
  });

  test("a later success outlives an earlier failure", async () => {
    const { ask, answered, shown } = await normalising();
    await answered("getList", [{ id: 1, n: 1 }]);
    const first = ask("save", null, { optimisticData: { id: 1, n: 5 } });
    const second = ask("saveToo", { id: 1, n: 7 }, { optimisticData: { id: 1, n: 6 } });
    expect(shown("getList")).toEqual([{ id: 1, n: 6 }]);
    second.answer(null);
    await second.promise;
    expect(shown("getList")).toEqual([{ id: 1, n: 7 }]);
    first.answer(null, new Error("down"));
    await rejection(first.promise);
    expect(shown("getList")).toEqual([{ id: 1, n: 7 }]);
  });

  test("functions of mutations see and change it; what they add is normalised, too", async () => {
    const { ask, answered, shown } = await normalising();
    await answered("getList", [{ id: 1, n: 1 }]);
    const add = ask("add", { id: 2, n: 2 }, { mutations: { getList: { updateDataOptimistic: (list: object[]) => [...list, { id: 2, n: 0 }], updateData: (list: { id: number }[], made: { id: number }) => [...list.filter(({ id }) => id !== 2), made] } } });
    expect(shown("getList")).toEqual([{ id: 1, n: 1 }, { id: 2, n: 0 }]);
    add.answer(null);
    await add.promise;
    expect(shown("getList")).toEqual([{ id: 1, n: 1 }, { id: 2, n: 2 }]);
    await answered("save", { id: 2, n: 3 });
    expect(shown("getList")).toEqual([{ id: 1, n: 1 }, { id: 2, n: 3 }]);
  });

  test("load more: getData is given what is shown", async () => {
    const { answered, shown } = await normalising();
    await answered("getList", [{ id: 1 }]);
    await answered("getList", null, { getData: (_next: null, current: object[]) => [...current, { id: 2 }] });
    expect(shown("getList")).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test("localData is merged at once, whatever comes of the request", async () => {
    const { ask, answered, shown } = await normalising();
    await answered("getList", [{ id: 1, n: 1 }]);
    const { promise, answer } = ask("save", null, { localData: { id: 1, n: 2 } });
    expect(shown("getList")).toEqual([{ id: 1, n: 2 }]);
    answer(null, new Error("down"));
    await rejection(promise);
    expect(shown("getList")).toEqual([{ id: 1, n: 2 }]);
  });

  test("normalize: false keeps an answer apart", async () => {
    const { answered, shown } = await normalising();
    await answered("getList", [{ id: 1, n: 1 }]);
    await answered("getApart", [{ id: 1, n: 1 }], { normalize: false });
    await answered("save", { id: 1, n: 2 });
    expect(shown("getList")).toEqual([{ id: 1, n: 2 }]);
    expect(shown("getApart")).toEqual([{ id: 1, n: 1 }]);
  });

  test("keys may be given by functions; one that throws ends the request, and nothing is changed", async () => {
    let fail = false;
    const { ask, answered, shown, client } = await normalising({
      shouldObjectBeNormalized: (object: { kind?: string }) => object.kind !== undefined,
      getNormalisationObjectKey: (object: { kind: string; no: number }) => {
        if (fail) throw new RangeError("X");
        return `${object.kind} ${object.no}`;
      },
    });
    await answered("getList", [{ kind: "a", no: 1, n: 1 }, { kind: "b", no: 1, n: 1 }, { id: 1, n: 1 }]);
    await answered("save", [{ kind: "a", no: 1, n: 2 }, { id: 1, n: 2 }]);
    expect(shown("getList")).toEqual([{ kind: "a", no: 1, n: 2 }, { kind: "b", no: 1, n: 1 }, { id: 1, n: 1 }]);
    fail = true;
    const { promise, answer } = ask("save", [{ kind: "a", no: 1, n: 3 }]);
    answer(null);
    expect(await rejection(promise)).toBeInstanceOf(RangeError);
    expect((shown("getList") as object[])[0]).toEqual({ kind: "a", no: 1, n: 2 });
    expect(client.getMutation({ type: "save" })).toMatchObject({ pending: 0 });
  });

  test("circular data is refused, and nothing is sent or changed", async () => {
    const { client, ask, answered, shown } = await normalising();
    await answered("getList", [{ id: 1 }]);
    const circle: Record<string, unknown> = { id: 1 };
    circle["self"] = circle;
    expect(await rejection(client.apiRequest({ name: "save", optimisticData: circle }))).toBeInstanceOf(UsageError);
    const { promise, answer } = ask("getList", circle);
    answer(null);
    expect(await rejection(promise)).toBeInstanceOf(Error);
    expect(shown("getList")).toEqual([{ id: 1 }]);
  });

  test("a reset takes a query away; others keep theirs", async () => {
    const { answered, client, shown } = await normalising();
    await answered("getList", [{ id: 1, n: 1 }]);
    await answered("getDetail", { id: 1, n: 1 });
    client.resetRequests(["getList"]);
    expect(shown("getList")).toBeNull();
    await answered("save", { id: 1, n: 2 });
    expect(shown("getDetail")).toEqual({ id: 1, n: 2 });
    await client.controller.resetEntireStore();
    expect(shown("getDetail")).toBeNull();
    await answered("getList", [{ id: 1, n: 1 }]);
    expect(shown("getList")).toEqual([{ id: 1, n: 1 }]);
  });

  test("objects that no query contains any more are let go", async () => {
    const { answered, client } = await normalising();
    const store = () => (client.actions.view()!.state() as { normalizedData: object }).normalizedData;
    client.actions.view();
    await answered("getList", [{ id: 1 }, { id: 2 }]);
    expect(Object.keys(store())).toEqual(["1", "2"]);
    await answered("getList", [{ id: 2 }]);
    await client.sweep();
    expect(Object.keys(store())).toEqual(["2"]);
  });

  test("goes on in a page that a server has rendered", async () => {
    const server = await normalising({ ssr: "server" });
    await server.answered("getList", [{ id: 1, n: 1 }]);
    const page = await normalising({ ssr: "client" });
    await page.client.hydrate(server.client.dehydrate());
    expect(page.shown("getList")).toEqual([{ id: 1, n: 1 }]);
    await page.answered("save", { id: 1, n: 2 });
    expect(page.shown("getList")).toEqual([{ id: 1, n: 2 }]);
  });
});
