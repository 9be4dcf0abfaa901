import { createElement as h, useContext } from "react";
import { describe, expect, test, vi } from "vitest";
import { State } from "../../../src/index.js";
import { StateContext, useController } from "../../../src/react.js";
import { loading, ready } from "../../harness.js";
import { perform, recorder, render, settled } from "../render.js";
import { Article, first, getArticle, titled } from "./fixtures.js";

const one = { id: "1" };

describe("StateContext", () => {
  const shower = () => recorder(() => useContext(StateContext).entities.Article?.["1"]);

  test("gives the present state, and renders who reads it on each commit", async () => {
    const { client } = await ready();
    const { controller } = client;
    const { component, given } = shower();
    const sibling = recorder(() => useController());
    await render(client, [h(component, { key: 1 }), h(sibling.component, { key: 2 })]);
    expect(given).toEqual([undefined]);
    await perform(() => void controller.setResponse(getArticle, one, first));
    await perform(() => void controller.set(Article, one, titled("set")));
    expect(given).toEqual([undefined, first, titled("set")]);
    await perform(() => void controller.set(Article, { id: "2" }, { id: "2", title: "other" }));
    expect(given).toHaveLength(4);
    await perform(() => void controller.set(Article, { id: "3" }, () => first)); // which writes nothing
    expect(given).toHaveLength(4);
    expect(sibling.given).toHaveLength(1);
  });

  test("is what getResponse takes, also before the first commit", async () => {
    const { client } = await ready();
    await client.controller.setResponse(getArticle, one, first);
    const { component, given } = recorder(() => {
      const state = useContext(StateContext);
      return [state instanceof State, useController().getResponse(getArticle, one, state).data];
    });
    await render(client, h(component));
    expect(given).toEqual([[true, first]]);
    await perform(() => void client.controller.set(Article, one, titled("set")));
    expect(given.at(-1)).toEqual([true, titled("set")]);
  });

  test("asks for no state while nobody reads it", async () => {
    const { client } = await ready();
    const asked = vi.spyOn(client.controller, "getView");
    const { component } = recorder(() => useContext(StateContext));
    await render(client, h(component));
    await perform(() => void client.controller.setResponse(getArticle, one, first));
    expect(asked).not.toHaveBeenCalled();
  });

  test("is empty until the core is there, and is not followed once it is unmounted", async () => {
    const { client, start } = loading();
    const { component, given } = shower();
    void client.controller.setResponse(getArticle, one, first);
    const { unmount } = await render(client, h(component));
    expect(given).toEqual([undefined]);
    await settled(start());
    expect(given.at(-1)).toEqual(first);
    await unmount();
    const { length } = given;
    await perform(() => void client.controller.set(Article, one, titled("set")));
    expect(given).toHaveLength(length);
  });
});
