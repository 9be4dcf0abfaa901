import { readFileSync } from "node:fs";
import { createElement as h } from "react";
import { describe, expect, inject, test } from "vitest";
import { CrashError, LoadError } from "../../../src/index.js";
import { useDLE } from "../../../src/react.js";
import { holdCore, ready, setup } from "../../harness.js";
import { perform, recorder, render, settled } from "../render.js";
import { first, getArticle, titled } from "./fixtures.js";

const faulty = new WebAssembly.Module(readFileSync(inject("faultyCore")));
const shower = () => recorder(() => useDLE(getArticle, { id: "1" }));

describe("a hook that shows an endpoint", () => {
  test.each(["shown", "pending"])("asks again after a death of the core, if its data was %s", async (state) => {
    const { client, network } = await ready({ wasm: faulty });
    const { component, last } = shower();
    await render(client, h(component));
    if (state === "shown") await perform(() => network.last.answer(first));
    let died: unknown;
    await perform(() => void client.apiRequest({ name: "fault/apply" }).catch((error: unknown) => (died = error)));
    expect(died).toBeInstanceOf(CrashError);
    await settled(client.ready);
    const asked = network.calls.filter(({ url }) => url === "/articles/1");
    expect(asked).toHaveLength(2);
    await perform(() => asked[1]!.answer(titled("again")));
    expect(last()).toEqual({ data: titled("again"), loading: false, error: undefined });
  });

  test("shows that the core cannot be had", async () => {
    const core = holdCore();
    const { client, network } = setup();
    const { component, last } = shower();
    await render(client, h(component));
    core.fail(new Error("no memory"));
    await settled(client.ready);
    expect(last()).toMatchObject({ data: undefined, loading: false });
    expect(last().error).toBeInstanceOf(LoadError);
    expect(network.calls).toEqual([]);
  });
});
