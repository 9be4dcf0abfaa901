import * as React from "react";
import { createElement as h, type ReactNode } from "react";
import { describe, expect, test } from "vitest";
import { useFetch } from "../../../src/react.js";
import { ready } from "../../harness.js";
import { perform, recorder, render } from "../render.js";
import { first, getArticle, suspense, titled } from "./fixtures.js";

const one = { id: "1" };

describe("useFetch", () => {
  test("is pending, then fulfilled, and the same while nothing changes", async () => {
    const { client, network } = await ready();
    const { component, given, last } = recorder(() => useFetch(getArticle, one));
    const { render: again } = await render(client, h(component));
    await again(h(component));
    expect(given[0]).toBe(given[1]);
    expect(given[0]).toMatchObject({ status: "pending" });
    await perform(() => network.last.answer(first));
    expect(last()).toMatchObject({ status: "fulfilled", value: first });
    expect(await given[0]).toBe(await last());
    await again(h(component));
    expect(given.at(-2)).toBe(last());
    await perform(() => void client.controller.setResponse(getArticle, one, titled("other")));
    expect(last()).toMatchObject({ status: "fulfilled", value: titled("other") });
    expect(network.calls).toHaveLength(1);
  });

  test("is rejected with the error", async () => {
    const { client, network } = await ready();
    const { component, given, last } = recorder(() => useFetch(getArticle, one));
    await render(client, h(component));
    await perform(() => network.last.refuse(404, "article.unknown", "no"));
    expect(last()).toMatchObject({ status: "rejected", reason: { code: "article.unknown" } });
    await expect(given[0]).rejects.toMatchObject({ code: "article.unknown" });
  });

  test("is undefined for null", async () => {
    const { client, network } = await ready();
    const { component, given } = recorder(() => useFetch(getArticle, null));
    await render(client, h(component));
    expect(given).toEqual([undefined]);
    expect(network.calls).toEqual([]);
  });

  // From React 19 on.
  if ("use" in React) {
    test("is what use() takes, also in the component that calls it", async () => {
      const { client, network } = await ready();
      const Title = (): ReactNode => (React.use(useFetch(getArticle, one)) as { title: string }).title;
      const { text } = await render(client, suspense(h(Title)));
      expect(text()).toBe("…");
      await perform(() => network.last.answer(first));
      expect(text()).toBe("first");
      await perform(() => void client.controller.invalidate(getArticle, one));
      expect(text()).toContain("…");
      await perform(() => network.last.answer(titled("anew")));
      expect(text()).toBe("anew");
      expect(network.calls).toHaveLength(2);
    });
  }
});
