import { readFileSync } from "node:fs";
import { createElement as h } from "react";
import { describe, expect, inject, test, vi } from "vitest";
import { CrashError, LoadError, type ApiRequest } from "../../src/index.js";
import { useApiRequest } from "../../src/react.js";
import { ready, setup, wasmBytes } from "../harness.js";
import { perform, recorder, render, settled } from "./render.js";

const faulty = new WebAssembly.Module(readFileSync(inject("faultyCore")));
const shower = () => recorder(({ request }: { request: ApiRequest }) => ({ ...useApiRequest(request) }));
const user = { name: "getUser" };
const loading = { data: null, error: null, loading: true };

describe("a hook", () => {
  test("asks again after a logout, without the former data", async () => {
    const { client, network } = await ready({ navigate: () => {} });
    const { component, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => network.last.answer("of Ada"));
    await perform(() => {
      void client.apiRequest({ name: "logout" });
      network.last.text("", null, { status: 204 });
    });
    expect(network.names).toEqual(["getUser", "logout", "getUser"]);
    expect(last()).toMatchObject(loading);
    await perform(() => network.last.answer("of nobody"));
    expect(last().data).toBe("of nobody");
  });

  test("whose first call was pending at a logout asks again, once", async () => {
    const { client, network } = await ready({ navigate: () => {} });
    const { component, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => {
      void client.apiRequest({ name: "logout" });
      network.last.text("", null, { status: 204 });
    });
    expect(network.names).toEqual(["getUser", "logout", "getUser"]);
    await perform(() => network.last.answer("of nobody"));
    expect(last()).toMatchObject({ data: "of nobody", loading: false });
  });

  test("whose call is aborted stays so until it is asked to: it is not loading", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => client.abortRequests());
    expect(network.calls.map(({ aborted }) => aborted)).toEqual([true]);
    expect(last()).toMatchObject({ data: null, error: null, loading: false });
    await perform(() => void last().refetch());
    await perform(() => network.last.answer(1));
    expect(last()).toMatchObject({ data: 1, loading: false });
  });

  test("of a closed client shows that, and is not loading", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => client.close());
    expect(last().loading).toBe(false);
    expect(network.calls).toHaveLength(1);
  });

  test("shows a LoadError, and works once the core can be had", async () => {
    let up = false;
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(up ? wasmBytes : "not here", { status: up ? 200 : 404 })));
    try {
      const { client, network } = setup({ wasm: "https://host.example/recovery.wasm" });
      const { component, last } = shower();
      await render(client, h(component, { request: user }));
      await settled(client.ready);
      expect(last().error).toBeInstanceOf(LoadError);
      expect(last().loading).toBe(false);
      up = true;
      await perform(() => void last().refetch());
      expect(last()).toMatchObject(loading);
      await client.ready;
      await perform(() => network.last.answer(1));
      expect(last()).toMatchObject({ data: 1, error: null, loading: false });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("keeps its data over a death of the core, and asks again", async () => {
    const { client, network } = await ready({ wasm: faulty });
    const { component, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => network.last.answer({ id: 1 }));
    const { data } = last();
    await perform(() => client.apiRequest({ name: "fault/apply" }).catch(() => {}));
    await client.ready;
    expect(network.names).toEqual(["getUser", "getUser"]);
    await perform(() => {});
    expect(last()).toMatchObject({ data: { id: 1 }, error: null, loading: true });
    await perform(() => network.last.answer({ id: 1 }));
    expect(last()).toMatchObject({ data: { id: 1 }, loading: false });
    expect(last().data).toBe(data);
  });

  test("whose first call was pending when the core died asks again", async () => {
    const { client, network } = await ready({ wasm: faulty });
    const { component, last } = shower();
    await render(client, h(component, { request: user }));
    await perform(() => client.apiRequest({ name: "fault/apply" }).catch(() => {}));
    await client.ready;
    await perform(() => network.last.answer(1));
    expect(last()).toMatchObject({ data: 1, error: null, loading: false });
  });

  test.each(["fault/prepare", "fault/apply"])("that the core cannot bear (%s) shows a CrashError; others live on", async (name) => {
    const { client, network } = await ready({ wasm: faulty });
    const good = shower();
    const bad = shower();
    const shown = h(good.component, { key: 1, request: user });
    const { render: again } = await render(client, [shown]);
    await perform(() => network.last.answer(1));
    await again([shown, h(bad.component, { key: 2, request: { name } })]);
    for (let i = 0; i < 5; i++) {
      await perform(() => {});
      await client.ready;
    }
    expect(bad.last().error).toBeInstanceOf(CrashError);
    expect(bad.last().loading).toBe(false);
    await perform(() => network.last.answer(2));
    expect(good.last()).toMatchObject({ data: name === "fault/apply" ? 2 : 1, error: null, loading: false });
    expect(bad.given.length).toBeLessThan(10);
  });
});
