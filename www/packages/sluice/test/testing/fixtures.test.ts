import { describe, expect, onTestFinished, test, vi } from "vitest";
import { ApiError, endpoint, entity, type Controller } from "../../src/index.js";
import { createTestClient, mockController, mockInitialState, type Fixture, type MockFixture, type TestClient } from "../../src/testing.js";
import { isPending, rejection, turn, wasm } from "../harness.js";

const Article = entity("Article");
const run = vi.fn(async ({ id }: { id: string }) => ({ id, title: "real" }));
const get = endpoint({ name: "get", schema: Article, fetch: run });
const http = endpoint({ path: "/articles/:id", schema: Article });

interface Mocked extends TestClient {
  readonly controller: Controller;
}

async function mocked(...fixtures: MockFixture[]): Promise<Mocked> {
  run.mockClear();
  const made = createTestClient({ wasm, now: 1_000_000 });
  onTestFinished(() => made.client.close());
  await made.client.ready;
  return { ...made, controller: mockController(made.client.controller, fixtures) };
}

const one = { id: "1" };
const two = { id: "2" };

describe("fixtures", () => {
  test("W49: an exact one goes before an interceptor", async () => {
    const { controller } = await mocked(
      { endpoint: get, response: ({ id }: { id: string }) => ({ id, title: "I" }) },
      { endpoint: get, args: [one], response: { id: "1", title: "F" } },
    );
    expect(await controller.fetch(get, one)).toEqual({ id: "1", title: "F" });
    expect(await controller.fetch(get, two)).toEqual({ id: "2", title: "I" });
    expect(run).not.toHaveBeenCalled();
  });

  test("W49: without delayCollapse the response is made at the call, with it after the delay", async () => {
    let counter = 0;
    const response = ({ id }: { id: string }) => ({ id, counter });
    const { controller, clock } = await mocked({ endpoint: get, response, delay: 100 }, { endpoint: http, response, delay: () => 100, delayCollapse: true });
    const [early, late] = [controller.fetch(get, one), controller.fetch(http, two)];
    await turn();
    counter = 1;
    await clock.tick(99);
    expect(await isPending(early)).toBe(true);
    expect(await isPending(late)).toBe(true);
    await clock.tick(1);
    expect(await early).toEqual({ id: "1", counter: 0 });
    expect(await late).toEqual({ id: "2", counter: 1 });
  });

  test("17.1: the first interceptor that matches answers, and what matches none reaches the endpoint", async () => {
    const { controller, network } = await mocked({ endpoint: http, response: { id: "1", title: "first" } }, { endpoint: http, response: { id: "1", title: "second" } });
    expect(await controller.fetch(http, one)).toMatchObject({ title: "first" });
    expect(await controller.fetch(get, one)).toMatchObject({ title: "real" });
    expect(network.calls).toEqual([]);
    expect(run).toHaveBeenCalledTimes(1);
  });

  test("17.2: requests are shared, and their errors stored, as ever", async () => {
    const error = Object.assign(new Error("gone"), { status: 410 });
    const response = vi.fn(({ id }: { id: string }) => ({ id }));
    const { controller } = await mocked({ endpoint: get, args: [two], response: error, error: true }, { endpoint: get, response });
    const [a, b] = await Promise.all([controller.fetch(get, one), controller.fetch(get, one)]);
    expect(a).toBe(b);
    expect(response).toHaveBeenCalledTimes(1);
    expect(response).toHaveBeenCalledWith(one);
    expect(await rejection(controller.fetch(get, two))).toBe(error);
    expect(controller.getError(get, two)).toBe(error);
  });

  test("17.2: the soft errors of an endpoint stay soft", async () => {
    let status = 503;
    const response = () => {
      if (status === 200) return { id: "1" };
      throw Object.assign(new Error("busy"), { status });
    };
    const { controller } = await mocked({ endpoint: http, response });
    status = 200;
    await controller.fetch(http, one);
    status = 503;
    await rejection(controller.fetch(http, one));
    expect(controller.getError(http, one)).toBeUndefined();
    status = 404;
    await rejection(controller.fetch(http, one));
    expect(controller.getError(http, one)).toMatchObject({ status: 404 });
  });

  test("17.2: process runs on what is given", async () => {
    const processed = get.extend({ process: (value: { title: string }) => ({ ...value, title: value.title.toUpperCase() }) });
    const { controller } = await mocked({ endpoint: get, args: [one], response: { id: "1", title: "low" } });
    expect(await controller.fetch(processed, one)).toEqual({ id: "1", title: "LOW" });
  });

  test("polls are answered too", async () => {
    let counter = 0;
    const polled = get.extend({ pollFrequency: 5000 });
    const { controller, clock } = await mocked({ endpoint: get, response: ({ id }: { id: string }) => ({ id, counter: ++counter }) });
    await controller.subscribe(polled, one);
    await clock.tick(10_000);
    expect(controller.getResponse(polled, one).data).toEqual({ id: "1", counter: 3 });
    await controller.unsubscribe(polled, one);
    await clock.tick(10_000);
    expect(counter).toBe(3);
  });

  test("an abort ends the delay", async () => {
    const { controller, clock } = await mocked({ endpoint: get, args: [one], response: { id: "1" }, delay: 100 });
    const aborted = rejection(controller.fetch(get, one));
    await turn();
    await controller.abort(get, one);
    expect(await aborted).toMatchObject({ name: "AbortError" });
    await clock.tick(100);
    expect(controller.getResponse(get, one).data).toBeUndefined();
  });

  test("the controller below is not changed", async () => {
    const { client } = await mocked({ endpoint: get, response: { id: "1" } });
    expect(await client.controller.fetch(get, one)).toMatchObject({ title: "real" });
  });
});

test("mockInitialState gives the state after all were answered now, whatever the clock says", async () => {
  const error = Object.assign(new Error("gone"), { status: 410 });
  const fixtures: MockFixture[] = [{ endpoint: get, args: [one], response: { id: "1", title: "F" } }, { endpoint: http, args: [two], response: () => error, error: true }];
  const text = await mockInitialState(fixtures as Fixture[], { wasm });
  for (const now of [1_000_000, Date.now()]) {
    const { client, clock } = createTestClient({ wasm, now });
    onTestFinished(() => client.close());
    void client.hydrate(text);
    await client.ready;
    const { controller } = client;
    expect(controller.getResponse(get, one)).toEqual({ data: { id: "1", title: "F" }, expiryStatus: 3, expiresAt: now + 60_000 });
    expect(controller.getError(http, two)).toMatchObject({ message: "gone", status: 410 });
    expect(clock.now).toBe(now);
  }
});

describe("fetchResponse", () => {
  test("stands for the network of an endpoint", async () => {
    const fetchResponse = vi.fn((url: string, { method, headers }: RequestInit) => ({ id: "1", url, method, accept: new Headers(headers).get("accept") }));
    const { controller, network } = await mocked({ endpoint: http, fetchResponse });
    expect(await controller.fetch(http, { id: "1", page: 2 })).toEqual({ id: "1", url: "/articles/1?page=2", method: "GET", accept: "application/json" });
    expect(network.calls).toEqual([]);
  });

  test("may give a response of any kind", async () => {
    const { controller } = await mocked({ endpoint: http, fetchResponse: () => Response.json({ error: { code: "article.unknown", message: "no" } }, { status: 404 }) });
    const error = await rejection(controller.fetch(http, one));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "article.unknown", status: 404 });
  });

  test("is refused where the endpoint has a function of its own", async () => {
    const { controller } = await mocked({ endpoint: get, fetchResponse: () => ({}) });
    expect(await rejection(controller.fetch(get, one))).toMatchObject({ name: "UsageError" });
  });
});
