import * as React from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, onTestFinished, vi, type MockInstance } from "vitest";
import type { Client } from "../../src/index.js";
import { Provider } from "../../src/react.js";
import { turn } from "../harness.js";

// React 18.2 has it elsewhere.
const { act } = ("act" in React ? React : await import("react-dom/test-utils")) as unknown as Pick<typeof React, "act">;

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

/** React's complaints fail a test. */
let complaints: MockInstance;
let tolerant = false;
beforeEach(() => {
  tolerant = false;
  complaints = vi.spyOn(console, "error");
});
afterEach(() => {
  if (!tolerant) expect(complaints.mock.calls.map(([complaint]) => String(complaint).slice(0, 200))).toEqual([]);
  complaints.mockRestore();
});

/** React may complain in this test: it reports what is thrown while it renders. */
export function quietly(): void {
  complaints.mockImplementation(() => {});
  // jsdom reports it too, to the page.
  const heard = (event: Event) => event.preventDefault();
  window.addEventListener("error", heard);
  onTestFinished(() => window.removeEventListener("error", heard));
  tolerant = true;
}

/** Does something and lets everything run that follows from it. */
export async function perform(action: () => void): Promise<void> {
  await act(async () => {
    action();
    await turn();
  });
}

/** Waits for a promise, or the one that a function gives, whatever comes of it, and lets everything run that follows from it. */
export async function settled(promise: Promise<unknown> | (() => Promise<unknown>)): Promise<void> {
  await act(async () => {
    await (typeof promise === "function" ? promise() : promise).catch(() => {});
    await turn();
  });
}

export interface Rendered {
  render(element: React.ReactNode): Promise<void>;
  unmount(): Promise<void>;
  text(): string;
}

/** Renders into the page, with a client for all. */
export async function render(client: Client, element: React.ReactNode): Promise<Rendered> {
  const container = document.createElement("div");
  const root = createRoot(container);
  const rendered: Rendered = {
    render: (element) => perform(() => root.render(React.createElement(Provider, { client }, element))),
    unmount: () => perform(() => root.render(null)),
    text: () => container.textContent ?? "",
  };
  onTestFinished(() => perform(() => root.unmount()));
  await rendered.render(element);
  return rendered;
}

/** A component that calls a hook, and everything that the hook gave it, render by render. */
export function recorder<P extends object, R>(hook: (props: P) => R): { component: React.FunctionComponent<P>; given: R[]; last(): R } {
  const given: R[] = [];
  return {
    component: (props) => {
      given.push(hook(props));
      return null;
    },
    given,
    last: () => given.at(-1)!,
  };
}
