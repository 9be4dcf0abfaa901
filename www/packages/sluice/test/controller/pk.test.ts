import { expect, test } from "vitest";
import { Entity, endpoint, entity, pkOf } from "../../src/index.js";
import { Article, store } from "./store.js";

test("pkOf gives the pk of any entity object that was handed out", async () => {
  const { controller, client, get, list } = await store();
  const Pair = entity<{ a: string; b: string }>("Pair", { pk: ["a", "b"] });
  const Made = entity<{ v: string }>("Made", { pk: ({ v }) => `made ${String(v)}` });
  const Late = entity<{ id: string }>("Late", { fields: { id: (id: string) => `<${id}>` } });
  class Word extends Entity {
    id = "";
    static override key = "Word";
  }
  const rows: [Parameters<typeof controller.set>[0], object, string][] = [
    [Article, { id: 5 }, "5"],
    [Pair, { a: "x,y", b: "\\" }, "x\\,y,\\\\"],
    [Made, { v: "1" }, "made 1"],
    [Late, { id: "7" }, "7"],
    [Word, { id: "w" }, "w"],
  ];
  for (const [schema, value, pk] of rows) {
    await controller.set(schema, value, value);
    expect(pkOf(controller.get(schema, pk))).toBe(pk);
  }
  await controller.setResponse(list, [{ id: "1", title: "a" }]);
  const before = controller.getResponse(list).data as object[];
  await controller.setResponse(get, { id: "1" }, { id: "1", title: "b" });
  expect([pkOf(before[0]), pkOf(controller.get(Article, "1"))]).toEqual(["1", "1"]);
  const made = controller.get(Made, "made 1");
  expect(pkOf(made)).toBe("made 1");
  for (const other of [before, { id: "1" }, undefined, null, 5, endpoint]) expect(pkOf(other)).toBeUndefined();
  client.close();
  expect(pkOf(made)).toBe("made 1");
});
