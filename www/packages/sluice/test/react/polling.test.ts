import { createElement as h, StrictMode } from "react";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ApiRequest } from "../../src/index.js";
import { useApiRequest } from "../../src/react.js";
import { createTestClient } from "../../src/testing.js";
import { wasm } from "../harness.js";
import { perform, recorder, render, settled } from "./render.js";

/** A client of a clock and a network of its own, and a component that polls each second. */
async function polling(request: ApiRequest = { name: "getUser" }) {
  const { client, clock, network } = createTestClient({ wasm, routes: { [request.name]: () => ({ id: "u" }) } });
  onTestFinished(() => client.close());
  await client.ready;
  const { component, last } = recorder(() => ({ ...useApiRequest<unknown>({ ...request, poll: 1 }) }));
  const pass = (ms: number) => settled(() => clock.tick(ms));
  return { client, network, component, last, pass, asked: () => network.calls.length };
}

describe.each([{ name: "getUser" }, { name: "session" }])("useApiRequest with poll, of $name", (request) => {
  test("asks again while a component is mounted that shows it", async () => {
    const { client, component, last, pass, asked } = await polling(request);
    const { unmount } = await render(client, h(component));
    await pass(2500);
    expect(asked()).toBe(3);
    expect(last()).toMatchObject({ data: { id: "u" } });
    await unmount();
    await pass(10_000);
    expect(asked()).toBe(3);
  });

  test("as long as one of several is", async () => {
    const { client, component, pass, asked } = await polling(request);
    const [first, second] = [await render(client, h(component)), await render(client, h(component))];
    await first.unmount();
    await pass(2500);
    expect(asked()).toBe(3);
    await second.unmount();
    await pass(10_000);
    expect(asked()).toBe(3);
  });

  test("also when it was mounted twice, as StrictMode does, or comes back", async () => {
    const { client, component, pass, asked } = await polling(request);
    const { unmount } = await render(client, h(StrictMode, null, h(component)));
    await pass(1500);
    expect(asked()).toBe(2);
    await unmount();
    await pass(5000);
    await render(client, h(component));
    await pass(2500);
    expect(asked()).toBe(5);
  });

  test("one that leaves while a request is in flight has its answer, and no more are asked for", async () => {
    const { client, component, pass, asked } = await polling(request);
    const { unmount } = await render(client, h(component));
    await unmount();
    await pass(10_000);
    expect(asked()).toBe(1);
  });

  test("a plain call polls without anybody who shows it", async () => {
    const { client, pass, asked } = await polling(request);
    await perform(() => void client.apiRequest({ ...request, poll: 1 }));
    await pass(2500);
    expect(asked()).toBe(3);
  });
});
