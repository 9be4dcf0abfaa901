import { describe, expect, test } from "vitest";
import { ready, rejection, turn } from "./harness.js";

/** An answer whose body comes in the parts that the test pushes. */
function streamed(headers: Record<string, string>): { response: Response; push(text: string): Promise<void>; end(): void } {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({ start: (c) => void (controller = c) });
  return {
    response: new Response(body, { headers: { "content-type": "application/json", ...headers } }),
    push: (text) => {
      controller.enqueue(new TextEncoder().encode(text));
      return turn();
    },
    end: () => controller.close(),
  };
}

async function measured(headers: Record<string, string>, parts: string[]) {
  const { client, network } = await ready();
  const watch = client.watch({ type: "getFile" });
  const seen: (number | null)[] = [watch.get().downloadProgress];
  watch.subscribe(() => {
    const { downloadProgress } = watch.get();
    if (downloadProgress !== seen.at(-1)) seen.push(downloadProgress);
  });
  const answer = client.apiRequest({ name: "getFile", measureDownloadProgress: true });
  const { response, push, end } = streamed(headers);
  network.last.respond(response);
  await turn();
  for (const part of parts) await push(part);
  end();
  const value = await answer;
  await turn();
  return { seen, value };
}

describe("download progress", () => {
  test("rises in whole percents from 0, and is 100 only with the answer", async () => {
    const { seen, value } = await measured({ "content-length": "10" }, ['["', "aaa", "aaa", '"]']);
    expect(value).toEqual(["aaaaaa"]);
    expect(seen).toEqual([null, 0, 20, 50, 80, 99, 100]);
  });

  test("never falls and stays below 100 when the body is longer than announced, as a compressed one is", async () => {
    const { seen } = await measured({ "content-length": "4" }, ['["', "aaaa", "aaaaa", '"]']);
    expect(seen).toEqual([null, 0, 50, 99, 100]);
  });

  test("tells each percent once, however small the parts", async () => {
    const text = JSON.stringify("x".repeat(998));
    const { seen } = await measured({ "content-length": "1000" }, text.match(/.{1,4}/g)!);
    expect(seen).toEqual([null, ...Array.from({ length: 101 }, (_, percent) => percent)]);
  });

  test("without Content-Length stays at 0 until the answer", async () => {
    const { seen } = await measured({}, ["[", "1]"]);
    expect(seen).toEqual([null, 0, 100]);
  });

  test("keeps characters whole that are split between parts", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getFile", measureDownloadProgress: true });
    const bytes = new TextEncoder().encode('"é😀"');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    network.last.respond(new Response(body, { headers: { "content-length": String(bytes.length), "content-type": "application/json" } }));
    expect(await answer).toBe("é😀");
  });

  test("is null when it is not asked for", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getFile" });
    const answer = client.apiRequest({ name: "getFile" });
    expect(watch.get()).toMatchObject({ downloadProgress: null, uploadProgress: null });
    network.last.answer(1, { headers: { "content-length": "1" } });
    await answer;
    expect(watch.get()).toMatchObject({ downloadProgress: null, uploadProgress: null });
  });

  test("starts anew with the next call, and does not reach 100 when that one fails", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getFile" });
    const first = client.apiRequest({ name: "getFile", measureDownloadProgress: true });
    network.last.answer(1);
    await first;
    expect(watch.get().downloadProgress).toBe(100);
    const second = client.apiRequest({ name: "getFile", measureDownloadProgress: true });
    expect(watch.get().downloadProgress).toBe(0);
    network.last.refuse(500, "c", "m");
    await rejection(second);
    expect(watch.get().downloadProgress).not.toBe(100);
  });
});

test("upload progress cannot be measured with a fetch of the client's own: the call works without", async () => {
  const { client, network } = await ready();
  const watch = client.watch({ type: "save" });
  const seen: (number | null)[] = [];
  watch.subscribe(() => seen.push(watch.get().uploadProgress));
  const answer = client.apiRequest({ name: "save", data: new Blob(["abc"]), measureUploadProgress: true });
  network.last.answer(1);
  expect(await answer).toBe(1);
  expect(seen.every((percent) => percent === null)).toBe(true);
});
