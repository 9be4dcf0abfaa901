import { StrictMode, createElement as h, startTransition, useState, type ReactNode } from "react";
import { describe, expect, test, vi } from "vitest";
import { endpoint } from "../../../src/index.js";
import { useController, useSuspense } from "../../../src/react.js";
import { loading, ready } from "../../harness.js";
import { perform, recorder, render, settled } from "../render.js";
import { Article, clocked, first, getArticle, listArticles, suspense, titled } from "./fixtures.js";

const shower = () => {
  const made = recorder(({ id }: { id: string }) => useSuspense(getArticle, { id }) as { title: string });
  const Title = ({ id }: { id: string }): ReactNode => {
    const before = made.given.length;
    void made.component({ id });
    return made.given[before]!.title;
  };
  return { ...made, Title };
};

describe("useSuspense", () => {
  test("suspends, then shows, with one request and one render", async () => {
    const { client, network } = await ready();
    const { Title, given } = shower();
    const { text } = await render(client, suspense(h(Title, { id: "1" })));
    expect(text()).toBe("…");
    expect(network.calls.map(({ url }) => url)).toEqual(["/articles/1"]);
    await perform(() => network.last.answer(first));
    expect(text()).toBe("first");
    expect(given).toHaveLength(1);
    expect(network.calls).toHaveLength(1);
  });

  test("shares one request and one object among all who show it", async () => {
    const { client, network } = await ready();
    const { Title, given } = shower();
    const { text } = await render(client, [suspense(h(Title, { id: "1" })), suspense(h(Title, { id: "1" }))].map((child, key) => h("p", { key }, child)));
    expect(network.calls).toHaveLength(1);
    await perform(() => network.last.answer(first));
    expect(text()).toBe("firstfirst");
    expect(given[0]).toBe(given[1]);
  });

  test("sends once in StrictMode", async () => {
    const { client, network } = await ready();
    const { Title } = shower();
    const { text } = await render(client, h(StrictMode, null, suspense(h(Title, { id: "1" }))));
    await perform(() => network.last.answer(first));
    expect(text()).toBe("first");
    expect(network.calls).toHaveLength(1);
  });

  test("shows what is fresh at once, and asks for nothing", async () => {
    const { client, network } = await ready();
    await client.controller.setResponse(getArticle, { id: "1" }, first);
    const { Title, given } = shower();
    await render(client, suspense(h(Title, { id: "1" })));
    expect(given).toHaveLength(1);
    expect(network.calls).toEqual([]);
  });

  test("shows what is stale, asks in the background, and renders again only for other data", async () => {
    const { client, network, tick } = await clocked();
    await client.controller.setResponse(getArticle, { id: "1" }, first);
    tick(60_001);
    const { Title, given } = shower();
    const { text, render: again } = await render(client, suspense(h(Title, { id: "1" })));
    expect(text()).toBe("first");
    expect(network.calls).toHaveLength(1);
    await perform(() => network.last.answer(first));
    expect(given).toHaveLength(1);
    await again(suspense(h(Title, { id: "1" })));
    expect(network.calls).toHaveLength(1);
    await perform(() => void client.controller.fetch(getArticle, { id: "1" }));
    await perform(() => network.last.answer(titled("second")));
    expect(text()).toBe("second");
    expect(given).toHaveLength(3);
  });

  test("does not ask because time has passed", async () => {
    const { client, network, tick } = await clocked();
    await client.controller.setResponse(getArticle, { id: "1" }, first);
    const { Title } = shower();
    const { render: again } = await render(client, suspense(h(Title, { id: "1" })));
    tick(120_000);
    await again(suspense(h(Title, { id: "1" })));
    expect(network.calls).toEqual([]);
  });

  test("is rendered again by nothing but its own rows", async () => {
    const { client } = await ready();
    const { controller } = client;
    await controller.setResponse(getArticle, { id: "1" }, first);
    const { Title, given } = shower();
    await render(client, suspense(h(Title, { id: "1" })));
    await perform(() => void controller.set(Article, { id: "2" }, { id: "2", title: "other" }));
    await perform(() => void controller.set(Article, { id: "1" }, first));
    expect(given).toHaveLength(1);
    await perform(() => void controller.set(Article, { id: "1" }, titled("set")));
    expect(given.map(({ title }) => title)).toEqual(["first", "set"]);
  });

  test("suspends and asks when it is invalidated", async () => {
    const { client, network } = await ready();
    await client.controller.setResponse(getArticle, { id: "1" }, first);
    const { Title } = shower();
    const { text } = await render(client, suspense(h(Title, { id: "1" })));
    await perform(() => void client.controller.invalidate(getArticle, { id: "1" }));
    expect(text()).toContain("…");
    expect(network.calls).toHaveLength(1);
    await perform(() => network.last.answer(titled("anew")));
    expect(text()).toBe("anew");
    expect(network.calls).toHaveLength(1);
  });

  test.each([
    ["fresh", 0],
    ["stale already", 60_001],
  ])("asks in the background when it is expired, %s", async (_, ms) => {
    const { client, network, tick } = await clocked();
    await client.controller.setResponse(getArticle, { id: "1" }, first);
    const { Title, given } = shower();
    await render(client, suspense(h(Title, { id: "1" })));
    tick(ms);
    await perform(() => void client.controller.setError(getArticle, { id: "1" }, Object.assign(new Error("soft"), { status: 500 })));
    tick(ms);
    await perform(() => void client.controller.expireAll(getArticle));
    expect(network.calls).toHaveLength(1);
    expect(given).toHaveLength(1);
    await perform(() => network.last.answer(first));
    expect(given).toHaveLength(1);
    expect(network.calls).toHaveLength(1);
  });

  test.each(["shown", "pending"])("asks again after a reset of what is %s", async (state) => {
    const { client, network } = await ready();
    const { Title } = shower();
    const { text } = await render(client, suspense(h(Title, { id: "1" })));
    if (state === "shown") await perform(() => network.last.answer(first));
    await perform(() => void client.controller.resetEntireStore());
    expect(text()).toContain("…");
    expect(network.calls).toHaveLength(2);
    await perform(() => network.last.answer(titled("of nobody")));
    expect(text()).toBe("of nobody");
    expect(network.calls).toHaveLength(2);
  });

  test("asks for the new arguments when they change, and keeps what is shown of others", async () => {
    const { client, network } = await ready();
    const { Title } = shower();
    const { text, render: again } = await render(client, suspense(h(Title, { id: "1" })));
    await perform(() => network.last.answer(first));
    await again(suspense(h(Title, { id: "2" })));
    expect(text()).toContain("…");
    await perform(() => network.last.answer({ id: "2", title: "two" }));
    expect(text()).toBe("two");
    await again(suspense(h(Title, { id: "1" })));
    expect(text()).toBe("first");
    expect(network.calls.map(({ name }) => name)).toEqual(["1", "2"]);
  });

  test("keeps what it shows while a transition to other arguments is going on", async () => {
    const { client, network } = await ready();
    const { Title } = shower();
    let go!: (id: string) => void;
    const Page = (): ReactNode => {
      const [id, setId] = useState("1");
      go = setId;
      return suspense(h(Title, { id }));
    };
    const { text } = await render(client, h(Page));
    await perform(() => network.last.answer(first));
    await perform(() => startTransition(() => go("2")));
    expect(text()).toBe("first");
    await perform(() => network.last.answer({ id: "2", title: "two" }));
    expect(text()).toBe("two");
    expect(network.calls.map(({ name }) => name)).toEqual(["1", "2"]);
  });

  test("gives the bare values of its schema for null, and asks for nothing", async () => {
    const { client, network } = await ready();
    const { component, given } = recorder(() => [useSuspense(listArticles, null), useSuspense(getArticle, null)] as const);
    await render(client, suspense(h(component)));
    expect(given).toEqual([[{ results: undefined, next: "" }, undefined]]);
    expect(network.calls).toEqual([]);
  });

  test("goes on when it is unmounted: its request is not aborted", async () => {
    const { client, network } = await ready();
    const { Title } = shower();
    const { unmount } = await render(client, suspense(h(Title, { id: "1" })));
    await unmount();
    expect(network.last.aborted).toBe(false);
    await perform(() => network.last.answer(first));
    expect(client.controller.getResponse(getArticle, { id: "1" }).data).toEqual(first);
  });

  test("waits for the core", async () => {
    const { client, network, start } = loading();
    const { Title } = shower();
    const { text } = await render(client, suspense(h(Title, { id: "1" })));
    expect(text()).toBe("…");
    await settled(start());
    await perform(() => network.last.answer(first));
    expect(text()).toBe("first");
    expect(network.calls).toHaveLength(1);
  });

  test("shows an answer that has expired when it comes", async () => {
    const { client, network } = await ready();
    const brief = endpoint({ path: "/brief/:id", schema: Article, dataExpiryLength: 0, invalidIfStale: true });
    const { component, given } = recorder(() => useSuspense(brief, { id: "1" }));
    await render(client, suspense(h(component)));
    await perform(() => {
      network.last.answer(first);
      vi.spyOn(Date, "now").mockReturnValue(Date.now() + 100);
    });
    vi.restoreAllMocks();
    expect(given).toEqual([first]);
    expect(network.calls).toHaveLength(1);
  });
});

test("useController gives the client's", async () => {
  const { client } = await ready();
  const { component, given } = recorder(useController);
  await render(client, h(component));
  expect(given).toEqual([client.controller]);
});

