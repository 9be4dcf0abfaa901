import { expect, test } from "vitest";
import { endpoint, entity } from "../../src/index.js";
import { setup } from "../harness.js";

test("an answer of 50 MB with 500 000 entities is stored and read", { timeout: 180_000 }, async () => {
  const count = 500_000;
  const Row = entity("Row");
  const rows = endpoint({ method: "GET", path: "http://host/rows", schema: [Row] });
  const text = (id: number) => `{"id":${id},"title":"Title of row ${String(id).padStart(7, "0")}","author":"someone","votes":${id % 100},"about":"some words"}`;
  const body = `[${Array.from({ length: count }, (_, id) => text(id)).join()}]`;
  expect(body.length).toBeGreaterThan(45_000_000);
  const { client } = setup({ fetch: async () => new Response(body, { headers: { "content-type": "application/json" } }) });
  await client.ready;
  const before = process.memoryUsage();
  const data = (await client.controller.fetch(rows)) as readonly { readonly id: number }[];
  const after = process.memoryUsage();
  const grown = (after.heapUsed + after.external + after.arrayBuffers - before.heapUsed - before.external - before.arrayBuffers) / 2 ** 20;
  process.stdout.write(`${count} entities of ${(body.length / 2 ** 20).toFixed()} MB take ${grown.toFixed()} MB of the heap and the core's memory\n`);
  expect(data).toHaveLength(count);
  expect(data[499_999]).toEqual(JSON.parse(text(499_999)));
  expect(client.controller.get(Row, 499_999)).toBe(data[499_999]);
  expect(grown).toBeLessThan(2000);
});

test("an answer that is refused at its end, when much of it has been read, says why and leaves nothing", async () => {
  const Author = entity("Author");
  const Row = entity("Row", { fields: { author: Author } });
  const rows = endpoint({ method: "GET", path: "http://host/rows", schema: { data: { rows: [Row], more: [Row] } } });
  const list = Array.from({ length: 5000 }, (_, id) => ({ id, words: "word ".repeat(20), author: { id: id % 10, name: "A" } }));
  const texts = [
    JSON.stringify({ data: { rows: list, more: [{ id: 1, author: true }] } }),
    `${JSON.stringify({ data: { rows: list, more: [] } })} x`,
    JSON.stringify({ data: { rows: list, more: [{ id: 7, words: "other" }] } }),
  ];
  const { client } = setup({ fetch: async () => new Response(texts.shift(), { headers: { "content-type": "application/json" } }) });
  await expect(client.controller.fetch(rows)).rejects.toThrow("data.more[0].author");
  await expect(client.controller.fetch(rows)).rejects.toThrow("not well-formed JSON");
  expect(client.controller.get(Row, 7)).toBeUndefined();
  const data = (await client.controller.fetch(rows)) as unknown as { readonly data: { readonly rows: readonly unknown[] } };
  expect(data.data.rows[7]).toEqual({ ...list[7], words: "other" });
  expect(data.data.rows[4999]).toEqual(list[4999]);
});
