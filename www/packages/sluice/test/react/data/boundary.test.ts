import { createElement as h, type ReactNode } from "react";
import { describe, expect, test } from "vitest";
import { Delete, SchemaError } from "../../../src/index.js";
import { AsyncBoundary, ErrorBoundary, useDLE, useSuspense, type ErrorFallbackProps } from "../../../src/react.js";
import { ready } from "../../harness.js";
import { perform, quietly, recorder, render } from "../render.js";
import { Article, clocked, first, getArticle, titled } from "./fixtures.js";

const one = { id: "1" };
const Title = (): ReactNode => (useSuspense(getArticle, one) as { title: string }).title;

/** Shows the error, and keeps what it was given. */
const fallback = () => {
  const { component, given, last } = recorder((props: ErrorFallbackProps) => props);
  const Shown = (props: ErrorFallbackProps): ReactNode => {
    void component(props);
    return `${props.className}: ${String((props.error as Error).name)}`;
  };
  return { Shown, given, last };
};

const boundary = (errorComponent: (props: ErrorFallbackProps) => ReactNode, ...children: ReactNode[]) =>
  h(AsyncBoundary, { fallback: "…", errorComponent, errorClassName: "red" }, ...children);

describe("AsyncBoundary", () => {
  test("shows what is thrown; a reset asks again once the error has expired", async () => {
    quietly();
    const { client, network, tick } = await clocked();
    const { Shown, last } = fallback();
    const { text } = await render(client, boundary(Shown, h(Title)));
    expect(text()).toBe("…");
    await perform(() => network.last.refuse(404, "article.unknown", "no"));
    expect(text()).toBe("red: ApiError");
    await perform(() => last().resetErrorBoundary());
    expect(text()).toBe("red: ApiError");
    expect(network.calls).toHaveLength(1);
    tick(1001);
    await perform(() => last().resetErrorBoundary());
    expect(text()).toBe("…");
    expect(network.calls).toHaveLength(2);
    await perform(() => network.last.answer(first));
    expect(text()).toBe("first");
  });

  test("shows a SchemaError for an answer that leaves nothing to show, and does not ask in a loop", async () => {
    quietly();
    const { client, network, tick } = await clocked();
    const { Shown, last } = fallback();
    const { text } = await render(client, boundary(Shown, h(Title)));
    await perform(() => void client.controller.set(Delete(Article), one, one));
    await perform(() => network.last.answer(first)); // older than that
    expect(text()).toBe("red: SchemaError");
    expect(last().error).toBeInstanceOf(SchemaError);
    expect(network.calls).toHaveLength(1);
    tick(1001);
    await perform(() => last().resetErrorBoundary());
    await perform(() => network.last.answer(titled("back")));
    expect(text()).toBe("back");
    expect(network.calls).toHaveLength(2);
  });

  test("shows that a request was aborted", async () => {
    quietly();
    const { client, network } = await ready();
    const { Shown } = fallback();
    const { text } = await render(client, boundary(Shown, h(Title)));
    await perform(() => void client.controller.abort(getArticle, one));
    expect(text()).toBe("red: AbortError");
    expect(network.calls).toHaveLength(1);
  });

  test("shows a hard error of a refetch, and the data again after it was mended", async () => {
    quietly();
    const { client, network, tick } = await clocked();
    await client.controller.setResponse(getArticle, one, first);
    const { Shown, last } = fallback();
    const { text } = await render(client, boundary(Shown, h(Title)));
    await perform(() => void client.controller.setError(getArticle, one, new Error("hard")));
    expect(text()).toBe("red: Error");
    tick(1001);
    await perform(() => last().resetErrorBoundary());
    expect(text()).toBe("red: Error");
    expect(network.calls).toHaveLength(1);
    await perform(() => network.last.answer(titled("mended")));
    await perform(() => last().resetErrorBoundary());
    expect(text()).toBe("mended");
    expect(network.calls).toHaveLength(1);
  });
});

describe("ErrorBoundary", () => {
  test("shows the message where no component is given", async () => {
    quietly();
    const { client, network } = await ready();
    const { text } = await render(client, h(AsyncBoundary, null, h(Title)));
    await perform(() => network.last.refuse(404, "article.unknown", "there is none"));
    expect(text()).toBe("there is none");
  });

  test("is reset by what it listens to, until it is unmounted", async () => {
    quietly();
    const { client } = await ready();
    const resets = new Set<() => void>();
    const listen = (reset: () => void) => {
      resets.add(reset);
      return () => void resets.delete(reset);
    };
    let broken = true;
    const Child = (): ReactNode => {
      if (broken) throw new Error("broken");
      return "whole";
    };
    const { text, unmount } = await render(client, h(ErrorBoundary, { listen }, h(Child)));
    expect(text()).toBe("broken");
    broken = false;
    await perform(() => resets.forEach((reset) => reset()));
    expect(text()).toBe("whole");
    await unmount();
    expect(resets.size).toBe(0);
  });
});

test("a hook of another component asks again for all when what failed is asked for anew", async () => {
  const { client, network, tick } = await clocked();
  const { component, given } = recorder(() => useDLE(getArticle, one));
  const { render: again } = await render(client, [h(component, { key: 1 })]);
  await perform(() => void client.controller.abort(getArticle, one));
  tick(1001);
  await again([h(component, { key: 1 }), h(component, { key: 2 })]);
  expect(network.calls).toHaveLength(2);
  await perform(() => network.last.answer(first));
  expect(given.slice(-2)).toEqual([{ data: first, loading: false, error: undefined }, { data: first, loading: false, error: undefined }]);
});
