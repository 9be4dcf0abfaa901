import { describe, expect, test } from "vitest";
import { ExpiryStatus, abortReason } from "../src/index.js";
import { isPending, loading, rejection, told } from "./harness.js";

const ada = { id: 1, name: "Ada" };
const bob = { id: 2, name: "Bob" };

describe("what is done after the answer, still before the core, finds it answered", () => {
  test("an abort of all requests leaves it as it is", async () => {
    const { client, network, start } = loading();
    const { snapshots } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    client.abortRequests();
    await start();
    expect(snapshots).toMatchObject([{ data: ada }]);
  });

  test("a newer call shows itself as loading beside the data, and takes nothing of it when it fails", async () => {
    const { client, network, start } = loading();
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    const newer = client.apiRequest({ name: "getUser" });
    await start();
    expect(get()).toMatchObject({ data: ada, loading: true, expiryStatus: ExpiryStatus.Valid });
    network.last.refuse(500, "api.internal", "internal error");
    const error = await rejection(newer);
    expect(snapshots).toMatchObject([{ data: ada }, { data: ada, loading: true }, { data: ada, error, loading: false }]);
  });

  test("a newer call that is aborted leaves the data", async () => {
    const { client, network, start } = loading();
    const { get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    const newer = client.apiRequest({ name: "getUser" });
    client.abortRequests();
    await start();
    expect(abortReason(await rejection(newer))).toBe("aborted");
    expect(get()).toMatchObject({ data: ada, loading: false, pristine: false });
  });

  test("a logout takes the data only when it is answered", async () => {
    const { client, network, start } = loading({ navigate: () => {} });
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    const logout = client.apiRequest({ name: "logout" });
    await start();
    expect(get().data).toEqual(ada);
    network.last.text("", null, { status: 204 });
    await logout;
    expect(snapshots.map(({ data }) => data)).toEqual([ada, null]);
  });

  test("the session of another user waits for the core, which drops what was the first one's", async () => {
    const { client, network, start } = loading();
    const session = told(client, "session");
    const note = told(client, "getNote");
    for (const value of [ada, "of Ada"]) {
      const answer = client.apiRequest({ name: value === ada ? "session" : "getNote" });
      network.last.answer(value);
      await answer;
    }
    const other = client.apiRequest({ name: "session" });
    network.last.answer(bob);
    expect(await isPending(other)).toBe(true);
    expect(note.get().data).toBe("of Ada");
    await start();
    expect(await other).toEqual(bob);
    expect(session.snapshots.map(({ data }) => data)).toEqual([ada, bob]);
    expect(note.snapshots.map(({ data }) => data)).toEqual(["of Ada", null]);
  });

  test("closing the client takes what is shown, and tells so", async () => {
    const { client, network, core } = loading();
    const { snapshots, get } = told(client, "getUser");
    const answer = client.apiRequest({ name: "getUser" });
    network.last.answer(ada);
    await answer;
    client.close();
    expect(snapshots).toMatchObject([{ data: ada }, { data: null, pristine: true }]);
    core.start();
    await client.ready;
    expect(get()).toBe(snapshots[1]);
    expect(abortReason(await rejection(client.apiRequest({ name: "getUser" })))).toBe("closed");
  });
});
