import { StrictMode, createElement as h } from "react";
import { describe, expect, test } from "vitest";
import { Delete, SchemaError, endpoint, type ClientOptions } from "../../../src/index.js";
import { useCache, useDLE, useError, useQuery } from "../../../src/react.js";
import { loading, ready } from "../../harness.js";
import { perform, recorder, render, settled } from "../render.js";
import { Article, clocked, first, getArticle, listArticles, titled, type Clocked } from "./fixtures.js";

const one = { id: "1" };
const shower = () => recorder(({ id }: { id: string | null }) => useDLE(getArticle, id === null ? null : { id }));

async function shown(options?: ClientOptions): Promise<Clocked & ReturnType<typeof shower>> {
  const made = await clocked(options);
  const hook = shower();
  await render(made.client, h(hook.component, one));
  return { ...made, ...hook };
}

describe("useDLE", () => {
  test("is loading, then shows the data", async () => {
    const { network, given } = await shown();
    await perform(() => network.last.answer(first));
    expect(given).toEqual([
      { data: undefined, loading: true, error: undefined },
      { data: first, loading: false, error: undefined },
    ]);
    expect(network.calls).toHaveLength(1);
  });

  test("sends once in StrictMode, also when several show it", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    await render(client, h(StrictMode, null, h(component, one), h(component, one)));
    expect(network.calls).toHaveLength(1);
    await perform(() => network.last.answer(first));
    expect(last()).toMatchObject({ data: first, loading: false });
    expect(network.calls).toHaveLength(1);
  });

  test("does not load in the background", async () => {
    const { client, network, given, tick } = await shown();
    await perform(() => network.last.answer(first));
    tick(60_001);
    const other = shower();
    await render(client, h(other.component, one));
    await perform(() => void client.controller.expireAll(getArticle));
    await perform(() => network.last.answer(first));
    expect(network.calls).toHaveLength(2);
    expect(given).toHaveLength(2);
    expect(other.given).toEqual([{ data: first, loading: false, error: undefined }]);
  });

  test("shows an error where there is nothing else, and does not ask again by itself", async () => {
    const { network, last, given } = await shown();
    await perform(() => network.last.refuse(404, "article.unknown", "no"));
    expect(last()).toMatchObject({ data: undefined, loading: false, error: { code: "article.unknown" } });
    expect(given).toHaveLength(2);
    expect(network.calls).toHaveLength(1);
  });

  test.each([
    ["a hard error beside the data", 404, true],
    ["no soft error", 503, false],
  ])("shows %s", async (_, status, visible) => {
    const { client, network, last } = await shown();
    await perform(() => network.last.answer(first));
    await perform(() => void client.controller.fetch(getArticle, one).catch(() => {}));
    await perform(() => network.last.refuse(status, "article.error", "no"));
    expect(last()).toMatchObject({ data: first, loading: false });
    expect(last().error !== undefined).toBe(visible);
  });

  test("shows an answer that leaves nothing to show as a SchemaError, and does not ask in a loop", async () => {
    const { client, network, last } = await shown();
    await perform(() => void client.controller.set(Delete(Article), one, one));
    await perform(() => network.last.answer(first)); // older than that
    expect(last()).toMatchObject({ data: undefined, loading: false, error: { name: "SchemaError", endpoint: getArticle.name } });
    expect(network.calls).toHaveLength(1);
    await perform(() => void client.controller.set(Article, one, titled("back")));
    expect(last()).toEqual({ data: titled("back"), loading: false, error: undefined });
  });

  test("loads when it is invalidated, and asks once", async () => {
    const { client, network, last } = await shown();
    await perform(() => network.last.answer(first));
    await perform(() => void client.controller.invalidate(getArticle, one));
    expect(last()).toEqual({ data: undefined, loading: true, error: undefined });
    expect(network.calls).toHaveLength(2);
    await perform(() => network.last.answer(titled("anew")));
    expect(last()).toMatchObject({ data: titled("anew"), loading: false });
  });

  test("5.6 asks again after a reset although nothing is stored: its request was aborted", async () => {
    const { client, network, last } = await shown();
    await perform(() => void client.controller.abort(getArticle, one));
    expect(last()).toMatchObject({ loading: false, error: undefined });
    await perform(() => void client.controller.resetEntireStore());
    expect(network.calls).toHaveLength(2);
    await perform(() => network.last.answer(first));
    expect(last()).toMatchObject({ data: first, loading: false, error: undefined });
    expect(network.calls).toHaveLength(2);
  });

  test.each(["shown", "pending"])("asks again after a reset of what is %s", async (state) => {
    const { client, network, last } = await shown();
    if (state === "shown") await perform(() => network.last.answer(first));
    await perform(() => void client.controller.resetEntireStore());
    expect(last()).toEqual({ data: undefined, loading: true, error: undefined });
    expect(network.calls).toHaveLength(2);
    await perform(() => network.last.answer(titled("of nobody")));
    expect(last()).toMatchObject({ data: titled("of nobody"), loading: false });
  });

  test("of an aborted request is neither loading nor failed, and asks no more", async () => {
    const { client, network, last } = await shown();
    await perform(() => void client.controller.abort(getArticle, one));
    expect(last()).toEqual({ data: undefined, loading: false, error: undefined });
    expect(network.calls).toHaveLength(1);
  });

  test("asks for other arguments when they change, and for nothing with null", async () => {
    const { client, network } = await ready();
    const { component, last } = shower();
    const { render: again } = await render(client, h(component, { id: null }));
    expect(last()).toEqual({ data: undefined, loading: false, error: undefined });
    expect(network.calls).toEqual([]);
    await again(h(component, one));
    await perform(() => network.last.answer(first));
    await again(h(component, { id: "2" }));
    expect(last()).toMatchObject({ data: undefined, loading: true });
    await perform(() => network.last.answer({ id: "2", title: "two" }));
    expect(last()).toMatchObject({ data: { title: "two" }, loading: false });
    expect(network.calls.map(({ name }) => name)).toEqual(["1", "2"]);
  });

  test("asks each time it is mounted with stale data, and not with fresh data", async () => {
    const { client, network } = await ready();
    const brief = endpoint({ path: "/brief", schema: [Article], dataExpiryLength: 0 });
    const { component } = recorder(() => useDLE(brief));
    const { render: again } = await render(client, h(component));
    await perform(() => network.last.answer([first]));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await again(null);
    await again(h(component));
    expect(network.calls).toHaveLength(2);
  });

  test("is loading before there is a core", async () => {
    const { client, network, start } = loading();
    const { component, given } = shower();
    await render(client, h(component, one));
    await settled(start());
    await perform(() => network.last.answer(first));
    expect(given).toEqual([
      { data: undefined, loading: true, error: undefined },
      { data: first, loading: false, error: undefined },
    ]);
    expect(network.calls).toHaveLength(1);
  });

  test("shows a SchemaError of an answer that does not fit", async () => {
    const { network, last } = await shown();
    await perform(() => network.last.answer([]));
    expect(last().error).toBeInstanceOf(SchemaError);
    expect(network.calls).toHaveLength(1);
  });
});

describe("hooks that ask for nothing", () => {
  test("useCache shows data as long as it counts", async () => {
    const { client, network } = await ready();
    const { component, given } = recorder(() => [useCache(getArticle, one), useCache(listArticles, null)] as const);
    await render(client, h(component));
    await perform(() => void client.controller.setResponse(getArticle, one, first));
    await perform(() => void client.controller.setError(getArticle, { id: "2" }, new Error("other")));
    await perform(() => void client.controller.invalidate(getArticle, one));
    const bare = { results: undefined, next: "" };
    expect(given).toEqual([[undefined, bare], [first, bare], [undefined, bare]]);
    expect(network.calls).toEqual([]);
  });

  test("useQuery shows what arguments find", async () => {
    const { client } = await ready();
    const { component, given } = recorder(() => [useQuery(Article, one), useQuery(Article, null)] as const);
    await render(client, h(component));
    await perform(() => void client.controller.set(Article, one, first));
    await perform(() => void client.controller.set(Article, { id: "2" }, { id: "2" }));
    expect(given).toEqual([[undefined, undefined], [first, undefined]]);
  });

  test("useQuery and useCache see what was written before there was a core", async () => {
    const { client, start } = loading();
    const { component, last } = recorder(() => [useCache(getArticle, one), useQuery(Article, one)] as const);
    await render(client, h(component));
    void client.controller.setResponse(getArticle, one, first);
    await settled(start());
    expect(last()).toEqual([first, first]);
  });

  test("useError shows the stored error", async () => {
    const { client, network } = await ready();
    const { component, given } = recorder(() => useError(getArticle, one));
    await render(client, h(component));
    const error = new Error("no");
    await perform(() => void client.controller.setError(getArticle, one, error));
    await perform(() => void client.controller.setResponse(getArticle, one, first));
    expect(given).toEqual([undefined, error, undefined]);
    expect(network.calls).toEqual([]);
  });
});
