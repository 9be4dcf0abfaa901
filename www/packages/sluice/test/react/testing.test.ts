import { createElement as h, type ReactNode } from "react";
import { describe, expect, onTestFinished, test } from "vitest";
import { endpoint, entity } from "../../src/index.js";
import { Provider, useController, useDLE, useLoading, useSuspense } from "../../src/react.js";
import { createTestClient, type MockFixture } from "../../src/testing.js";
import { MockResolver, renderDataHook, type DataHookOptions, type RenderedDataHook } from "../../src/testing-react.js";
import { wasm } from "../harness.js";
import { perform, quietly, render } from "./render.js";

const Article = entity<{ id: string; title: string }>("Article");
const get = endpoint({ path: "/articles/:id", schema: Article });
const rename = endpoint({ method: "PUT", path: "/articles/:id", schema: Article });
const one = { id: "1" };

async function hook<P, R>(use: (props: P) => R, options: DataHookOptions<P> = {}): Promise<RenderedDataHook<P, R>> {
  const rendered = await renderDataHook(use, { wasm, ...options });
  onTestFinished(() => rendered.cleanup());
  return rendered;
}

describe("renderDataHook", () => {
  test("renders a hook with a client of its own: its network is answered by the test", async () => {
    const { result, network, client, controller } = await hook(() => useSuspense(get, one));
    expect(result).toEqual({ current: undefined, error: undefined, suspended: true, renders: 0 });
    expect(network.calls.map(({ name }) => name)).toEqual(["GET /articles/1"]);
    await network.answer(network.calls[0]!, 200, { id: "1", title: "one" });
    expect(result).toEqual({ current: { id: "1", title: "one" }, error: undefined, suspended: false, renders: 1 });
    expect(controller).toBe(client.controller);
  });

  test("begins with what is stored, and calls the hook again with other props", async () => {
    const { result, network, rerender, clock } = await hook(({ id }: { id: string }) => useDLE(get, { id }), {
      initialProps: { id: "1" },
      initialFixtures: [
        { endpoint: get, args: [one], response: { id: "1", title: "one" } },
        { endpoint: get, args: [{ id: "2" }], response: () => new Error("gone"), error: true },
      ],
    });
    expect(result.current).toEqual({ data: { id: "1", title: "one" }, loading: false, error: undefined });
    await rerender({ id: "2" });
    expect(result.current).toMatchObject({ data: undefined, error: { message: "gone" } });
    expect(network.calls).toEqual([]);
    await clock.tick(60_001);
    await rerender({ id: "1" });
    expect(network.calls).toHaveLength(1);
  });

  test("answers by fixtures, after their delay", async () => {
    const resolverFixtures: MockFixture[] = [{ endpoint: get, args: [one], response: { id: "1", title: "one" }, delay: 300 }];
    const { result, clock, network } = await hook(() => useSuspense(get, one), { resolverFixtures, strict: true });
    await clock.tick(299);
    expect(result.suspended).toBe(true);
    await clock.tick(1);
    expect(result.current).toEqual({ id: "1", title: "one" });
    expect(network.calls).toEqual([]);
  });

  test("waits until nothing is in flight, and for what an action brings about", async () => {
    const routes = { "GET /articles/:id": { id: "1", title: "one" }, "PUT /articles/:id": (data: unknown) => ({ id: "1", ...(data as object) }) };
    const use = () => {
      const controller = useController();
      return [useDLE(get, one).data?.title, ...useLoading((title: string) => controller.fetch(rename, one, { title }))] as const;
    };
    const { result, allSettled, act } = await hook(use, { routes });
    await allSettled();
    expect(result.current[0]).toBe("one");
    await act(() => result.current[1]("two"));
    expect(result.current[0]).toBe("two");
  });

  test("shows what the hook throws", async () => {
    quietly();
    const { result, network } = await hook(() => useSuspense(get, one));
    await network.answer(network.calls[0]!, 404, { error: { code: "article.unknown", message: "no" } });
    expect(result.error).toMatchObject({ code: "article.unknown" });
  });

  test("renders what is put around it, and unmounts it", async () => {
    let wrapped = 0;
    const wrapper = ({ children }: { children?: ReactNode }) => {
      wrapped++;
      return children;
    };
    const { result, unmount, act, controller } = await hook(() => useDLE(get, one), { wrapper, initialFixtures: [{ endpoint: get, args: [one], response: { id: "1" } }] });
    const { renders } = result;
    expect([wrapped, renders]).toEqual([1, 1]);
    await unmount();
    await act(() => controller.set(Article, one, { id: "1", title: "set" }));
    expect(result.renders).toBe(renders);
  });
});

describe("MockResolver", () => {
  const Title = (): ReactNode => useDLE(get, one).data?.title ?? "…";
  const fixture = (title: string): MockFixture => ({ endpoint: get, response: { id: "1", title } });

  async function tree(element: ReactNode) {
    const { client, network } = createTestClient({ wasm });
    onTestFinished(() => client.close());
    await client.ready;
    return { client, network, ...(await render(client, element)) };
  }

  test("answers what is asked for below it, and nothing beside it", async () => {
    const Other = (): ReactNode => useDLE(get, { id: "2" }).data?.title ?? "…";
    const { text, network } = await tree([h(MockResolver, { key: 1, fixtures: [fixture("mock")] }, h(Title)), h(Other, { key: 2 })]);
    expect(text()).toBe("mock…");
    expect(network.calls.map(({ name }) => name)).toEqual(["GET /articles/2"]);
  });

  test("answers also what is shown outside of it", async () => {
    const { text, network, render: again } = await tree([h(Title, { key: 1 })]);
    await perform(() => void network.answer(network.calls[0]!, 200, { id: "1", title: "real" }));
    let reload!: () => void;
    const Button = (): ReactNode => {
      const controller = useController();
      reload = () => void controller.fetch(get, one);
      return null;
    };
    await again([h(Title, { key: 1 }), h(MockResolver, { key: 2, fixtures: [fixture("mock")] }, h(Title), h(Button))]);
    await perform(reload);
    expect(text()).toBe("mockmock");
    expect(network.calls).toHaveLength(1);
  });

  test("goes by the present fixtures, with one controller for all renders", async () => {
    const controllers = new Set<unknown>();
    const Seen = (): ReactNode => {
      controllers.add(useController());
      return null;
    };
    let shown = 0;
    const Shown = (): ReactNode => useDLE(get, { id: String(shown) }).data?.title ?? "…";
    const page = (title: string) => h(MockResolver, { fixtures: [{ endpoint: get, response: ({ id }: { id: string }) => ({ id, title }) }] }, h(Shown), h(Seen));
    const { text, render: again } = await tree(page("first"));
    expect(text()).toBe("first");
    shown = 1;
    await again(page("second"));
    expect(text()).toBe("second");
    expect(controllers.size).toBe(1);
  });

  test("a Provider inside of it has its own client's controller", async () => {
    const inner = createTestClient({ wasm, routes: { "GET /articles/:id": { id: "1", title: "inner" } } });
    onTestFinished(() => inner.client.close());
    await inner.client.ready;
    const { text } = await tree(h(MockResolver, { fixtures: [fixture("mock")] }, h(Provider, { client: inner.client }, h(Title))));
    expect(text()).toBe("inner");
  });
});
