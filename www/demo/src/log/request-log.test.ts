import { describe, expect, test, vi } from "vitest";

import { RequestLog } from "./request-log";

describe("RequestLog", () => {
  test("shows the newest request first, and each state as a new object", () => {
    const log = new RequestLog();
    const first = log.begin("searchCities", "a");
    log.begin("searchCities", "b");
    const before = log.get();
    log.answer(first);
    const after = log.get();
    expect(before.entries.map((entry) => [entry.detail, entry.state])).toEqual([["b", "pending"], ["a", "pending"]]);
    expect(after.entries.map((entry) => [entry.detail, entry.state])).toEqual([["b", "pending"], ["a", "answered"]]);
    expect(after.counts).toEqual({ pending: 1, answered: 1, aborted: 0, failed: 0 });
    expect(after.entries[1]?.took).toBeGreaterThanOrEqual(0);
  });

  test("tells an abort from a failure", async () => {
    const log = new RequestLog();
    await log.watch("a", "", Promise.reject(new DOMException("", "AbortError"))).catch(() => undefined);
    await log.watch("b", "", Promise.reject(new TypeError("no"))).catch(() => undefined);
    expect(log.get().entries.map((entry) => [entry.name, entry.state, entry.note])).toEqual([
      ["b", "failed", "TypeError"],
      ["a", "aborted", ""],
    ]);
  });

  test("counts on when old entries fall out, and tells of each change", () => {
    const log = new RequestLog();
    const listener = vi.fn();
    const stop = log.subscribe(listener);
    for (let i = 0; i < 150; i++) log.answer(log.begin("a", String(i)));
    stop();
    log.begin("a", "unheard");
    expect(listener).toHaveBeenCalledTimes(300);
    expect(log.get().entries).toHaveLength(100);
    expect(log.get().counts).toMatchObject({ answered: 150, pending: 1 });
  });

  test("settles a request that has fallen out of the list", () => {
    const log = new RequestLog();
    const first = log.begin("a", "first");
    for (let i = 0; i < 100; i++) log.begin("a", String(i));
    log.answer(first);
    expect(log.get().counts).toMatchObject({ answered: 1, pending: 100 });
  });

  test("keeps what is pending when it is cleared", () => {
    const log = new RequestLog();
    log.answer(log.begin("a", ""));
    const pending = log.begin("b", "");
    log.clear();
    expect(log.get().entries.map((entry) => entry.name)).toEqual(["b"]);
    log.answer(pending);
    expect(log.get().counts).toEqual({ pending: 0, answered: 1, aborted: 0, failed: 0 });
  });
});
