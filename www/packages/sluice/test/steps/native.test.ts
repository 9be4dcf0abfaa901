import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ready, rejection } from "../harness.js";

/** Where client/carry_named_test.go reads and writes. */
const file = (name: string) => fileURLToPath(new URL(`../../../../../client/testdata/${name}`, import.meta.url));
const name = "</script><!--\u2028";

test("a page goes on with what a Go program has dehydrated for it", async () => {
  const { client, network } = await ready({ ssr: "client" });
  await client.hydrate(readFileSync(file("rendered.json"), "utf8"));
  expect(client.getQuery({ type: "getCity", requestKey: 7 })).toMatchObject({ data: { name }, pristine: false });
  for (let i = 0; i < 2; i++) expect(await client.apiRequest({ name: "getCity", requestKey: 7 })).toEqual({ name });
  expect(await client.apiRequest({ name: "getNothing" })).toBeNull();
  expect(await rejection(client.apiRequest({ name: "getBroken" }))).toMatchObject({ name: "ApiError", code: "gone", status: 404, params: { a: 1 } });
  expect(network.calls).toEqual([]);
  const again = client.apiRequest({ name: "getCity", requestKey: 7 });
  network.last.answer({ name: "new" });
  expect(await again).toEqual({ name: "new" });
});

test("a Go program is given what Node has dehydrated", async () => {
  const { client, network } = await ready({ ssr: "server" });
  client.getQuery({ type: "getOther" }); // nobody asks for it
  const city = client.apiRequest({ name: "getCity", requestKey: 7 });
  const broken = client.apiRequest({ name: "getBroken" });
  network.calls[0]!.answer({ name });
  network.calls[1]!.refuse(404, "gone", "no such thing");
  await city;
  await rejection(broken);
  await expect(client.dehydrate()).toMatchFileSnapshot(file("rendered_in_node.json"));
});
