import { StrictMode, createElement as h } from "react";
import { describe, expect, test } from "vitest";
import { useApiRequest, useSession } from "../../src/react.js";
import { ready, type Setup } from "../harness.js";
import { perform, recorder, render } from "./render.js";

const ada = { id: 1, name: "Ada" };
const bob = { id: 2, name: "Bob" };
const shower = () => recorder(() => ({ ...useSession() }));

async function shown(): Promise<Setup & ReturnType<typeof shower>> {
  const made = await ready({ navigate: () => {} });
  const hook = shower();
  await render(made.client, h(hook.component));
  await perform(() => made.network.last.answer(ada));
  expect(hook.last()).toMatchObject({ data: ada, loading: false });
  return { ...made, ...hook };
}

describe("useSession", () => {
  test("asks once for all who show it, and is null for nobody", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const named = recorder(() => ({ ...useApiRequest({ name: "session" }) }));
    await render(client, h(StrictMode, null, h(component), h(component), h(named.component)));
    expect(network.names).toEqual(["session"]);
    expect(last()).toMatchObject({ data: null, loading: true });
    await perform(() => network.last.answer(null));
    expect(last()).toMatchObject({ data: null, error: null, loading: false });
    expect(named.last()).toEqual(last());
  });

  test("shows what a plain call of session gives", async () => {
    const { client, network, last } = await shown();
    await perform(() => {
      void client.apiRequest({ name: "session" });
      network.last.answer({ ...ada, groupId: 12 });
    });
    expect(last().data).toEqual({ ...ada, groupId: 12 });
  });

  test("shows what was saved, and who has logged in", async () => {
    const { client, network, last } = await shown();
    await perform(() => {
      void client.apiRequest({ name: "setGroup" });
      network.last.answer(null, { headers: { "sluice-session": "saved" } });
    });
    await perform(() => network.last.answer({ ...ada, groupId: 12 }));
    expect(last().data).toEqual({ ...ada, groupId: 12 });
    await perform(() => {
      void client.login({ email: "b@c.example", password: "secret" });
      network.last.answer(bob, { headers: { "sluice-session": "new" } });
    });
    await perform(() => network.last.answer(bob));
    expect(last()).toMatchObject({ data: bob, loading: false });
  });

  test("is null after a logout, without asking", async () => {
    const { client, network, last } = await shown();
    await perform(() => {
      void client.apiRequest({ name: "logout" });
      network.last.text("", null, { status: 204 });
    });
    expect(last()).toMatchObject({ data: null, error: null, loading: false });
    expect(network.names).toEqual(["session", "logout"]);
  });

  test("never shows one user beside another's data", async () => {
    const { client, network } = await ready();
    const { component, given } = recorder(() => [useSession().data?.id, useApiRequest<string>({ name: "getNote" }).data] as const);
    await render(client, h(component));
    await perform(() => {
      network.calls[0]!.answer(ada);
      network.calls[1]!.answer("of Ada");
    });
    await perform(() => {
      void client.apiRequest({ name: "session" });
      network.last.answer(bob);
    });
    expect(network.last.name).toBe("getNote"); // asked again, for Bob
    await perform(() => network.last.answer("of Bob"));
    expect(given.at(-1)).toEqual([2, "of Bob"]);
    expect(given).not.toContainEqual([2, "of Ada"]);
    expect(given).not.toContainEqual([1, "of Bob"]);
  });
});
