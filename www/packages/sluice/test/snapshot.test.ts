import { describe, expect, test, vi } from "vitest";
import { ExpiryStatus, type QuerySnapshot, type Watch } from "../src/index.js";
import { ready, rejection, setup, turn, uncaught } from "./harness.js";

const empty: QuerySnapshot = {
  data: null, error: null, loading: false, pending: 0, pristine: true, stale: false,
  expiryStatus: ExpiryStatus.Invalid, expiresAt: 0, fetchedAt: 0, downloadProgress: null, uploadProgress: null,
};

/** Every snapshot that a listener of the watch saw. */
function seen(watch: Watch): QuerySnapshot[] {
  const snapshots: QuerySnapshot[] = [];
  watch.subscribe(() => snapshots.push(watch.get()));
  return snapshots;
}

describe("a snapshot", () => {
  test("of a name that nobody asked for is empty, frozen and always the same", async () => {
    const { client } = await ready();
    const watch = client.watch({ type: "getUser" });
    expect(watch.get()).toEqual(empty);
    expect(Object.isFrozen(watch.get())).toBe(true);
    expect(watch.get()).toBe(watch.get());
    expect(client.getQuery({ type: "getUser" })).toBe(watch.get());
  });

  test("is one object per state: asked, answered, asked again, refused", async () => {
    let now = 1000;
    const { client, network } = await ready({ now: () => now });
    const snapshots = seen(client.watch({ type: "getUser" }));
    const ask = () => client.apiRequest({ name: "getUser" });

    const first = ask();
    now = 1010;
    network.last.answer({ id: 1 });
    const user = await first;
    now = 1020;
    const second = ask();
    network.last.refuse(500, "api.internal", "internal error");
    const error = await rejection(second);

    expect(snapshots).toEqual([
      { ...empty, loading: true, pending: 1, pristine: false },
      { ...empty, data: user, pristine: false, expiryStatus: ExpiryStatus.Valid, fetchedAt: 1000 },
      { ...empty, data: user, loading: true, pending: 1, pristine: false, expiryStatus: ExpiryStatus.Valid, fetchedAt: 1000 },
      { ...empty, data: user, error, pristine: false, expiryStatus: ExpiryStatus.Valid, fetchedAt: 1000 },
    ]);
    expect(snapshots.every(Object.isFrozen)).toBe(true);
    expect(snapshots[1]!.data).toBe(user);
    expect(client.getQuery({ type: "getUser" })).toBe(snapshots[3]);
  });

  test("does not change with calls of other names and keys", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser", requestKey: 1 });
    const snapshots = seen(watch);
    const before = watch.get();
    const answers = [
      client.apiRequest({ name: "getUser" }),
      client.apiRequest({ name: "getUser", requestKey: 2 }),
      client.apiRequest({ name: "getUser1" }),
    ];
    network.calls.forEach((call) => call.answer(1));
    await Promise.all(answers);
    expect(watch.get()).toBe(before);
    expect(snapshots).toEqual([]);
  });

  test("takes requestKey 0 and \"0\" for the same", async () => {
    const { client, network } = await ready();
    const answer = client.apiRequest({ name: "getUser", requestKey: 0 });
    network.last.answer("zero");
    await answer;
    expect(client.getQuery({ type: "getUser", requestKey: "0" }).data).toBe("zero");
    expect(client.getQuery({ type: "getUser", requestKey: "" }).data).toBeNull();
  });

  test("keeps data that is equal to the answer: same object, and its parts", async () => {
    const { client, network } = await ready();
    const ask = async (value: unknown) => {
      const answer = client.apiRequest({ name: "listUsers" });
      network.last.answer(value);
      return (await answer) as { id: number; tags: string[] }[];
    };
    const first = await ask([{ id: 1, tags: ["a"] }, { id: 2, tags: [] }]);
    expect(await ask([{ tags: ["a"], id: 1 }, { id: 2, tags: [] }])).toBe(first);
    const changed = await ask([{ id: 1, tags: ["a"] }, { id: 3, tags: [] }]);
    expect(changed).not.toBe(first);
    expect(changed[0]).toBe(first[0]);
    expect(client.getQuery({ type: "listUsers" }).data).toBe(changed);
  });

  test("is not touched by what was asked before but came after", async () => {
    const { client, network } = await ready();
    const older = client.apiRequest({ name: "getUser" });
    const newer = client.apiRequest({ name: "getUser", takeLatest: false });
    expect(client.getQuery({ type: "getUser" }).pending).toBe(2);
    network.calls[1]!.answer("newer");
    await newer;
    network.calls[0]!.answer("older");
    expect(await older).toBe("older");
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: "newer", pending: 0 });
  });

  test("shows no data for names that are no queries, only that they are pending and their error", async () => {
    const { client, network } = await ready();
    const snapshots = seen(client.watch({ type: "updateUser" }));
    const first = client.apiRequest({ name: "updateUser" });
    network.last.answer({ id: 1 });
    await first;
    const second = client.apiRequest({ name: "updateUser" });
    network.last.refuse(400, "c", "m");
    const error = await rejection(second);
    expect(snapshots.map(({ data, pending, error }) => [data, pending, error])).toEqual([
      [null, 1, null], [null, 0, null], [null, 1, null], [null, 0, error],
    ]);
  });

  test("of an aborted first call is as if it had never been", async () => {
    const { client } = await ready();
    const answer = client.apiRequest({ name: "getUser" });
    client.abortRequests();
    await rejection(answer);
    expect(client.getQuery({ type: "getUser" })).toEqual(empty);
  });

  test("keeps data and shows no error when a later call is aborted", async () => {
    const { client, network } = await ready();
    const first = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    await first;
    const second = client.apiRequest({ name: "getUser" });
    client.abortRequests();
    await rejection(second);
    expect(client.getQuery({ type: "getUser" })).toMatchObject({ data: 1, error: null, loading: false, pristine: false });
  });
});

describe("a listener", () => {
  test("is told once per change, after the promise's value stands in the snapshot", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser" });
    const listener = vi.fn();
    watch.subscribe(listener);
    const answer = client.apiRequest({ name: "getUser" });
    expect(listener).toHaveBeenCalledTimes(1);
    network.last.answer(1);
    await answer;
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test("is told once when a call supersedes another: the number of pending ones is the same", async () => {
    const { client, network } = await ready();
    const listener = vi.fn();
    client.watch({ type: "getUser" }).subscribe(listener);
    client.apiRequest({ name: "getUser" }).catch(() => {});
    const answer = client.apiRequest({ name: "getUser" });
    expect(listener).toHaveBeenCalledTimes(1);
    network.last.answer(1);
    await answer;
    expect(listener).toHaveBeenCalledTimes(2);
  });

  test("that throws is reported; the others are told, the call goes on", async () => {
    const errors = uncaught();
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser" });
    const listener = vi.fn();
    watch.subscribe(() => { throw new Error("a bad listener"); });
    watch.subscribe(listener);
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    expect(await answer).toBe(1);
    expect(listener).toHaveBeenCalledTimes(2);
    await turn();
    expect(errors).toEqual([new Error("a bad listener"), new Error("a bad listener")]);
  });

  test("that throws is reported by reportError where there is one", async () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    try {
      const { client } = await ready();
      const end = client.watch({ type: "getUser" }).subscribe(() => {
        end();
        throw "text";
      });
      client.apiRequest({ name: "getUser" }).catch(() => {});
      expect(report.mock.calls).toEqual([["text"]]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("that another one ends while both are being told is not told any more", async () => {
    const { client } = await ready();
    const watch = client.watch({ type: "getUser" });
    const told: string[] = [];
    watch.subscribe(() => {
      told.push("first");
      endSecond();
    });
    const endSecond = watch.subscribe(() => told.push("second"));
    watch.subscribe(() => told.push("third"));
    client.apiRequest({ name: "getUser" }).catch(() => {});
    expect(told).toEqual(["first", "third"]);
  });

  test("that is added while others are being told waits for the next change", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser" });
    const added = vi.fn();
    let once = true;
    watch.subscribe(() => {
      if (once) watch.subscribe(added);
      once = false;
    });
    const answer = client.apiRequest({ name: "getUser" });
    expect(added).not.toHaveBeenCalled();
    network.last.answer(1);
    await answer;
    expect(added).toHaveBeenCalledTimes(1);
  });

  test("may be added twice, and each end is its own; ending twice does nothing", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser" });
    const listener = vi.fn();
    const endOne = watch.subscribe(listener);
    const endOther = watch.subscribe(listener);
    const answer = client.apiRequest({ name: "getUser" });
    expect(listener).toHaveBeenCalledTimes(2);
    endOne();
    endOne();
    network.last.answer(1);
    await answer;
    expect(listener).toHaveBeenCalledTimes(3);
    endOther();
    const again = client.apiRequest({ name: "getUser" });
    network.last.answer(2);
    await again;
    expect(listener).toHaveBeenCalledTimes(3);
  });

  test("may send calls: they run after the change is complete, and it is told of them", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser" });
    const states: (readonly [number, unknown])[] = [];
    let asked = false;
    watch.subscribe(() => {
      states.push([watch.get().pending, watch.get().data]);
      if (!asked && watch.get().data === 1) {
        asked = true;
        client.apiRequest({ name: "getUser" }).catch(() => {});
      }
    });
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    await answer;
    expect(network.calls).toHaveLength(2);
    expect(states).toEqual([[1, null], [0, 1], [1, 1]]);
    const end = turn();
    network.last.answer(2);
    await end;
    expect(states.at(-1)).toEqual([0, 2]);
  });

  test("may close the client", async () => {
    const { client } = await ready();
    const watch = client.watch({ type: "getUser" });
    watch.subscribe(() => client.close());
    expect(await rejection(client.apiRequest({ name: "getUser" }))).toMatchObject({ name: "AbortError" });
  });

  test("that was added while the core was loading is told, once per change", async () => {
    const { client, network } = setup();
    const watch = client.watch({ type: "getUser" });
    const before = watch.get();
    expect(before).toEqual(empty);
    const snapshots = seen(watch);
    await client.ready;
    expect(watch.get()).toBe(before);
    expect(snapshots).toEqual([]);
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    await answer;
    expect(snapshots.map(({ pending, data }) => [pending, data])).toEqual([[1, null], [0, 1]]);
  });

  test("that was added and ended while the core was loading is never told", async () => {
    const { client, network } = setup();
    const listener = vi.fn();
    client.watch({ type: "getUser" }).subscribe(listener)();
    await client.ready;
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    await answer;
    expect(listener).not.toHaveBeenCalled();
  });
});

describe("a record that the core has dropped", () => {
  test("is read again, and watched again, under the same watch", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "updateUser" });
    for (let i = 0; i < 3; i++) {
      const answer = client.apiRequest({ name: "updateUser" });
      expect(watch.get().pending).toBe(1);
      network.last.answer(1);
      await answer;
      expect(watch.get()).toEqual(empty);
    }
    const snapshots = seen(watch);
    const answer = client.apiRequest({ name: "updateUser" });
    network.last.answer(1);
    await answer;
    expect(snapshots.map(({ pending }) => pending)).toEqual([1, 0]);
  });

  test("is kept while somebody listens", async () => {
    const { client, network } = await ready();
    const watch = client.watch({ type: "getUser" });
    const end = watch.subscribe(() => {});
    const aborted = client.apiRequest({ name: "getUser" });
    client.abortRequests();
    await rejection(aborted);
    const snapshots = seen(watch);
    end();
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(1);
    await answer;
    expect(snapshots.map(({ pending }) => pending)).toEqual([1, 0]);
  });

  test("and forgotten by the client, because there were so many, works for whoever still holds its watch", async () => {
    const { client, network } = await ready();
    const held = client.watch({ type: "getUser" });
    const listened = client.watch({ type: "getTask" });
    const snapshots = seen(listened);
    for (let i = 0; i < 3000; i++) client.watch({ type: "getUser", requestKey: i });
    const late = seen(held);
    const answers = [client.apiRequest({ name: "getUser" }), client.apiRequest({ name: "getTask" })];
    network.calls.forEach((call) => call.answer(call.name));
    await Promise.all(answers);
    for (const watch of [held, client.watch({ type: "getUser" })]) expect(watch.get().data).toBe("getUser");
    expect(late.map(({ pending }) => pending)).toEqual([1, 0]);
    expect(snapshots.map(({ data }) => data)).toEqual([null, "getTask"]);
  });
});

describe("the type of a watch", () => {
  test("may be an action creator: what its toString gives", async () => {
    const { client } = await ready();
    const creator = Object.assign(() => {}, { toString: () => "getUser" });
    expect(client.watch({ type: creator })).toBe(client.watch({ type: "getUser" }));
  });

  test.each([undefined, null, "\ud800"])("may not be %j", async (type) => {
    const { client } = await ready();
    expect(() => client.watch({ type: type as string })).toThrow(/type/);
  });
});
