import { StrictMode, createElement as h, type ReactNode } from "react";
import { expect, onTestFinished, test } from "vitest";
import { endpoint, entity } from "../../../src/index.js";
import { useDLE, useLive, useSubscription } from "../../../src/react.js";
import { renderDataHook } from "../../../src/testing-react.js";
import { wasm } from "../../harness.js";
import { scripted, type ScriptedSocket } from "../../live/sockets.js";

const Price = entity("Price");
const getPrice = endpoint({ path: "/prices/:id", schema: Price, live: ({ id }) => ({ type: "ON_PRICE", requestKey: id as string, payload: id }) });

/** Asks and is subscribed, without suspending. */
function useFetchedLive(args: { readonly id: string }): number | undefined {
  useSubscription(getPrice, args);
  return (useDLE(getPrice, args).data as { price: number } | undefined)?.price;
}

const Strict = ({ children }: { readonly children?: ReactNode }) => h(StrictMode, null, children);

async function shown(strict: boolean, resume = false) {
  const sockets: ScriptedSocket[] = [];
  const routes = { "GET /prices/:id": (_: unknown, { id }: { id: string }) => ({ id, price: 1 }) };
  const rendered = await renderDataHook(({ id }: { id: string }) => (useLive(getPrice, { id }) as { price: number }).price, {
    wasm,
    routes,
    initialProps: { id: "1" },
    subscriber: scripted(sockets, { resume }),
    ...(strict && { wrapper: Strict }),
  });
  onTestFinished(() => rendered.cleanup());
  return { ...rendered, sockets, socket: sockets[0]! };
}

test.each([false, true])("useLive asks once, and then shows what the socket says; it leaves with the component (StrictMode: %s)", async (strict) => {
  const { socket, result, rerender, unmount, network, clock } = await shown(strict);
  socket.open();
  expect(socket.takeSent()).toEqual(["1"]);
  expect(result.current).toBe(1);
  socket.say({ type: "ON_PRICE1", id: "1", price: 2 });
  await clock.tick(0);
  expect(result.current).toBe(2);
  expect(network.calls).toHaveLength(1);

  await rerender({ id: "2" });
  expect(socket.takeSent()).toEqual(["2"]);
  socket.say({ type: "ON_PRICE1", id: "1", price: 3 });
  socket.say({ type: "ON_PRICE2", id: "2", price: 9 });
  await clock.tick(0);
  expect(result.current).toBe(9);
  await unmount();
  socket.lose();
  await clock.tick(5000);
  expect(network.calls).toHaveLength(2);
});

test("what was answered before the subscription began is asked for again behind what is shown; a resumed one has missed nothing", async () => {
  const { socket, sockets, result, unmount, network, clock } = await shown(false, true);
  expect(result.current).toBe(1);
  expect(network.calls).toHaveLength(1);
  socket.open("sluice.v1");
  socket.say({ op: "subscribed", sid: 1, epoch: "e", last: 7 });
  await clock.tick(0);
  expect(network.calls).toHaveLength(2);
  expect(result.current).toBe(1);

  socket.lose();
  await clock.tick(5000);
  sockets[1]!.open("sluice.v1");
  sockets[1]!.say({ op: "subscribed", sid: 1, epoch: "e", last: 8 });
  sockets[1]!.say({ op: "event", sid: 1, id: 8, data: { id: "1", price: 5 } });
  await clock.tick(0);
  expect(result.current).toBe(5);
  expect(network.calls).toHaveLength(2);
  await unmount();
});

test("an answer that is on its way when the subscription begins, or events are missed, may be of before: it is shown, and asked for again", async () => {
  const sockets: ScriptedSocket[] = [];
  const answers: ((price: number) => void)[] = [];
  const routes = { "GET /prices/:id": (_: unknown, { id }: { id: string }) => new Promise((resolve) => answers.push((price) => resolve({ id, price }))) };
  const { result, clock, cleanup } = await renderDataHook(() => (useFetchedLive({ id: "1" })), { wasm, routes, subscriber: scripted(sockets, { resume: true }) });
  onTestFinished(() => cleanup());
  const socket = sockets[0]!;
  socket.open("sluice.v1");
  socket.say({ op: "subscribed", sid: 1, epoch: "e", last: 7 });
  await clock.tick(0);
  expect(answers).toHaveLength(1);
  answers[0]!(1);
  await clock.tick(0);
  expect(result.current).toBe(1);
  await clock.tick(0);
  expect(answers).toHaveLength(2);
  socket.say({ op: "gap", sid: 1, epoch: "e", last: 9, reason: "slow" });
  answers[1]!(2);
  await clock.tick(0);
  expect(result.current).toBe(2);
  await clock.tick(0);
  expect(answers).toHaveLength(3);
  answers[2]!(3);
  await clock.tick(0);
  expect(result.current).toBe(3);
  await clock.tick(1000);
  expect(answers).toHaveLength(3);
});
