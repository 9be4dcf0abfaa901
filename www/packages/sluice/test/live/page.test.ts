import { expect, test } from "vitest";
import { NetworkManager, PollingSubscription, SubscriptionManager, type Condition } from "../../src/index.js";
import { live } from "./sockets.js";

/** A condition that the test changes. */
function condition(): Condition & { set(value: boolean): void } {
  let value = true;
  const changed = new Set<() => void>();
  return {
    get: () => value,
    subscribe(listener) {
      changed.add(listener);
      return () => changed.delete(listener);
    },
    set(next) {
      value = next;
      for (const listener of changed) listener();
    },
  };
}

async function page(subscriber = {}) {
  const [visible, online] = [condition(), condition()];
  const managers = [new NetworkManager(), new SubscriptionManager(PollingSubscription, { visible, online })];
  return { ...(await live(subscriber, { managers })), visible, online };
}

test("offline no attempt is made; an overdue one is made when it is online", async () => {
  const s = await page();
  const { sockets } = s;
  sockets[0]!.open();
  s.online.set(false);
  sockets[0]!.lose();
  await s.clock.tick(60_000);
  expect(sockets).toHaveLength(1);
  s.online.set(true);
  expect(sockets).toHaveLength(2);
});

test("a page that is shown again asks whether the server is there, and opens another connection if it is not", async () => {
  const s = await page({ resume: { pongTimeout: 3 }, reconnectTimeout: 0 });
  const { sockets } = s;
  sockets[0]!.open("sluice.v1");
  s.visible.set(false);
  s.visible.set(true);
  expect(sockets[0]!.takeSent()).toEqual([{ op: "ping", n: 1 }]);
  sockets[0]!.say({ op: "pong", n: 1 });
  await s.clock.tick(10_000);
  expect(sockets).toHaveLength(1);
  s.visible.set(false);
  s.visible.set(true);
  await s.clock.tick(2999);
  expect(sockets).toHaveLength(1);
  await s.clock.tick(1);
  expect(sockets[0]!.closedWith).toBe(3000);
  expect(sockets).toHaveLength(2);
});

test("example 5: waits that grow, and begin anew once a connection has lasted", async () => {
  const s = await page({ reconnectBackoff: true });
  const { sockets } = s;
  const wait = async () => {
    const before = sockets.length;
    sockets.at(-1)!.lose();
    let ms = 0;
    for (; sockets.length === before; ms += 100) await s.clock.tick(100);
    return ms / 1000;
  };
  for (const most of [5, 10, 20, 40, 60, 60]) {
    const waited = await wait();
    expect(waited).toBeGreaterThanOrEqual(most / 2);
    expect(waited).toBeLessThanOrEqual(most + 0.1);
  }
  sockets.at(-1)!.open();
  await s.clock.tick(5000);
  expect(await wait()).toBeLessThanOrEqual(5.1);
});
