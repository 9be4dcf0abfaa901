import type { RequestAction } from "sluice";
import { expect, test, vi } from "vitest";

import { EventLog } from "./event-log";

test("shows what passed, the newest first, with the time since the request began", () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const log = new EventLog();
  const meta = { requestKey: 7 };
  const action: RequestAction = { type: "getThing", request: {}, meta };
  log.interceptors.onRequest([{}, {}], action);
  vi.advanceTimersByTime(20);
  log.interceptors.onSuccess({ data: 1, status: 200 }, { ...action, request: { url: "/other" }, meta });
  log.interceptors.onSuccess({ data: 1 }, action);
  log.interceptors.onError(new TypeError("no"), action);
  log.interceptors.onAbort({ type: "getOther" });
  vi.useRealTimers();
  expect(log.get().map(({ hook, name, note, took }) => [hook, name, note, took])).toEqual([
    ["onAbort", "getOther", "", undefined],
    ["onError", "getThing 7", "TypeError", 20],
    ["onSuccess", "getThing 7", "from the cache", 20],
    ["onSuccess", "getThing 7", "200", 20],
    ["onRequest", "getThing 7", "2 at once", undefined],
  ]);
});

test("keeps the last 60, tells of each, and can be cleared", () => {
  const log = new EventLog();
  const listener = vi.fn();
  const stop = log.subscribe(listener);
  for (let i = 0; i < 70; i++) log.interceptors.onAbort({ type: String(i) });
  expect([log.get().length, log.get()[0]?.name]).toEqual([60, "69"]);
  log.clear();
  stop();
  log.interceptors.onAbort({ type: "unheard" });
  expect(listener).toHaveBeenCalledTimes(71);
  expect(log.get().map(({ name }) => name)).toEqual(["unheard"]);
});
