import { describe, expect, test, vi } from "vitest";
import { IdlingNetworkManager, NetworkManager, SubscriptionManager, UsageError } from "../../src/index.js";
import { isPending, rejection, turn } from "../harness.js";
import { Article, T, store } from "./store.js";
import { one, article } from "./managers.js";

describe("NetworkManager", () => {
  test("2.2 its lengths count for endpoints that have none, and for set", async () => {
    const managers = [new NetworkManager({ dataExpiryLength: 5000, errorExpiryLength: 0 }), new SubscriptionManager()];
    const { controller, get, note, runs } = await store({ managers });
    await controller.setResponse(get, one, article);
    expect(controller.getResponse(get, one).expiresAt).toBe(T + 5000);
    const own = get.extend({ dataExpiryLength: Infinity });
    await controller.setResponse(own, one, article);
    expect(controller.getResponse(own, one).expiresAt).toBe(Infinity);
    const failed = controller.fetch(note, "a");
    runs[0]!.fail(new Error("no"));
    await rejection(failed);
    expect(controller.getResponse(note, "a").expiresAt).toBe(T);
    await controller.set(Article, "9", { id: "9" });
    expect(controller.getResponse(get, { id: "9" }).expiresAt).toBe(T + 5000);
  });

  test("2.5 a length that is none is refused", () => {
    for (const length of [-1, NaN]) expect(() => new NetworkManager({ dataExpiryLength: length })).toThrow(UsageError);
  });

  test("13.3 allSettled resolves when nothing is in flight, at once if so", async () => {
    const network = new NetworkManager();
    const { controller, get, runs } = await store({ managers: [network, new SubscriptionManager()] });
    await network.allSettled();
    void controller.fetch(get, one);
    const settled = network.allSettled();
    expect(await isPending(settled)).toBe(true);
    runs[0]!.answer(article);
    await settled;
  });

  test("13.3 the idle variant waits for the page to be idle, with reads", async () => {
    const idle: { run: () => void; options: unknown }[] = [];
    vi.stubGlobal("requestIdleCallback", (run: () => void, options: unknown) => idle.push({ run, options }));
    const { controller, get, update, runs } = await store({ managers: [new IdlingNetworkManager(), new SubscriptionManager()] });
    const read = controller.fetch(get, one);
    expect(runs).toHaveLength(0);
    expect(idle[0]!.options).toEqual({ timeout: 500 });
    idle[0]!.run();
    await turn();
    runs[0]!.answer(article);
    expect(await read).toEqual(article);
    void controller.fetch(update, one);
    expect(runs).toHaveLength(2);
    vi.unstubAllGlobals();
  });
});
