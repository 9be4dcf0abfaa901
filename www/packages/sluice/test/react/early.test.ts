import { StrictMode, createElement as h } from "react";
import { describe, expect, test } from "vitest";
import { ApiError, LoadError, type ApiRequest } from "../../src/index.js";
import { useApiRequest, useSession } from "../../src/react.js";
import { holdCore, rejection, setup } from "../harness.js";
import { perform, recorder, render, settled } from "./render.js";

const ada = { id: 1, name: "Ada" };
const user = { name: "getUser" };
const shower = () => recorder(({ request }: { request: ApiRequest }) => ({ ...useApiRequest(request) }));

describe("a hook while the core is loading", () => {
  test("shows its answer at once, and is not rendered again when the core is there", async () => {
    const core = holdCore();
    const { client, network } = setup();
    const { component, given, last } = shower();
    await render(client, h(StrictMode, null, h(component, { request: user }), h(component, { request: user })));
    expect(network.names).toEqual(["getUser"]);
    expect(last()).toMatchObject({ data: null, error: null, loading: true });
    await perform(() => network.last.answer(ada));
    expect(last()).toMatchObject({ data: ada, error: null, loading: false });
    const renders = given.length;
    core.start();
    await settled(client.ready);
    expect(given).toHaveLength(renders);
    await perform(() => void last().refetch());
    expect(network.calls).toHaveLength(2);
    await perform(() => network.last.answer({ ...ada, name: "Ada L." }));
    expect(last().data).toEqual({ id: 1, name: "Ada L." });
  });

  test("that is mounted after the answer shows it, and asks again as ever", async () => {
    holdCore();
    const { client, network } = setup();
    const first = shower();
    const { render: again } = await render(client, h(first.component, { request: user }));
    await perform(() => network.last.answer(ada));
    await again(null);
    const second = shower();
    await again(h(second.component, { request: user }));
    expect(second.given[0]).toMatchObject({ data: ada });
    expect(network.names).toEqual(["getUser", "getUser"]);
  });

  test("may show the session", async () => {
    const core = holdCore();
    const { client, network } = setup();
    const { component, given, last } = recorder(() => ({ ...useSession() }));
    await render(client, h(component));
    await perform(() => network.last.answer(ada));
    expect(last()).toMatchObject({ data: ada, loading: false });
    core.start();
    await settled(client.ready);
    expect(given.map(({ data }) => data)).toEqual([null, ada]);
  });

  test("goes on loading when the answer is an error, until the core says which", async () => {
    const core = holdCore();
    const { client, network } = setup();
    const { component, given, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => network.last.refuse(404, "user.unknown", "no"));
    expect(last()).toMatchObject({ data: null, error: null, loading: true });
    core.start();
    await settled(client.ready);
    expect(last().error).toBeInstanceOf(ApiError);
    expect(last()).toMatchObject({ data: null, loading: false });
    expect(given).toHaveLength(2);
  });

  test("keeps its answer when the core cannot be had, and shows no error", async () => {
    const core = holdCore();
    const { client, network } = setup();
    const { component, given, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => network.last.answer(ada));
    core.fail(new Error("no memory"));
    await settled(client.ready);
    expect(await rejection(client.ready)).toBeInstanceOf(LoadError);
    expect(last()).toMatchObject({ data: ada, error: null, loading: false });
    expect(given).toHaveLength(2);
    expect(network.calls).toHaveLength(1);
  });

  test("shows the LoadError when it has no answer yet", async () => {
    const core = holdCore();
    const { client, network } = setup();
    const { component, last } = shower();
    await render(client, h(component, { request: user }));
    core.fail(new Error("no memory"));
    await settled(client.ready);
    expect(last().error).toBeInstanceOf(LoadError);
    expect(last()).toMatchObject({ data: null, loading: false });
    expect(network.last.aborted).toBe(true);
  });
});
