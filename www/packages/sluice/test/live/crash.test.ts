import { readFileSync } from "node:fs";
import { expect, inject, test, vi } from "vitest";
import { rejection } from "../harness.js";
import { live } from "./sockets.js";

const faulty = new WebAssembly.Module(readFileSync(inject("faultyCore")));

test("when the core dies, its socket is closed, and the next core opens one of its own: what was missed is a gap", async () => {
  const [onClose, onMessage, onGap] = [vi.fn(), vi.fn(), vi.fn()];
  const s = await live({ resume: true, onClose }, { wasm: faulty });
  s.client.subscription({ type: "A", onMessage, onGap });
  s.socket.open("sluice.v1");
  s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 41 });
  const [old] = s.sockets;

  await rejection(s.client.apiRequest({ name: "fault/apply" }));
  await s.client.ready;
  expect(old!.closedWith).toBe(1000);
  expect(onClose.mock.calls.map(([event]) => event as unknown)).toEqual([{ code: 1006, reason: "", wasClean: false }]);
  expect(s.sockets).toHaveLength(2);
  old!.say({ op: "event", sid: 1, id: 42, data: {} });
  old!.lose();
  expect(onMessage).not.toHaveBeenCalled();

  s.client.subscription({ type: "B" });
  s.socket.open("sluice.v1");
  expect(s.client.getWebsocketState().connected).toBe(true);
  expect(s.socket.takeSent()).toEqual([
    { op: "subscribe", sid: 1, topic: "A" },
    { op: "subscribe", sid: 2, topic: "B" },
  ]);
  s.socket.say({ op: "subscribed", sid: 1, epoch: "e1", last: 44 });
  s.socket.say({ op: "subscribed", sid: 2, epoch: "e7", last: 3 });
  expect(onGap).toHaveBeenCalledExactlyOnceWith({ type: "A", reason: "epoch", from: 0, to: 44 }, expect.anything());
  s.socket.say({ op: "event", sid: 1, id: 45, data: 45 });
  expect(onMessage).toHaveBeenCalledExactlyOnceWith(45, expect.anything(), expect.anything());
});

test("a socket that was closed stays so when the core dies", async () => {
  const s = await live({}, { wasm: faulty });
  s.socket.open();
  s.client.closeWebsocket();
  await rejection(s.client.apiRequest({ name: "fault/apply" }));
  await s.client.ready;
  expect(s.sockets).toHaveLength(1);
  s.client.openWebsocket();
  expect(s.sockets).toHaveLength(2);
});

test("one that was lost, and then closed instead of being opened again, stays so too", async () => {
  const s = await live({}, { wasm: faulty });
  s.socket.open();
  s.socket.lose();
  s.client.closeWebsocket();
  await rejection(s.client.apiRequest({ name: "fault/apply" }));
  await s.client.ready;
  await s.clock.tick(60_000);
  expect(s.sockets).toHaveLength(1);
});

test("a lazy socket that was opened is opened again when the core dies, with its properties; one that never was, is not", async () => {
  const onOpen = vi.fn();
  const s = await live({ lazy: true, onOpen }, { wasm: faulty });
  s.client.subscription({ type: "A", payload: "a" });
  const dies = async () => {
    await rejection(s.client.apiRequest({ name: "fault/apply" }));
    await s.client.ready;
  };
  await dies();
  expect(s.sockets).toHaveLength(0);
  s.client.openWebsocket("p");
  s.socket.open();
  await dies();
  expect(s.sockets).toHaveLength(2);
  s.socket.open();
  expect(s.socket.takeSent()).toEqual(["a"]);
  expect(onOpen.mock.calls.map(([, , props]) => props as unknown)).toEqual(["p", "p"]);
  s.socket.lose();
  await dies(); // while an attempt is to be
  expect(s.sockets).toHaveLength(3);
});

test("onClose that opens another one when the core dies gets one", async () => {
  const onOpen = vi.fn();
  const s = await live({ reconnectTimeout: null, onOpen, onClose: () => void s.client.openWebsocket("mine") }, { wasm: faulty });
  s.socket.open();
  await rejection(s.client.apiRequest({ name: "fault/apply" }));
  await s.client.ready;
  expect(s.sockets).toHaveLength(2);
  s.socket.open();
  expect(onOpen.mock.calls.map(([, , props]) => props as unknown)).toEqual([null, "mine"]);
});
