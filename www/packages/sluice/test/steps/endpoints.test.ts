import { describe, expect, test } from "vitest";
import type { ApiError} from "../../src/index.js";
import { endpoint, entity, type ClientOptions } from "../../src/index.js";
import { ready, rejection, turn } from "../harness.js";

const User = entity("User", { pk: "id" });
const getUser = endpoint({ name: "getUser", schema: User });
const getPlain = endpoint({ method: "GET", path: "/plain/:id" });
const saveUser = endpoint({ method: "POST", path: "/users/:id", schema: User, sideEffect: true });

describe("requests of endpoints go through the client's functions", () => {
  test("which see the request, and may change it", async () => {
    const seen: unknown[] = [];
    const onRequest: ClientOptions["onRequest"] = (request, { type }) => {
      seen.push([type, request]);
      return { ...(request as object), headers: { "x-token": "t" }, data: { id: 2 } };
    };
    const { client, network } = await ready({ onRequest });
    const promise = client.controller.fetch(getUser, { id: 1 });
    await turn();
    expect(seen).toEqual([["getUser", { url: "/api/getUser", method: "post", data: { id: 1 }, headers: undefined }]]);
    expect(network.last.headers.get("x-token")).toBe("t");
    expect(network.last.data).toEqual({ id: 2 });
    network.last.answer({ id: 2, name: "Ada" });
    expect(await promise).toMatchObject({ id: 2, name: "Ada" });
  });

  test("whose answer they may replace; what is stored is that", async () => {
    const { client, network } = await ready({ onSuccess: async (response) => ({ ...response, data: { ...(response.data as object), name: "Bea" } }) });
    const promise = client.controller.fetch(getUser, { id: 1 });
    network.last.answer({ id: 1, name: "Ada" });
    expect(await promise).toMatchObject({ id: 1, name: "Bea" });
    expect(client.controller.get(User, { id: 1 }, client.controller.getState())).toMatchObject({ name: "Bea" });
  });

  test("an answer that they leave as it is, is stored as it came", async () => {
    const seen: unknown[] = [];
    const { client, network } = await ready({ onSuccess: ({ data }) => void seen.push(data) });
    const plain = client.controller.fetch(getPlain, { id: 1 });
    network.last.answer([1]);
    expect(await plain).toEqual([1]);
    const saved = client.controller.fetch(saveUser, { id: 1 }, { name: "Ada" });
    network.last.answer({ id: 1, name: "Ada" });
    expect(await saved).toMatchObject({ name: "Ada" });
    expect(seen).toEqual([[1], { id: 1, name: "Ada" }]);
  });

  test("errors may be replaced, and mended", async () => {
    const { client, network } = await ready({
      onError: (error) => {
        if ((error as ApiError).status === 404) return { data: { id: 9, name: "nobody" } };
        throw new RangeError("replaced");
      },
    });
    const mended = client.controller.fetch(getUser, { id: 9 });
    network.last.refuse(404, "no", "no");
    expect(await mended).toMatchObject({ name: "nobody" });
    const replaced = client.controller.fetch(getUser, { id: 8 });
    network.last.refuse(500, "no", "no");
    expect(await rejection(replaced)).toBeInstanceOf(RangeError);
    expect(client.controller.getError(getUser, { id: 8 }, client.controller.getState())).toBeInstanceOf(RangeError);
  });

  test("onRequest that throws fails the request, and nothing is sent", async () => {
    const { client, network } = await ready({ onRequest: () => { throw new RangeError("no"); } });
    expect(await rejection(client.controller.fetch(getUser, { id: 1 }))).toBeInstanceOf(RangeError);
    expect(network.calls).toHaveLength(0);
  });

  test("an abort while they are awaited ends it; onAbort is called", async () => {
    const aborted: string[] = [];
    const { client, network } = await ready({ onSuccess: () => new Promise(() => {}), onAbort: ({ type }) => void aborted.push(type) });
    const promise = client.controller.fetch(getUser, { id: 1 });
    network.last.answer({ id: 1 });
    await turn();
    void client.controller.abort(getUser, { id: 1 });
    expect(await rejection(promise)).toMatchObject({ name: "AbortError" });
    expect(aborted).toEqual(["getUser"]);
  });

  test("but not those with a network of their own", async () => {
    const seen: string[] = [];
    const own = endpoint({ name: "own", fetch: async () => 1 });
    const { client } = await ready({ onRequest: (_request, { type }) => void seen.push(type), onSuccess: (_response, { type }) => void seen.push(type) });
    expect(await client.controller.fetch(own)).toBe(1);
    expect(seen).toEqual([]);
  });
});
