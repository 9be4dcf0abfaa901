import { StrictMode, createElement as h } from "react";
import { describe, expect, test, vi } from "vitest";
import { useCancelling, useDLE, useDebounce, useLoading } from "../../../src/react.js";
import { ready, turn } from "../../harness.js";
import { perform, recorder, render } from "../render.js";
import { first, getArticle } from "./fixtures.js";

describe("useLoading", () => {
  const setup = async () => {
    const { client } = await ready();
    const calls: { resolve(value: unknown): void; reject(error: unknown): void }[] = [];
    const work = () => new Promise<unknown>((resolve, reject) => calls.push({ resolve, reject }));
    const hook = recorder(() => useLoading(work));
    await render(client, h(hook.component));
    return { ...hook, calls, shown: () => hook.last().slice(1) };
  };

  test("shows that the function is at work, and gives what it does", async () => {
    const { last, calls, shown, given } = await setup();
    const results: unknown[] = [];
    await perform(() => void last()[0]().then((value) => results.push(value)));
    expect(shown()).toEqual([true, undefined]);
    await perform(() => calls[0]!.resolve(5));
    expect(shown()).toEqual([false, undefined]);
    expect(results).toEqual([5]);
    expect(new Set(given.map(([run]) => run)).size).toBe(1);
  });

  test("swallows the rejection and shows it, until the next run", async () => {
    const { last, calls, shown } = await setup();
    const results: unknown[] = [];
    await perform(() => void last()[0]().then((value) => results.push(value)));
    await perform(() => calls[0]!.reject("no"));
    expect(shown()).toEqual([false, "no"]);
    expect(results).toEqual([undefined]);
    await perform(() => void last()[0]());
    expect(shown()).toEqual([true, undefined]);
  });

  test("belongs to the latest run", async () => {
    const { last, calls, shown } = await setup();
    await perform(() => void last()[0]());
    await perform(() => void last()[0]());
    await perform(() => calls[0]!.reject("earlier"));
    expect(shown()).toEqual([true, undefined]);
    await perform(() => calls[1]!.resolve(1));
    expect(shown()).toEqual([false, undefined]);
  });
});

test("useDebounce follows after the delay, and not while it may not", async () => {
  const { client } = await ready();
  const { component, last } = recorder(({ value, updatable }: { value: string; updatable?: boolean }) => useDebounce(value, 200, updatable));
  const { render: again } = await render(client, h(component, { value: "a" }));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    await again(h(component, { value: "ab" }));
    await perform(() => void vi.advanceTimersByTime(199));
    await again(h(component, { value: "abc" }));
    await perform(() => void vi.advanceTimersByTime(199));
    expect(last()).toEqual(["a", true]);
    await perform(() => void vi.advanceTimersByTime(1));
    expect(last()).toEqual(["abc", false]);
    await again(h(component, { value: "abcd", updatable: false }));
    await perform(() => void vi.advanceTimersByTime(1000));
    expect(last()).toEqual(["abc", false]);
  } finally {
    vi.useRealTimers();
  }
});

describe("useCancelling", () => {
  const shower = () => recorder(({ id }: { id: string }) => useDLE(useCancelling(getArticle, { id }), { id }));

  test("aborts the request when the component is unmounted", async () => {
    const { client, network } = await ready();
    const { component } = shower();
    const { unmount, render: again } = await render(client, h(component, { id: "1" }));
    await unmount();
    await turn();
    expect(network.last.aborted).toBe(true);
    await again(h(component, { id: "1" }));
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true, false]);
  });

  test("aborts it when the arguments change", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const { render: again } = await render(client, h(component, { id: "1" }));
    await again(h(component, { id: "2" }));
    expect(network.calls.map(({ name, aborted }) => [name, aborted])).toEqual([["1", true], ["2", false]]);
    await perform(() => network.last.answer({ id: "2", title: "two" }));
    expect(last()).toMatchObject({ data: { title: "two" }, loading: false });
  });

  test.each(["with a signal too", "without"])("ends its own share only: another one, %s, goes on", async (other) => {
    const { client, network } = await ready();
    const leaving = shower();
    const staying = other === "without" ? recorder(() => useDLE(getArticle, { id: "1" })) : shower();
    const stays = h(staying.component, { key: 2, id: "1" });
    const { render: again } = await render(client, [h(leaving.component, { key: 1, id: "1" }), stays]);
    await again([stays]);
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false]);
    await perform(() => network.last.answer(first));
    expect(staying.last()).toMatchObject({ data: first, loading: false });
  });

  test("sends once in StrictMode", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    await render(client, h(StrictMode, null, h(component, { id: "1" })));
    await perform(() => network.last.answer(first));
    expect(last()).toMatchObject({ data: first });
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test("leaves the endpoint the same as long as its arguments are", async () => {
    const { client } = await ready();
    const { component, given } = recorder(() => useCancelling(getArticle, { id: "1" }));
    const { render: again } = await render(client, h(component));
    await again(h(component));
    expect(given).toHaveLength(2);
    expect(given[0]).toBe(given[1]);
    expect(given[0]!.key({ id: "1" })).toBe(getArticle.key({ id: "1" }));
  });
});
