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
