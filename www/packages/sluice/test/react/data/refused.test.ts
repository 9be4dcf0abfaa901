import { createElement as h } from "react";
import { describe, expect, test, vi } from "vitest";
import { endpoint, entity } from "../../../src/index.js";
import { ErrorBoundary, useDLE, useSuspense, type ErrorFallbackProps } from "../../../src/react.js";
import { loading, ready } from "../../harness.js";
import { perform, quietly, render } from "../render.js";
import { Article, suspense } from "./fixtures.js";

const wrong = endpoint({ name: "wrong", schema: { one: Article, other: entity("Article", { pk: "slug" }) }, fetch: async () => ({}) });
const message = /two entities are named "Article"/;

const Suspended = () => h("b", null, JSON.stringify(useSuspense(wrong)));
function Loaded() {
  const { loading, error } = useDLE(wrong);
  return h("i", null, `${String(loading)} ${String(error)}`);
}
const Failed = ({ error }: ErrorFallbackProps) => h("u", null, (error as Error).message);
const bounded = (child: React.ReactNode) => h(ErrorBoundary, { fallbackComponent: Failed }, suspense(child));

describe("a schema that cannot be used", () => {
  test.each([Suspended, Loaded])("goes to the error boundary", async (Component) => {
    quietly();
    const { client } = await ready();
    const { text } = await render(client, bounded(h(Component)));
    expect(text()).toMatch(message);
  });

  test.each([Suspended, Loaded])("does so when it is shown before there is a core", async (Component) => {
    quietly();
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { client, start } = loading();
    const { text } = await render(client, bounded(h(Component)));
    expect(text()).not.toMatch(message);
    await perform(() => void start());
    await perform(() => {});
    expect(text()).toMatch(message);
    expect(unhandled).not.toHaveBeenCalled();
    process.off("unhandledRejection", unhandled);
  });
});
