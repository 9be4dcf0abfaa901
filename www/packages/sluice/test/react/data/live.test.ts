import { StrictMode, createElement as h, type ReactNode } from "react";
import { describe, expect, onTestFinished, test } from "vitest";
import { UsageError, endpoint, entity } from "../../../src/index.js";
import { useLive, useSubscription } from "../../../src/react.js";
import { renderDataHook, type DataHookOptions } from "../../../src/testing-react.js";
import { uncaught, wasm } from "../../harness.js";

const Price = entity("Price");
const getPrice = endpoint({ path: "/prices/:id", schema: Price, pollFrequency: 5000 });
const one = { id: "1" };

async function hook<P, R>(use: (props: P) => R, options: DataHookOptions<P> = {}) {
  let price = 0;
  const routes = { "GET /prices/:id": (_: unknown, { id }: { id: string }) => ({ id, price: ++price }) };
  const rendered = await renderDataHook(use, { wasm, routes, ...options });
  onTestFinished(() => rendered.cleanup());
  return { ...rendered, sent: () => rendered.network.calls.map(({ name }) => name.slice("GET /prices/".length)).join() };
}

describe("useSubscription", () => {
  test("asks at once and then every so often, until it is unmounted", async () => {
    const { clock, sent, controller, unmount } = await hook(() => useSubscription(getPrice, one));
    expect(sent()).toBe("1");
    await clock.tick(4999);
    expect(sent()).toBe("1");
    await clock.tick(1);
    expect(sent()).toBe("1,1");
    expect(controller.getResponse(getPrice, one).data).toEqual({ id: "1", price: 2 });
    await unmount();
    await clock.tick(20_000);
    expect(sent()).toBe("1,1");
  });

  test("follows its arguments, its frequency, and null", async () => {
    const use = ({ id, pollFrequency = 5000 }: { id: string | null; pollFrequency?: number }) => {
      const polled = getPrice.extend({ pollFrequency });
      useSubscription(polled, id === null ? null : { id });
    };
    const { clock, sent, rerender } = await hook<Parameters<typeof use>[0], void>(use, { initialProps: { id: "1" } });
    await rerender({ id: "2" });
    expect(sent()).toBe("1,2");
    await clock.tick(5000);
    expect(sent()).toBe("1,2,2");
    await rerender({ id: "2", pollFrequency: 1000 });
    await clock.tick(1000);
    expect(sent()).toBe("1,2,2,2");
    await rerender({ id: null });
    await clock.tick(20_000);
    expect(sent()).toBe("1,2,2,2");
  });

  test("renders nothing again, and counts with others who are subscribed", async () => {
    const { clock, sent, controller, result, unmount } = await hook(() => useSubscription(getPrice, one), { strict: true });
    const { renders } = result;
    await controller.subscribe(getPrice, one);
    await clock.tick(5000);
    expect(sent()).toBe("1,1");
    expect(result.renders).toBe(renders);
    await unmount();
    await clock.tick(5000);
    expect(sent()).toBe("1,1,1");
    await controller.unsubscribe(getPrice, one);
    await clock.tick(5000);
    expect(sent()).toBe("1,1,1");
  });

  test("12.8 reports why it cannot be", async () => {
    const reported = uncaught();
    const once = endpoint({ path: "/prices/:id", schema: Price });
    await hook(() => useSubscription(once, one));
    expect(reported).toEqual([expect.any(UsageError)]);
  });
});

describe("useLive", () => {
  test("suspends, shows, and follows", async () => {
    const { clock, result, sent } = await hook(() => useLive(getPrice, one));
    expect(result.current).toEqual({ id: "1", price: 1 });
    expect(sent()).toBe("1");
    await clock.tick(4999);
    expect(sent()).toBe("1");
    await clock.tick(1);
    expect(result.current).toEqual({ id: "1", price: 2 });
    expect(sent()).toBe("1,1");
  });

  test("sends once for the double mount of StrictMode", async () => {
    const wrapper = ({ children }: { children?: ReactNode }) => h(StrictMode, null, children);
    const { clock, sent, unmount } = await hook(() => useLive(getPrice, one), { wrapper });
    expect(sent()).toBe("1");
    await clock.tick(5000);
    expect(sent()).toBe("1,1");
    await unmount();
    await clock.tick(20_000);
    expect(sent()).toBe("1,1");
  });

  test("shows with null what its schema has itself, and asks for nothing", async () => {
    const listPrices = endpoint({ path: "/prices", schema: { results: [Price], next: "" }, pollFrequency: 1000 });
    const { result, clock, sent } = await hook(() => useLive(listPrices, null));
    await clock.tick(5000);
    expect(result.current).toEqual({ results: undefined, next: "" });
    expect(sent()).toBe("");
  });
});
