import { expect, test } from "vitest";
import { live } from "./sockets.js";

test("100,000 topics: each message and each end costs what it touches", async () => {
  const s = await live();
  s.socket.open();
  let heard = 0;
  const ends = Array.from({ length: 100_000 }, (_, i) => s.client.subscription({ type: `T${i}`, payload: i, onMessage: () => heard++ }));
  expect(s.socket.sent).toHaveLength(100_000);
  for (let i = 0; i < 1000; i++) s.socket.say({ type: `T${i * 100}` });
  expect(heard).toBe(1000);
  for (const { stop } of ends) stop();
  for (let i = 0; i < 1000; i++) s.socket.say({ type: `T${i * 100}` });
  expect(heard).toBe(1000);
});
