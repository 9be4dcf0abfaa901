import { describe, expect, onTestFinished, test } from "vitest";
import { ApiError, endpoint, fetchDriver, isAbort } from "../../src/index.js";
import { createTestClient } from "../../src/testing.js";
import { rejection, turn, wasm } from "../harness.js";

/** A client that sends reads again, after what Retry-After says; else after 10 ms. */
async function busy(attempts = 2) {
  const made = createTestClient({ wasm, retry: { attempts, delay: 10 }, timeout: 1000 });
  onTestFinished(() => made.client.close());
  await made.client.ready;
  const { network, clock } = made;
  /** The server is busy until then. */
  const refuse = (retryAfter: string) => network.answer(network.calls.at(-1)!, 503, new Response("{}", { status: 503, headers: { "retry-after": retryAfter } }));
  const date = (ms: number) => new Date(clock.now + ms).toUTCString();
  return { ...made, refuse, date, sent: () => network.calls.length };
}

const getThing = endpoint({ name: "getThing" });

describe.each([
  ["a call by name", (client: Awaited<ReturnType<typeof busy>>["client"]) => client.apiRequest({ name: "getThing" })],
  ["an endpoint", (client: Awaited<ReturnType<typeof busy>>["client"]) => client.controller.fetch(getThing)],
])("Retry-After, of %s", (_, call) => {
  test("in seconds: so long it waits, its timeout is that of the next attempt", async () => {
    const { client, network, clock, refuse, sent } = await busy();
    const promise = call(client);
    await turn();
    await refuse("30");
    await clock.tick(29_999);
    expect(sent()).toBe(1);
    await clock.tick(1);
    expect(sent()).toBe(2);
    await clock.tick(999);
    await network.answer(network.calls[1]!, 200, "d");
    expect(await promise).toBe("d");
  });

  test("as a date: until then, by the client's clock", async () => {
    const { client, network, clock, refuse, date, sent } = await busy();
    const promise = call(client);
    await turn();
    await refuse(date(30_000));
    await clock.tick(29_000);
    expect(sent()).toBe(1);
    await clock.tick(1000);
    expect(sent()).toBe(2);
    await network.answer(network.calls[1]!, 200, "d");
    expect(await promise).toBe("d");
  });

  test("that is past, or says nothing: it waits as ever", async () => {
    const { client, clock, refuse, date, sent } = await busy(5);
    const promise = rejection(call(client));
    await turn();
    for (const [i, text] of [date(-5000), "soon", "0", "-3"].entries()) {
      await refuse(text);
      expect(sent()).toBe(i + 1);
      await clock.tick(10 * 2 ** i);
      expect(sent()).toBe(i + 2);
    }
    client.close();
    expect(isAbort(await promise)).toBe(true);
  });

  test("an abort while it waits: nothing is sent any more", async () => {
    const { client, clock, refuse, sent } = await busy();
    const promise = rejection(call(client));
    await turn();
    await refuse("5");
    client.abortRequests();
    void client.controller.abort(getThing);
    expect(isAbort(await promise)).toBe(true);
    await clock.tick(60_000);
    expect(sent()).toBe(1);
  });

  test("of the last attempt is in its error, in seconds", async () => {
    const { client, clock, refuse, date } = await busy();
    const promise = rejection(call(client));
    await turn();
    await refuse("1");
    await clock.tick(1000);
    await refuse(date(7000));
    const error = await promise;
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 503, params: { retryAfter: 7 } });
  });
});

test("a Response that a driver rejects with counts, and its header is waited for; one of another status does not", async () => {
  const statuses = [503, 429, 500];
  const made = createTestClient({ wasm, retry: { attempts: 5, delay: 10 }, driver: fetchDriver(() => Promise.resolve(answer())) });
  onTestFinished(() => made.client.close());
  const { client, clock } = made;
  let sent = 0;
  const headers = () => ({ "retry-after": sent === 1 ? "30" : new Date(clock.now + 60_000).toUTCString() });
  const answer = () => new Response("{}", { status: statuses[sent++]!, headers: headers() });
  await client.ready;
  const ended = rejection(client.apiRequest({ name: "getThing", onRequest: () => ({ url: "http://host/" }) }));
  await turn();
  for (const [i, ms] of [30_000, 60_000].entries()) {
    await clock.tick(ms - 1);
    expect(sent).toBe(i + 1);
    await clock.tick(1);
    expect(sent).toBe(i + 2);
  }
  expect(await ended).toMatchObject({ status: 500, data: {} });
});
