import { afterEach, describe, expect, test, vi } from "vitest";
import { SchemaError, UsageError, all, collection, endpoint, entity, values, type Controller, type Schema } from "../../src/index.js";
import { rejection, turn } from "../harness.js";
import { Article, Todo, User, loadingStore, store, type Store } from "./store.js";

const one = { id: "1" };

/** A value that leads back to itself. */
function circle(): object {
  const value: Record<string, unknown> = { id: "1" };
  return Object.assign(value, { self: value });
}

/** Lists in lists, `levels` deep. */
const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** All tables, to see that nothing was written. */
const stored = (controller: Controller) => {
  const { entities, endpoints, meta } = controller.getState();
  return JSON.stringify([entities, endpoints, meta]);
};

afterEach(() => void vi.unstubAllGlobals());

describe("a response that does not fit", () => {
  const misfits: [what: string, value: unknown, path: string, message: RegExp][] = [
    ["has no key", { title: "a" }, "", /no usable id, which Article needs/],
    ["has null for a key", { id: null }, "", /no usable id/],
    ["has an empty key", { id: "" }, "", /no usable id/],
    ["has an object for a key", { id: {} }, "", /no usable id/],
    ["has a lone surrogate in its key", { id: "\ud800" }, "", /no usable id/],
    ["is of another shape", [{ id: "1" }], "", /is an array; Article needs an object/],
    ["leads back to itself", circle(), "", /cannot be written as JSON/],
    ["has a BigInt", { id: "1", n: 1n }, "", /cannot be written as JSON/],
  ];
  test.each(misfits)("because it %s is a SchemaError, stored as the key's; nothing of it is", async (_, value, path, message) => {
    const s = await store();
    const { controller, get } = s;
    const error = { name: "SchemaError", endpoint: "get", path, status: 400, message: expect.stringMatching(message) };
    const before = stored(controller);
    expect(await rejection(controller.setResponse(get, one, value))).toMatchObject(error);
    expect(stored(controller)).toBe(before);
    const asked = controller.fetch(get, one);
    s.last.answer(value);
    const failure = await rejection(asked);
    expect(failure).toBeInstanceOf(SchemaError);
    expect(failure).toMatchObject(error);
    expect(controller.getError(get, one)).toBe(failure);
    expect(Object.keys(controller.getState().entities)).toEqual([]);
    const again = controller.fetch(get, one);
    s.last.answer({ id: "1", title: "a" });
    expect(await again).toEqual({ id: "1", title: "a" });
    expect(controller.getError(get, one)).toBeUndefined();
  });

  test("in one place is refused as a whole, with its path", async () => {
    const { controller, list } = await store();
    const failure = await rejection(controller.setResponse(list, [{ id: "1" }, { id: "2" }, { title: "c" }]));
    expect(failure).toMatchObject({ name: "SchemaError", path: "[2]" });
    expect(controller.getState().entities).toEqual({});
  });
});

describe("an answer over HTTP", () => {
  const asked = async () => {
    const s = await store();
    const article = endpoint({ path: "/article/:id", schema: Article });
    const promise = s.controller.fetch(article, one);
    const body = async (text: string) => {
      await turn();
      s.network.last.text(text, "application/json");
    };
    return { ...s, promise, body };
  };

  test.each(['{"id":"1","title":', "", '{"id":"1"}}', "\u0000", '{"id":"1","title":"\n"}'])("of %j, which is no whole JSON, is refused, and nothing is stored", async (text) => {
    const { controller, promise, body } = await asked();
    await body(text);
    expect(await rejection(promise)).toMatchObject(text === "" ? { name: "SchemaError", status: 400 } : { name: "ApiError", code: "api.invalidResponse", status: 400 });
    expect(controller.getState().entities).toEqual({});
  });

  test("may have a member twice: the last counts, also where the first does not fit", async () => {
    const { controller, promise, body } = await asked();
    const Post = entity("Doubled", { fields: { author: User } });
    await body('{"id":"0","title":"a","id":"1","title":"b"}');
    expect(await promise).toEqual({ id: "1", title: "b" });
    const post = endpoint({ path: "/post", schema: Post });
    const next = controller.fetch(post);
    await body('{"id":"1","author":true,"author":{"id":"7"}}');
    expect(await next).toEqual({ id: "1", author: { id: "7" } });
    expect(Object.keys(controller.getState().entities.User!)).toEqual(["7"]);
  });

  test.each([9_999, 10_000])("may nest 10,000 levels, and no more: %d lists in an object", async (levels) => {
    const { controller, promise, body } = await asked();
    await body(`{"id":"1","deep":${nested(levels)}}`);
    if (levels < 10_000) {
      await promise;
      let depth = 0;
      for (let at = (controller.get(Article, "1") as { deep?: unknown[] }).deep; at; at = at[0] as unknown[]) depth++;
      expect(depth).toBe(levels);
    } else {
      expect(await rejection(promise)).toMatchObject({ name: "SchemaError", message: expect.stringMatching(/nested/) });
      expect(controller.getState().entities).toEqual({});
    }
  });
});

describe("optimistic data", () => {
  test.each<[what: string, value: () => unknown]>([
    ["leads back to itself", circle],
    ["has a BigInt", () => ({ id: "1", n: 1n })],
    ["is no object", () => 5],
    ["is missing", () => undefined],
  ])("that %s is a SchemaError; nothing is sent, nor shown", async (_, value) => {
    const { controller, update, fetch } = await store();
    const wrong = update.extend({ getOptimisticResponse: value });
    const failure = await rejection(controller.fetch(wrong, one, {}));
    expect(failure).toMatchObject({ name: "SchemaError", endpoint: "update" });
    expect(fetch).not.toHaveBeenCalled();
    expect(controller.getView().optimistic).toEqual([]);
    expect(controller.getView().entities).toEqual({});
    expect(controller.getError(wrong, one, {})).toBe(failure);
  });
});

describe("arguments that JSON cannot carry", () => {
  test("are a UsageError in every call", async () => {
    const { controller, client, get } = await store();
    const wrong = circle() as { id: string };
    for (const call of [() => controller.fetch(get, wrong), () => controller.setResponse(get, wrong, one), () => controller.set(Article, wrong, one), () => controller.invalidate(get, wrong), () => controller.abort(get, wrong)]) {
      expect(await rejection(call())).toBeInstanceOf(UsageError);
    }
    for (const call of [() => controller.getResponse(get, wrong), () => controller.getError(get, wrong), () => controller.get(Article, wrong), () => client.watch(get, wrong)]) expect(call).toThrow(UsageError);
    expect(controller.getState().meta).toEqual({});
  });
});

describe("two entities of one name that differ in pk", () => {
  const Other = entity<{ slug: string }>("Article", { pk: "slug" });
  const other = endpoint({ name: "other", schema: Other, fetch: async () => ({ slug: "1" }) });
  const message = 'sluice: two entities are named "Article" and differ in pk or merge; give one of them another name, or both the same options';

  const wrong = (schema: Schema, { controller, client }: Pick<Store, "controller" | "client">): [what: string, call: () => unknown][] => {
    const of = other.extend({ schema });
    return [
      ["fetch", () => controller.fetch(of)],
      ["setResponse", () => controller.setResponse(of, { slug: "1" })],
      ["setError", () => controller.setError(of, new Error("x"))],
      ["set", () => controller.set(schema, "1", { slug: "1" })],
      ["set with a function", () => controller.set(schema, "1", (x: unknown) => x)],
      ["get", () => controller.get(schema, "1")],
      ["get in a state", () => controller.get(schema, "1", controller.getState())],
      ["getResponse", () => controller.getResponse(of)],
      ["watch of an endpoint", () => client.watch(of)],
      ["watch of a schema", () => controller.watch(schema, () => {})],
    ];
  };

  test.each([["the entity", Other], ["what is around it", { one: Other }], ["what shares it with others", [entity("Innocent"), Other].reduce((fields, schema, i) => ({ ...fields, [`f${i}`]: schema }), {})]])("is a UsageError wherever %s is used, each time", async (_, schema: Schema) => {
    const s = await store();
    await s.controller.set(Article, one, one);
    const before = stored(s.controller);
    for (let i = 0; i < 2; i++) {
      for (const [what, call] of wrong(schema, s)) {
        await expect((async () => call())(), what).rejects.toMatchObject({ name: "UsageError", message });
      }
    }
    expect(stored(s.controller)).toBe(before);
    expect(s.controller.get(Article, "1")).toEqual(one);
  });

  test("leaves a schema usable that was used beside it", async () => {
    const { controller } = await store();
    const Innocent = entity("Beside");
    await controller.set(Article, one, one);
    await rejection(controller.setResponse(other.extend({ schema: { a: Innocent, b: Other } }), { a: one, b: { slug: "1" } }));
    await controller.set(Innocent, one, { id: "1", n: 1 });
    expect(controller.get(Innocent, "1")).toEqual({ id: "1", n: 1 });
  });

  test("is one also for calls that wait for the core", async () => {
    const { controller, client } = loadingStore();
    const first = controller.set(Article, one, one);
    const calls = [controller.set(Other, "1", { slug: "1" }), controller.fetch(other), controller.setResponse(other.extend({ schema: [Other] }), [])];
    const failures = await Promise.all(calls.map(rejection));
    await first;
    expect(failures).toEqual(calls.map(() => expect.objectContaining({ name: "UsageError", message })));
    client.close();
  });

  test("differ in no way that matters otherwise: two views of one row", async () => {
    const { controller } = await store();
    const Named = entity("Article", { process: (input) => ({ ...input, seen: true }) });
    await controller.set(Article, one, { id: "1", title: "a" });
    await controller.set(Named, one, { id: "1", votes: 1 });
    expect(controller.get(Article, "1")).toEqual({ id: "1", title: "a", votes: 1, seen: true });
  });
});

describe("names, keys and pks of any text", () => {
  const texts = ["__proto__", "constructor", "toString", "@@", "a@@b", "1", " "];

  test("are kept apart, found, listed and carried over", async () => {
    const { controller, client } = await store();
    const entities = texts.map((name) => entity<{ id: string | number; n: string }>(name, { indexes: ["constructor", "__proto__"] }));
    const ids = [...texts.slice(0, -2), 1, "1.0", 0.1];
    const row = (name: string, id: string | number) => JSON.parse(`{"id":${JSON.stringify(id)},"n":"${name} ${id}","constructor":"c ${id}","__proto__":"p ${id}"}`) as object;
    for (const [i, schema] of entities.entries()) {
      for (const id of ids) await controller.set(schema, { id }, row(texts[i]!, id));
      expect(controller.get(schema, "1")).toBe(controller.get(schema, 1));
    }
    const check = (controller: Controller) => {
      for (const [i, schema] of entities.entries()) {
        expect((controller.get(all(schema), []) as unknown[]).length).toBe(ids.length);
        for (const id of ids) {
          const found = controller.get(schema, id);
          expect(JSON.stringify(found)).toBe(JSON.stringify(row(texts[i]!, id)));
          expect(controller.get(schema, { constructor: `c ${id}` })).toBe(found);
          expect(controller.get(schema, JSON.parse(`{"__proto__":"p ${id}"}`))).toBe(found);
        }
        expect(Object.keys(Object.getOwnPropertyDescriptor(controller.getState().entities, texts[i]!)!.get!() as object).sort()).toEqual(ids.map(String).sort());
      }
    };
    check(controller);
    const page = await store();
    await page.client.hydrate(client.dehydrate());
    check(page.controller);
  });

  test("of keys, too; an empty one is refused", async () => {
    const { controller, client, fetch } = await store();
    const keyed = endpoint({ name: "keyed", key: (key: string) => key, fetch });
    for (const key of texts) await controller.setResponse(keyed, key, `value of ${key}`);
    for (const key of texts) expect(controller.getResponse(keyed, key).data).toBe(`value of ${key}`);
    expect(Object.keys(controller.getState().endpoints).sort()).toEqual([...texts].sort());
    const page = await store();
    await page.client.hydrate(client.dehydrate());
    for (const key of texts) expect(page.controller.getResponse(keyed, key).data).toBe(`value of ${key}`);
    expect(await rejection(controller.fetch(keyed, ""))).toMatchObject({ name: "UsageError", message: expect.stringContaining("endpoint keyed: key") });
    expect(() => controller.getResponse(keyed, "")).toThrow(UsageError);
    expect(fetch).not.toHaveBeenCalled();
  });

  test("of members of lists and values, and of lists by their arguments", async () => {
    const { controller } = await store();
    const texted = endpoint({ name: "values", schema: values(Article), fetch: async () => ({}) });
    await controller.setResponse(texted, JSON.parse('{"__proto__":{"id":"1"},"constructor":{"id":"2"},"":{"id":"3"},"1":{"id":"4"}}'));
    expect(Object.entries(controller.getResponse(texted).data!)).toEqual([["1", { id: "4" }], ["__proto__", one], ["constructor", { id: "2" }], ["", { id: "3" }]]);
    const lists = collection([Todo]);
    const listed = endpoint({ name: "listed", schema: lists, fetch: async (_?: unknown) => [] });
    const args = [JSON.parse('{"__proto__":"a"}'), { constructor: "a" }, { "": "" }, { "@@": 1 }, {}, "__proto__", 5] as unknown[];
    for (const [i, arg] of args.entries()) await controller.setResponse(listed, arg, [{ id: String(i) }]);
    for (const [i, arg] of args.entries()) expect(controller.get(lists, [arg])).toEqual([{ id: String(i) }]);
    await controller.set(lists.push, [{ constructor: "a" }], { id: "new" });
    expect(args.map((arg) => (controller.get(lists, [arg]) as unknown[]).length)).toEqual([1, 2, 1, 1, 2, 1, 1]);
  });

  test("but an entity is not named as a collection is", async () => {
    const { controller } = await store();
    for (const name of ["[Todo]", "{Todo}"]) {
      await expect((async () => controller.get(entity(name), "1"))()).rejects.toMatchObject({ name: "UsageError", message: expect.stringContaining("without the brackets") });
    }
  });

  test("9.8 a missing argument is no argument, also where it is given as undefined", async () => {
    const { controller } = await store();
    const lists = collection([Todo]);
    const listed = endpoint({ name: "listed", schema: lists, fetch: async (_?: { group: string }) => [] });
    await controller.setResponse(listed, undefined, [one]);
    expect(listed.key(undefined)).toBe(listed.key());
    for (const args of [[], [{}], [undefined]]) expect(controller.get(lists, args)).toEqual([one]);
    expect(Object.keys(controller.getState().entities["[Todo]"]!)).toEqual(["{}"]);
  });
});

describe("a key that is read through a schema and without", () => {
  test("gives each its own, and settles those who wait with theirs", async () => {
    const s = await store();
    const { controller, client, get } = s;
    const plain = get.extend({ schema: undefined });
    const told = vi.fn();
    controller.watch(plain, one, told);
    const row = { id: "1", title: "a" };
    const [a, b] = [controller.fetch(plain, one), controller.fetch(get, one)];
    await controller.setResponse(get, one, row);
    expect(await a).toBe(row);
    expect(await b).toBe(controller.get(Article, "1"));
    expect(controller.getResponse(plain, one)).toMatchObject({ data: undefined, expiryStatus: 1 });
    expect(controller.getResponse(plain, one, controller.getState())).toMatchObject({ data: undefined, expiryStatus: 1 });
    expect(controller.getResponse(get, one)).toMatchObject({ data: row, expiryStatus: 3 });
    const c = controller.fetch(plain, one);
    await controller.resolve(get, { args: [one], response: row });
    expect(await c).toBe(row);
    await controller.setResponse(plain, one, "text");
    expect(client.watch(plain, one).get().data).toBe("text");
    expect(controller.getResponse(get, one), "what the arguments find").toMatchObject({ data: row, expiryStatus: 3 });
    expect(controller.getResponse(get, { id: "2" })).toMatchObject({ data: undefined, expiryStatus: 2 });
  });
});

describe("a listener", () => {
  test("that throws, leaves, makes others leave, listens anew or writes while it is told breaks nobody", async () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    const { controller, get } = await store();
    await controller.setResponse(get, one, { id: "1", title: "a" });
    const order: string[] = [];
    const boom = new Error("boom");
    const leave: (() => void)[] = [];
    leave.push(
      controller.watch(get, one, () => {
        order.push("first");
        leave[1]!();
        leave[2]!();
        throw boom;
      }),
      controller.watch(get, one, () => order.push("second")),
      controller.watch(get, one, () => {
        order.push("third");
      }),
      controller.watch(get, one, () => {
        order.push("fourth");
        leave[3]!();
        leave[3]!();
        controller.watch(get, one, () => order.push("new"));
        void controller.set(Article, one, { id: "1", title: "c" });
      }),
    );
    await controller.setResponse(get, one, { id: "1", title: "b" });
    await turn();
    leave[0]!();
    expect(order).toEqual(["first", "fourth", "first", "new"]);
    expect(report.mock.calls).toEqual([[boom], [boom]]);
    expect(controller.get(Article, "1")).toEqual({ id: "1", title: "c" });
  });
});
