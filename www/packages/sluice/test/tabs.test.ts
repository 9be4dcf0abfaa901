// @vitest-environment jsdom
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ClientOptions } from "../src/index.js";
import { ready, turn, type Setup } from "./harness.js";

const ada = { id: 1, name: "Ada" };
const bob = { id: 2, name: "Bob" };

/** A tab of the page that shows Ada's session. */
async function tab(options: ClientOptions = {}): Promise<Setup & { navigate: ReturnType<typeof vi.fn>; session(): unknown }> {
  const navigate = vi.fn();
  const setup = await ready({ navigate, ...options });
  const watch = setup.client.watch({ type: "session" });
  watch.subscribe(() => {});
  const answer = setup.client.apiRequest({ name: "session" });
  setup.network.last.answer(ada);
  await answer;
  return { ...setup, navigate, session: () => watch.get().data };
}

/** Waits for what comes over the channel. */
const arrives = (check: () => void) => vi.waitFor(check, { interval: 1, timeout: 2000 });

/** Waits until whatever is on the channel has arrived: a later message has. */
async function channelIsEmpty(): Promise<void> {
  const [from, to] = [new BroadcastChannel("test"), new BroadcastChannel("test")];
  await new Promise((resolve) => {
    to.onmessage = resolve;
    from.postMessage(1);
  });
  from.close();
  to.close();
  await turn();
}

function setVisibility(state: "visible" | "hidden"): void {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(state);
  document.dispatchEvent(new Event("visibilitychange"));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("another tab", () => {
  test("shows nobody after a logout here; it does not navigate", async () => {
    const here = await tab();
    const there = await tab();
    const note = there.client.apiRequest({ name: "getNote" });
    there.network.last.answer("of Ada");
    await note;
    const logout = here.client.apiRequest({ name: "logout" });
    here.network.last.text("", null, { status: 204 });
    await logout;
    await arrives(() => expect(there.session()).toBeNull());
    expect(there.client.getQuery({ type: "getNote" }).data).toBeNull();
    expect(there.navigate).not.toHaveBeenCalled();
    expect(here.navigate).toHaveBeenCalledTimes(1);
  });

  test("asks for the session after a save here", async () => {
    const here = await tab();
    const there = await tab();
    const save = here.client.apiRequest({ name: "setGroup" });
    here.network.last.answer(null, { headers: { "sluice-session": "saved" } });
    await save;
    await arrives(() => expect(there.network.names).toEqual(["session", "session"]));
    there.network.last.answer({ ...ada, groupId: 12 });
    await arrives(() => expect(there.session()).toEqual({ ...ada, groupId: 12 }));
  });

  test("drops the earlier user's data after a login here as somebody else, before it shows anything of the new one", async () => {
    const here = await tab();
    const there = await tab();
    const note = there.client.apiRequest({ name: "getNote" });
    there.network.last.answer("of Ada");
    await note;
    const login = here.client.login({ email: "b@c.example", password: "secret" });
    here.network.last.answer(bob, { headers: { "sluice-session": "new" } });
    await login;
    await arrives(() => expect(there.client.getQuery({ type: "getNote" }).data).toBeNull());
    expect(there.session()).toBeNull();
    there.network.last.answer(bob);
    await arrives(() => expect(there.session()).toEqual(bob));
    expect(there.navigate).not.toHaveBeenCalled();
  });

  test("keeps its data after a login here as the same user", async () => {
    const here = await tab();
    const there = await tab();
    const note = there.client.apiRequest({ name: "getNote" });
    there.network.last.answer("of Ada");
    await note;
    const login = here.client.login({ email: "a@b.example", password: "secret" });
    here.network.last.answer(ada, { headers: { "sluice-session": "new" } });
    await login;
    await arrives(() => expect(there.network.last.name).toBe("session"));
    expect(there.client.getQuery({ type: "getNote" }).data).toBe("of Ada");
  });

  test("hears nothing of its own doing, nor of other servers, nor once it is closed", async () => {
    const here = await tab();
    const elsewhere = await tab({ baseUrl: "https://other.example/api" });
    const closed = await tab();
    closed.client.close();
    const save = here.client.apiRequest({ name: "setGroup" });
    here.network.last.answer(null, { headers: { "sluice-session": "saved" } });
    await save;
    await channelIsEmpty();
    expect(here.network.names).toEqual(["session", "setGroup", "session"]);
    expect(elsewhere.network.names).toEqual(["session"]);
    expect(closed.network.names).toEqual(["session"]);
  });

  test("is of the same server whether its address is relative or not", async () => {
    const here = await tab();
    const there = await tab({ baseUrl: new URL("/api/", location.href).href });
    const save = here.client.apiRequest({ name: "setGroup" });
    here.network.last.answer(null, { headers: { "sluice-session": "saved" } });
    await save;
    await arrives(() => expect(there.network.names).toEqual(["session", "session"]));
  });

  test("that sends nonsense is not listened to", async () => {
    const here = await tab();
    const channel = new BroadcastChannel(`sluice ${new URL("/api/", location.href).href}`);
    for (const nonsense of [null, 1, "text", {}, { note: "new", user: "1" }, { note: 1 }, { note: 99, user: "" }, { note: NaN, user: "1" }]) {
      channel.postMessage(nonsense);
    }
    channel.close();
    await channelIsEmpty();
    expect(here.network.names).toEqual(["session"]);
    expect(here.session()).toEqual(ada);
  });
});

describe("a tab that becomes visible", () => {
  test("asks for the session again, if it is shown", async () => {
    const here = await tab();
    setVisibility("visible");
    expect(here.network.names).toEqual(["session", "session"]);
    here.network.last.answer(bob);
    await turn();
    expect(here.session()).toEqual(bob);
  });

  test("does not ask when it becomes hidden", async () => {
    const here = await tab();
    setVisibility("hidden");
    expect(here.network.names).toEqual(["session"]);
  });

  test("does not ask when nobody shows the session, nor for a client that is closed", async () => {
    const { client, network } = await ready();
    const closed = await tab();
    closed.client.close();
    const answer = client.apiRequest({ name: "session" });
    network.last.answer(ada);
    await answer;
    setVisibility("visible");
    expect(network.names).toEqual(["session"]);
    expect(closed.network.names).toEqual(["session"]);
  });
});

test("logout sends the page to the login address", async () => {
  // Of all addresses, jsdom goes only to those within the page.
  const { client, network } = await ready({ loginUrl: "#login" });
  const logout = client.apiRequest({ name: "logout" });
  expect(location.hash).toBe("");
  network.last.text("", null, { status: 204 });
  await logout;
  expect(location.hash).toBe("#login");
  location.hash = "";
});
