import { describe, expect, test, vi } from "vitest";
import type { ApiError} from "../src/index.js";
import { abortReason } from "../src/index.js";
import { ready, rejection, turn, type Setup } from "./harness.js";

const ada = { id: 1, name: "Ada" };
const bob = { id: 2, name: "Bob" };

/** A client that shows the session, of Ada. */
async function loggedIn(): Promise<Setup & { navigate: ReturnType<typeof vi.fn>; session(): unknown }> {
  const navigate = vi.fn();
  const setup = await ready({ baseUrl: "https://host.example/api", navigate });
  const watch = setup.client.watch({ type: "session" });
  watch.subscribe(() => {});
  await ask(setup, "session", ada);
  return { ...setup, navigate, session: () => watch.get().data };
}

async function ask({ client, network }: Setup, name: string, answer: unknown, headers?: Record<string, string>): Promise<unknown> {
  const promise = client.apiRequest({ name });
  network.last.answer(answer, { headers });
  return promise;
}

describe("the session", () => {
  test("is asked for at {baseUrl}/session, and is null for nobody", async () => {
    const setup = await ready({ baseUrl: "https://host.example/api" });
    expect(await ask(setup, "session", null)).toBeNull();
    expect(setup.network.last.url).toBe("https://host.example/api/session");
    expect(setup.client.getQuery({ type: "session" })).toMatchObject({ data: null, pristine: false, loading: false });
  });

  test("is asked for by each call: none is shared, none aborted", async () => {
    const { client, network } = await ready();
    const calls = [client.apiRequest({ name: "session" }), client.apiRequest({ name: "session" })];
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([false, false]);
    network.calls[0]!.answer(null);
    network.calls[1]!.answer(ada);
    expect(await Promise.all(calls)).toEqual([null, ada]);
    expect(client.getQuery({ type: "session" }).data).toEqual(ada);
  });

  test("becomes null when an answer says that a login is needed; nothing is navigated", async () => {
    const { client, network, session, navigate } = await loggedIn();
    const call = client.apiRequest({ name: "setGroup" });
    network.last.refuse(401, "auth.required", "log in");
    const error = (await rejection(call)) as ApiError;
    expect([error.code, error.status]).toEqual(["auth.required", 401]);
    expect(session()).toBeNull();
    expect(navigate).not.toHaveBeenCalled();
    expect(network.calls).toHaveLength(2);
  });

  test.each<[number, string]>([[401, "auth.invalidCredentials"], [403, "auth.forbidden"], [500, "auth.required"], [401, "auth"]])(
    "stays when an answer is %i %s",
    async (status, code) => {
      const { client, network, session } = await loggedIn();
      const call = client.apiRequest({ name: "setGroup" });
      network.last.refuse(status, code, "no");
      await rejection(call);
      expect(session()).toEqual(ada);
    },
  );

  test("stays when the login that is needed was asked for before the present user came", async () => {
    const { client, network, session } = await loggedIn();
    const call = client.apiRequest({ name: "save" });
    const late = network.last;
    const login = client.login({ email: "b@c.example", password: "secret" });
    network.last.answer(bob, { headers: { "sluice-session": "new" } });
    await login;
    network.last.answer(bob); // the session, asked for again
    await turn();
    late.refuse(401, "auth.required", "log in");
    await call.catch(() => {});
    await turn();
    expect(session()).toEqual(bob);
  });

  test("is asked for again, while it is shown, after an answer that saved it", async () => {
    const setup = await loggedIn();
    await ask(setup, "setGroup", null, { "sluice-session": "saved" });
    expect(setup.network.names).toEqual(["session", "setGroup", "session"]);
    setup.network.last.answer({ ...ada, groupId: 12 });
    await turn();
    expect(setup.session()).toEqual({ ...ada, groupId: 12 });
  });

  test("is not asked for again when nobody shows it", async () => {
    const setup = await ready();
    await ask(setup, "session", ada);
    await ask(setup, "setGroup", null, { "sluice-session": "saved" });
    expect(setup.network.names).toEqual(["session", "setGroup"]);
  });

  test("that is asked for again and fails keeps what was shown", async () => {
    const setup = await loggedIn();
    await ask(setup, "setGroup", null, { "sluice-session": "saved" });
    setup.network.last.fail(new TypeError("fetch failed"));
    await turn();
    expect(setup.session()).toEqual(ada);
  });

  test("of another user drops what was of the one before: no one ever sees both", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    const pending = setup.client.apiRequest({ name: "getTask" });
    const save = setup.client.apiRequest({ name: "save" });
    const note = setup.client.watch({ type: "getNote" });
    const seen: unknown[] = [];
    for (const type of ["session", "getNote"]) {
      setup.client.watch({ type }).subscribe(() => seen.push([setup.session(), note.get().data]));
    }
    const [, , task, saving] = setup.network.calls;
    await ask(setup, "session", bob);
    expect(setup.session()).toEqual(bob);
    expect(note.get()).toMatchObject({ data: null, pristine: true });
    expect(seen).not.toContainEqual([bob, "of Ada"]);
    expect(seen).not.toContainEqual([ada, null]);
    expect(abortReason(await rejection(pending))).toBe("reset");
    expect(abortReason(await rejection(save))).toBe("reset");
    expect([task!.aborted, saving!.aborted]).toEqual([true, false]);
  });

  test("of the same user keeps everything", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    await ask(setup, "session", { ...ada, name: "Ada L." });
    expect(setup.client.getQuery({ type: "getNote" }).data).toBe("of Ada");
  });
});

describe("login", () => {
  const credentials = { email: "b@c.example", password: "secret" };

  test("posts to /auth/login at the origin of baseUrl, and resolves with the user", async () => {
    const { client, network } = await ready({ baseUrl: "https://host.example:8443/v1/api", credentials: "include" });
    const login = client.login(credentials);
    expect(network.last.url).toBe("https://host.example:8443/auth/login");
    expect(network.last.data).toEqual(credentials);
    expect(network.last.init).toMatchObject({ method: "POST", credentials: "include" });
    network.last.answer(bob);
    expect(await login).toEqual(bob);
  });

  test("posts to /auth/login of the page when baseUrl is relative", async () => {
    const { client, network } = await ready();
    client.login(credentials).catch(() => {});
    expect(network.last.url).toBe("/auth/login");
  });

  test("has the session asked for again where it is shown, and drops the earlier user's data", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    const login = setup.client.login(credentials);
    setup.network.last.answer(bob, { headers: { "sluice-session": "new" } });
    await login;
    expect(setup.client.getQuery({ type: "getNote" }).data).toBeNull();
    expect(setup.session()).not.toEqual(ada);
    expect(setup.network.last.name).toBe("session");
    setup.network.last.answer(bob);
    await turn();
    expect(setup.session()).toEqual(bob);
    expect(setup.navigate).not.toHaveBeenCalled();
  });

  test("with a wrong password rejects, and the earlier session stays", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    const login = setup.client.login(credentials);
    setup.network.last.refuse(401, "auth.invalidCredentials", "wrong");
    expect(await rejection(login)).toMatchObject({ code: "auth.invalidCredentials", status: 401 });
    expect(setup.session()).toEqual(ada);
    expect(setup.client.getQuery({ type: "getNote" }).data).toBe("of Ada");
    expect(setup.network.calls).toHaveLength(3);
  });

  test("keeps its password out of errors", async () => {
    const { client, network } = await ready();
    const login = client.login(credentials);
    network.last.fail(new TypeError("fetch failed"));
    const error = (await rejection(login)) as { request: unknown };
    expect(error.request).toEqual({ name: "login" });
  });

  test("whose credentials cannot be written is refused", async () => {
    const { client, network } = await ready();
    expect(await rejection(client.login({ email: 1n } as never))).toMatchObject({ name: "UsageError" });
    expect(network.calls).toEqual([]);
  });
});

describe("register", () => {
  const account = { name: "Bob", email: "b@c.example", password: "secret", confirmPassword: "secret" };

  test("posts to /auth/register; without a new session nothing else changes", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    const register = setup.client.register(account);
    expect(setup.network.last.url).toBe("https://host.example/auth/register");
    expect(setup.network.last.data).toEqual(account);
    setup.network.last.answer(bob, { status: 201 });
    expect(await register).toEqual(bob);
    expect(setup.session()).toEqual(ada);
    expect(setup.client.getQuery({ type: "getNote" }).data).toBe("of Ada");
    expect(setup.network.calls).toHaveLength(3);
  });

  test("that also logs in is as a login", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    const register = setup.client.register(account);
    setup.network.last.answer(bob, { status: 201, headers: { "sluice-session": "new" } });
    await register;
    expect(setup.client.getQuery({ type: "getNote" }).data).toBeNull();
    expect(setup.network.last.name).toBe("session");
  });
});

describe("logout", () => {
  test("posts to /auth/logout, empties the client, shows null, navigates once and resolves with null", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    const pending = setup.client.apiRequest({ name: "getTask" });
    const save = setup.client.apiRequest({ name: "save" });
    const [, , task, saving] = setup.network.calls;
    const logout = setup.client.apiRequest({ name: "logout" });
    const { url, init } = setup.network.last;
    expect([url, init.method]).toEqual(["https://host.example/auth/logout", "POST"]);
    expect(setup.session()).toEqual(ada);
    setup.network.last.text("", null, { status: 204, headers: { "sluice-session": "ended" } });
    expect(await logout).toBeNull();
    expect(setup.session()).toBeNull();
    expect(setup.client.getQuery({ type: "getNote" })).toMatchObject({ data: null, pristine: true });
    expect(abortReason(await rejection(pending))).toBe("reset");
    expect(abortReason(await rejection(save))).toBe("reset");
    expect([task!.aborted, saving!.aborted]).toEqual([true, false]);
    expect(setup.navigate.mock.calls).toEqual([["/login"]]);
  });

  test("navigates to the address that the client was given", async () => {
    const navigate = vi.fn();
    const { client, network } = await ready({ navigate, loginUrl: "/welcome" });
    const logout = client.apiRequest({ name: "logout" });
    network.last.text("", null, { status: 204 });
    await logout;
    expect(navigate.mock.calls).toEqual([["/welcome"]]);
  });

  test("resolves with null whatever a success says", async () => {
    const { client, network } = await ready({ navigate: () => {} });
    const logout = client.apiRequest({ name: "logout" });
    network.last.answer({ ok: true });
    expect(await logout).toBeNull();
  });

  test("may be called in parallel: one POST, one navigation, each promise resolves", async () => {
    const { client, network, navigate } = await loggedIn();
    const logouts = [1, 2, 3].map(() => client.apiRequest({ name: "logout" }));
    expect(network.calls).toHaveLength(2);
    network.last.text("", null, { status: 204 });
    expect(await Promise.all(logouts)).toEqual([null, null, null]);
    expect(navigate).toHaveBeenCalledTimes(1);
    const again = client.apiRequest({ name: "logout" });
    expect(network.calls).toHaveLength(3);
    network.last.text("", null, { status: 204 });
    await again;
  });

  test("that one caller gives up goes on for the others", async () => {
    const { client, network } = await loggedIn();
    const controller = new AbortController();
    const one = client.apiRequest({ name: "logout", signal: controller.signal });
    const other = client.apiRequest({ name: "logout" });
    controller.abort();
    expect(abortReason(await rejection(one))).toBe("aborted");
    expect(network.last.aborted).toBe(false);
    network.last.text("", null, { status: 204 });
    expect(await other).toBeNull();
  });

  test("that fails rejects and changes nothing", async () => {
    const setup = await loggedIn();
    await ask(setup, "getNote", "of Ada");
    const pending = setup.client.apiRequest({ name: "getTask" });
    const logout = setup.client.apiRequest({ name: "logout" });
    setup.network.last.refuse(503, "store.unavailable", "later", {}, { "retry-after": "1" });
    expect(await rejection(logout)).toMatchObject({ code: "store.unavailable", params: { retryAfter: 1 } });
    expect(setup.session()).toEqual(ada);
    expect(setup.client.getQuery({ type: "getNote" }).data).toBe("of Ada");
    expect(setup.navigate).not.toHaveBeenCalled();
    setup.network.calls[2]!.answer("task");
    expect(await pending).toBe("task");
  });

  test("whose navigation throws still resolves", async () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    try {
      const { client, network } = await ready({ navigate: () => { throw new Error("no page"); } });
      const logout = client.apiRequest({ name: "logout" });
      network.last.text("", null, { status: 204 });
      expect(await logout).toBeNull();
      expect(report.mock.calls).toEqual([[new Error("no page")]]);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("outside a page navigates nowhere by itself", async () => {
    const { client, network } = await ready();
    const logout = client.apiRequest({ name: "logout" });
    network.last.text("", null, { status: 204 });
    expect(await logout).toBeNull();
  });
});
