import { afterEach, describe, expect, test, vi } from "vitest";
import { TimeoutError, abortReason } from "../../src/errors.js";
import { Endpoint, endpoint, perform, type EndpointContext, type EndpointInterface } from "../../src/endpoint/index.js";

afterEach(() => vi.useRealTimers());

describe("an endpoint with an own function", () => {
  test("calls it at once with the arguments and a context, on the endpoint", async () => {
    const fetch = vi.fn(async function (this: EndpointInterface, a: string, b: number, { signal }: EndpointContext) {
      return [this.name, a, b, signal.aborted];
    });
    const made = endpoint({ name: "sum", fetch });
    const promise = made("a", 1);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(await promise).toEqual(["sum", "a", 1, false]);
    expect(await new Endpoint(fetch, { name: "sum" })("a", 1)).toEqual(["sum", "a", 1, false]);
  });

  test("has the context in its place when an argument is left out", async () => {
    const made = endpoint({ name: "list", fetch: async (params: { q: string } | undefined, { signal }: EndpointContext) => [params, signal.aborted] });
    expect(await made()).toEqual([undefined, false]);
    expect(await made({ q: "x" })).toEqual([{ q: "x" }, false]);
  });

  test("gives a form to it as it is", async () => {
    const made = endpoint({ name: "send", fetch: async (form: FormData) => form });
    const form = new FormData();
    expect(await made(form)).toBe(form);
  });

  test("may give a value that is no promise", async () => {
    expect(await endpoint({ name: "get", fetch: () => 5 })()).toBe(5);
  });

  test("rejects with what it throws", async () => {
    const error = new Error("no");
    const made = endpoint({
      name: "get",
      fetch: () => {
        throw error;
      },
    });
    await expect(made()).rejects.toBe(error);
  });

  test("passes what it gives through process", async () => {
    const made = endpoint({ name: "get", fetch: async (id: number) => ({ id }), process: (value: { id: number }, id: number) => [value.id, id] });
    expect(await made(5)).toEqual([5, 5]);
  });

  test("rejects with what process throws", async () => {
    const error = new Error("no");
    const process = () => {
      throw error;
    };
    await expect(endpoint({ name: "get", fetch: async () => 1, process })()).rejects.toBe(error);
  });
});

describe("a signal", () => {
  const waiting = () => {
    const signals: AbortSignal[] = [];
    const fetch = vi.fn((_context: EndpointContext) => {
      signals.push(_context.signal);
      return new Promise<never>(() => {});
    });
    return { fetch, signals };
  };

  test("that is aborted already sends nothing", async () => {
    const { fetch } = waiting();
    const error: unknown = await endpoint({ name: "get", fetch, signal: AbortSignal.abort() })().catch((reason: unknown) => reason);
    expect(abortReason(error)).toBe("aborted");
    expect(fetch).not.toHaveBeenCalled();
  });

  test("that is aborted later aborts the request, and the call rejects", async () => {
    const { fetch, signals } = waiting();
    const controller = new AbortController();
    const promise = endpoint({ name: "get", fetch, signal: controller.signal })();
    controller.abort();
    const error: unknown = await promise.catch((reason: unknown) => reason);
    expect(abortReason(error)).toBe("aborted");
    expect(signals[0]!.reason).toBe(error);
  });

  test("is let go when the call is over", async () => {
    const { signal } = new AbortController();
    const add = vi.spyOn(signal, "addEventListener");
    const remove = vi.spyOn(signal, "removeEventListener");
    await endpoint({ name: "get", fetch: async () => 1, signal })();
    expect(remove.mock.calls).toEqual(add.mock.calls);
    expect(add).toHaveBeenCalledTimes(1);
  });

  test("a timeout aborts the request, and the call rejects with a TimeoutError", async () => {
    vi.useFakeTimers();
    const { fetch, signals } = waiting();
    const promise = endpoint({ name: "get", fetch, timeout: 50 })().catch((reason: unknown) => reason);
    await vi.advanceTimersByTimeAsync(49);
    expect(signals[0]!.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    const error = (await promise) as TimeoutError;
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ timeout: 50, request: { name: "get" } });
    expect(signals[0]!.reason).toBe(error);
  });

  test("no timer is left behind, nor made for no time or for ever", async () => {
    vi.useFakeTimers();
    for (const timeout of [0, 5, Infinity]) await endpoint({ name: "get", fetch: async () => 1, timeout })();
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("perform gives what the function gives, with the signal that it is given", () => {
  const { signal } = new AbortController();
  expect(perform(endpoint({ name: "own", fetch: ({ signal }) => signal }), [], signal)).toBe(signal);
});
