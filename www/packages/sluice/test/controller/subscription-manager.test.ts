import { afterEach, describe, expect, test, vi } from "vitest";
import { NetworkManager, PollingSubscription, SubscriptionManager, type Controller } from "../../src/index.js";
import { turn } from "../harness.js";
import { T, store } from "./store.js";
import { one, article } from "./managers.js";

afterEach(() => {
  vi.useRealTimers();
});

describe("SubscriptionManager", () => {
  test("W46 polls are held back while its page is hidden or offline", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"], now: T });
    const online = { is: true, tell: () => {}, get: () => online.is, subscribe: (changed: () => void) => ((online.tell = changed), () => (online.tell = () => {})) };
    const managers = [new NetworkManager(), new SubscriptionManager(PollingSubscription, { online })];
    const { client, controller, get, runs } = await store({ now: () => Date.now(), managers });
    const poll = get.extend({ pollFrequency: 5000 });
    await controller.setResponse(poll, one, article);
    await controller.subscribe(poll, one);
    vi.advanceTimersByTime(1000);
    online.is = false;
    online.tell();
    vi.advanceTimersByTime(11_000);
    expect(runs).toHaveLength(0);
    online.is = true;
    online.tell();
    expect(runs).toHaveLength(1);
    client.close();
  });

  test("13.3 keeps a subscription of another kind per key", async () => {
    const log: unknown[] = [];
    class Listening {
      left = 1;
      constructor({ endpoint, args, key }: { endpoint: { pollFrequency?: number }; args?: readonly unknown[]; key?: string }, readonly controller: Controller) {
        log.push(["made", endpoint.pollFrequency, args, key]);
      }
      add(frequency?: number): void {
        this.left++;
        log.push(["add", frequency]);
      }
      remove(frequency?: number): boolean {
        log.push(["remove", frequency]);
        return --this.left === 0;
      }
      cleanup(): void {
        log.push("cleanup");
      }
    }
    const { client, controller, get } = await store({ managers: [new NetworkManager(), new SubscriptionManager(Listening)] });
    const often = get.extend({ pollFrequency: 100 });
    await controller.subscribe(get, one);
    await controller.subscribe(often, one);
    await controller.unsubscribe(get, one);
    await controller.unsubscribe(often, one);
    await controller.unsubscribe(get, one);
    await controller.subscribe(get, one);
    client.close();
    const key = get.key(one);
    expect(log).toEqual([["made", undefined, [one], key], ["add", 100], ["remove", undefined], ["remove", 100], ["made", undefined, [one], key], "cleanup"]);
  });

  test("13.3 a subscription may be made of a polling one", async () => {
    class Noted extends PollingSubscription {}
    const { controller, get, runs } = await store({ managers: [new NetworkManager(), new SubscriptionManager(Noted)] });
    const poll = get.extend({ pollFrequency: 5000 });
    await controller.subscribe(poll, one);
    await controller.subscribe(poll, one);
    await turn();
    expect(runs).toHaveLength(1);
    await controller.unsubscribe(poll, one);
    await controller.unsubscribe(poll, one);
    expect(runs[0]!.signal.aborted).toBe(false);
  });
});
