import { afterEach, describe, expect, test } from "vitest";
import { ready } from "./harness.js";

const texts = ["\ud800", "\udc00\ud800", "a\0b", "\u2028\u2029", "é😀", '"\\/\b\f\n\r\t', "</script>", "\uffff\ufeff"];

describe.each(texts)("the text %j", (text) => {
  test("arrives at the server as it is in the data", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "save", data: { [text]: [text] } });
    expect(network.last.data).toEqual({ [text]: [text] });
    network.last.answer(null);
    await answer;
  });

  test("arrives here as it is in an answer", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getText" });
    network.last.answer({ [text]: [text] });
    expect(await answer).toEqual({ [text]: [text] });
    expect(client.getQuery({ type: "getText" }).data).toEqual({ [text]: [text] });
  });

  test("arrives here as it is in an error's params and body", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getText" });
    network.last.refuse(400, "code", "message", { [text]: text });
    await expect(answer).rejects.toMatchObject({ params: { [text]: text }, data: { error: { params: { [text]: text } } } });
  });
});

describe("members named like parts of a prototype", () => {
  const json = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"hasOwnProperty":1,"toString":2,"a":1}';
  const names = ["__proto__", "constructor", "hasOwnProperty", "toString", "a"];
  const own = () => JSON.parse(json) as object;

  afterEach(() => {
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty("polluted");
  });

  test("are sent as members", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "save", data: own() });
    expect(network.last.init.body).toBe(json);
    network.last.answer(null);
    await answer;
  });

  test("arrive as members, also when an answer is compared with the one before", async () => {
    const { client, network } = await ready();
    const ask = async (text: string) => {
      const answer = client.apiRequest<Record<string, unknown>>({ name: "getThing" });
      network.last.text(text, "application/json");
      return answer;
    };
    const first = await ask(json);
    expect(Object.keys(first)).toEqual(names);
    expect(Object.getPrototypeOf(first)).toBe(Object.prototype);
    const second = await ask(json);
    expect(second).toBe(first);
    const third = await ask(json.replace("true", "false"));
    expect(Object.keys(third)).toEqual(names);
    expect(Object.getOwnPropertyDescriptor(third, "__proto__")).toEqual({
      value: { polluted: false }, writable: true, enumerable: true, configurable: true,
    });
    expect(third.constructor).toBe(first.constructor);
  });

  test("arrive as members of an error's params", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "save" });
    network.last.text(`{"error":{"code":"c","message":"m","params":${json},"__proto__":{"code":"x"}}}`, "application/json", { status: 400 });
    const error = (await answer.catch((error: unknown) => error)) as { code: string; params: object };
    expect(error.code).toBe("c");
    expect(Object.keys(error.params)).toEqual(names);
    expect(Object.getPrototypeOf(error.params)).toBe(Object.prototype);
  });

  test("are no envelope: what stands in __proto__ is not read as error", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "save" });
    network.last.text('{"__proto__":{"error":{"code":"c","message":"m"}}}', "application/json", { status: 400 });
    await expect(answer).rejects.toMatchObject({ code: "http.400" });
  });

  test.each(["constructor", "__proto__", "toString"])("%s may name a request and be its key", async (name) => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name, requestKey: name, takeLatest: true });
    expect(network.last.name).toBe(name);
    network.last.answer(1);
    expect(await answer).toBe(1);
    expect(client.getQuery({ type: name, requestKey: name }).data).toBeNull();
  });
});

describe("numbers", () => {
  test("beyond 2^53 are rounded as JSON.parse rounds them: send them as strings", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getNumbers" });
    network.last.text("[9007199254740993,1e400,-0,123456789012345678901234567890]", "application/json");
    expect(await answer).toEqual([9007199254740992, Infinity, -0, 1.2345678901234568e29]);
  });

  test("beyond 2^53 keep users apart: ids are compared as they are written", async () => {
    const { client, network } = await ready();
    const session = async (id: string) => {
      const answer = client.apiRequest({ name: "session" });
      network.last.text(`{"id":${id}}`, "application/json");
      await answer;
    };
    await session("9007199254740992");
    const note = client.apiRequest({ name: "getNote" });
    network.last.answer("of the first user");
    await note;
    await session("9007199254740992");
    expect(client.getQuery({ type: "getNote" }).data).toBe("of the first user");
    await session("9007199254740993");
    expect(client.getQuery({ type: "getNote" }).data).toBeNull();
  });
});
