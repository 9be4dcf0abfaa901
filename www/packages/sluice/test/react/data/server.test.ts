// @vitest-environment node
import { createElement as h, useContext, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { UsageError } from "../../../src/index.js";
import { Provider, StateContext, useCache, useDLE, useSuspense } from "../../../src/react.js";
import { ready } from "../../harness.js";
import { first, getArticle, suspense } from "./fixtures.js";

const one = { id: "1" };
const Suspended = (): ReactNode => (useSuspense(getArticle, one) as { title: string }).title;
const Loaded = (): ReactNode => JSON.stringify([useDLE(getArticle, one), useCache(getArticle, one)]);

test("a server renders until nothing is in flight, and then what was answered", async () => {
  const { client, network } = await ready({ baseUrl: "https://host.example/api" });
  const page = (child: ReactNode) => renderToString(h(Provider, { client }, suspense(child)));
  for (const component of [Suspended, Loaded]) {
    page(h(component));
    expect(network.calls).toHaveLength(1);
  }
  expect(network.last.url).toBe("https://host.example/articles/1"); // there is no page whose origin it could be
  const settled = client.allSettled();
  network.last.answer(first);
  await settled;
  expect(page(h(Suspended))).toContain("first");
  expect(page(h(Loaded)).replaceAll("&quot;", "'")).toContain("[{'data':{'id':'1','title':'first'},'loading':false},{'id':'1','title':'first'}]");
  expect(network.calls).toHaveLength(1);
});

test("the state is read on the server too, but not outside of a Provider", async () => {
  const { client } = await ready();
  await client.controller.setResponse(getArticle, one, first);
  const Keys = (): ReactNode => Object.keys(useContext(StateContext).endpoints).join();
  expect(renderToString(h(Provider, { client }, h(Keys)))).toBe("GET /articles/1");
  expect(() => renderToString(h(Keys))).toThrow(UsageError);
});
